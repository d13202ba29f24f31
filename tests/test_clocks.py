"""The deadlines that a visit brings, and the file of rules they come from."""

import datetime as dt

import pytest

from ofsted.clocks import clock_rule, clock_rules, clocks_of, read_clock_rules
from ofsted.models import Visit
from ofsted.rule_file import FOLDER, BadRules


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def clocks(
    kind: str, today: str, letter: str = "", adverse: bool = False, published: str = "", last: str = ""
):
    return clocks_of(
        kind,
        letter_on=on(letter) if letter else None,
        last_on=on(last or letter or published or today),
        published_on=on(published) if published else None,
        adverse=adverse,
        today=on(today),
    )


def told(found):
    return [(clock.code, clock.due and str(clock.due), clock.days_left) for clock in found]


def test_what_an_inspection_brings():
    found = clocks("inspection", "2023-05-09", letter="2023-05-09")
    assert told(found) == [
        ("inspection-report-published", "2023-06-21", 30),
        ("inspection-statement-of-action", "2023-08-16", 70),
    ]
    assert found[1].rule.length == "70 working days"
    assert found[1].source.place.startswith("section 137")
    assert found[1].started_by == "the date of the letter or report"


def test_what_a_focused_visit_brings_only_if_it_gave_an_area_for_priority_action():
    assert clocks("focused_visit", "2026-11-02", letter="2026-11-02") == ()
    assert told(clocks("focused_visit", "2026-11-02", letter="2026-11-02", adverse=True)) == [
        ("focused-visit-draft-plan", "2026-11-30", 20),
        ("focused-visit-final-plan", "2027-02-11", 70),
    ]


def test_the_draft_plan_was_asked_for_from_august_2018():
    assert told(clocks("focused_visit", "2018-08-15", letter="2018-08-15", adverse=True)) == [
        ("focused-visit-final-plan", "2018-11-22", 70)
    ]


def test_what_a_joint_inspection_brings():
    assert [clock.code for clock in clocks("jtai", "2026-11-02", letter="2026-11-02")] == [
        "jtai-statement-of-action"
    ]
    assert clocks("jtai", "2015-11-06", letter="2015-11-06") == ()


@pytest.mark.parametrize(
    "kind", ["monitoring_visit", "annual_engagement", "dfe_review", "case_review", "peer_review", "site_day"]
)
def test_other_kinds_bring_none(kind):
    assert clocks(kind, "2026-11-02", letter="2026-11-02", adverse=True) == ()


@pytest.mark.parametrize(
    ("today", "left", "words"),
    [
        ("2023-08-15", 1, "1 working day left"),
        ("2023-08-16", 0, "due today"),
        ("2023-08-17", -1, "1 working day over"),
        ("2023-08-19", -2, "2 working days over"),  # a Saturday
        ("2023-08-29", -8, "8 working days over"),  # after a bank holiday
        ("2023-05-01", 75, "75 working days left"),
    ],
)
def test_days_left(today, left, words):
    statement = clocks("inspection", today, letter="2023-05-09")[1]
    assert (statement.days_left, statement.left_in_words, statement.is_overdue) == (left, words, left < 0)


def test_on_the_weekend_after_its_last_day_it_is_over():
    statement = clocks("inspection", "2023-08-19", letter="2023-05-11")[1]
    assert statement.due == dt.date(2023, 8, 18)
    assert (statement.days_left, statement.left_in_words, statement.is_overdue) == (0, "over", True)


def test_a_clock_that_has_not_started_says_what_it_waits_for():
    found = clocks("inspection", "2023-05-20", last="2023-03-10")
    assert [(clock.due, clock.left_in_words, clock.started_by) for clock in found] == [
        (None, "not started", "the date of the letter or report")
    ] * 2
    assert not found[0].is_overdue


def test_it_counts_from_the_publication_where_the_letter_has_no_date():
    found = clocks("inspection", "2023-05-09", published="2023-05-09")
    assert found[1].due == on("2023-08-16")
    assert found[1].started_by == "the date that Ofsted published it"


def test_every_rule_says_where_it_is_written_down():
    for rule in clock_rules():
        assert rule.source.document
        assert rule.source.place
        assert rule.certain or rule.note
        assert set(rule.kinds) <= set(Visit.Kind.values)
        assert clock_rule(rule.code) == rule
    assert clock_rule("no-such-rule") is None


RULE = """\
[[clock]]
code = "a-rule"
title = "Send it"
todo = "Send it to Ofsted."
kinds = ["jtai"]
starts = ["last_on"]
days = 10
counted = "calendar"
applies_if = "always"
valid_from = 2020-01-01
certain = true
source.document = "A framework"
source.place = "paragraph 1"
source.address = "https://www.example.org/"
"""


def read(tmp_path, text: str):
    (tmp_path / "clocks.toml").write_text(text, encoding="utf-8")
    return read_clock_rules(tmp_path / "clocks.toml")


def test_calendar_days(tmp_path):
    (rule,) = read(tmp_path, RULE)
    assert rule.length == "10 days"
    assert rule.due(on("2026-12-24")) == on("2027-01-03")


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('code = "a-rule"\n', "", r"clocks.toml, clock 1: code is missing"),
        ('code = "a-rule"', 'code = "A rule"', "code must be at most 40 small letters"),
        ('title = "Send it"', "title = 3", r"clock 1 \(a-rule\): title must be words"),
        ('title = "Send it"', 'tittle = "Send it"', "title is missing"),
        ("days = 10", "days = 10\ndayz = 10", "dayz is no field of it"),
        ("days = 10", "days = 0", "days must be a whole number from 1"),
        ("days = 10", "days = true", "days must be a whole number from 1"),
        ("days = 10", "days = 1001", "days are more than 1,000"),
        ('["jtai"]', '["jtai", "raid"]', "kinds must be some of inspection, .*, and has raid"),
        ('["jtai"]', '["jtai", "jtai"]', "none twice"),
        ('["last_on"]', "[]", "starts must be a list of at least one"),
        ('"calendar"', '"weeks"', "counted must be one of working, calendar, and is weeks"),
        (
            "2020-01-01",
            '"2020-01-01"',
            "valid_from must be a date such as 2018-01-01, without quotation marks",
        ),
        ("2020-01-01", "2020-01-01\nvalid_until = 2019-12-31", "valid_until is before valid_from"),
        ("certain = true", "certain = false", "needs a note"),
        ("certain = true", 'certain = "yes"', "certain must be true or false"),
        ("https://", "http://", "source: address must begin with https://"),
        ('source.place = "paragraph 1"\n', "", "source: place is missing"),
        ("[[clock]]", "[clock]", "clock must be a list of tables"),
        ("[[clock]]", "[[clocks]]", "clocks is no field of it"),
        ("days = 10", "days = ", "is not written as TOML"),
        (RULE, "", r"has no \[\[clock\]\]"),
        (RULE, RULE * 2, "clock 2: code is used twice: a-rule"),
    ],
)
def test_a_file_of_rules_that_is_wrong_says_where(tmp_path, was, now, said):
    assert was in RULE
    with pytest.raises(BadRules, match=said):
        read(tmp_path, RULE.replace(was, now))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadRules, match=r"none.toml cannot be read"):
        read_clock_rules(tmp_path / "none.toml")


def test_codes_of_rules_are_kept_since_deadlines_met_are_stored_under_them():
    assert {rule.code for rule in read_clock_rules(FOLDER / "clocks.toml")} >= {
        "inspection-report-published",
        "inspection-statement-of-action",
        "focused-visit-draft-plan",
        "focused-visit-final-plan",
        "jtai-statement-of-action",
    }
