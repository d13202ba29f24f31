"""What differs between two wordings."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from plans.word_difference import Kind, word_difference

WORDS = st.lists(
    st.sampled_from(["every", "child", "is", "seen", "alone", "within", "ten", "days", ".", ","])
)


def said(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text.strip()) for piece in word_difference(before, after)]


def test_a_word_in_place_of_another() -> None:
    assert said("Every child is seen within ten days", "Every child is seen within five days") == [
        ("same", "Every child is seen within"),
        ("removed", "ten"),
        ("added", "five"),
        ("same", "days"),
    ]


def test_a_full_stop_is_not_a_word_changed() -> None:
    assert said("Seen alone", "Seen alone.") == [("same", "Seen alone"), ("added", ".")]


def test_words_do_not_run_together() -> None:
    pieces = word_difference("A note begins. Then more", "A note. Then more")
    assert [piece.text for piece in pieces] == ["A note ", "begins", ". Then more"]


def test_spacing_is_no_difference() -> None:
    assert said("Seen  alone\nand heard", "Seen alone and heard") == [("same", "Seen alone and heard")]


def test_nothing_and_something() -> None:
    assert said("", "") == []
    assert said("", "New words") == [("added", "New words")]
    assert said("Old words", "") == [("removed", "Old words")]


@given(WORDS, WORDS)
def test_both_wordings_can_be_read_back(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    pieces = word_difference(before, after)
    assert "".join(p.text for p in pieces if p.kind != Kind.REMOVED).split() == after.split()
    assert "".join(p.text for p in pieces if p.kind != Kind.ADDED).split() == before.split()
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))
