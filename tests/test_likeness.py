"""Which names are proposed as one, and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.likeness import how_alike, key_of, likely_same, most_alike


@pytest.mark.parametrize(
    ("one", "other"), [("Care leavers", "Care Leavers"), ("North  East ", "North East"), ("CIC", "CiC")]
)
def test_capitals_and_spacing_make_no_other_name(one, other):
    assert key_of(one) == key_of(other)
    assert how_alike(one, other) is None


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Chilterns", "Chiltern", "one letter differs"),
        ("Wycome", "Wycombe", "one letter differs"),
        ("Reviewing officer team", "Reviewing officers teams", "two letters differ"),
        ("East & West", "East and West", "only the punctuation differs"),
        ("Front-door", "Front Door", "only the punctuation differs"),
        ("Thornby and Wexley", "Wexley and Thornby", "the same words in another order"),
        ("Aylesbury", "Aylesbury Vale", "the same, but for “Vale”"),
        ("The Wexley Area", "Wexley", "the same, but for “The Area”"),
        ("CiC", "Children in Care", "one could be the initials of the other"),
        ("Reviewing Officers", "ROs", "one could be the initials of the other"),
    ],
)  # fmt: skip
def test_names_that_may_be_one_are_said_to_be_alike_and_how(one, other, how):
    alike, back = how_alike(one, other), how_alike(other, one)
    assert alike
    assert back
    assert (alike.name, alike.other, alike.how, back.how) == (one, other, how, how)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North", "South"), ("North East", "North West"), ("North", "North East"), ("Area 1", "Area 2"),
        ("Team A", "Team B"), ("Part II", "Part III"), ("CiC", "CIN"), ("Care", "Care Leavers"),
        ("Children in Care", "Children in Need"), ("CPAs", "IROs"), ("Wexley", "Thornby"),
    ],
)  # fmt: skip
def test_names_of_two_places_are_not(one, other):
    assert how_alike(one, other) is None


def test_the_likeliest_is_proposed():
    assert most_alike("Chilterns", ["Chilton", "Chiltern", "Wycombe"]).other == "Chiltern"
    assert most_alike("Chilterns", ["Wycombe"]) is None


def test_a_name_that_is_kept_already_is_proposed_before_another_new_one():
    [alike] = likely_same(["Chilterns", "Wexley"], ["Chiltern"])
    assert (alike.name, alike.other) == ("Chilterns", "Chiltern")
    one, other = likely_same(["Aylesbury Vale", "Aylesbury Area"], ["Aylesbury"])
    assert (one.other, other.other) == ("Aylesbury", "Aylesbury")


def test_of_two_new_names_the_later_is_asked_about_and_a_known_one_never():
    [alike] = likely_same(["Chiltern", "Chilterns", "chiltern"])
    assert (alike.name, alike.other) == ("Chilterns", "Chiltern")
    assert likely_same(["Chiltern", "Chilterns"], ["CHILTERN", "chilterns"]) == []


def test_names_that_stand_side_by_side_are_not_each_other():
    assert likely_same(["Chiltern", "Chilterns"], apart=[["chiltern", "Chilterns", "Wexley"]]) == []
    [alike] = likely_same(["Chilterns", "Chilternes"], ["Chiltern"], apart=[["Chiltern", "Chilterns"]])
    assert alike.name == "Chilternes"


@given(st.lists(st.text(max_size=12), max_size=8), st.lists(st.text(max_size=12), max_size=4))
def test_every_question_is_about_two_different_names_that_were_given(names, known):
    asked = likely_same(names, known)
    assert all(alike.name in names and alike.other in {*names, *known} for alike in asked)
    assert all(key_of(alike.name) != key_of(alike.other) and alike.how for alike in asked)
    keys = [key_of(alike.name) for alike in asked]
    assert len(keys) == len(set(keys))
    assert set(keys).isdisjoint(map(key_of, known))
