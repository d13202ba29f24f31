"""Who gets what at every address about visits: rows of the table of ``test_urls_permissions.py``.

What an address is about is made when it is asked for, before anything is counted.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from ofsted.actions.decisions import save_decision
from ofsted.models import Decision, SampleResult
from plans.actions.rating import rate_outcome, standing_rating
from plans.models import Rag

from .cast import WHY, place
from .factories import set_up_by
from .visit_files import a_file, upload
from .visit_forms import typed
from .visits import a_check, a_finding, a_result, a_site_day, a_visit

#                       anon stra read mana othe head smt  cler admi outs supe
MEMBERS = "             302  404  200  200  200  200  200  200  200  404  200"
READ_ONLY = "           302  405  405  405  405  405  405  405  405  405  405"
RECORDERS = "           302  404  403  403  403  403  200  200  200  404  200"
RECORDED = "            302  404  403  403  403  403  302  302  302  404  302"
RESPONDERS = "          302  404  403  200  403  200  200  200  200  404  200"
RESPONDED = "           302  404  403  302  403  302  302  302  302  404  302"
SMT = "                 302  404  403  403  403  403  200  403  200  404  200"
SMT_RECORDED = "        302  404  403  403  403  403  302  403  302  404  302"


def nothing(world: Any) -> dict[str, Any]:
    return {}


def slug(world: Any) -> dict[str, Any]:
    return {"slug": world.plan.slug}


def visit(world: Any) -> dict[str, Any]:
    return {**slug(world), "pk": a_visit(world.plan).pk}


def inspection(world: Any) -> dict[str, Any]:
    day = dt.date(2014, 11, 12)
    made = a_visit(world.plan, kind="inspection", framework="sif", first_on=day, last_on=day, letter_on=None)
    return {**slug(world), "pk": made.pk}


def a_changed_visit(world: Any) -> dict[str, Any]:
    return typed(version="1")


def judgements(world: Any) -> dict[str, Any]:
    return {"area-1": "Inadequate", "version": "1", "reason": "The report"}


def a_new_visit(world: Any) -> dict[str, Any]:
    return typed()


def a_kept_file(world: Any) -> dict[str, Any]:
    kept = a_file(a_visit(world.plan))
    return {**slug(world), "pk": kept.visit_id, "file": kept.pk}


def an_upload(world: Any) -> dict[str, Any]:
    return {"kind": "letter", "file": upload()}


def deadline(world: Any) -> dict[str, Any]:
    return {**inspection(world), "code": "inspection-statement-of-action"}


def it_was_met(world: Any) -> dict[str, Any]:
    return {"met_on": "2015-05-01", "seen": "0"}


def decision(world: Any) -> dict[str, Any]:
    made = save_decision(
        decision=Decision(**WHAT, decided="24 April 2017", decided_on=dt.date(2017, 4, 24)),
        plan=world.plan, by=set_up_by(), reason="Minutes",
    )  # fmt: skip
    return {**slug(world), "pk": made.pk}


WHAT = {"body": "board", "words": "The board meets quarterly from now on"}


def a_decision(world: Any) -> dict[str, Any]:
    return {**WHAT, "decided": "26 April 2017", "reason": "Minutes of the board"}


def a_changed_decision(world: Any) -> dict[str, Any]:
    return {**a_decision(world), "version": 1}


def a_reason(world: Any) -> dict[str, Any]:
    return {"reason": "Entered twice"}


def a_deletion(world: Any) -> dict[str, Any]:
    return {"reason": "Entered twice", "version": 1}


def a_deletion_with_results(world: Any) -> dict[str, Any]:
    return {**a_deletion(world), "seen": SampleResult.history.latest().history_id}


def finding(world: Any) -> dict[str, Any]:
    lead = world.plan.authority.leads.get(title="Team Managers")
    return {**slug(world), "pk": a_finding(a_visit(world.plan), world.outcome, owner=lead).pk}


def a_new_finding(world: Any) -> dict[str, Any]:
    return {"words": "Plans drift", "kind": "improve", "why": "From the letter", "after": 0}


def a_table_of_findings(world: Any) -> dict[str, Any]:
    rows = {"row": ["1"], "keep-1": "1", "words-1": "Plans drift", "kind-1": "improve"}
    return {**rows, "reason": "From the letter", "after": "0"}


def a_changed_finding(world: Any) -> dict[str, Any]:
    return {"words": "Plans drift", "kind": "improve", "why": "As the letter has it", "version": 1}


def a_response(world: Any) -> dict[str, Any]:
    return {"response": "Weekly audit", "status": "addressed", "evidence": "", "version": 1}


def sample(world: Any) -> dict[str, Any]:
    return {**slug(world), "pk": a_result(a_visit(world.plan)).sample_id}


def result(world: Any) -> dict[str, Any]:
    return {**slug(world), "pk": a_result(a_visit(world.plan)).pk}


RESULTS = {
    "row-TOTAL_FORMS": "1",
    "row-INITIAL_FORMS": "0",
    "row-0-question": "Views recorded",
    "row-0-met": "7",
    "row-0-of": "10",
    "reason": "The review's report",
}


def a_sample(world: Any) -> dict[str, Any]:
    return {**RESULTS, "cohort": "plans", "size": "10"}


def some_results(world: Any) -> dict[str, Any]:
    return RESULTS


def a_changed_sample(world: Any) -> dict[str, Any]:
    return {"cohort": "plans", "size": "20", "reason": "Miscounted", "version": 1}


def a_changed_result(world: Any) -> dict[str, Any]:
    return {"question": "Seen alone", "met": "15", "of": "20", "reason": "Miscounted", "version": 1}


def a_day(world: Any) -> dict[str, Any]:
    return {"locality": world.rating.locality_id, "days": "6 March 2025"}


def site_day(world: Any) -> dict[str, Any]:
    return {**slug(world), "pk": a_site_day(world.plan).pk}


def what_was_seen(world: Any) -> dict[str, Any]:
    return {f"shown-{world.cell}": "0.0.", f"seen-{world.cell}": "Two files", f"rag-{world.cell}": "red"}


def difference(world: Any) -> dict[str, Any]:
    rate_outcome(
        outcome=world.outcome, locality=place("Wexley"), rag=Rag.GREEN, by=set_up_by(), commentary=WHY
    )
    return {**slug(world), "pk": a_check(a_site_day(world.plan), world.outcome, rag="red").pk}


def a_resolution(world: Any) -> dict[str, Any]:
    stands = standing_rating(world.outcome, place("Wexley"))
    return {
        "resolution": "Looked again together",
        "resolved_on": timezone.localdate(),
        "version": 1,
        "rating": stands.pk if stands else "",
    }


RATERS = "              302  404  403  200  403  200  200  403  200  404  200"
RATED = "               302  404  403  302  403  302  302  403  302  404  302"

Row = tuple[Callable[[Any], dict[str, Any]], Callable[[Any], dict[str, Any]], str, str]
VISITS: dict[str, Row] = {
    "visits": (slug, nothing, MEMBERS, READ_ONLY),
    "visit": (visit, nothing, MEMBERS, READ_ONLY),
    "visit_new": (slug, a_new_visit, RECORDERS, RECORDED),
    "visit_change": (visit, a_changed_visit, RECORDERS, RECORDED),
    "visit_judgements": (inspection, judgements, RECORDERS, RECORDED),
    "visit_delete": (visit, a_deletion, RECORDERS, RECORDED),
    "visit_file_add": (visit, an_upload, RECORDERS, RECORDED),
    "visit_file": (a_kept_file, nothing, MEMBERS, READ_ONLY),
    "visit_file_remove": (a_kept_file, a_reason, RECORDERS, RECORDED),
    "visit_deadline": (deadline, it_was_met, RECORDERS, RECORDED),
    "visit_document": (visit, nothing, MEMBERS, READ_ONLY),
    "visit_document_xlsx": (visit, nothing, MEMBERS, READ_ONLY),
    "sample_new": (visit, a_sample, RECORDERS, RECORDED),
    "results_paste": (sample, some_results, RECORDERS, RECORDED),
    "sample_change": (sample, a_changed_sample, RECORDERS, RECORDED),
    "sample_delete": (sample, a_deletion_with_results, RECORDERS, RECORDED),
    "result_change": (result, a_changed_result, RECORDERS, RECORDED),
    "result_delete": (result, a_deletion, RECORDERS, RECORDED),
    "measured": (slug, nothing, MEMBERS, READ_ONLY),
    "site_day_new": (slug, a_day, SMT, SMT_RECORDED),
    "site_day": (site_day, what_was_seen, SMT, SMT_RECORDED),
    "difference_resolve": (difference, a_resolution, RATERS, RATED),
    "coverage": (slug, nothing, MEMBERS, READ_ONLY),
    "journey": (slug, nothing, MEMBERS, READ_ONLY),
    "decision_new": (slug, a_decision, RECORDERS, RECORDED),
    "decision_change": (decision, a_changed_decision, RECORDERS, RECORDED),
    "decision_delete": (decision, a_deletion, RECORDERS, RECORDED),
    "findings": (slug, nothing, MEMBERS, READ_ONLY),
    "findings_xlsx": (slug, nothing, MEMBERS, READ_ONLY),
    "finding": (finding, nothing, MEMBERS, READ_ONLY),
    "finding_new": (visit, a_new_finding, RECORDERS, RECORDED),
    "findings_paste": (visit, a_table_of_findings, RECORDERS, RECORDED),
    "finding_change": (finding, a_changed_finding, RECORDERS, RECORDED),
    "finding_respond": (finding, a_response, RESPONDERS, RESPONDED),
    "finding_delete": (finding, a_deletion, RECORDERS, RECORDED),
}
