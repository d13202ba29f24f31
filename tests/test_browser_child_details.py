"""Somebody types a child's number, is told, and goes on, at both widths, with and without scripts."""

from collections.abc import Callable

import pytest

from plans.models import FalseAlarm, Plan, Rag, Rating

from .browser import DESKTOP, PHONE, Visitor
from .cast import Cast
from .rating_forms import cell_name, standing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHILD = "Seen for 943 476 5919, who was born on 3 May 2012."
QUESTION = "This is a false alarm because"


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, True), (DESKTOP, True), (DESKTOP, False)])
def test_the_whole_way_round(
    plan: Plan, cast: Cast, visitor: Callable[..., Visitor], width: int, scripts: bool
) -> None:
    at = visitor(width=width, user=cast.manager, scripts=scripts)
    page = at.page
    name = cell_name(plan, "2.1", "Wexley")
    at.visit(f"/plans/{plan.slug}/sections/2/rate/")
    assert page.get_by_label(QUESTION).count() == 0
    page.locator(f"#rag-{name}-red").check()
    reason = page.get_by_label("Reason for 2.1 Wexley")
    if not reason.is_visible():
        page.locator(f"details:has(#commentary-{name}) summary").click()
    reason.fill(CHILD)
    at.press("Save")
    assert reason.is_visible()
    assert reason.input_value() == CHILD
    page.get_by_role("link", name="Or say why").click()
    page.keyboard.type("It is the number of a contract")
    at.press("Save")
    assert standing(plan, "2.1", "Wexley") == (Rag.RED, CHILD)

    at.visit(f"/plans/{plan.slug}/outcomes/2.2/rate/")
    page.get_by_role("radio", name="Amber").check()
    page.get_by_label("Why", exact=True).fill(CHILD)
    at.press("Save rating")
    assert page.get_by_label("Why", exact=True).input_value() == CHILD
    page.get_by_label(QUESTION).fill("It is the number of a contract")
    at.press("Save rating")

    rating = Rating.objects.get(outcome__ref="2.2")
    at.visit(f"/plans/{plan.slug}/ratings/{rating.pk}/correct/")
    page.get_by_label("What was wrong with it?").fill("It was for 943 476 5919.")
    page.get_by_label("Nothing: it should not have been entered").check()
    at.press("Save correction")
    page.get_by_label("What was wrong with it?").fill("Entered for another outcome.")
    at.press("Save correction")
    assert standing(plan, "2.2", "Wexley")[0] is None
    assert FalseAlarm.objects.count() == 2
