"""The whole job in a browser: bring a plan in, rate it, see it, take it away; and two people at once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from plans.models import Plan, Rag, Rating

from .browser import DESKTOP, PHONE, Visitor
from .cast import WHY, Cast, stands
from .import_documents import PLAIN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
AUDIT = "Seven of ten audited visits were within three days"


def cell(page: Page, label: str) -> Locator:
    """A cell of the grid, told as it tells itself: ``2.1 North``."""
    return page.locator(f"[data-cell][data-label='{label}']")


def choose(page: Page, label: str, colour: str) -> None:
    """Press a letter in a cell."""
    cell(page, label).get_by_role("radio", name=colour).click()


def give_reason(page: Page, label: str, words: str) -> None:
    page.get_by_label(f"Reason for {label}", exact=True).fill(words)


def ratings_in(visitor: Visitor, link: str, to: Path) -> dict[tuple[str, str], tuple[Any, Any]]:
    """The workbook behind a link: (ref, column) -> RAG and reason, of its sheet for analysis."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name=link).click()
    path = to / download.value.suggested_filename
    download.value.save_as(path)
    rows = openpyxl.load_workbook(path)["All ratings"].iter_rows(values_only=True)
    heads = next(row for row in rows if "Ref" in row)
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    return {(row["Ref"], row["Column"]): (row["RAG"], row["Reason"]) for row in found}


