"""Rating by keyboard alone: everything can be reached, and what has the focus shows it."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, expect

from plans.models import Plan, Rag, Rating

from .browser import DESKTOP, PHONE, Visitor
from .cast import WHY, Cast, stands
from .factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
AUDIT = "Four of ten had no note of supervision"


def letters(label: str) -> str:
    """Any letter of a cell of the grid."""
    return f"[data-cell][data-label='{label}'] input[type=radio]"


def reason(label: str) -> str:
    return f"[data-cell][data-label='{label}'] textarea"


def grid(plan: Plan) -> str:
    return reverse("rate_section", args=[plan.slug, "2"])


@WIDTHS
def test_from_sign_in_to_a_saved_section(
    width: int, plan: Plan, cast: Cast, rate: Callable[..., Rating], visitor: Callable[..., Visitor]
) -> None:
    rate("2.2", "Wexley", Rag.RED)
    window = visitor(width=width)
    keyboard = window.page.keyboard

    window.visit(reverse("account_login"))
    window.tab_to("input[name=login]")
    keyboard.type(cast.manager.email)
    window.tab_to("input[name=password]")
    keyboard.type(PASSWORD)
    with window.arriving():
        keyboard.press("Enter")
    window.tab_to(f"a[href='{grid(plan)}']")
    with window.arriving():
        keyboard.press("Enter")

    # A letter by its key; Tab goes on to its reason, which has opened.
    window.tab_to(letters("2.1 Wexley"))
    window.key("a")
    assert window.has_focus(f"{letters('2.1 Wexley')}[value=amber]:checked")
    window.tab_to(reason("2.1 Wexley"), most=2)
    keyboard.type(AUDIT)
    # In the next cell, nothing has changed.
    window.tab_to(letters("2.2 Wexley"))
    window.key("n")
    expect(window.page.locator("[data-save-list] li")).to_have_text(
        ["2.1 Wexley: Amber, not rated before", "2.2 Wexley: no change from Red"]
    )
    window.tab_to("[data-save-button]")
    with window.arriving():
        keyboard.press("Enter")
    done = window.page.get_by_role("status").first
    expect(done).to_contain_text("2.1 Wexley")
    expect(done).to_contain_text("2.2 Wexley")
    given, confirmed = stands(plan, "2.1", "Wexley"), stands(plan, "2.2", "Wexley")
    assert given is not None
    assert confirmed is not None
    assert (given.rag, given.commentary) == (Rag.AMBER, AUDIT)
    assert (confirmed.rag, confirmed.recorded_by) == (Rag.RED, cast.manager)
    assert WHY in confirmed.commentary


@WIDTHS
def test_the_keys_of_the_grid(width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]) -> None:
    window = visitor(width=width, user=cast.head)
    page, label = window.page, "2.1 Wexley"
    window.visit(grid(plan))
    window.tab_to(letters(label))
    for key, colour in (("r", "red"), ("a", "amber"), ("g", "green"), ("c", "complete"), ("R", "red")):
        window.key(key)
        assert window.has_focus(f"{letters(label)}[value={colour}]:checked")
    window.key("ArrowRight")
    assert window.has_focus(f"{letters(label)}[value=amber]:checked")
    # A key with Control is the browser's own, and a letter in a reason is a letter.
    window.key("Control+g")
    assert window.has_focus(f"{letters(label)}[value=amber]:checked")
    window.tab_to(reason(label), most=2)
    page.keyboard.type("green, red")
    expect(page.locator(reason(label))).to_have_value("green, red")
    expect(page.locator(f"{letters(label)}:checked")).to_have_value("amber")
    # Where nothing stands there is nothing to confirm.
    window.tab_to(letters("2.1 Thornby"))
    window.key("n")
    expect(page.locator("[data-save-list] li")).to_have_text([f"{label}: Amber, not rated before"])


@WIDTHS
def test_every_stop_on_the_way_through_a_page_shows_itself(
    width: int, plan: Plan, cast: Cast, rate: Callable[..., Rating], visitor: Callable[..., Visitor]
) -> None:
    rate("2.1", "Wexley", Rag.RED)
    rating = rate("2.1", "Wexley", Rag.AMBER)
    window = visitor(width=width, user=cast.smt)
    for path in (
        reverse("home"),
        reverse("plan", args=[plan.slug]),
        reverse("section", args=[plan.slug, "2"]),
        reverse("outcomes", args=[plan.slug]),
        reverse("outcome", args=[plan.slug, "2.1"]),
        reverse("rate_outcome", args=[plan.slug, "2.1"]),
        reverse("correct_rating", args=[plan.slug, rating.pk]),
        grid(plan),
    ):
        window.page.goto(path)
        # Forward to the last link of the page, and back to the first.
        window.tab_to(".app-footer a")
        window.tab_to(".govuk-skip-link", key="Shift+Tab")


@WIDTHS
def test_the_skip_link_leads_past_the_navigation(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(width=width, user=cast.smt)
    window.visit(reverse("section", args=[plan.slug, "2"]))
    window.key("Tab")
    assert window.has_focus(".govuk-skip-link")
    expect(window.page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    window.page.keyboard.press("Enter")
    window.key("Tab")
    assert window.has_focus("main a")


@WIDTHS
def test_the_list_of_errors_takes_the_focus_and_leads_to_each(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(width=width, user=cast.manager)
    keyboard = window.page.keyboard
    window.visit(grid(plan))
    for label in ("2.1 Wexley", "2.2 Wexley"):
        window.tab_to(letters(label))
        window.key("r")
    window.tab_to("[data-save-button]")
    with window.arriving():
        keyboard.press("Enter")
    assert window.has_focus(".govuk-error-summary")
    window.tab_to(".govuk-error-summary a", most=1)
    window.key("Tab", "Enter")
    assert window.has_focus(reason("2.2 Wexley"))
    keyboard.type(WHY)
    window.tab_to(".govuk-error-summary a[href*=commentary]", key="Shift+Tab")
    window.tab_to(".govuk-error-summary a[href*=commentary]", key="Shift+Tab")
    window.key("Enter")
    assert window.has_focus(reason("2.1 Wexley"))
    keyboard.type(AUDIT)
    window.tab_to("[data-save-button]")
    with window.arriving():
        keyboard.press("Enter")
    assert Rating.objects.count() == 2


@WIDTHS
def test_one_outcome_is_rated_by_keyboard(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(width=width, user=cast.head)
    keyboard = window.page.keyboard
    window.visit(reverse("outcome", args=[plan.slug, "2.1"]))
    window.tab_to(f"a[href='{reverse('rate_outcome', args=[plan.slug, '2.1'])}']")
    with window.arriving():
        keyboard.press("Enter")
    window.tab_to("input[name=column]")
    window.key("Space", "ArrowDown")
    window.tab_to("input[name=rag]")
    window.key("Space", "ArrowDown")
    window.tab_to("textarea[name=commentary]")
    keyboard.type(AUDIT)
    window.tab_to("main button")
    with window.arriving():
        keyboard.press("Enter")
    expect(window.page.get_by_role("status").first).to_contain_text("Saved: 2.1 Thornby Amber")


# --- Leaving with something unsaved -------------------------------------------------------------------------


def test_leaving_with_something_unsaved_asks_first(
    plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(user=cast.manager)
    page, asked = window.page, []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    window.visit(grid(plan))
    window.tab_to(letters("2.1 Wexley"))
    window.key("g")
    page.once("dialog", stay)
    window.tab_to(".save-bar a")
    with page.expect_event("dialog"):
        page.keyboard.press("Enter")
    assert asked == ["beforeunload"]
    assert page.url.endswith(grid(plan))
    expect(page.locator(f"{letters('2.1 Wexley')}:checked")).to_have_value("green")

    page.once("dialog", lambda dialog: dialog.accept())
    with window.arriving():
        page.keyboard.press("Enter")
    assert page.url.endswith(reverse("section", args=[plan.slug, "2"]))
    assert not Rating.objects.exists()


def test_leaving_with_nothing_changed_asks_nothing(
    plan: Plan, cast: Cast, rate: Callable[..., Rating], visitor: Callable[..., Visitor]
) -> None:
    rate("2.1", "Wexley", Rag.GREEN)
    window = visitor(user=cast.manager)
    asked: list[str] = []
    window.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    window.visit(grid(plan))
    window.tab_to(letters("2.1 Wexley"))
    window.key("r", "g")
    window.tab_to(".save-bar a")
    with window.arriving():
        window.page.keyboard.press("Enter")
    assert asked == []
