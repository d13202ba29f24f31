"""The page of an issued paper says what has come since: a supplement, or another day for its meeting."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.actions import records
from plans.actions.papers import start_supplement
from plans.models import Meeting, Paper, Plan, User

from .cast import Cast
from .dated import on
from .factories import set_up_by
from .papers import an_issued_paper, meeting_for
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
Look = Callable[..., Part]
NOTE = "The table of section 2 as corrected"


@pytest.fixture
def look(cast: Cast, client_for: Callable[[User | None], Client]) -> Look:
    return lambda paper, user=None: page(client_for(user or cast.reader), to(paper))


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    return meeting_for(plan, days=28)


def to(paper: Paper) -> str:
    return reverse("paper", args=["westermoor-2024", paper.pk])


def test_an_older_paper_says_above_its_files_that_a_supplement_was_issued(
    meeting: Meeting, look: Look
) -> None:
    with on("2025-06-02"):
        first = an_issued_paper(meeting)
    assert "A supplement" not in look(first).words
    with on("2025-06-05"):
        second = an_issued_paper(meeting, supplement=1, change_note=NOTE)
    with on("2025-06-09"):
        third = an_issued_paper(meeting, supplement=2, change_note="A second time")
    seen = look(first)
    told = seen.the("div", css="govuk-inset-text")
    assert told.words == (
        f"A supplement, 1.1, was issued on 5 June 2025. {NOTE} "
        "A supplement, 1.2, was issued on 9 June 2025. A second time"
    )
    assert told.links == {"1.1": to(second), "1.2": to(third)}
    assert seen.words.index("A supplement, 1.1") < seen.words.index("Files")
    assert "A supplement, 1.2" in look(second).words
    assert "A supplement, 1.1" not in look(second).words
    assert "A supplement, " not in look(third).words


def test_it_says_that_its_meeting_was_moved_since(meeting: Meeting, look: Look) -> None:
    paper = an_issued_paper(meeting)
    assert "now on" not in look(paper).words
    meeting.on = meeting.on.replace(day=17)
    records.save(meeting, by=set_up_by(), reason="Moved")
    told = look(paper).the("div", css="govuk-inset-text")
    assert told.words == "This meeting is now on 17 July 2025. The paper says 10 July 2025."


def test_a_supplement_being_made_is_named_to_whoever_may_open_it(
    meeting: Meeting, cast: Cast, look: Look
) -> None:
    paper = an_issued_paper(meeting)
    draft = start_supplement(paper=paper, plan=meeting.plan, by=cast.clerk)
    for user in (cast.clerk, cast.smt, cast.administrator):
        seen = look(paper, user)
        assert seen.links["1.1, a draft"] == to(draft)
        assert "A supplement, 1.1" not in seen.words
    for user in (cast.reader, cast.manager):
        assert "1.1" not in look(paper, user).words


def test_many_supplements_ask_no_more(
    meeting: Meeting, cast: Cast, client_for: Callable[[User | None], Client]
) -> None:
    client, counted = client_for(cast.clerk), []
    paper = an_issued_paper(meeting)
    for upto in (5, 50):
        for number in range(meeting.papers.count(), upto):
            an_issued_paper(meeting, supplement=number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(to(paper)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
