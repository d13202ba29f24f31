"""Every page, on a phone and on a desk, full and empty: sound, accessible, and no wider than the window."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from improvement import account_urls
from improvement import urls as root
from plans import meeting_urls, paper_urls
from plans import urls as plan_urls
from plans.actions.child_details import check_no_child_details
from plans.actions.import_drafts import start_import
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import save_outcome, save_section
from plans.demonstration import load_demonstration
from plans.importers.plan_text import read_plan
from plans.models import FalseAlarm, Membership, Outcome, Plan, Rating, User

from .browser import DESKTOP, PHONE, Visitor
from .cast import Cast
from .factories import LeadFactory, MembershipFactory, PlanFactory, SectionFactory, UserFactory
from .import_documents import PACK
from .walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
# Addresses that no browser shows as a page: one takes only a POST, one is a file.
NOT_PAGES = {"import_discard", "export_xlsx"}


# --- The plan's own pages -----------------------------------------------------------------------------------


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@marlshire.example")


@WIDTHS
def test_every_page_of_the_demonstration(width: int, visitor: Callable[..., Visitor]) -> None:
    plan = load_demonstration()
    smt, manager, administrator = person("helen.marchetti"), person("naomi.oyelaran"), person("ruth.adeyemi")
    ratings = Rating.objects.filter(outcome__plan=plan).select_related("outcome")
    correction = ratings.filter(corrects__isnull=False).first()
    standing = ratings.filter(corrects=None, corrected_by=None).latest("pk")
    assert correction is not None
    walk = Walk(visitor(width=width, user=smt))

    walk.to("home")
    walk.to("plan", plan.slug)
    walk.to("plan", plan.slug, query="?since=90")
    walk.to("plan", "marlshire-first-plan", shows="Closed")
    for section in plan.sections.all():
        walk.to("section", plan.slug, section.number, shows=section.title)
    walk.to("rate_section", plan.slug, "2")
    walk.to("outcomes", plan.slug)
    walk.to("outcomes", plan.slug, query="?rag=red&rag=none&q=supervision")
    walk.to("outcomes", plan.slug, query="?q=no+such+words+anywhere", shows="No outcome matches")
    walk.to("outcomes", plan.slug, query="?days=many")
    walk.to("outcome", plan.slug, "2.4")
    walk.to("outcome", plan.slug, "4.7", shows="merged into one")
    walk.to("outcome", plan.slug, "6.6", query="?at=2026-01-31", shows="reworded")
    walk.to("outcome", "marlshire-first-plan", "7.4", shows="split")
    walk.to("outcome", "marlshire-first-plan", "2.5", shows="Dropped")
    walk.to("version_comparison", plan.slug, shows="Calder Valley is now called Calder")
    walk.to("version_comparison", plan.slug, query="?kind=dropped", shows="A visiting team")
    walk.to("outcome", plan.slug, correction.outcome.ref, shows="Corrected on")
    walk.to("changes", plan.slug, shows="confirmed unchanged")
    walk.to("changes", plan.slug, query="?since=2026-01-31&until=2026-06-30", shows="Reworded")
    walk.to("changes", plan.slug, query="?since=2026-01-31&kind=corrected&earlier=today", shows="Nothing of")
    walk.to("changes", "marlshire-first-plan", shows="29 September 2025")
    walk.to("changes", plan.slug, query="?since=soon", shows="must be a date")
    walk.to("months", plan.slug, shows="How many of each")
    walk.to("months", plan.slug, query="?months=60&section=2&at=2026-08-31", shows="only 11 months")
    walk.to("months", "marlshire-first-plan", query="?months=all")
    walk.to("months", plan.slug, query="?lead=0", shows="nothing of that kind")
    walk.to("record", plan.slug)
    walk.to("record", plan.slug, query="?kind=wording&kind=correction", shows="reworded")
    walk.to("record", "marlshire-first-plan", query="?kind=added&kind=lead", shows="on this page")
    walk.to("record", plan.slug, query="?q=no+such+words+anywhere", shows="No change matches")
    walk.to("record", plan.slug, query="?since=soon", shows="must be a date")
    walk.to("rate_outcome", plan.slug, "2.4")
    walk.to("correct_rating", plan.slug, standing.pk, shows="Save correction")
    walk.to("correct_rating", plan.slug, correction.corrects_id, shows="corrected already")

    walk.visitor.sign_in_as(manager)
    walk.to("home", shows="What you rate")
    walk.to("section", plan.slug, "4")
    walk.to("rate_section", plan.slug, "2")
    walk.to("rate_outcome", plan.slug, "2.4")

    walk.visitor.sign_in_as(administrator)
    draft = start_import(
        authority=plan.authority, text=PACK, file_name="pack.txt", draft=read_plan(PACK), by=administrator
    )
    walk.to("import_start", shows="Imports you have not finished")
    walk.to("import_preview", draft.pk, shows="Left out as no part of the plan")
    walk.to("next_version", plan.slug, shows="Untick what the next version drops")
    following = roll_forward(
        plan=plan, title="The third plan", dated=plan.dated, by=administrator, reason="A new year"
    )
    section = following.sections.get(number="2")
    columns = ["Northdowns", "Wexley", "Calder"]
    save_section(section=section, columns=columns, by=administrator, reason="As the board wrote it")
    new = Outcome(
        plan=following, section=section, ref="2.9", position=9, statement="Night duty is staffed by two"
    )
    save_outcome(outcome=new, leads=[], themes=[], localities=[], by=administrator, reason="Asked for")
    walk.to("plan", following.slug, shows="A draft of the next version")
    walk.to("plan", plan.slug, shows="draft")
    walk.to("next_version", plan.slug, shows="The next version is made already")
    walk.to("matching", following.slug, shows="Like “Northdown” of the version before")
    walk.to("matching", plan.slug, shows="Split from")
    walk.to("start_version", following.slug, shows="neither matched nor said to be new")
    walk.to("discard_version", following.slug, shows="is not changed")
    walk.to("import_start", query=f"?follows={following.slug}", shows="Import the next version")

    walk.end()
    elsewhere = {entry.name for entry in (*meeting_urls.urlpatterns, *paper_urls.urlpatterns)}
    assert walk.seen == {entry.name for entry in plan_urls.urlpatterns} - NOT_PAGES - elsewhere


@WIDTHS
def test_pages_with_nothing_on_them(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    bare = PlanFactory(authority=plan.authority, slug="bare")
    section = SectionFactory(plan=bare)
    MembershipFactory(user=cast.administrator, plan=bare, role=Membership.Role.ADMINISTRATOR)
    idle = UserFactory(name="Ida Idle")
    MembershipFactory(user=idle, plan=plan, role=Membership.Role.MANAGER)
    walk = Walk(visitor(width=width, user=cast.stranger))

    walk.to("home", shows="not a member of any plan")
    walk.visitor.sign_in_as(idle)
    walk.to("home", shows="You hold no leads")
    walk.visitor.sign_in_as(cast.administrator)
    walk.to("plan", "bare", shows="no outcomes yet")
    walk.to("outcomes", "bare", shows="no outcomes yet")
    walk.to("section", "bare", section.number, shows="no outcomes yet")
    # A plan that nobody has rated.
    walk.to("plan", plan.slug, shows="Nothing is rated yet")
    walk.to("section", plan.slug, "2")
    walk.to("outcome", plan.slug, "2.1", shows="Nobody has rated")
    walk.visitor.sign_in_as(cast.smt)
    walk.to("rate_section", plan.slug, "2", shows="Not rated yet")
    walk.to("rate_outcome", plan.slug, "2.1")
    walk.end()


@WIDTHS
def test_the_first_page_of_an_empty_service(width: int, visitor: Callable[..., Visitor]) -> None:
    walk = Walk(visitor(width=width, user=UserFactory(is_superuser=True)))
    walk.to("home", shows="There are no plans yet")
    walk.to("import_start")
    walk.end()


# --- Signing in ---------------------------------------------------------------------------------------------


@WIDTHS
def test_every_account_page(width: int, visitor: Callable[..., Visitor]) -> None:
    member, invited = UserFactory(), UserFactory()
    invited.set_unusable_password()
    invited.save()
    link = (user_pk_to_url_str(member), default_token_generator.make_token(member))
    walk = Walk(visitor(width=width))

    for name in (
        "account_login",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ):
        walk.to(name)
    walk.to("account_reset_password_from_key", *link)
    assert walk.visitor.page.get_by_label("New password", exact=True).is_visible()
    walk.to("account_reset_password_from_key", link[0], "no-such-key")
    walk.visitor.sign_in_as(member)
    walk.to("account_change_password")
    walk.to("account_logout")
    walk.visitor.sign_in_as(invited)
    walk.to("account_set_password")

    assert walk.seen == {entry.name for entry in account_urls.urlpatterns}
    walk.end()


@WIDTHS
def test_signing_in_wrongly(width: int, visitor: Callable[..., Visitor]) -> None:
    window = visitor(width=width)
    window.visit(reverse("account_login"))
    window.press("Sign in")
    assert window.page.title().startswith("Error: ")
    window.page.get_by_label("E-mail address").fill("nobody@example.org")
    window.page.get_by_label("Password", exact=True).fill("not the password")
    window.press("Sign in")
    assert window.page.get_by_role("alert").is_visible()


# --- When something is wrong --------------------------------------------------------------------------------


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as a fault in the service would")


def refuse(request: HttpRequest) -> HttpResponse:
    raise BadRequest


def unsound(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        '<!DOCTYPE html><html lang="en-GB"><title>Unsound</title><main><h1>Unsound</h1>'
        '<img src="/set-up/x.png"><script>document.title = "run"</script></main><pre>'
        + "wide " * 400
        + "</pre>"
    )


urlpatterns = [path("crash/", crash), path("refuse/", refuse), path("unsound/", unsound), *root.urlpatterns]


@WIDTHS
def test_the_pages_of_errors(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor], settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    window = visitor(width=width, user=cast.reader)
    for address, status, heading in (
        (reverse("rate_section", args=[plan.slug, "2"]), 403, "You cannot do this"),
        ("/plans/no-such-plan/", 404, "Page not found"),
        ("/crash/", 500, "Something went wrong"),
        ("/refuse/", 400, "That did not work"),
    ):
        window.visit(address, status)
        assert window.page.get_by_role("heading", level=1).inner_text() == heading
    window.visit(reverse("account_change_password"))
    window.context.clear_cookies(name="csrftoken")
    window.press("Change password", status=403)
    assert "This page has expired" in window.page.inner_text("h1")
    window.sign_in_as(None)
    window.visit("/no-such-page/", 404)


@WIDTHS
def test_too_many_tries_at_a_password(width: int, visitor: Callable[..., Visitor]) -> None:
    window = visitor(width=width)
    while window.status != 429:
        window.page.goto(reverse("account_reset_password"))
        window.page.get_by_label("E-mail address").fill("nobody@example.org")
        with window.page.expect_navigation():
            window.page.get_by_role("button").last.click()
    window.look(429)
    assert "Too many tries" in window.page.inner_text("h1")


def test_a_visitor_notices_what_is_wrong_with_a_page(visitor: Callable[..., Visitor], settings: Any) -> None:
    """Were one of these not found, a test that finds nothing would mean nothing."""
    settings.ROOT_URLCONF = __name__
    window = visitor(user=UserFactory())
    said = "\n".join(window.problems_at("/unsound/"))
    for problem in (
        "console: Executing inline script violates",
        "content security policy: script-src-elem forbids inline",
        "console: Failed to load resource",
        "axe image-alt",
        "axe region",
        "scrolls sideways",
    ):
        assert problem in said
    assert window.problems_at("/unsound/", 404) == ["/unsound/ at 1280 px: answered 200, not 404"]


# --- The set-up pages ---------------------------------------------------------------------------------------


@WIDTHS
def test_the_set_up_pages(width: int, visitor: Callable[..., Visitor]) -> None:
    plan = load_demonstration()
    words = {"Findings: the words": "Born 3 May 2016."}
    check_no_child_details(
        plan=plan, texts=words, by=person("tom.bassett"), false_alarm="The plan's own date."
    )
    walk = Walk(visitor(width=width, user=UserFactory(is_superuser=True)))
    for model in admin.site._registry:
        name = f"admin:plans_{model._meta.model_name}"
        walk.to(f"{name}_changelist")
        walk.to(f"{name}_change", model._base_manager.latest("pk").pk)
        if model not in (Rating, FalseAlarm):
            walk.to(f"{name}_add")
    changed = Outcome.history.filter(history_type="~", plan=plan).latest("pk")
    walk.to("admin:plans_outcome_history", changed.id)
    walk.to("admin:plans_outcome_simple_history", changed.id, changed.pk)
    walk.to("admin:plans_outcome_delete", changed.id, shows="Nothing has been deleted")
    walk.to("admin:plans_lead_delete", LeadFactory(authority=plan.authority).pk)
    # Those who set up one plan are shown less.
    walk.visitor.sign_in_as(person("ruth.adeyemi"))
    walk.to("admin:index")
    walk.to("admin:app_list", "plans")
    walk.to("admin:plans_user_change", person("tom.bassett").pk, status=403)
    walk.end()
