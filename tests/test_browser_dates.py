"""Another date in a real browser: on a phone and on a desk, by keyboard, without JavaScript, and on paper."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from plans.demonstration import load_demonstration
from plans.models import User

from .browser import DESKTOP, PHONE, Visitor
from .factories import OutcomeFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])


def administrator() -> User:
    return User.objects.get(email="ruth.adeyemi@marlshire.example")


@WIDTHS
def test_every_page_at_a_date(width: int, visitor: Callable[..., Visitor]) -> None:
    plan = load_demonstration()
    window = visitor(width=width, user=administrator())
    problems = []
    for name, args in (
        ("plan", ()),
        ("section", ("2",)),
        ("outcomes", ()),
        ("outcome", ("2.4",)),
    ):
        address = reverse(name, args=[plan.slug, *args])
        for query in (
            "at=2026-03-31&known=2026-04-05",
            "at=2026-03-31&known=2026-04-05+14:30",
            "at=soon",
            "at=2026-03-31&known=2026-03-30",
        ):
            problems += window.problems_at(f"{address}?{query}")
    problems += window.problems_at(reverse("plan", args=["marlshire-first-plan"]) + "?at=2024-06-30")
    short = OutcomeFactory(section=plan.sections.get(number="2"))
    missing = reverse("outcome", args=[plan.slug, short.ref])
    problems += window.problems_at(f"{missing}?at=2026-03-31", 404)
    assert "Not in the plan on 31 March 2026" in window.page.inner_text("h1")
    assert not problems, "\n".join(problems)


@WIDTHS
def test_a_date_is_typed_and_left_again_by_keyboard(width: int, visitor: Callable[..., Visitor]) -> None:
    plan = load_demonstration()
    window = visitor(width=width, user=administrator())
    window.visit(reverse("outcome", args=[plan.slug, "2.4"]))
    window.tab_to("#at")
    window.page.locator("#at").fill(
        "2026-03-31"
    )  # a picker's parts are in the order of the browser's language
    with window.arriving():
        window.page.keyboard.press("Enter")
    expect(window.page.locator("main")).to_contain_text("the plan as it stood on 31 March 2026.")
    window.tab_to("a[rel=prev]")
    with window.arriving():
        window.page.keyboard.press("Enter")
    expect(window.page.locator("main")).to_contain_text("the plan as it stood on 28 February 2026.")
    with window.arriving():
        window.page.get_by_role("navigation").get_by_role("link", name="Plan", exact=True).click()
    expect(window.page.locator("main")).to_contain_text("the plan as it stood on 28 February 2026.")
    window.follow("Back to today")
    expect(window.page.locator("main")).not_to_contain_text("You are looking at")
    assert "at=" not in window.page.url


def test_it_works_without_javascript(visitor: Callable[..., Visitor]) -> None:
    plan = load_demonstration()
    window = visitor(width=PHONE, user=administrator(), scripts=False)
    window.visit(reverse("outcomes", args=[plan.slug]) + "?rag=red")
    window.page.locator("#at").fill("2026-03-31")
    window.page.locator("#known").fill("2026-04-05")
    window.press("Go to date")
    main = window.page.locator("main")
    expect(main).to_contain_text("as it stood on 31 March 2026, as known on 5 April 2026.")
    expect(main.get_by_role("checkbox", name="Red")).to_be_checked()


def test_paper_says_which_date_it_shows(visitor: Callable[..., Visitor]) -> None:
    plan = load_demonstration()
    window = visitor(user=administrator())
    address = reverse("section", args=[plan.slug, "2"])
    for query, says in (("", "As at "), ("?at=2026-03-31", "as it stood on 31 March 2026")):
        window.visit(address + query)
        window.page.emulate_media(media="print")
        bar = window.page.locator(".date-bar")
        assert says in bar.inner_text()
        expect(bar.locator("form")).to_be_hidden()
        expect(bar.get_by_role("link")).to_have_count(0)
        window.page.emulate_media(media="screen")