@WIDTHS
def test_a_plan_is_imported_rated_seen_and_exported(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    window = visitor(width=width)
    page = window.page
    window.sign_in(cast.administrator.email)

    # Bring the plan in: its text, a preview, a plan.
    window.follow("Import")
    page.get_by_label("Or paste the text").fill(PLAIN)
    window.press("Read the plan")
    expect(page.locator("main")).to_contain_text("Nothing is imported yet")
    expect(page.locator("main")).to_contain_text("2 sections, 4 outcomes")
    assert Plan.objects.filter(authority=plan.authority).count() == 1
    page.get_by_label("Title").fill("Front Door Plan")
    window.press("Import the plan")
    expect(page.get_by_role("status").first).to_contain_text("Front Door Plan is imported: 4 outcomes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Front Door Plan")

    # Rate a section in the grid.
    window.follow("2. Family Support")
    window.follow("Rate this section")
    choose(page, "2.1 North", "Amber")
    expect(cell(page, "2.1 North")).to_have_class(re.compile("is-changed"))
    expect(page.get_by_label("Reason for 2.1 North", exact=True)).to_be_visible()
    give_reason(page, "2.1 North", AUDIT)
    expect(page.get_by_label("Reason for 2.1 South", exact=True)).to_be_hidden()
    cell(page, "2.2 Overall").get_by_text("No change").click()
    said = page.locator("[data-save-list] li")
    expect(said).to_have_text(
        ["2.1 North: Amber, was Red on 1 March 2023", "2.2 Overall: no change from Complete"]
    )
    window.look()
    window.press("Save 1 change, 1 confirmed as it is")
    done = page.get_by_role("status").first
    expect(done).to_contain_text("2.1 North")
    expect(done).to_contain_text("2.2 Overall")
    expect(page.get_by_label("2.1 North: Amber")).to_be_visible()

    # See it on the plan page, up from red, and follow it to its reason.
    window.follow("Front Door Plan")
    expect(page.locator(".figures")).to_contain_text("1 up, 0 down")
    window.follow("2.1 North: Amber")
    expect(page.locator(".timeline")).to_contain_text(AUDIT)
    expect(page.locator(".timeline")).to_contain_text(cast.administrator.name)

    # Take it away.
    window.follow("Front Door Plan")
    ratings = ratings_in(window, "Export to Excel", tmp_path)
    assert ratings["2.1", "North"] == ("Amber", AUDIT)
    assert ratings["2.1", "South"][0] == "Amber"
    assert len(ratings) == 2 + 2 * 3


@WIDTHS
def test_a_rating_without_a_reason_is_asked_for_one(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(width=width, user=cast.manager)
    window.visit(reverse("rate_section", args=[plan.slug, "2"]))
    choose(window.page, "2.1 Wexley", "Red")
    window.press("Save 1 change")
    summary = window.page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(window.page.get_by_label("Reason for 2.1 Wexley", exact=True)).to_be_visible()
    summary.get_by_role("link").click()
    assert window.has_focus("[data-label='2.1 Wexley'] textarea")
    give_reason(window.page, "2.1 Wexley", WHY)
    window.press("Save 1 change")
    rating = stands(plan, "2.1", "Wexley")
    assert rating is not None
    assert (rating.rag, rating.commentary) == (Rag.RED, WHY)


@WIDTHS
def test_one_outcome_is_rated_and_the_rating_corrected(
    width: int, plan: Plan, cast: Cast, rate: Callable[..., Rating], visitor: Callable[..., Visitor]
) -> None:
    rate("2.1", "Wexley", Rag.GREEN)
    window = visitor(width=width, user=cast.head)
    page = window.page
    window.visit(reverse("outcome", args=[plan.slug, "2.1"]))
    window.follow("Rate this outcome")
    window.press("Save rating")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("Wexley", exact=True).check()
    page.get_by_label(re.compile("Red$")).check()
    page.get_by_label("Why").fill(AUDIT)
    window.press("Save rating")
    expect(page.get_by_role("status").first).to_contain_text("Saved: 2.1 Wexley Red")

    window.follow("Correct Wexley Red")
    page.get_by_label("What was wrong with it?").fill("That was Thornby's audit")
    page.get_by_label(re.compile("Nothing|[Ss]trike|Take it out")).first.check()
    window.press("Save correction")
    expect(page.locator(".timeline .is-struck")).to_contain_text("That was Thornby's audit")
    rating = stands(plan, "2.1", "Wexley")
    assert rating is not None
    assert rating.rag == Rag.GREEN


@WIDTHS
def test_the_list_is_filtered_and_the_export_follows_it(
    width: int,
    plan: Plan,
    cast: Cast,
    rate: Callable[..., Rating],
    visitor: Callable[..., Visitor],
    tmp_path: Path,
) -> None:
    rate("2.1", "Wexley", Rag.RED)
    rate("2.2", "Wexley", Rag.GREEN)
    window = visitor(width=width, user=cast.clerk)
    page = window.page
    window.visit(reverse("plan", args=[plan.slug]))
    window.follow("Outcomes")
    form = page.get_by_role("search")
    if not form.is_visible():
        page.get_by_text("Filter", exact=True).click()
    form.get_by_label("Words").fill("supervision")
    window.press("Show")
    assert "q=supervision" in page.url
    expect(page.get_by_role("row", name="2.1")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert {ref for ref, _ in ratings_in(window, "Export these to Excel", tmp_path)} == {"2.1"}
    window.follow("Clear")
    assert page.locator("tbody tr").count() == plan.outcomes.count()


@WIDTHS
def test_a_section_is_rated_without_javascript(
    width: int, plan: Plan, cast: Cast, rate: Callable[..., Rating], visitor: Callable[..., Visitor]
) -> None:
    rate("2.2", "Wexley", Rag.RED)
    window = visitor(width=width, scripts=False)
    page = window.page
    window.sign_in(cast.manager.email)
    window.follow("Assessment Teams")
    choose(page, "2.1 Wexley", "Amber")
    cell(page, "2.1 Wexley").locator("summary").click()
    give_reason(page, "2.1 Wexley", AUDIT)
    cell(page, "2.2 Wexley").get_by_text("No change").click()
    window.press("Save ratings")
    expect(page.get_by_role("status").first).to_contain_text("2.1 Wexley")
    expect(page.get_by_label("2.1 Wexley: Amber")).to_be_visible()
    given, confirmed = stands(plan, "2.1", "Wexley"), stands(plan, "2.2", "Wexley")
    assert given is not None
    assert confirmed is not None
    assert (given.rag, given.commentary) == (Rag.AMBER, AUDIT)
    assert (confirmed.rag, confirmed.recorded_by) == (Rag.RED, cast.manager)
    assert WHY in confirmed.commentary


# --- Two people at once -------------------------------------------------------------------------------------

THEIRS, OURS = "Nine of ten were supervised in May", "Two of ten have no note of supervision since April"


@WIDTHS
def test_the_second_of_two_to_save_a_grid_sees_both(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    first, second = (visitor(width=width, user=user) for user in (cast.manager, cast.head))
    for window in (first, second):
        window.visit(reverse("rate_section", args=[plan.slug, "2"]))
    choose(first.page, "2.1 Wexley", "Green")
    give_reason(first.page, "2.1 Wexley", THEIRS)
    choose(second.page, "2.1 Wexley", "Red")
    give_reason(second.page, "2.1 Wexley", OURS)
    choose(second.page, "2.1 Thornby", "Amber")
    give_reason(second.page, "2.1 Thornby", WHY)
    first.press("Save 1 change")
    second.press("Save 2 changes", status=409)

    refused = cell(second.page, "2.1 Wexley")
    expect(refused.locator(".both-versions")).to_contain_text(THEIRS)
    expect(refused.locator(".both-versions")).to_contain_text(cast.manager.name)
    for label, colour, words in (("2.1 Wexley", "red", OURS), ("2.1 Thornby", "amber", WHY)):
        expect(second.page.get_by_label(f"Reason for {label}", exact=True)).to_have_value(words)
        expect(cell(second.page, label).locator(f"input[value={colour}]")).to_be_checked()
    assert Rating.objects.count() == 1

    second.press("Save 2 changes")
    ours = stands(plan, "2.1", "Wexley")
    assert ours is not None
    assert ours.commentary == OURS
    second.visit(reverse("outcome", args=[plan.slug, "2.1"]))
    for words in (THEIRS, OURS):
        expect(second.page.locator(".timeline")).to_contain_text(words)


@WIDTHS
def test_the_second_of_two_to_rate_an_outcome_sees_both(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    first, second = (visitor(width=width, user=user) for user in (cast.manager, cast.head))
    for window, letter, words in ((first, "Green", THEIRS), (second, "Red", OURS)):
        window.visit(reverse("rate_outcome", args=[plan.slug, "2.1"]))
        if window is second:  # who rates every column
            window.page.get_by_label("Wexley", exact=True).check()
        window.page.get_by_label(re.compile(f"{letter}$")).check()
        window.page.get_by_label("Why").fill(words)
    first.press("Save rating")
    second.press("Save rating", status=409)
    expect(second.page.locator(".both-versions")).to_contain_text(THEIRS)
    expect(second.page.get_by_label("Why")).to_have_value(OURS)
    second.press("Save rating")
    expect(second.page.locator(".timeline")).to_contain_text(THEIRS)
    expect(second.page.locator(".timeline")).to_contain_text(OURS)
