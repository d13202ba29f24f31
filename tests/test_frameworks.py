"""Inspection frameworks: which was in use when, what it judges and in which grades."""

import datetime as dt

import pytest

from ofsted.frameworks import framework, framework_name, frameworks, read_frameworks
from ofsted.rule_file import BadRules


def test_the_frameworks_oldest_first():
    assert [one.code for one in frameworks()] == ["sif", "jtai", "ilacs_standard", "ilacs_short"]


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ((2013, 10, 31), []),
        ((2014, 6, 25), ["sif"]),
        ((2017, 11, 30), ["sif", "jtai"]),
        ((2018, 2, 1), ["jtai", "ilacs_standard", "ilacs_short"]),
        ((2026, 11, 21), ["jtai", "ilacs_standard", "ilacs_short"]),
    ],
)
def test_which_an_inspection_of_a_day_can_be_under(day, codes):
    assert [one.code for one in frameworks() if one.is_used_on(dt.date(*day))] == codes


def test_what_the_single_inspection_framework_judged():
    assert framework("sif").areas_on(dt.date(2014, 6, 25)) == (
        "Overall effectiveness",
        "Children who need help and protection",
        "Children looked after and achieving permanence",
        "Adoption performance",
        "Experiences and progress of care leavers",
        "Leadership, management and governance",
    )


@pytest.mark.parametrize("code", ["ilacs_standard", "ilacs_short"])
def test_care_leavers_are_judged_apart_since_january_2023(code):
    before, after = (framework(code).areas_on(dt.date(*day)) for day in ((2022, 12, 31), (2023, 1, 1)))
    assert before[3:] == ("Children in care and care leavers",)
    assert after[3:] == ("Children in care", "Care leavers")
    assert before[:3] == after[:3]


def test_inadequate_is_the_failing_of_every_framework_that_grades():
    for one in frameworks():
        failings = [grade.name for grade in one.grades if grade.adverse]
        assert failings == (["Inadequate"] if one.grades else [])
        assert len(one.grades) in (0, 4)
        assert one.is_adverse(" inadequate ") == bool(one.grades)
        assert not one.is_adverse("Requires improvement to be good")


def test_a_joint_inspection_gives_no_grades():
    assert framework("jtai").grades == ()
    assert framework("jtai").areas == ()


def test_names():
    assert framework_name("ilacs_short") == "ILACS, short"
    assert framework_name("of another time") == "of another time"
    assert framework("of another time") is None


FRAMEWORK = """\
[[framework]]
code = "one"
short_name = "One"
name = "The one framework"
valid_from = 2020-01-01
judged_by_grade = true
areas = [{ name = "Overall" }, { name = "Leaders", valid_until = 2021-12-31 }]
grades = [{ name = "Good", adverse = false }, { name = "Poor", adverse = true }]
source.document = "A framework"
source.place = "paragraph 1"
source.address = "https://www.example.org/"
"""


def read(tmp_path, text: str):
    (tmp_path / "frameworks.toml").write_text(text, encoding="utf-8")
    return read_frameworks(tmp_path / "frameworks.toml")


def test_an_area_that_ended(tmp_path):
    (one,) = read(tmp_path, FRAMEWORK)
    assert one.areas_on(dt.date(2021, 12, 31)) == ("Overall", "Leaders")
    assert one.areas_on(dt.date(2022, 1, 1)) == ("Overall",)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('short_name = "One"\n', "", r"framework 1 \(one\): short_name is missing"),
        (
            "judged_by_grade = true",
            "judged_by_grade = false",
            "judged_by_grade is true where there are areas",
        ),
        ("adverse = true", "adverse = false", "grades have none that is a failing"),
        ('"Poor"', '"good"', "grades have a name twice"),
        ('"Leaders"', '"Overall"', "areas have a name twice: Overall"),
        ("valid_until", "until", "areas 2: until is no field of it"),
        ('{ name = "Overall" }', '"Overall"', "areas 1 must be a table"),
        ("adverse = true", 'adverse = "yes"', "grades 2: adverse must be true or false"),
        (FRAMEWORK, FRAMEWORK * 2, "code is used twice: one"),
    ],
)
def test_a_file_of_frameworks_that_is_wrong_says_where(tmp_path, was, now, said):
    assert was in FRAMEWORK
    with pytest.raises(BadRules, match=said):
        read(tmp_path, FRAMEWORK.replace(was, now))
