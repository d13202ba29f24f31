"""The list in a report, pasted: split into its findings, with what stands under what."""

import re
import time
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted.finding_list import MAX_CHARACTERS, MAX_PIECES, TooMuch, split_findings

from .import_reading import SEEDS, needs_seeds


def refs(text: str) -> list[str]:
    return [piece.ref for piece in split_findings(text)]


def words(text: str) -> list[str]:
    return [piece.words for piece in split_findings(text)]


def outline(text: str) -> list[tuple[int, str, str]]:
    return [(piece.level, piece.ref, piece.words) for piece in split_findings(text)]


LETTER = """\
4. Inspectors set out what they found:
 - a. Leaders know their service.
 - b. Plans are not always kept
up to date.
 - c. Visits happen on time.

- d. Supervision has gaps.
5. Another visit is expected in the spring.
"""


def test_a_lettered_list_under_a_numbered_paragraph():
    pieces = split_findings(LETTER)
    assert [(p.paragraph, p.ref, p.level, p.lead_in) for p in pieces] == [
        ("", "4", 0, True),
        ("4", "a", 1, False),
        ("4", "b", 1, False),
        ("4", "c", 1, False),
        ("4", "d", 1, False),
        ("", "5", 0, False),
    ]
    assert pieces[2].words == "Plans are not always kept up to date."
    assert {p.heading for p in pieces[1:5]} == {"Inspectors set out what they found:"}
    assert pieces[5].heading == ""


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("a. b. c.", ["a", "b", "c"]),
        ("a) b) c)", ["a", "b", "c"]),
        ("(a) (b) (c)", ["a", "b", "c"]),
        ("A. B. C.", ["A", "B", "C"]),
        ("1. 2. 3.", ["1", "2", "3"]),
        ("1) 2) 3)", ["1", "2", "3"]),
        ("(1) (2) (3)", ["1", "2", "3"]),
        ("1.1 1.2 1.3", ["1.1", "1.2", "1.3"]),
        ("1.3.8. 1.3.9. 1.3.10.", ["1.3.8", "1.3.9", "1.3.10"]),
        ("1.3.8. 1.3.9 1.3.10", ["1.3.8", "1.3.9", "1.3.10"]),
        ("i. ii. iii. iv. v. vi.", ["i", "ii", "iii", "iv", "v", "vi"]),
        ("(i) (ii) (iii)", ["i", "ii", "iii"]),
        ("h. i. j.", ["h", "i", "j"]),
        ("u. v. w. x. y. z. aa. bb.", ["u", "v", "w", "x", "y", "z", "aa", "bb"]),
        ("viii. ix. x. xi.", ["viii", "ix", "x", "xi"]),
        ("1a. 1b. 2a.", ["1a", "1b", "2a"]),
        ("a.i a.ii b.i", ["a.i", "a.ii", "b.i"]),
        ("- - -", ["", "", ""]),
        ("\u2013 \u2013 \u2013", ["", "", ""]),
        ("\u2022 \u2022 \u2022", ["", "", ""]),
        ("\uf0b7 \uf0b7 \uf0b7", ["", "", ""]),
        ("* * *", ["", "", ""]),
        ("o o o", ["", "", ""]),
    ],
)
@pytest.mark.parametrize("gap", [" ", "\t", "   "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_every_kind_of_mark(marks, expected, gap, end):
    text = end.join(f"{mark}{gap}Point {index} is so" for index, mark in enumerate(marks.split()))
    assert refs(text) == expected
    assert words(text) == [f"Point {index} is so" for index in range(len(expected))]


def test_letters_with_roman_numbers_in_them():
    text = "h. Homes:\n i. near\n ii. far\ni. Health.\nj. Judgement:\n i. sound\nk. Kin."
    assert refs(text) == ["h", "h.i", "h.ii", "i", "j", "j.i", "k"]


def test_nesting_by_indentation_alone():
    text = "- One\n  - One and a bit\n    - A crumb\n  - Another bit\n- Two"
    assert [level for level, _, _ in outline(text)] == [0, 1, 2, 1, 0]


def test_nesting_by_the_kind_of_mark_where_word_has_lost_the_indentation():
    text = "1.\tOne\r\n\u2022\tFirst\r\no\tInner\r\n\u2022\tSecond\r\n2.\tTwo\r\na)\tLettered\r\n"
    assert [(piece.level, piece.paragraph, piece.ref) for piece in split_findings(text)] == [
        (0, "", "1"),
        (1, "1", ""),
        (2, "1", ""),
        (1, "1", ""),
        (0, "", "2"),
        (1, "2", "a"),
    ]


def test_numbers_that_say_their_own_place():
    text = "1. One.\n1.1 Inner.\n1.1.1 Innermost.\n1.2 Next.\n2. Two.\n2.1 Last."
    assert [(piece.level, piece.paragraph, piece.ref) for piece in split_findings(text)] == [
        (0, "", "1"),
        (1, "1", "1.1"),
        (2, "1.1", "1.1.1"),
        (1, "1", "1.2"),
        (0, "", "2"),
        (1, "2", "2.1"),
    ]


def test_a_number_used_twice_is_still_two_findings():
    assert refs("1.1.1. One.\n\n1.1.2. Two.\n\n1.1.2. Three.\n\n1.1.3. Four.") == [
        "1.1.1",
        "1.1.2",
        "1.1.2",
        "1.1.3",
    ]


@pytest.mark.parametrize("break_", ["\n\n", "\f", "\n\f\n", "\n\n7\n\n", "\n\nPage 3 of 12\n\f"])
def test_a_point_goes_on_after_a_page_break(break_):
    text = f"a. Reviews are held on time and{break_}lead to better plans.\nb. Homes are near."
    assert outline(text) == [
        (0, "a", "Reviews are held on time and lead to better plans."),
        (0, "b", "Homes are near."),
    ]


def test_a_name_after_a_page_break_is_still_in_its_sentence():
    assert outline("a. Leaders work with\n\nMarlshire Police.\nb. Homes are near.") == [
        (0, "a", "Leaders work with Marlshire Police."),
        (0, "b", "Homes are near."),
    ]


def test_a_list_goes_on_after_a_line_that_a_page_begins_with():
    text = "3. They found:\na. One.\nb. Two.\n\nReport to committee, May 2021.\n\nc. Three.\n4. The end."
    assert [(piece.paragraph, piece.ref) for piece in split_findings(text)] == [
        ("", "3"),
        ("3", "a"),
        ("3", "b"),
        ("", ""),
        ("3", "c"),
        ("", "4"),
    ]


def test_the_line_before_a_list_is_its_heading_and_no_finding():
    pieces = split_findings("Inspectors found that:\n\n- plans are late\n- visits are not\n")
    assert [piece.words for piece in pieces] == ["plans are late", "visits are not"]
    assert {piece.heading for piece in pieces} == {"Inspectors found that:"}


def test_titles_are_headings_of_what_follows_them():
    text = (
        "Strengths\n\n- Homes are near.\n\nWhat needs to improve\n\n- Plans are late.\n- Files have gaps.\n"
    )
    assert [(piece.heading, piece.words) for piece in split_findings(text)] == [
        ("Strengths", "Homes are near."),
        ("What needs to improve", "Plans are late."),
        ("What needs to improve", "Files have gaps."),
    ]


def test_numbered_titles_of_parts():
    text = "Part 1: Results\n\n(1) Contacts\n\n1.1.1. One.\n\n(2) Visits\n\n1.2.1. Two.\n\n1.2.2 Three."
    assert [(piece.heading, piece.ref) for piece in split_findings(text)] == [
        ("Part 1: Results \u2013 (1) Contacts", "1.1.1"),
        ("(2) Visits", "1.2.1"),
        ("(2) Visits", "1.2.2"),
    ]


def test_a_long_paragraph_before_a_list_says_something_of_its_own():
    own = "The service has made progress since the last visit, and leaders know what to do next. " * 4
    pieces = split_findings(f"{own}Four themes stood out:\n- plans are late\n- visits are not\n")
    assert [piece.words for piece in pieces] == [own.strip(), "plans are late", "visits are not"]
    assert pieces[1].heading == "Four themes stood out:"


def test_text_without_a_list_is_paragraphs():
    text = "Plans are late. Nobody asks why.\n\nVisits are on time.\n\nFiles have gaps, which matters."
    assert words(text) == text.split("\n\n")


def test_hard_wrapped_lines_are_one_paragraph():
    text = (
        "Visits to children were late in three of the teams that inspectors saw, and\n"
        "managers had not noticed this in their reports. The reasons were known to\n"
        "Marlshire and had been for some time.\n"
        "Most files had a plan that was clear, and that the family could have\n"
        "understood.\n"
    )
    assert words(text) == [
        "Visits to children were late in three of the teams that inspectors saw, and managers had not "
        "noticed this in their reports. The reasons were known to Marlshire and had been for some time.",
        "Most files had a plan that was clear, and that the family could have understood.",
    ]


@pytest.mark.parametrize("end", ["", "."])
def test_one_finding_a_line(end):
    findings = [f"Supervision is weak{end}", f"Plans drift in two of the teams{end}", f"Visits are late{end}"]
    assert words("\n".join(findings)) == findings


@pytest.mark.parametrize(
    "text",
    [
        "In the year to 2019 there were\n16. That was fewer than before.",
        "J. Smith wrote to the council.",
        "e.g. visits and plans are late",
        "2.5 million pounds were spent",
        "Workers are well supported\n\u2013 and cared for \u2013 by managers.",
        "Costs were between\n1.3.2 and 1.3.4 as said before.",
    ],
)
def test_what_only_looks_like_a_mark(text):
    assert words(text) == [text.replace("\n", " ")]


def test_a_mark_alone_on_its_line():
    assert outline("a.\nPlans are late.\nb.\nVisits are not.\n\u2022\n\nFiles have gaps.") == [
        (0, "a", "Plans are late."),
        (0, "b", "Visits are not."),
        (1, "", "Files have gaps."),
    ]


def test_lines_set_in_by_a_tab():
    assert words("They found:\n\tPlans are late.\n\tVisits are not.") == [
        "Plans are late.",
        "Visits are not.",
    ]


def test_what_cannot_be_seen_is_cleaned():
    text = (
        "a.\u00a0Super\u00advision\u200b is\u00a0 weak\u00ad\n  ened.\r\n"
        "b. A multi-\r\nagency <u>plan</u> is **late**."
    )
    assert words(text) == ["Supervision is weakened.", "A multi-agency plan is late."]


@pytest.mark.parametrize("text", ["", "\n\n", "\t\f\u00a0", "-\n\u2022"])
def test_nothing_to_find(text):
    assert split_findings(text) == ()


def test_a_title_alone_is_kept():
    assert words("Overview") == ["Overview"]
    assert words("They found:") == ["They found:"]


def test_too_much_is_refused_in_words():
    split_findings("a" * MAX_CHARACTERS)
    with pytest.raises(TooMuch, match=r"100,001 characters.*Paste only"):
        split_findings("a" * (MAX_CHARACTERS + 1))
    points = [f"- Point {number}.\n" for number in range(MAX_PIECES + 1)]
    assert len(split_findings("".join(points[:-1]))) == MAX_PIECES
    with pytest.raises(TooMuch, match=r"more than 500 points"):
        split_findings("".join(points))
    with pytest.raises(TooMuch, match=r"more than 500 points"):
        split_findings("a.\n\n" * 25_000)


@pytest.mark.parametrize(
    "repeated",
    [
        "a\n",
        "- ",
        "a. ",
        "x-\n",
        "(",
        "1.",
        ". ",
        "i.\n",
        "\t",
        "\n",
        "word ",
        "A: b\n\n",
        "' .",
        "a.\n\n",
        "7\n\n",
    ],
)
def test_the_longest_text_takes_no_time(repeated):
    began = time.process_time()
    with suppress(TooMuch):
        split_findings(repeated * (MAX_CHARACTERS // len(repeated)))
    assert time.process_time() - began < 3


_WORDS = st.lists(st.from_regex(r"[a-zA-Z]{2,9}[,.:;]?", fullmatch=True), min_size=1, max_size=12).map(
    " ".join
)
_LINES = st.tuples(
    st.sampled_from(["", "", "  ", "    ", "\t"]),
    st.sampled_from(
        ["", "", "- ", "\u2022\t", "a. ", "b. ", "(i) ", "i. ", "1. ", "2) ", "1.1 ", "1.2.3. ", "o "]
    ),
    _WORDS,
    st.sampled_from(["\n", "\n", "\r\n", "\n\n", "\f", "\n\n\n"]),
).map("".join)


@given(st.lists(_LINES, max_size=25).map("".join))
def test_no_word_is_lost_and_none_invented(text):
    pieces = split_findings(text)
    told = " ".join(f"{piece.heading} {piece.words}" for piece in pieces)
    left = re.sub(r"(?m)^\s*(?:- |\u2022\t|[abi]\. |\(i\) |[\d.]+\)? |o )", " ", text.replace("\f", "\n"))
    assert set(re.findall("[a-zA-Z]{2,}", left)) <= set(re.findall("[a-zA-Z]{2,}", told))
    assert set(re.findall("[a-zA-Z]{2,}", told)) <= set(re.findall("[a-zA-Z]{2,}", text))
    assert all(piece.words and piece.level >= 0 for piece in pieces)
    assert all(after.level <= before.level + 1 for before, after in pairwise(pieces))


@given(st.text(max_size=300))
def test_any_text_is_taken(text):
    assert all(
        "\n" not in piece.words and piece.words == piece.words.strip() for piece in split_findings(text)
    )


def _seed(start: str) -> str:
    return max(SEEDS.glob(f"{start}*.txt")).read_text(encoding="utf-8")


def _part(text: str, start: str, end: str) -> str:
    return f"{start}{text.split(start, 1)[1].split(end, 1)[0]}"


@needs_seeds
@pytest.mark.seeds
def test_the_fifteen_findings_of_a_real_visit():
    text = _seed("001")
    for pasted in (text, _part(text, "4. The key findings", "5. The next")):
        findings = [piece for piece in split_findings(pasted) if piece.paragraph == "4"]
        assert [piece.ref for piece in findings] == list("abcdefghijklmno")
        assert {piece.heading for piece in findings} == {findings[0].heading}
        assert findings[0].heading.endswith(":")
        assert all(piece.words.endswith(".") and not piece.lead_in for piece in findings)


@needs_seeds
@pytest.mark.seeds
def test_the_themes_of_two_real_visits():
    text = _seed("002")
    for number, following in (("7", "8"), ("9", "10")):
        pasted = _part(text, f"\n{number}. The ", f"\n{following}. ")
        for pieces in (split_findings(text), split_findings(pasted)):
            themes = [piece for piece in pieces if piece.paragraph == number]
            assert len(themes) == 10
            assert {piece.heading.split()[-1] for piece in themes} == {"identified:"}
            assert [piece.lead_in for piece in pieces if piece.ref == number] == [True]


@needs_seeds
@pytest.mark.seeds
def test_the_numbered_paragraphs_of_a_real_case_review():
    pieces = split_findings(_seed("004"))
    refs_found = [piece.ref for piece in pieces]
    for part, count in (("1.2", 12), ("1.3", 19), ("1.4", 17), ("2", 5)):
        wanted = [f"{part}.{number}" for number in range(1, count + 1)]
        assert [ref for ref in refs_found if re.fullmatch(rf"{re.escape(part)}\.\d+", ref)] == wanted
    assert refs_found.count("1.1.2") == 2
    assert {piece.level for piece in pieces} == {0}
