"""Lists typed in the cover report are lists in every format, and nothing that was typed is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.models import Plan
from plans.packs import packs_of
from plans.papers.document import Block, Bullets, Numbered, Paragraph
from plans.papers.html import part_html
from plans.papers.typed_lists import typed_blocks

from .cast import Cast
from .papers import draft_for, meeting_for


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("- one\n- two", (Bullets(("one", "two")),)),
        ("\u2022\tone\n\u2022 two\n\n\u2022 three", (Bullets(("one", "two", "three")),)),
        ("  * one\n  * two", (Bullets(("one", "two")),)),
        (
            "That members:\n1. Note\n2. Agree",
            (Paragraph("That members:"), Numbered(((1, "Note"), (2, "Agree")))),
        ),
        ("4) Note\n5) Agree", (Numbered(((4, "Note"), (5, "Agree"))),)),
        ("- one\n  - within\n  and on\n- two", (Bullets(("one\n- within\nand on", "two")),)),
        ("1. one\n2. two\n- three\n- four", (Numbered(((1, "one"), (2, "two"))), Bullets(("three", "four")))),
    ],
)
def test_points_that_follow_on_are_a_list(typed: str, blocks: tuple[Block, ...]) -> None:
    assert typed_blocks(typed) == blocks


@pytest.mark.parametrize(
    "typed",
    [
        "1. Alone",
        "- Alone",
        "- Alone\n  with more",
        "1. One\n3. Three",
        "1. One\n1. One again",
        "1. One\n2) Two",
        "01. One\n02. Two",
        "- One\n\u2022 Two",
        "1.1 One\n1.2 Two",
        "-5 degrees\n-6 degrees",
        "12345. One\n12346. Two",
        "-\n-",
        "2024. A year\nof which much is said",
    ],
)
def test_anything_else_stays_as_it_was_typed(typed: str) -> None:
    assert typed_blocks(typed) == tuple(map(Paragraph, typed.splitlines()))


def said(block: Block) -> str:
    match block:
        case Paragraph(text):
            return text
        case Bullets(items):
            return " ".join(items)
        case Numbered(items):
            return " ".join(f"{number} {text}" for number, text in items)
    raise AssertionError(block)


LINE = st.tuples(
    st.sampled_from(["", "  "]),
    st.sampled_from(["", "- ", "\u2022 ", "* ", "1. ", "2. ", "3) ", "10. "]),
    st.sampled_from(["a", "b c", "- d", "=1+1", ""]),
).map("".join)


@given(st.lists(LINE, max_size=8).map("\n".join))
def test_no_letter_and_no_number_is_lost(typed: str) -> None:
    def kept(text: str) -> list[str]:
        return re.findall(r"[a-z0-9=+]+", text)

    assert kept(" ".join(map(said, typed_blocks(typed)))) == kept(typed)


def test_a_list_in_the_cover_report_is_one_in_every_format(plan: Plan, cast: Cast) -> None:
    paper = draft_for(
        meeting_for(plan),
        cast.clerk,
        parts={"plan": 0},
        cover=[["Recommendation", "That members:\n1. Note it\n2. Agree it\n- so\n- and so", "body"]],
    )
    [pack] = packs_of(paper)
    cover = pack.document.chapters[0]
    assert Numbered(((1, "Note it"), (2, "Agree it"))) in cover.blocks
    assert Bullets(("so", "and so")) in cover.blocks
    page = part_html(cover, anchor="cover")
    assert '<li class="as-typed" value="2">Agree it</li>' in page
    assert '<li class="as-typed">and so</li>' in page
