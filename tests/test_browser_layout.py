"""What stands where in a real browser: nothing cut off, nothing out of sight, nothing alone on a line."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from plans.actions.import_drafts import start_import
from plans.demonstration import load_demonstration
from plans.importers.plan_text import read_plan
from plans.models import Plan, User

from .browser import PHONE, Visitor
from .cast import Cast
from .import_documents import PLAIN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT_OFF = """(css) => [...document.querySelectorAll(css)]
  .filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.textContent || one.value)"""
TOPS = "(found) => [...new Set(found.map((one) => Math.round(one.getBoundingClientRect().top)))]"


def tops(page: Page, css: str) -> list[int]:
    """Where these begin, each height once."""
    found: list[int] = page.locator(css).evaluate_all(TOPS)
    assert found, css
    return found


@pytest.fixture
def demonstration(db: None) -> Plan:
    return load_demonstration()


def smt() -> User:
    return User.objects.get(email="helen.marchetti@marlshire.example")


@pytest.mark.usefixtures("demonstration")
def test_the_names_of_localities_are_whole_and_their_ratings_level(
    visitor: Callable[..., Visitor], demonstration: Plan
) -> None:
    plans = (demonstration.slug, demonstration.predecessor.slug if demonstration.predecessor else "")
    for width in (PHONE, 1280):
        window = visitor(width=width, user=smt())
        page = window.page
        for slug in plans:
            page.goto(reverse("plan", args=[slug]))
            assert page.evaluate(CUT_OFF, ".bars__name") == []
            row = page.locator(".bars", has_text="Care Leavers").first
            assert len(row.locator(".rag-bar").evaluate_all(TOPS)) == 1
            page.goto(reverse("outcomes", args=[slug]))
            assert page.evaluate(CUT_OFF, ".cells__name") == []
            row = page.locator(".cells", has_text="Care Leavers").first
            assert len(row.locator(".rag").evaluate_all(TOPS)) == 1


def test_a_phone_shows_a_themes_ratings_of_every_section(
    visitor: Callable[..., Visitor], demonstration: Plan
) -> None:
    page = visitor(width=PHONE, user=smt()).page
    page.goto(reverse("plan", args=[demonstration.slug]))
    table = page.locator(".dense-table--themes")
    out_of_sight = "(found) => found.filter((one) => one.getBoundingClientRect().right > innerWidth).length"
    assert table.locator(".rag").count() > 40
    assert table.locator(".rag").evaluate_all(out_of_sight) == 0


def test_what_belongs_in_one_row_stands_in_one_row(
    visitor: Callable[..., Visitor], demonstration: Plan
) -> None:
    page = visitor(width=1280, user=smt()).page
    page.goto(reverse("plan", args=[demonstration.slug]))
    assert len(tops(page, ".figures > li")) == 1
    page.goto(reverse("changes", args=[demonstration.slug]) + "?section=3")
    assert len(tops(page, "form.controls--one-row .govuk-label")) == 1
    boxes = page.locator("form.controls--one-row > *").evaluate_all(
        "(found) => found.map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right])"
    )
    assert all(one[1] < after[0] for one, after in pairwise(boxes))


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_the_fields_of_an_import_are_whole_and_level(
    width: int, visitor: Callable[..., Visitor], plan: Plan, cast: Cast
) -> None:
    title = "Head of Family Support, Early Help and Partnerships for the north and the west of the county"
    text = PLAIN.replace("Head of Family Support and", f"{title} and").replace(
        "Every call is answered within a minute.\tTeam Managers",
        "Every call is answered within a minute.\tTeam Managers and Heads of Service",
    )
    draft = start_import(
        authority=plan.authority, text=text, file_name="", draft=read_plan(text), by=cast.administrator
    )
    window = visitor(width=width, user=cast.administrator)
    window.visit(reverse("import_preview", args=[draft.pk]))
    boxes = ".import-fields textarea"
    assert window.page.locator(boxes).count() == 2
    assert window.page.evaluate(CUT_OFF, boxes) == []
    assert len(tops(window.page, boxes)) == (2 if width == PHONE else 1)


def test_paper_keeps_a_key_whole_and_leaves_out_the_foot_of_the_page(
    visitor: Callable[..., Visitor], demonstration: Plan
) -> None:
    page = visitor(user=smt()).page
    page.emulate_media(media="print")
    avoids = "(found) => found.map((one) => getComputedStyle(one).breakInside)"
    for name, args, css in (
        ("section", ("3",), ".key, .key > li"),
        ("plan", (), ".key, .key > li, .dense-table--themes"),
        ("changes", (), ".dense-table--tally"),
    ):
        page.goto(reverse(name, args=[demonstration.slug, *args]))
        assert set(page.locator(css).evaluate_all(avoids)) == {"avoid"}
        expect(page.get_by_text(re.compile("Change your password"))).to_be_hidden()
