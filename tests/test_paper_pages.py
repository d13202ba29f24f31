"""A clerk makes a paper by the pages alone: begins it, chooses, writes, checks, issues and downloads it."""

import hashlib
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from lxml import html

from plans.actions.correcting import correct_rating
from plans.actions.versions import start_version
from plans.dates import full_date
from plans.models import Meeting, Paper, Plan, Rag, Rating
from plans.packs import packs_of
from plans.tasks import make_what_is_missing

from .cast import Cast
from .papers import draft_for, issue, meeting_for

Rate = Callable[..., Rating]


def address(name: str, paper: Paper, **more: int) -> str:
    return reverse(name, kwargs={"slug": paper.plan.slug, "pk": paper.pk, **more})


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


@pytest.fixture
def clerk(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.clerk)


def begun(plan: Plan, clerk: Client, meeting: Meeting | None = None) -> Paper:
    meeting = meeting or meeting_for(plan)
    clerk.post(reverse("paper_begin", kwargs={"slug": plan.slug, "meeting": meeting.pk}))
    return Paper.objects.get(meeting=meeting)


def chosen(paper: Paper, **more: str) -> dict[str, str]:
    return {"compared": "none", "part_plan": "on", "version": str(paper.version), **more}


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_what_was_issued_and_it_is_downloaded_byte_for_byte(
    plan: Plan, cast: Cast, clerk: Client, rate: Rate
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="Four of nine are late")
    paper = begun(plan, clerk)
    assert clerk.post(address("paper_choices", paper), chosen(paper)).status_code == 302
    paper.refresh_from_db()
    cover = {"cover_0": "Improvement plan update", "version": str(paper.version)}
    assert clerk.post(address("paper_cover", paper), cover).status_code == 302
    checked = clerk.get(address("paper_issue", paper))
    assert "ratings never given" in text_of(checked)
    form = checked.context["form"]
    sent = {"version": form.initial["version"], "read": form.initial["read"]}
    refused = clerk.post(address("paper_issue", paper), sent)
    assert "put them right first" in text_of(refused)
    assert clerk.post(address("paper_issue", paper), {**sent, "agreed": "on"}).status_code == 302

    waiting = text_of(clerk.get(address("paper", paper)))
    assert "of 4 files are made" in waiting
    assert "See whether they are ready" in waiting
    assert "refresh" not in waiting
    assert clerk.get(address("paper_status", paper)).json() == {"making": "going on", "made": 0}
    call_command("db_worker", batch=True, verbosity=0)
    page = text_of(clerk.get(address("paper", paper)))
    assert "See whether they are ready" not in page
    assert clerk.get(address("paper_status", paper)).json() == {"making": "made", "made": 4}
    for label in ("Word document", "Excel workbook", "PDF", "CSV: plan"):
        assert label in page
    assert "never given" in page
    for file in paper.files.all():
        got = clerk.get(address("paper_file", paper, file=file.pk))
        content = b"".join(got.streaming_content)  # type: ignore[attr-defined]
        assert hashlib.sha256(content).hexdigest() == file.sha256
        assert got["Content-Disposition"].startswith("attachment")
        assert got["X-Content-Type-Options"] == "nosniff"


def test_the_second_press_of_begin_and_of_issue_makes_no_second_paper(
    plan: Plan, cast: Cast, clerk: Client
) -> None:
    meeting = meeting_for(plan)
    paper = begun(plan, clerk, meeting)
    assert begun(plan, clerk, meeting) == paper
    form = clerk.get(address("paper_issue", paper)).context["form"]
    sent = {"version": form.initial["version"], "read": form.initial["read"], "agreed": "on"}
    assert clerk.post(address("paper_issue", paper), sent).status_code == 302
    again = clerk.post(address("paper_issue", paper), sent)
    assert again.status_code == 302
    assert again["Location"] == address("paper", paper)
    assert Paper.objects.count() == 1


def test_a_stale_form_is_refused_and_keeps_both_texts(plan: Plan, cast: Cast, clerk: Client) -> None:
    paper = begun(plan, clerk)
    first = {"cover_7": "What the other clerk wrote", "version": str(paper.version)}
    assert clerk.post(address("paper_cover", paper), first).status_code == 302
    stale = clerk.post(address("paper_cover", paper), {**first, "cover_7": "What I wrote"})
    assert stale.status_code == 409
    assert "What the other clerk wrote" in text_of(stale)
    assert "What I wrote" in text_of(stale)


