"""What moved, as a paper tells it: the sentence, the table and the part before it have the same numbers."""

from collections.abc import Callable

import pytest

from plans.models import Paper, Plan, Rag, Rating
from plans.packs import packs_of
from plans.papers.document import Heading, Paragraph, Part

from .cast import Cast, withdraw
from .dated import on, plan
from .papers import draft_for, issue, meeting_for

__all__ = ["plan"]  # in place of the plan of every other test, which is set up today
CELLS = (("1.1", None), ("2.1", "Wexley"), ("2.1", "Thornby"), ("2.2", "Wexley"), ("2.2", "Thornby"))


@pytest.fixture
def paper(plan: Plan, cast: Cast, rate: Callable[..., Rating]) -> Paper:
    """A draft in which two ratings went up, one became complete, one went down and one was reopened."""
    for day, rags in (("2025-01-20", "RAGGC"), ("2025-04-07", "AGCAR")):
        with on(day):
            for (ref, place), letter in zip(CELLS, rags, strict=True):
                rag = next(one for one in Rag if one.label[0] == letter)
                rate(ref, place, rag, commentary="As counted")
            if rags == "RAGGC":
                issue(draft_for(meeting_for(plan, days=4), cast.clerk), cast.clerk, files=False)
    with on("2025-06-12"):
        return draft_for(meeting_for(plan), cast.clerk)


def parts_of(paper: Paper) -> dict[str, Part]:
    with on("2025-06-12"):
        return {part.name: part for part in packs_of(paper)[0].document.chapters}


def said_in(part: Part) -> list[str]:
    return [block.text for block in part.blocks if isinstance(block, Paragraph)]


def test_the_numbers_of_the_sentence_are_those_of_the_table(paper: Paper) -> None:
    moved = parts_of(paper)["What moved"]
    assert said_in(moved) == [
        "Up: 2 ratings, and 1 more newly complete. Down: 1, and 1 more reopened. No update: 0."
    ]
    assert moved.table
    assert moved.table.total
    whole = dict(zip((column.title for column in moved.table.columns), moved.table.total, strict=True))
    assert [whole[name] for name in ("Up", "Newly complete", "Down", "Reopened", "No update")] == [
        2, 1, 1, 1, 0,
    ]  # fmt: skip


def test_what_is_no_longer_asked_for_explains_why_more_are_compared(paper: Paper, plan: Plan) -> None:
    def totals() -> tuple[int, int]:
        parts = parts_of(paper)
        tables = [parts[name].table for name in ("Progress in numbers", "What moved")]
        now, compared = (
            dict(zip((column.title for column in table.columns), table.total, strict=True))["Ratings"]
            for table in tables
            if table and table.total
        )
        assert isinstance(now, int)
        assert isinstance(compared, int)
        return now, compared

    now, compared = totals()
    assert now == compared
    with on("2025-06-11"):
        withdraw(plan, "1.1", days=1)
    now, after = totals()
    assert after == compared == now + 1
    assert said_in(parts_of(paper)["What moved"])[1] == (
        f"{compared} ratings are compared, 1 more than the plan has now. No longer asked for, because an "
        "outcome was withdrawn or a column taken off: 1.1 Overall."
    )


def test_one_heading_alone_is_called_summary(paper: Paper) -> None:
    with on("2025-06-12"):
        chapters = packs_of(paper)[0].document.chapters
    headings = [part.heading for part in chapters]
    headings += [block.text for part in chapters for block in part.blocks if isinstance(block, Heading)]
    assert headings.count("Summary") == 1
    assert "Progress in numbers" in headings
