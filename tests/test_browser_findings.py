"""Findings in a real browser: every page at two widths, and a list pasted and saved by keyboard alone."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from ofsted.actions.findings import respond
from ofsted.models import Finding
from plans.models import Plan, Rag, Rating

from .browser import DESKTOP, PHONE, Visitor
from .cast import Cast, days_ago
from .visits import a_finding, a_visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
LONG = "Supervision in the assessment teams is not held every four weeks and is seldom written up. " * 3
LIST = """4. What was found:
 - a. Leaders know their service well.
 - b. Supervision is not held every four weeks, and is seldom written up.
 - c. Chronologies are not current in many open cases.
"""


@WIDTHS
def test_every_page_of_findings(
    width: int, plan: Plan, cast: Cast, rate: Callable[..., Rating], visitor: Callable[..., Visitor]
) -> None:
    day = days_ago(30)
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(60))
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(3))
    lead = plan.authority.leads.get(title="Team Managers")
    old = a_finding(a_visit(plan, number=1, first_on=days_ago(90), last_on=days_ago(90)), words=LONG)
    visit = a_visit(plan, number=2, first_on=day, last_on=day)
    outcomes = [plan.outcomes.get(ref=ref) for ref in ("2.1", "3.1")]
    finding = a_finding(
        visit,
        *outcomes,
        words=LONG + "x" * 300,
        owner=lead,
        repeats=old,
        section=plan.sections.get(number="2"),
    )
    respond(finding=finding, plan=plan, response=LONG, due_on=days_ago(2), status="addressed", evidence="",
            by=cast.smt)  # fmt: skip
    rate("1.2", None, Rag.GREEN)
    for ref in ("4.1", "4.2", "4.3", "4.4"):  # more beside one rating than a phone has room for
        a_finding(visit, plan.outcomes.get(ref="1.2"), ref=ref, words=f"Reasons are missing: {ref}")
    window = visitor(width=width, user=cast.smt)
    slug = plan.slug
    problems = []
    for name, pk, query in (
        ("plan", None, ""),
        ("coverage", None, ""),
        ("findings", None, ""),
        ("findings", None, "?kind=improve&only=overdue"),
        ("findings", None, "?q=nothing+says+this"),
        ("finding", finding.pk, ""),
        ("finding", finding.pk, f"?at={days_ago(0)}"),
        ("finding_change", finding.pk, ""),
        ("finding_respond", finding.pk, ""),
        ("finding_delete", old.pk, ""),
        ("finding_new", visit.pk, ""),
        ("findings_paste", visit.pk, ""),
        ("visit", visit.pk, ""),
    ):
        problems += window.problems_at(reverse(name, args=[slug, pk] if pk else [slug]) + query)
    problems += window.problems_at(reverse("finding", args=[slug, finding.pk]) + f"?at={days_ago(9)}", 404)
    assert not problems, "\n" + "\n".join(problems)


@WIDTHS
def test_a_list_is_pasted_checked_and_saved_by_keyboard_alone(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    visit = a_visit(plan)
    window = visitor(width=width, user=cast.clerk)
    keyboard = window.page.keyboard
    window.visit(reverse("findings_paste", args=[plan.slug, visit.pk]))
    window.tab_to("textarea[name=text]")
    keyboard.insert_text(LIST)
    window.tab_to("main form button")
    with window.arriving():
        keyboard.press("Enter")
    # The first finding is a strength and stays so; of the second the kind, an outcome and its reason are set.
    window.tab_to("#kind-3")
    keyboard.type("P")
    tick = f"#outcome-3-{plan.outcomes.get(ref='2.1').pk}"
    window.tab_to(tick)
    keyboard.press("Space")
    window.tab_to("#why-3")
    keyboard.type("It asks for the same")
    # The third is left out, and its outcome is wrong: nobody is held up by what is not kept.
    window.tab_to("#keep-4")
    keyboard.press("Space")
    window.tab_to("#others-4")
    keyboard.type("9.9")
    window.tab_to("main form .save-bar button")
    with window.arriving():
        keyboard.press("Enter")
    assert "Saved: 2 findings of this visit." in window.page.inner_text("main")
    a, b = visit.findings.all()
    assert (a.ref, a.kind) == ("a", Finding.Kind.STRENGTH)
    assert (b.ref, b.kind) == ("b", Finding.Kind.PRIORITY_ACTION)
    assert list(b.outcome_links.values_list("outcome__ref", "reason")) == [("2.1", "It asks for the same")]


def test_without_scripts_a_mistake_in_the_table_is_said_and_can_be_mended(
    plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    visit = a_visit(plan)
    window = visitor(user=cast.clerk, scripts=False)
    window.visit(reverse("findings_paste", args=[plan.slug, visit.pk]))
    window.page.fill("textarea[name=text]", LIST)
    window.press("Split into findings")
    window.page.fill("#others-3", "9.9")
    window.press("Save the ticked findings")
    window.follow("Row 3 (b): The plan has no outcome 9.9. Enter refs such as 2.1, 4.10.")
    window.page.fill("#others-3", "2.1")
    window.press("Save the ticked findings")
    assert visit.findings.count() == 3
