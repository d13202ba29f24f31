"""What the preview of an import asks about localities, answered by somebody at a browser."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from plans.models import Plan

from .browser import DESKTOP, PHONE, Visitor
from .cast import Cast
from .test_import_localities import TWO_SECTIONS, columns_of, imported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_names_that_are_alike_are_asked_about_and_answered(
    width: int, scripts: bool, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(width=width, user=cast.administrator, scripts=scripts)
    page = window.page
    window.visit(reverse("import_start"))
    page.get_by_label("Or paste the text").fill(TWO_SECTIONS)
    window.press("Read the plan")
    window.press("Import the plan")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Say whether “Thornbys” is “Thornby” or a new locality.")
    summary.get_by_role("link").first.click()
    assert window.has_focus(f"select[name='{page.get_by_label('Thornbys').get_attribute('name')}']")
    page.get_by_label("Thornbys").select_option("Same as Thornby")
    page.get_by_label("Westerbys").select_option("A new locality")
    expect(page.get_by_label("Westerby", exact=True)).to_be_hidden()
    page.get_by_text("1 other name").click()
    page.get_by_label("Westerby", exact=True).select_option("Same as Care Leavers")
    window.press("Keep my changes")
    expect(page.get_by_role("status").first).to_contain_text("Your changes are kept")
    expect(page.get_by_label("Westerby", exact=True)).to_be_visible()  # it is no longer as it was proposed
    expect(page.get_by_role("table", name="Sections")).to_contain_text("WEXLEY, Care Leavers, Overall")
    window.press("Import the plan")
    expect(page.get_by_role("status").first).to_contain_text("is imported: 2 outcomes")
    assert columns_of(imported(plan)) == [["Wexley", "Care Leavers"], ["Thornby", "Westerbys"]]
