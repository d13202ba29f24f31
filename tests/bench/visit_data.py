"""Visits and findings of a plan, for the pages that read them."""

import datetime as dt

from django.urls import reverse

from ofsted.actions.findings import add_findings
from ofsted.actions.visits import Judged, save_visit
from ofsted.models import Finding, Visit
from plans.models import Plan, User
from tests import factories

WORDS = "Finding {n}: managers' oversight is on most files, and seldom says what came of a decision."
REASON = "Recorded from the letter"


def visit_pages(plan: Plan, reader: User) -> list[tuple[str, str, float]]:
    """Twelve visits with 160 findings about a plan of 60 outcomes, and the pages to be measured.

    One visit has 60 findings; each finding is answered by an outcome, and every other one by two.

    Args:
        plan: 60 outcomes.
        reader: a member of it.

    Returns:
        What is measured, its address, and how many times the floor page it may take.
    """
    by = factories.set_up_by()
    outcomes = list(plan.outcomes.all())
    sections = list(plan.sections.all())
    owner = plan.authority.leads.first()
    sixty = None
    for number in range(1, 13):
        day = dt.date(2023, 1, 10) + dt.timedelta(days=90 * number)
        visit = save_visit(
            visit=Visit(
                kind=Visit.Kind.MONITORING_VISIT, number=number, on_site=day.isoformat(), first_on=day,
                last_on=day + dt.timedelta(days=1), letter_on=day + dt.timedelta(days=28),
                looked_at="Plans\nSupervision", evidence_seen="Records\nTalks with staff",
            ),
            plan=plan, by=by, reason=REASON, judgements=[Judged("Overall effectiveness", "Inadequate", True)],
        )  # fmt: skip
        count = 60 if number == 6 else 10 if number == 12 else 9
        sixty = visit if number == 6 else sixty
        found = []
        for n in range(count):
            finding = Finding(
                ref=str(n + 1),
                words=WORDS.format(n=n),
                kind=list(Finding.Kind)[n % 4],
                section=sections[n % len(sections)],
                owner=owner,
                response="A calendar for each team",
                due_on=day + dt.timedelta(days=200),
            )
            answers = [outcomes[(number * 7 + n) % 60], *([outcomes[n % 60]] if n % 2 else [])]
            found.append((finding, {outcome.pk: "It asks for the same" for outcome in answers}))
        add_findings(visit=visit, plan=plan, findings=found, by=by, reason=REASON)
    assert sixty is not None
    return [
        ("Visit page: 60 findings", reverse("visit", args=[plan.slug, sixty.pk]), 6.0),
        ("Findings list of 100", reverse("findings", args=[plan.slug]), 9.0),
        ("Coverage: 12 visits, 60 outcomes", reverse("coverage", args=[plan.slug]), 8.0),
        ("Journey: 12 visits, 60 outcomes", reverse("journey", args=[plan.slug]), 0),
        ("Document of a visit of 60 findings", reverse("visit_document", args=[plan.slug, sixty.pk]), 0),
        ("Plan page with 160 findings", reverse("plan", args=[plan.slug]), 6.0),
        ("Outcome page with its findings", reverse("outcome", args=[plan.slug, outcomes[1].ref]), 6.0),
    ]
