"""What a clerk is told before a paper is issued is so, and leads to where it is put right."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.actions import records
from plans.actions.papers import start_supplement, with_every_heading
from plans.dates import full_date
from plans.issuing import issue_whole
from plans.models import Outcome, Paper, Plan, Rag, Rating
from plans.packs import brief_of, packs_of
from plans.paper_checks import PaperCheck, checks_of
from plans.tasks import Making, making_of

from .cast import Cast, days_ago
from .factories import set_up_by
from .papers import draft_for, issue, meeting_for
from .reading import Part, page, read

pytestmark = pytest.mark.django_db
Rate = Callable[..., Rating]
LONG = "Nine of ten visits were made within three days of the referral."


@pytest.fixture
def clerk(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.clerk)


def check(paper: Paper, title: str) -> PaperCheck:
    """What one of the checks of a draft finds."""
    told = ("plan", "meeting__body", "since_paper__meeting")
    paper = Paper.objects.select_related(*told).get(pk=paper.pk)
    every = checks_of(paper, brief_of(paper), packs_of(paper), today=timezone.localdate())
    [found] = [one for one in every if one.title == title]
    return found


def address(name: str, paper: Paper) -> str:
    return reverse(name, args=[paper.plan.slug, paper.pk])


def as_read(client: Client, paper: Paper) -> dict[str, Any]:
    """What the form of the check page sends, with the points let stand."""
    initial = client.get(address("paper_issue", paper)).context["form"].initial
    return {"version": initial["version"], "read": initial["read"], "agreed": "on"}


def chosen(client: Client, paper: Paper, **more: str) -> Part:
    """The page that answers choices for a paper."""
    sent = {"version": str(paper.version), "compared": "none", "part_plan": "on", **more}
    return answered(client.post(address("paper_choices", paper), sent))


def answered(response: Any) -> Part:
    """The main part of the page that answers a form which was not taken."""
    assert response.status_code == 200
    return read(response.content.decode()).the("main")


# --- What it is compared with -------------------------------------------------------------------------------


def test_a_paper_issued_after_the_draft_was_begun_is_told(plan: Plan, cast: Cast) -> None:
    title = "It is compared with the last paper"
    late = draft_for(meeting_for(plan, days=40), cast.clerk, parts={"plan": 0})
    assert check(late, title).found == ""
    first = issue(draft_for(meeting_for(plan, days=-9), cast.clerk, at=days_ago(9)), cast.clerk, files=False)
    day = full_date(first.meets_on)
    assert check(late, title).found == (
        f"It is compared with nothing; the last one issued to this body is that of {day} (1.0)."
    )
    late.since_paper = first
    late = records.save(late, by=cast.clerk, reason="Compared with it")
    assert check(late, title).found == ""
    second = issue(draft_for(meeting_for(plan, days=5), cast.clerk), cast.clerk, files=False)
    assert f"with the paper of {day} (1.0); the last one" in check(late, title).found
    assert full_date(second.meets_on) in check(late, title).found


def test_a_draft_that_is_compared_with_a_day_or_another_body_was_made_so(plan: Plan, cast: Cast) -> None:
    title = "It is compared with the last paper"
    board = issue(
        draft_for(meeting_for(plan, days=-9, name="Board"), cast.clerk, at=days_ago(9)),
        cast.clerk,
        files=False,
    )
    issue(draft_for(meeting_for(plan, days=-8), cast.clerk, at=days_ago(8)), cast.clerk, files=False)
    paper = draft_for(meeting_for(plan), cast.clerk, since_paper=None, since=days_ago(5))
    assert check(paper, title).found == ""
    paper.since, paper.since_paper = None, board
    assert check(records.save(paper, by=cast.clerk, reason="Board"), title).found == ""


def test_the_first_paper_to_a_body_is_not_begun_with_what_changed(
    plan: Plan, cast: Cast, clerk: Client
) -> None:
    for days, parts in ((-9, False), (7, True)):
        meeting = meeting_for(plan, days=days)
        clerk.post(reverse("paper_begin", args=[plan.slug, meeting.pk]))
        paper = Paper.objects.get(meeting=meeting)
        assert ("changes" in dict(paper.parts)) is parts
        paper.at = days_ago(9) if days < 0 else None
        issue(records.save(paper, by=cast.clerk, reason="Of that day"), cast.clerk, files=False)


def test_a_supplement_is_of_the_same_day_unless_another_is_chosen(plan: Plan, cast: Cast) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, at=days_ago(9)), cast.clerk, files=False)
    assert start_supplement(paper=paper, plan=plan, by=cast.clerk).at == days_ago(9)


def test_a_paper_of_a_later_day_or_of_a_later_meeting_is_no_choice(
    plan: Plan, cast: Cast, clerk: Client
) -> None:
    before = issue(draft_for(meeting_for(plan, days=-9), cast.clerk, at=days_ago(9)), cast.clerk, files=False)
    later = issue(draft_for(meeting_for(plan, days=60), cast.clerk), cast.clerk, files=False)
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    offered = page(clerk, address("paper_choices", paper))
    values = [one.attributes["value"] for one in offered.all("input", name="compared")]
    assert str(before.pk) in values
    assert str(later.pk) not in values
    wrong = chosen(clerk, paper, compared=str(before.pk), at=days_ago(20).isoformat())
    assert f"has the ratings of {full_date(days_ago(9))}. Choose an earlier paper" in wrong.words
    assert Paper.objects.get(pk=paper.pk).at is None


def test_what_cannot_be_read_is_told_in_the_words_of_the_choices(
    plan: Plan, cast: Cast, clerk: Client
) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, since=days_ago(3), at=days_ago(9), parts={"plan": 0})
    said = clerk.get(address("paper_read", paper), follow=True).content.decode()
    assert f"would have the ratings of {full_date(days_ago(9))}" in said
    assert f"the plan as at {full_date(days_ago(3))}" in said
    assert "From must be" not in said


# --- The cover report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("7 January 2027", True),
        ("Thursday 7 January 2027", True),
        ("Thursday, 7th January 2027", True),
        ("Thu 7 Jan 2027, 2pm", True),
        ("07/01/2027", True),
        ("Friday 7 January 2027", False),
        ("17 January 2027", False),
        ("7 January 2026", False),
        ("7 January", False),
    ],
)
def test_the_day_may_be_written_as_councils_write_it(
    plan: Plan, cast: Cast, written: str, right: bool
) -> None:
    meeting = meeting_for(plan)
    paper = draft_for(meeting, cast.clerk, parts={"plan": 0}, cover=[["Date", written, "head"]])
    meeting.on = dt.date(2027, 1, 7)
    records.save(meeting, by=set_up_by(), reason="Moved")
    found = check(paper, "The cover report has the day of the meeting").found
    assert (found == "") is right
    if not right:
        assert found.endswith("and the meeting is on Thursday 7 January 2027.")


def test_a_heading_that_the_body_is_given_reaches_drafts_and_supplements(
    plan: Plan, cast: Cast, clerk: Client
) -> None:
    meeting = meeting_for(plan)
    paper = draft_for(meeting, cast.clerk, parts={"plan": 0})
    paper.cover = [
        [title, "As was typed" if title == "Summary" else text, w] for title, text, w in paper.cover
    ]
    paper = records.save(paper, by=cast.clerk, reason="Written")
    body = meeting.body
    new = {"title": "Equality impact", "help": "", "text": "To be assessed", "place": "body"}
    body.cover = [new, *(one for one in body.cover if one["title"] not in ("Summary", "Consultation"))]
    records.save(body, by=set_up_by(), reason="Another heading")
    title = "The cover report has every heading"
    assert check(paper, title).found.endswith("has been given Equality impact.")
    form = clerk.get(address("paper_cover", paper)).context["form"]
    labels = [field.label for field in form.headings]
    assert (labels[0], labels[-1]) == ("Equality impact", "Summary")  # written under, so it stays
    assert "Consultation" not in labels
    sent = {"titles": form["titles"].value(), "version": str(paper.version), "cover_0": "None is known"}
    sent[f"cover_{len(labels) - 1}"] = "As was typed"
    assert clerk.post(address("paper_cover", paper), sent).status_code == 302
    assert check(paper, title).found == ""
    paper.refresh_from_db()
    assert paper.cover[0] == ["Equality impact", "None is known", "body"]
    assert paper.cover[-1][:2] == ["Summary", "As was typed"]
    again = {"title": "Safeguarding", "help": "", "text": "", "place": "body"}
    body.cover = [*body.cover, again]
    records.save(body, by=set_up_by(), reason="And another")
    made = start_supplement(paper=issue(paper, cast.clerk, files=False), plan=plan, by=cast.clerk)
    assert "Safeguarding" in [one[0] for one in made.cover]


def test_what_is_typed_while_the_headings_change_stays_under_its_own(
    plan: Plan, cast: Cast, clerk: Client
) -> None:
    meeting = meeting_for(plan)
    paper = draft_for(meeting, cast.clerk, parts={"plan": 0})
    form = clerk.get(address("paper_cover", paper)).context["form"]
    titles = [field.label for field in form.headings]
    body = meeting.body
    body.cover = [one for one in reversed(body.cover) if one["title"] != "Consultation"]
    records.save(body, by=set_up_by(), reason="In another order")
    sent = {"titles": form["titles"].value(), "version": str(paper.version)}
    sent |= {f"cover_{place}": f"Of {title}" for place, title in enumerate(titles)}
    refused = answered(clerk.post(address("paper_cover", paper), sent)).words
    assert "“Consultation” is no longer a heading of this report." in refused
    assert "Of Consultation" in refused
    sent[f"cover_{titles.index('Consultation')}"] = ""
    assert clerk.post(address("paper_cover", paper), sent).status_code == 302
    paper.refresh_from_db()
    assert paper.cover == [[t, f"Of {t}", w] for t, _, w in with_every_heading(paper)]
    assert paper.cover[0][0] == "Background papers"


# --- What is exempt -----------------------------------------------------------------------------------------


def test_a_sentence_of_an_exempt_part_is_found_within_a_longer_text_in_public(
    plan: Plan, cast: Cast, clerk: Client, rate: Rate
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary=f"Counted again. {LONG} More next month.")
    cover = [["Summary", f"In short: not good.\n{LONG.upper()}", "body"]]
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"record": 2}, cover=cover)
    found = check(paper, "Nothing exempt stands in a public part")
    assert found.found == "1 sentence of exempt parts can be read in public ones: Cover report."
    assert [one.sentence for one in found.twice] == [LONG]
    seen = page(clerk, address("paper_issue", paper))
    assert f"“{LONG}” kept back in Record of ratings, ratings.csv; public in Cover report" in seen.words


def test_names_of_leads_and_the_plans_own_words_are_no_secret(plan: Plan, cast: Cast, rate: Rate) -> None:
    lead = plan.authority.leads.first()
    statement = Outcome.objects.get(plan=plan, ref="2.1").statement
    lead.title = "Head of Quality, Standards and Performance"
    records.save(lead, by=set_up_by(), reason="In full")
    rate("2.1", "Wexley", Rag.RED, commentary=f"{lead.title}. {statement}")
    cover = [["Summary", f"{lead.title}\n{statement}", "body"]]
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"record": 2}, cover=cover)
    assert check(paper, "Nothing exempt stands in a public part").found == ""


# --- Issuing ------------------------------------------------------------------------------------------------


def test_a_supplement_that_says_nothing_of_what_it_changes_is_stopped_where_it_is_checked(
    plan: Plan, cast: Cast, clerk: Client
) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    made = start_supplement(paper=paper, plan=plan, by=cast.clerk)
    seen = page(clerk, address("paper_issue", made))
    assert "It cannot be issued as it is: It does not say what it changes." in seen.words
    assert seen.links["Change what is in it"] == address("paper_choices", made)
    assert not seen.has("button", words=f"Issue paper {made.number}")


def test_each_point_leads_to_where_it_is_put_right(plan: Plan, cast: Cast, clerk: Client) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    links = page(clerk, address("paper_issue", paper)).links
    assert links["See who has not updated"] == reverse("meeting", args=[plan.slug, paper.meeting_id])
    assert links["Write the cover report"] == address("paper_cover", paper)


def test_who_is_second_to_issue_is_shown_the_issued_paper(plan: Plan, cast: Cast, clerk: Client) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    sent = as_read(clerk, paper)

    def issued_meanwhile(**said: Any) -> Paper:
        """A colleague's press comes between the reading of the draft and this one's writing."""
        issue(Paper.objects.get(pk=paper.pk), cast.administrator, files=False)
        return issue_whole(**said)

    with patch("plans.views.papers.drafts.issue_whole", issued_meanwhile):
        answer = clerk.post(address("paper_issue", paper), sent)
    assert answer.status_code == 302
    assert answer["Location"] == address("paper", paper)
    assert Paper.objects.get().issued_by == cast.administrator.display_name


def test_no_paper_is_issued_without_its_files_on_their_way(plan: Plan, cast: Cast) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    paper = Paper.objects.select_related("plan", "meeting__body").get(pk=paper.pk)
    issued = issue_whole(paper=paper, plan=plan, packs=packs_of(paper), waived=(), by=cast.clerk)
    assert issued.is_issued
    assert making_of(issued, 0) is Making.GOING_ON