def test_what_was_found_anew_is_read_before_the_paper_is_issued(
    plan: Plan, cast: Cast, clerk: Client, rate: Rate
) -> None:
    paper = begun(plan, clerk)
    form = clerk.get(address("paper_issue", paper)).context["form"]
    rate("2.1", "Wexley", Rag.GREEN)
    sent = {"version": form.initial["version"], "read": form.initial["read"], "agreed": "on"}
    refused = clerk.post(address("paper_issue", paper), sent)
    assert "find something else" in text_of(refused)
    assert not Paper.objects.get().is_issued


def test_choices_that_cannot_be_are_refused_in_words(plan: Plan, cast: Cast, clerk: Client) -> None:
    paper = begun(plan, clerk)
    page = address("paper_choices", paper)
    none = clerk.post(page, {"compared": "none", "version": str(paper.version)})
    assert "Choose at least one part." in text_of(none)
    undated = clerk.post(page, chosen(paper, compared="date"))
    assert "Enter the date to compare with." in text_of(undated)
    ahead = clerk.post(page, chosen(paper, at="2099-01-01"))
    assert "still to come" in text_of(ahead)
    unknown = clerk.post(page, chosen(paper, exempt_plan="9"))
    assert "Choose from the list whether the part is public." in text_of(unknown)
    clerk.post(page, chosen(paper, compared="date", since="2001-01-01"))
    early = clerk.get(address("paper_issue", paper), follow=True)
    assert "choose that day or later" in text_of(early)


def test_a_childs_number_in_the_cover_is_asked_about(plan: Plan, cast: Cast, clerk: Client) -> None:
    paper = begun(plan, clerk)
    sent = {"cover_7": "See NHS number 943 476 5919", "version": str(paper.version)}
    asked = clerk.post(address("paper_cover", paper), sent)
    assert "This is a false alarm because" in text_of(asked)
    assert clerk.post(address("paper_cover", paper), {**sent, "cover_7": "Nothing"}).status_code == 302


def test_the_page_of_an_issued_paper_says_what_was_corrected_since(
    plan: Plan, cast: Cast, clerk: Client, rate: Rate
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="Four of nine are late")
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk)
    assert "or earlier has been entered or corrected since" in text_of(clerk.get(address("paper", paper)))
    late = rate("2.1", "Wexley", Rag.AMBER, commentary="Counted again")
    wrong = plan.ratings.get(commentary="Four of nine are late")
    correct_rating(rating=wrong, rag=None, reason="That was Thornby", by=cast.smt)
    shown = html.fromstring(clerk.get(address("paper", paper)).content)
    page = " ".join(shown.text_content().split())
    assert "that were entered or corrected after this paper was issued" in page
    assert f"Entered: AAmber of {full_date(late.effective_on)}" in page
    assert "Counted again" in page
    assert "Corrected: RRed, corrected taken out of" in page
    assert "That was Thornby" in page
    read = text_of(clerk.get(address("paper_read", paper)))
    assert "Counted again" not in read


def test_what_changed_is_told_since_a_paper(plan: Plan, cast: Cast, clerk: Client, rate: Rate) -> None:
    first = rate("2.1", "Wexley", Rag.RED, commentary="Four of nine are late")
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    correct_rating(rating=first, rag=Rag.AMBER, locality=first.locality, by=cast.smt, reason="Wrong line")
    changes = reverse("changes", kwargs={"slug": plan.slug})
    offered = text_of(clerk.get(f"{changes}?paper={paper.pk}"))
    assert f"{paper.short_name} to the Select Committee" in offered
    assert "as the paper issued then had it" in offered
    assert "<b>1</b> corrected" in offered
    assert f"paper={paper.pk}" in offered.split("Export to Excel")[0]
    book = clerk.get(f"{reverse('export_xlsx', kwargs={'slug': plan.slug})}?paper={paper.pk}&since=")
    assert book.status_code == 200
    wrong = text_of(clerk.get(f"{changes}?paper=999"))
    assert "There is no such paper" in wrong


