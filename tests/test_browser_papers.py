"""The pages about meetings and papers, on a phone and a desk; and a paper issued by keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from plans import meeting_urls, paper_urls
from plans.demonstration import load_demonstration
from plans.models import Body, Meeting, Paper, Plan, Recommendation, User
from plans.tasks import make_files

from .browser import DESKTOP, PHONE, Visitor
from .cast import Cast
from .meetings import a_body_with_a_template
from .papers import draft_for, issue, meeting_for
from .walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
# Addresses that no browser shows as a page: some take only a POST, and some are files.
NOT_PAGES = {
    "meeting_review", "recommendations_xlsx", "paper_begin", "paper_supplement", "paper_make", "paper_file",
    "paper_status",
    "body_template_file", "body_template_sample",
}  # fmt: skip


@WIDTHS
def test_every_page_about_meetings_and_papers(width: int, visitor: Callable[..., Visitor]) -> None:
    plan = load_demonstration()
    slug = plan.slug
    draft = Paper.objects.filter(status="draft").get()
    issued = Paper.objects.filter(status="issued").order_by("pk").first()
    assert issued
    asked = Recommendation.objects.order_by("pk").first()
    assert asked
    past = Meeting.objects.filter(body__name="Senior Management Team").order_by("on").first()
    assert past
    walk = Walk(visitor(width=width, user=User.objects.get(email="ruth.adeyemi@marlshire.example")))
    walk.to("home", shows="have not updated")
    walk.to("meetings", slug, shows="To come")
    walk.to("meeting", slug, draft.meeting_id, shows="a draft")
    walk.to("meeting", slug, past.pk, shows="What it asked for")
    for name in ("meeting_change", "meeting_delete"):
        walk.to(name, slug, past.pk)
    walk.to("meeting_new", slug)
    walk.to("bodies", slug)
    walk.to("body_new", slug)
    body = Body.objects.order_by("pk").first()
    assert body
    for name in ("body", "body_delete"):
        walk.to(name, slug, body.pk)
    walk.to("body_template", slug, body.pk, shows="No template is in use")
    a_body_with_a_template(plan, name=body.name)
    walk.to("body_template", slug, body.pk, shows="Not everybody can read its colours")
    walk.to("body_template_remove", slug, body.pk, shows="Council.docx")
    walk.to("recommendations", slug)
    walk.to("recommendation_new", slug)
    for name in (
        "recommendation", "recommendation_change", "recommendation_delete", "recommendation_progress",
    ):  # fmt: skip
        walk.to(name, slug, asked.pk)
    walk.to("papers", slug, shows="Being made")
    walk.to("paper", slug, draft.pk, shows="What is in it")
    walk.to("paper_choices", slug, draft.pk, shows="Who may read it")
    walk.to("paper_cover", slug, draft.pk, shows="Recommendation")
    walk.to("paper_issue", slug, draft.pk, shows="What was checked")
    walk.to("paper_read", slug, draft.pk, shows="What moved")
    walk.to("paper_delete", slug, draft.pk)
    call_command("db_worker", batch=True, verbosity=0)
    walk.to("paper", slug, issued.pk, shows="Word document")
    walk.to("changes", slug, query=f"?paper={issued.pk}", shows="What changed since the paper of")
    walk.to("plan", slug, query=f"?since=paper-{issued.pk}", shows="Since the paper of")
    walk.end()
    every = {entry.name for entry in (*meeting_urls.urlpatterns, *paper_urls.urlpatterns)}
    assert walk.seen - {"home", "changes", "plan"} == every - NOT_PAGES


def test_a_paper_is_issued_with_the_keyboard_alone(
    plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    page = visitor(width=DESKTOP, user=cast.clerk).page
    page.goto(_path("paper_issue", paper))
    page.get_by_label("Issue it with these points open").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("files are made.").wait_for()
    assert Paper.objects.get().is_issued


def test_the_page_of_a_paper_shows_its_files_once_they_are_made(
    plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk)
    seen = visitor(width=PHONE, user=cast.reader)
    assert seen.problems_at(_path("paper", paper)) == []
    with seen.page.expect_download() as download:
        seen.page.get_by_role("link", name="paper 1.0.pdf").click()
    assert download.value.suggested_filename.endswith("paper 1.0.pdf")


FILES = ("Word document", "Excel workbook", "PDF", "CSV: plan")


@WIDTHS
def test_while_files_are_made_the_page_stays_and_shows_them_in_the_end(
    width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    make_files.enqueue(paper.pk)
    seen = visitor(width=width, user=cast.clerk)
    seen.visit(_path("paper", paper))
    page = seen.page
    said = page.locator("main [role=status]")
    assert page.get_by_text("0 of 4 files are made.").is_visible()
    assert said.inner_text() == ""
    assert not page.get_by_role("link", name="See whether they are ready").is_visible()
    here = page.get_by_role("link", name="Read it as a page").or_(page.get_by_role("button", name="Read it"))
    here.first.focus()
    page.evaluate("window.isStillHere = true")
    call_command("db_worker", batch=True, verbosity=0)
    page.get_by_text("All 4 files are made. The links are below.").wait_for()
    assert said.inner_text() == "All 4 files are made. The links are below."
    for label in FILES:
        assert page.get_by_role("row", name=label).get_by_role("link").is_visible()
    assert page.evaluate("window.isStillHere")
    assert page.evaluate("document.activeElement.textContent") == "Read it as a page"
    seen.look()


def test_without_scripts_a_link_asks_again(plan: Plan, cast: Cast, visitor: Callable[..., Visitor]) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    make_files.enqueue(paper.pk)
    seen = visitor(width=PHONE, user=cast.reader, scripts=False)
    seen.visit(_path("paper", paper))
    seen.follow("See whether they are ready")
    call_command("db_worker", batch=True, verbosity=0)
    seen.follow("See whether they are ready")
    assert seen.page.get_by_role("link", name="paper 1.0.pdf").is_visible()


def test_where_the_making_stops_the_page_says_so_and_what_to_do(
    plan: Plan, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    make_files.enqueue(paper.pk)
    seen = visitor(width=PHONE, user=cast.clerk)
    seen.visit(_path("paper", paper))
    with _no_folder():
        call_command("db_worker", batch=True, verbosity=0)
    said = seen.page.locator("main [role=status]")
    said.get_by_text("0 of 4 files are made; the rest were not.").wait_for()
    assert seen.page.get_by_text("Have the missing files made again.").is_visible()
    seen.look()
    seen.press("Make the missing files")
    call_command("db_worker", batch=True, verbosity=0)
    said.get_by_text("All 4 files are made.").wait_for()


@contextmanager
def _no_folder() -> Iterator[None]:
    """Within this, a file is in the way of the folder that files are kept in."""
    folder = Path(settings.ATTACHMENTS_DIR)
    aside = folder.with_name(f"{folder.name}-aside")
    if folder.exists():
        folder.rename(aside)
    folder.write_text("in the way")
    try:
        yield
    finally:
        folder.unlink()
        if aside.exists():
            aside.rename(folder)


def _path(name: str, paper: Paper) -> str:
    return reverse(name, kwargs={"slug": paper.plan.slug, "pk": paper.pk})
