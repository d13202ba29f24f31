"""Measured results and a site day in a browser: on a phone, by keyboard alone, and without scripts."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ofsted.models import SampleResult, SiteCheck
from plans.models import Plan, Rag

from .browser import DESKTOP, PHONE, Visitor
from .cast import Cast
from .visits import a_check, a_result, a_site_day, a_visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTED = "In date: 7 of 10\n{}\nDays: 1-5 days 4; 6-9 days 6"
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])


@WIDTHS
def test_every_page_about_what_was_counted_and_seen(
    width: int,
    plan: Plan,
    cast: Cast,
    rate,
    visitor: Callable[..., Visitor],  # type: ignore[no-untyped-def]
) -> None:
    outcome = rate("2.1", "Wexley", Rag.GREEN).outcome
    visit, day = a_visit(plan), a_site_day(plan, day=dt.date(2025, 9, 3))
    result = a_result(visit, outcome=outcome, note="A note", standard="Always")
    a_result(visit, question="Days", met=None, spread=[["up to 20 days", 8], ["more", 12]])
    check = a_check(day, outcome, rag="amber", question="Child seen alone", met=2, of=5)
    window = visitor(width=width, user=cast.smt)
    problems = []
    for name, key in (
        ("visit", visit.pk), ("visit", day.pk), ("sample_new", visit.pk),
        ("results_paste", result.sample_id),
        ("sample_change", result.sample_id), ("sample_delete", result.sample_id),
        ("result_change", result.pk), ("result_delete", result.pk), ("measured", None),
        ("site_day_new", None), ("site_day", day.pk), ("difference_resolve", check.pk),
    ):  # fmt: skip
        arguments = [plan.slug] if key is None else [plan.slug, key]
        problems += window.problems_at(reverse(name, args=arguments), 200)
    for address in (reverse("plan", args=[plan.slug]), reverse("outcome", args=[plan.slug, "2.1"])):
        problems += window.problems_at(address, 200)
    assert not problems, "\n".join(problems)


def test_a_site_day_on_a_phone_by_keyboard_alone(
    plan: Plan,
    cast: Cast,
    rate,
    visitor: Callable[..., Visitor],  # type: ignore[no-untyped-def]
) -> None:
    outcome = rate("2.1", "Wexley", Rag.GREEN).outcome
    day = a_site_day(plan)
    window = visitor(width=PHONE, user=cast.smt)
    window.visit(reverse("site_day", args=[plan.slug, day.pk]))
    window.tab_to(".site-section > summary")
    window.key("Enter")
    window.tab_to(".reason > summary")
    window.key("Enter")
    window.tab_to("textarea")
    window.page.keyboard.type("Two of five files had a note")
    window.tab_to("input[id^=question]")
    window.page.keyboard.type("Note in four weeks")
    window.tab_to("input[id^=met]")
    window.page.keyboard.type("2")
    window.tab_to("input[id^=of]")
    window.page.keyboard.type("5")
    window.tab_to("input[type=radio]")
    window.key("ArrowRight", "ArrowRight")
    for target in window.page.locator(".site-cell").first.locator("label, summary, input.govuk-input").all():
        box = target.bounding_box()
        if box and target.evaluate("e => e.matches('summary, .letters label, input')"):
            assert box["height"] >= 40, target.inner_html()
    window.tab_to(".save-bar button")
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_role("status").first).to_contain_text("1 saved")
    check = SiteCheck.objects.get()
    assert (check.outcome, check.met, check.of, check.rag) == (outcome, 2, 5, "amber")
    window.look()


@WIDTHS
def test_results_are_pasted_and_saved_without_scripts(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(width=width, user=cast.clerk, scripts=False)
    window.visit(reverse("sample_new", args=[plan.slug, a_visit(plan).pk]))
    page = window.page
    page.get_by_label("What was looked at").fill("plans")
    page.get_by_label("How many").fill("10")
    page.get_by_label("Results").fill(PASTED.format("Signed: met 5 partly 3 not 2"))
    page.get_by_label("Where this comes from").fill("The report")
    window.press("Read the results")
    page.get_by_label("Outcome, row 1").fill("2.1")
    window.press("Save the results")
    expect(page.locator("main")).to_contain_text("7 of 10, 70%")
    assert [(one.met, one.partly, one.not_met) for one in SampleResult.objects.all()] == [
        (7, 0, 3), (5, 3, 2), (None, 0, 0),
    ]  # fmt: skip


@WIDTHS
def test_the_table_to_check_is_sound_with_what_is_wrong_in_it(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    window = visitor(width=width, user=cast.clerk)
    window.visit(reverse("sample_new", args=[plan.slug, a_visit(plan).pk]))
    page = window.page
    page.get_by_label("What was looked at").fill("plans")
    page.get_by_label("How many").fill("10")
    page.get_by_label("Results").fill(PASTED.format("Nothing that can be read"))
    page.get_by_label("Where this comes from").fill("The report")
    window.press("Read the results")
    window.look()
    page.locator("#id_row-0-met").fill("11")
    window.press("Save the results")
    page.get_by_role("alert").get_by_role("link", name="Row 1: The counts come to").click()
    assert window.has_focus("#id_row-0-of")
    window.look()