@pytest.mark.django_db(transaction=True)
def test_files_that_were_not_made_can_be_asked_for_again(
    plan: Plan, cast: Cast, clerk: Client, client_for: Callable[..., Client]
) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    stopped = text_of(clerk.get(address("paper", paper)))
    assert "0 of 4 files are made; the rest were not." in stopped
    assert "Have the missing files made again." in stopped
    assert "Make the missing files" in stopped
    assert clerk.get(address("paper_status", paper)).json()["making"] == "stopped"
    as_read = text_of(client_for(cast.reader).get(address("paper", paper)))
    assert "A clerk or an administrator can have the missing files made again" in as_read
    clerk.post(address("paper_make", paper))
    call_command("db_worker", batch=True, verbosity=0)
    assert paper.files.count() == len(paper.to_make)


@pytest.mark.django_db(transaction=True)
def test_what_a_stopped_worker_left_is_queued_again(plan: Plan, cast: Cast) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    call_command("make_papers")
    call_command("db_worker", batch=True, verbosity=0)
    assert paper.files.count() == len(paper.to_make)
    assert make_what_is_missing() == 0


def test_what_is_exempt_is_not_quoted_on_the_public_cover(
    plan: Plan, cast: Cast, clerk: Client, rate: Rate
) -> None:
    why = "The audit names NHS number 943 476 5919 in two files"
    rate("2.1", "Wexley", Rag.RED, commentary=why, false_alarm="A made-up number")
    parts = {"plan": 0, "summary": 0, "record": 2}
    paper = draft_for(meeting_for(plan), cast.clerk, parts=parts)
    checked = clerk.get(address("paper_issue", paper))
    page = text_of(checked)
    assert "an NHS number in Red ratings" in page
    assert "1 sentence of exempt parts can be read in public ones: Red ratings." in page
    assert "Under Confidentiality the cover report says that nothing is" in page
    form = checked.context["form"]
    sent = {"version": form.initial["version"], "read": form.initial["read"], "agreed": "on"}
    clerk.post(address("paper_issue", paper), sent)
    paper.refresh_from_db()
    public, full = packs_of(paper)
    assert "NHS number" not in repr(public.document.parts[0])
    assert "NHS number in Red ratings" in repr(full.document.parts[0])


def test_the_record_tells_of_a_paper(plan: Plan, cast: Cast, clerk: Client) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    record = text_of(clerk.get(reverse("record", kwargs={"slug": plan.slug})))
    told = f"Paper 1.0 for Select Committee, {full_date(paper.meets_on)}"
    assert record.count(told) == 3
    assert f"</a> issued, as at {full_date(paper.at)}" in record
    assert f'href="{address("paper", paper)}"' in record


def test_what_was_typed_stays_where_the_paper_was_issued_meanwhile(
    plan: Plan, cast: Cast, clerk: Client
) -> None:
    paper = begun(plan, clerk)
    issue(paper, cast.administrator, files=False)
    late = clerk.post(address("paper_cover", paper), {"cover_7": "What I wrote", "version": "1"})
    assert late.status_code == 409
    assert "What I wrote" in text_of(late)
    assert "never changed" in text_of(late)
    assert clerk.get(address("paper_cover", paper)).status_code == 302


def test_a_draft_is_read_and_issued_under_the_version_in_use(
    plan: Plan, cast: Cast, clerk: Client, forward: Callable[..., Plan]
) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    later = forward()
    start_version(plan=later, by=cast.administrator, reason="Agreed")
    later.refresh_from_db()
    at = reverse("paper_issue", kwargs={"slug": later.slug, "pk": paper.pk})
    checked = clerk.get(at)
    assert later.title in repr(checked.context["packs"][0].document.title)
    form = checked.context["form"]
    sent = {"version": form.initial["version"], "read": form.initial["read"], "agreed": "on"}
    clerk.post(at, sent)
    assert Paper.objects.get().plan == later


def test_a_draft_is_for_no_reader_and_an_issued_paper_is(
    plan: Plan, cast: Cast, client_for: Callable[..., Client]
) -> None:
    draft = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    reader = client_for(cast.reader)
    assert reader.get(address("paper", draft)).status_code == 404
    assert reader.get(address("paper_read", draft)).status_code == 404
    assert client_for(cast.clerk).get(address("paper_status", draft)).status_code == 404
    paper = issue(draft, cast.clerk, files=False)
    assert reader.get(address("paper", paper)).status_code == 200
    assert client_for(cast.outsider).get(address("paper", paper)).status_code == 404
