"""What a paper says, word for word: whoever changes it raises its number, and older papers stay proved."""

import datetime as dt
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from plans.actions.paper_files import keep_file
from plans.models import Paper, PaperFile, Plan, Rag, Rating
from plans.packs import Written, packs_of, write_pack
from plans.papers import committee
from plans.papers.digest import digest_of
from plans.papers.formats import FORMATS, wording_of

from .cast import Cast
from .dated import on, plan
from .meetings import a_meeting, a_recommendation, some_progress
from .papers import draft_for, issue, meeting_for
from .visits import a_finding, a_visit

__all__ = ["plan"]  # in place of the plan of every other test, which is set up today

SAID = {1: "83fdab06b1c57f0e572fc5da8cc391b3c0495f86ca082dbcdc7ec61c9e7ff463"}
"""For each number of the wording, the digest of one paper that is the same for ever, with every part."""

RAISE = (
    "A paper has other words or another shape than wording {0} had. If you meant that, raise WORDING in "
    "plans/papers/committee.py to the next number and put {1!r} beside it here; the older ones stay as they "
    "are. Otherwise every paper that has been issued would be called wrong by verify_papers."
)


def one_paper(plan: Plan, cast: Cast, rate: Callable[..., Rating]) -> Paper:
    """A paper in which every part has something to say, made of nothing that depends on today."""
    first, second = dt.date(2024, 12, 2), dt.date(2025, 3, 10)
    with on("2025-01-20"):
        rate("2.1", "Wexley", Rag.RED, effective_on=first, commentary="Four of nine are late")
        rate("2.1", None, Rag.AMBER, effective_on=first, commentary="Wexley is late")
        rate("1.1", None, Rag.GREEN, effective_on=first, commentary="All within a day")
        rate("2.2", "Thornby", Rag.GREEN, effective_on=first, commentary="Ten of ten")
        earlier = issue(draft_for(meeting_for(plan, days=4, item="6"), cast.clerk), cast.clerk, files=False)
    with on("2025-04-07"):
        rate("2.1", "Wexley", Rag.GREEN, effective_on=second, commentary="One of nine is late")
        rate("2.2", "Thornby", Rag.RED, effective_on=second, commentary="Three of ten")
        rate("3.1", "CiC", Rag.COMPLETE, effective_on=second, commentary="Every child has one")
        visit = a_visit(plan, by=cast.smt)
        a_finding(visit, plan.outcomes.get(ref="2.1"), by=cast.smt)
        asked = a_recommendation(a_meeting(plan, by=cast.clerk), by=cast.clerk, due_on=dt.date(2025, 5, 1))
        some_progress(asked, by=cast.clerk)
    with on("2025-06-12"):
        draft = draft_for(meeting_for(plan, item="7"), cast.clerk)
        assert draft.since_paper == earlier
        return issue(draft, cast.clerk, waived=("Two ratings were never given",), files=False)


def test_the_words_of_papers_have_a_number_that_goes_up_as_they_change(
    plan: Plan,
    cast: Cast,
    rate: Callable[..., Rating],
) -> None:
    document = packs_of(one_paper(plan, cast, rate))[0].document
    names = [part.name for part in document.chapters]
    for every in ("What moved", "What changed", "2 Assessment Teams", "Findings", "Recommendations"):
        assert any(name.startswith(every) for name in names), (every, names)
    digest = digest_of(document)
    assert max(SAID) == committee.WORDING, RAISE.format(max(SAID), digest)
    assert digest == SAID[committee.WORDING], RAISE.format(committee.WORDING, digest)


def test_a_file_says_which_wording_it_has_and_one_that_does_not_has_the_first() -> None:
    assert {wording_of(one.made_with) for one in FORMATS} == {committee.WORDING}
    assert wording_of("python-docx 1.1.2, lxml 5.3.0") == 1
    assert wording_of("python-docx 1.1.2, lxml 5.3.0, wording 12") == 12
    assert wording_of("csv") == 1


def kept_with(
    paper: Paper, made: Written, *, made_with: str, says: str = "", content: bytes = b""
) -> PaperFile:
    """A file of a paper kept as another version of this service would have kept it."""
    return keep_file(
        paper=paper,
        pack="public",
        key=made.key,
        name=made.name,
        content_type=made.content_type,
        content=content or made.content,
        says=says or made.says,
        made_with=made_with,
    )


def proved() -> tuple[str, str]:
    out = StringIO()
    try:
        call_command("verify_papers", stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


@pytest.fixture
def written(plan: Plan, cast: Cast) -> tuple[Paper, list[Written]]:
    """An issued paper whose files are not kept yet, and what they are."""
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk, files=False)
    return paper, list(write_pack(packs_of(paper)[0], paper))


def test_documents_of_another_wording_are_passed_over_and_the_flat_data_never_is(
    written: tuple[Paper, list[Written]],
) -> None:
    paper, files = written
    for made in files:
        older = made.key != "csv-plan"
        kept_with(
            paper,
            made,
            made_with=f"{made.made_with.partition(', wording')[0]}, wording {committee.WORDING + 1}" if older
            else made.made_with,
            says="0" * 64 if older else "",
            content=b"worded otherwise" if older else b"",
        )  # fmt: skip
    said, error = proved()
    assert error == ""
    assert "(4 files, 3 read but not compared with the paper made anew: it had other wording then)" in said


def test_flat_data_that_is_not_what_it_was_is_wrong_whatever_its_wording(
    written: tuple[Paper, list[Written]],
) -> None:
    paper, files = written
    for made in files:
        if made.key == "csv-plan":
            kept_with(paper, made, made_with=f"csv, wording {committee.WORDING + 1}", says="0" * 64)
        else:
            kept_with(paper, made, made_with=made.made_with)
    said, error = proved()
    assert error == "One thing is wrong."
    assert "made anew, it says something else" in said


def test_a_document_without_the_note_is_compared_as_one_of_the_first_wording(
    written: tuple[Paper, list[Written]],
) -> None:
    paper, files = written
    for made in files:
        kept_with(paper, made, made_with=made.made_with.partition(", wording")[0])
    said, error = proved()
    assert error == ""
    assert ("the same (4 files)" in said) == (committee.WORDING == 1)
