"""A real plan by the pages alone: brought in, rated, put before two bodies, rated again, found again."""

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import Plan

from .browser import DESKTOP, Visitor
from .cast import Cast
from .file_reading import said_in, squeezed
from .import_reading import REAL, needs_seeds
from .test_browser_journey import choose, give_reason

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.seeds, needs_seeds]

COMMITTEE, BOARD = "Select Committee", "Improvement Board"
FIRST = "Two of ten audits found decisions without a reason"
LATER = "Nine of ten referrals were decided within a day"
WRONG = "That audit was of another team"


def test_papers_of_a_real_plan_are_found_again_as_they_were_issued(
    plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(width=DESKTOP, user=cast.administrator)
    page = window.page
    page.set_default_timeout(60_000)  # a paper of the whole plan is checked in some seconds
    slug = bring_in(window)
    cell = rate(window, slug, "Red", FIRST)
    issued = {}
    for body in (COMMITTEE, BOARD):
        set_up(window, slug, body)
        where = issue_paper_for(window, slug, body, days=28)
        issued[where] = files_at(window, where)
        assert {name.rsplit(".", 1)[1] for name in issued[where]} == {"xlsx", "docx", "pdf", "csv"}
        for name, content in issued[where].items():
            if "csv" not in name:
                assert squeezed(FIRST) in said_in(name, content), name

    # More ratings, then a correction of the one that the papers have.
    rate(window, slug, "Amber", LATER)
    for where, files in issued.items():
        assert files_at(window, where) == files
    correct(window, slug, cell)
    for where, files in issued.items():
        assert files_at(window, where) == files
        expect(page.get_by_role("table", name="Corrected or entered since")).to_contain_text(WRONG)
    proof = io.StringIO()
    call_command("verify_papers", stdout=proof)
    assert "2 papers" in proof.getvalue()
    assert "Nothing is wrong." in proof.getvalue()

    # The next paper to the committee says what moved since.
    where = issue_paper_for(window, slug, COMMITTEE, days=56)
    said = {name: said_in(name, content) for name, content in files_at(window, where).items()}
    for name, text in said.items():
        if "csv" not in name:
            assert squeezed("What moved since the paper of") in text, name
            assert squeezed(LATER) in text, name


def bring_in(window: Visitor) -> str:
    """Import the real plan from its file; its part of the address."""
    window.visit(reverse("import_start"))
    window.page.get_by_label("Text file").set_input_files(REAL)
    window.press("Read the plan")
    window.page.get_by_label("Chiltern", exact=True).select_option("Same as Chilterns")
    window.press("Import the plan")
    expect(window.page.get_by_role("status").first).to_contain_text("is imported: ")
    return urlsplit(window.page.url).path.rstrip("/").rsplit("/", 1)[-1]


def rate(window: Visitor, slug: str, colour: str, why: str) -> str:
    """Rate the first cell of the first section's grid; what the cell is called."""
    window.visit(reverse("rate_section", args=[slug, "1"]))
    label = window.page.locator("[data-cell]").first.get_attribute("data-label")
    assert label
    choose(window.page, label, colour)
    give_reason(window.page, label, why)
    window.page.get_by_role("button", name=re.compile("^Save")).click()
    expect(window.page.get_by_role("status").first).to_contain_text(label)
    return label


def correct(window: Visitor, slug: str, cell: str) -> None:
    """Take out the rating that the papers have: the second newest of the outcome."""
    window.visit(reverse("outcome", args=[slug, cell.split()[0]]))
    window.page.get_by_role("link", name=re.compile("^Correct .* Red")).first.click()
    window.page.get_by_label("What was wrong with it?").fill(WRONG)
    window.page.get_by_label(re.compile("Nothing|[Ss]trike|Take it out")).first.check()
    window.press("Save correction")


def set_up(window: Visitor, slug: str, body: str) -> None:
    """Set up a body with what is offered, of the kind it is called by."""
    window.visit(reverse("body_new", args=[slug]))
    window.page.get_by_label("Name", exact=True).fill(body)
    window.page.get_by_label(body, exact=True).check()
    window.page.get_by_label("Why", exact=False).last.fill("Terms of reference, January")
    window.press("Save body")


def issue_paper_for(window: Visitor, slug: str, body: str, *, days: int) -> str:
    """Put a meeting in the calendar, make its paper with what is offered, issue it; where it stands."""
    page = window.page
    on = timezone.localdate() + dt.timedelta(days=days)
    window.visit(reverse("meeting_new", args=[slug]))
    page.get_by_label(body, exact=True).check()
    page.get_by_label("Date", exact=True).fill(on.isoformat())
    page.get_by_label("Why", exact=False).last.fill("Calendar of meetings")
    window.press("Save meeting")
    window.press("Begin the paper")
    window.follow("Write the cover report")
    page.get_by_label("Summary", exact=True).fill("Where the plan stands, and what moved.")
    window.press("Save the cover report")
    window.follow("Check and issue")
    page.get_by_label("Issue it with these points open").check()
    page.get_by_role("button", name=re.compile("^Issue paper")).click()
    page.get_by_text("files are made.").wait_for()
    call_command("db_worker", batch=True, verbosity=0)
    return urlsplit(page.url).path


def files_at(window: Visitor, where: str) -> dict[str, bytes]:
    """Every file of an issued paper as it is downloaded from its page, by its name."""
    window.visit(where)
    found = {}
    for link in window.page.locator("td[data-name='File'] a").all():
        with window.page.expect_download() as download:
            link.click()
        found[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    return found
