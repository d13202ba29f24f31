"""Measured results, pasted: a question a line, with its counts, and what does not agree said in words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted.finding_list import TooMuch
from ofsted.result_list import MAX_CHARACTERS, MAX_ROWS, read_results


def only(text: str, size: int | None = None):
    (row,) = read_results(text, size)
    return row


def counts(row):
    return row.question, row.met, row.partly, row.not_met, row.of


@pytest.mark.parametrize(
    "line",
    [
        "Child seen alone\t16 of 20",
        "Child seen alone  16 of 20",
        "Child seen alone | 16 of 20",
        "| Child seen alone | 16 of 20 |",
        "Child seen alone: 16 of 20",
        "Child seen alone: 16 of the 20",
        "Child seen alone - 16 out of 20",
        "Child seen alone \u2013 16/20",
        "Child seen alone 16 of 20",
        "Child seen alone: 16 of 20 (80%)",
        "Child seen alone\t16 of 20\t80%",
        "Child seen alone\t16/20 80%",
        "Child seen alone: 16 of 20 (80 per cent)",
        "Child seen alone\t16\t20",
        "Child seen alone\t16\t20\t80%",
        "Child seen alone\t16\t0\t4\t20",
        "Child seen alone: met 16 of 20",
        "Child seen alone: met 16, not met 4",
        "Child seen alone: 16 met, 4 not met",
        "Child seen alone: yes 16 no 4",
        "- Child seen alone: 16 of 20",
        "\u2022\tChild seen alone: 16 of 20",
    ],
)
def test_counts_of_how_many(line):
    row = only(line)
    assert counts(row) == ("Child seen alone", 16, 0, 4, 20)
    assert row.note in ("", "80%")
    assert row.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "Checks with other agencies\tmet 8 partly 7 not 5 of 20",
        "Checks with other agencies: met 8, partly met 7, not met 5",
        "Checks with other agencies: 8 met (40%), 7 partly (35%) and 5 not (25%)",
        "Checks with other agencies: not 5, met 8, partly 7 (of 20)",
        "Checks with other agencies: met 8, partly 7 of 20",
        "Checks with other agencies\t8\t7\t5\t20",
    ],
)
def test_partly_met(line):
    row = only(line)
    assert counts(row) == ("Checks with other agencies", 8, 7, 5, 20)
    assert row.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "Length of assessment: 10-20 days 3; 21-30 days 7; 31-45 days 10",
        "Length of assessment: 10-20 days: 3 (15%); 21-30 days: 7 (35%); 31-45 days: 10 (50%)",
        "Length of assessment\t10-20 days 3; 21-30 days 7; 31-45 days 10; of 20",
        "Length of assessment\t10-20 days 3, 21-30 days 7, 31-45 days 10\tof 20",
    ],
)
def test_bands(line):
    row = only(line)
    assert row.question == "Length of assessment"
    assert row.spread == (("10-20 days", 3), ("21-30 days", 7), ("31-45 days", 10))
    assert (row.met, row.of, row.note, row.problems) == (None, 20, "", ())


def test_bands_with_the_count_first():
    assert only("Wait: 8 same day; 2 after some days").spread == (("same day", 8), ("after some days", 2))


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Seen\t16 of 20\tone refused", "one refused"),
        ("Seen: 16 of 20 (80%), one refused", "one refused"),
        ("Seen: 16 of 20. One refused (a boy)", "One refused (a boy)"),
        ("Seen\t16 of 20, one refused\tsee file", "one refused; see file"),
        ("Seen\t16\t20\t80%\tone refused", "one refused"),
    ],
)
def test_notes(line, note):
    row = only(line)
    assert counts(row) == ("Seen", 16, 0, 4, 20)
    assert row.note == note


CASE_REVIEW = """\
Next step agreed with\t36 of 40 (90%)
Decided in one day: within a day 26 (65%); longer 14 (35%)
Right to begin an assessment | 18 of the 20 (90%)
Child seen or watched\tmet 16 not 3 of 20\tone young person refused
In proportion: 11 of 20 (55%)
Length: 10-20 days 3; 21-30 days 7; 31-45 days 10
Checks with others: met 8 (40%), partly 7 (35%), not 5 (25%)
Analysis: met 5 (25%), partly 5 (25%), not 10 (50%)
A manager's reasons  20 of 20
Days to the discussion: same or next day 8; 2 days 2; 3 days 2; 4 days 1; 12 days 1; 16 days 1
Days until seen: same or next day 6 (40%); 2 days 1; 3 days 1; 7 days 4; 10 days 1; 12 days 1; 18 days 1
Police took part: met 11 (73%), partly 2, not 2
Child's views written\tmet 5 (33%) not 9 of 15\tone was not born
Risk weighed up: 13 of 15 (87%)
Conference in 15 days: 3 of the 6 (50%)
Visits every 10 days: 2 of 10
"""


def test_results_in_the_shapes_of_a_real_review():
    rows = read_results(CASE_REVIEW)
    assert len(rows) == 16
    assert [row.problems for row in rows] == [()] * 16
    assert [row.of for row in rows] == [40, 40, 20, 20, 20, 20, 20, 20, 20, 15, 15, 15, 15, 15, 6, 10]
    assert counts(rows[3])[1:] == (16, 0, 3, 20)


def test_a_colon_in_the_question():
    assert counts(only("Visits: seen alone: 16 of 20")) == ("Visits: seen alone", 16, 0, 4, 20)


def test_a_table_from_a_spreadsheet():
    text = (
        "Question\tMet\tPartly\tNot met\tOf\t%\tStandard\tNote\n"
        "Seen alone\t16\t\t4\t20\t80%\tevery 10 days\tone refused\n"
        "Checks\t8\t7\t5\t20\t45%\t\t\n"
        "\n"
        "Wait: same day 8; later 2\n"
    )
    seen, checks, wait = read_results(text)
    assert counts(seen) == ("Seen alone", 16, 0, 4, 20)
    assert (seen.standard, seen.note, seen.problems) == ("every 10 days", "one refused", ())
    assert checks.problems == ("8 of 20 is 40%, and the text says 45%.",)
    assert (wait.line, wait.spread) == (5, (("same day", 8), ("later", 2)))


def test_the_size_of_the_sample_is_used_where_a_line_does_not_say():
    assert counts(only("Seen: met 16", size=20)) == ("Seen", 16, 0, 4, 20)
    assert only("Seen: 3 of 6", size=20).of == 6
    assert only("Wait: same day 8; later 2", size=12).problems == ("The bands come to 10, and there are 12.",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Seen: 19 of 18", "The counts come to 19, which is more than 18."),
        ("Seen: met 8 partly 7 not 6 of 20", "The counts come to 21, which is more than 20."),
        ("Seen: 16 of 20 (90%)", "16 of 20 is 80%, and the text says 90%."),
        ("Seen: 13 of 15 (86%)", "13 of 15 is 87%, and the text says 86%."),
        ("Wait: same day 8; later 2; of 12", "The bands come to 10, and there are 12."),
        ("Seen: 0 of 0", "It cannot be of 0."),
        ("Seen: met 8", "Say of how many, such as 18 of 20."),
        ("\t16 of 20", "Write the question before the counts."),
        ("16 of 20", "Write the question before the counts."),
        ("Seen: 90%", "This line has a percentage without its counts. Write the question, a tab"),
        ("Seen by 18/12/2019", "This line has no counts"),
        ("Cohort of assessments", "This line has no counts"),
        ("Seen: 200000 of 300000", "These are more than 100,000 pieces of work. Check the counts."),
        (f"{'Seen ' * 70}: 16 of 20", "Use at most 300 characters for the question"),
        (f"{'Seen ' * 500}: 16 of 20", "This line is too long for a result."),
    ],
)
def test_problems_are_said(line, problem):
    assert [said for said in only(line).problems if said.startswith(problem)]


@pytest.mark.parametrize("percent", ["73%", "73.3%", "73.33%"])
def test_a_percentage_may_be_rounded(percent):
    assert only(f"Seen: 11 of 15 ({percent})").problems == ()


@pytest.mark.parametrize("percent", ["12%", "13%"])
def test_a_half_may_be_rounded_either_way(percent):
    assert only(f"Seen: 1 of 8 ({percent})").problems == ()


def test_a_question_that_stands_twice():
    first, second = read_results("Seen: 1 of 2\nseen : 2 of 2")
    assert first.problems == ()
    assert second.problems == ("This question stands here twice. Leave one out, or tell them apart.",)


def test_lines_are_numbered_as_they_stand_and_none_is_left_out():
    rows = read_results("\r\n\r\nSeen: 1 of 2\r\n\r\nnothing to count\r\n")
    assert [(row.line, row.question, bool(row.problems)) for row in rows] == [
        (3, "Seen", False),
        (5, "nothing to count", True),
    ]


def test_too_much_is_refused_in_words():
    assert len(read_results("\n".join(f"Q{number}: 1 of 2" for number in range(MAX_ROWS)))) == MAX_ROWS
    with pytest.raises(TooMuch, match="more than 200 lines"):
        read_results("\n".join(f"Q{number}: 1 of 2" for number in range(MAX_ROWS + 1)))
    with pytest.raises(TooMuch, match="50,001 characters"):
        read_results("a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    "repeated", ["a: ", "1 ", "1 of ", "met 1 ", "a 1;", ":", "= ", "(", "1,", "\t1", "of 1, "]
)
def test_the_longest_lines_take_no_time(repeated):
    began = time.process_time()
    line = (repeated * 1000)[:990]
    read_results("\n".join([line] * 50))
    assert time.process_time() - began < 3


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.sampled_from(["\t", "  ", ": "]))
def test_counts_come_back_as_they_were_written(met, partly, not_met, between):
    of = met + partly + not_met
    row = only(f"A question{between}met {met} partly {partly} not {not_met} of {of}")
    assert counts(row) == ("A question", met, partly, not_met, of)
    assert bool(row.problems) == (of == 0)


@given(st.lists(st.integers(0, 99), min_size=2, max_size=6))
def test_bands_come_back_as_they_were_written(numbers):
    bands = "; ".join(f"{at * 10}-{at * 10 + 9} days {number}" for at, number in enumerate(numbers))
    row = only(f"A question: {bands}")
    assert [number for _, number in row.spread] == numbers
    assert row.of == sum(numbers)


@given(st.text(max_size=200) | st.text(alphabet="ab 0123456789:;,|\t%()/ofmetparlyn", max_size=80))
def test_any_text_is_read(text):
    for row in read_results(text):
        assert row.problems or (row.of and row.question)
        assert row.met is None or row.problems or row.met + row.partly + row.not_met <= row.of
