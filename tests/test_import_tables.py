"""Reading a plan from text: its tables."""

import datetime as dt

import pytest

from plans.importers.plan_text import read_plan
from plans.models import Rag

from .import_documents import BROKEN_OVER_PAGES, PLAIN
from .import_reading import refs, section_of, statements, with_row

# --- Tables -------------------------------------------------------------------------------------------------


def test_a_table_broken_over_pages_is_put_together():
    draft = read_plan(BROKEN_OVER_PAGES)
    section = draft.sections[0]
    assert statements(section) == [
        "Every call is answered within a minute by somebody who can decide what happens next.",
        "What a caller says is written down once.",
        "A second call is not needed.",
    ]
    assert section.outcomes[0].lead_cell == "Team Managers and Assistant Team Managers"
    assert section.outcomes[0].leads == ("Team Managers", "Assistant Team Managers")
    assert section.outcomes[0].ratings == {"North": Rag.GREEN, "South": Rag.AMBER, "Overall": Rag.RED}
    assert section.outcomes[1].ratings == {"South": Rag.COMPLETE}
    assert [(lost.text, lost.expected) for lost in draft.not_understood] == [
        ("7", True),
        ("Page 8 of 12", True),
    ]


def test_a_running_head_beside_page_numbers_is_no_part_of_a_cell():
    text = PLAIN.replace("1.2\t", "Westermoor plan for children\n3\n1.2\t").replace(
        "2.2\t", "Westermoor plan for children\n4\n2.2\t"
    )
    draft = read_plan(text)
    assert refs(draft) == ["1.1", "1.2", "2.1", "2.2"]
    assert statements(draft.sections[0])[0] == "Every call is answered within a minute."
    assert [lost.text for lost in draft.not_understood] == ["Westermoor plan for children", "3"] * 1 + [
        "Westermoor plan for children",
        "4",
    ]


def test_a_cell_broken_by_a_line_end_is_put_together():
    draft = read_plan(
        "Improvement Plan, March 2023\n1. Front Door\nRef\tOutcome\tLead\tRAG\n1.1\tEvery call "
        "is\nanswered within a\n"
        "minute.\tTeam Managers\tG\n1.2\tNotes are kept.\tTeam Managers and\nSocial Workers\tR\n"
    )
    first, second = draft.sections[0].outcomes
    assert (first.statement, first.lead_cell, first.ratings) == (
        "Every call is answered within a minute.",
        "Team Managers",
        {"Overall": Rag.GREEN},
    )
    assert second.leads == ("Team Managers", "Social Workers")
    assert second.ratings == {"Overall": Rag.RED}


@pytest.mark.parametrize(
    ("heading", "columns", "overall"),
    [
        ("Ref\tOutcome\tLead\tRAG\n", (), True),
        ("Ref\tOutcome\tLead\tRAG\t\t\n\t\t\tNorth\tSouth\tOverall\n", ("North", "South"), True),
        ("Ref\tOutcome\tLead\tRAG\n\n\t\t\tNorth\tSouth\tOverall\n", ("North", "South"), True),
        ("Ref\tOutcome\tLead\tRAG\t\n\t\t\tNorth\tSouth\n", ("North", "South"), False),
        ("Ref\tOutcome\tLead\tRAG\nNorth\tSouth\tOverall\n", ("North", "South"), True),
        ("Ref\tOutcome\tLead\tNorth\tSouth\tOverall\n", ("North", "South"), True),
        ("Ref\tOutcome\tLead\tNorth\tSouth\n", ("North", "South"), False),
        ("Ref\tOutcome\tLead\tNorth RAG\tSouth RAG\tOverall RAG\n", ("North", "South"), True),
        ("\t\t\tRAG\t\t\nRef\tOutcome\tLead\tNorth\tSouth\tOverall\n", ("North", "South"), True),
        (
            "<b>Ref.</b>\t**Outcome**\t<i>Lead(s)</i>\tBRAG rating\t\n\t\t\tIn care\tIROs\n",
            ("In care", "IROs"),
            False,
        ),
        ("No\tOutcome\tLead officer\tStatus\n", (), True),
    ],
)
def test_rag_columns_are_read_however_they_are_headed(heading, columns, overall):
    section = section_of(
        "What do we want to see?\n1. Help.", f"{heading}1.1\tCalls are answered.\tTeam Managers\t\t\t\n"
    )
    assert (section.columns, section.has_overall) == (columns, overall)
    assert statements(section) == ["Calls are answered."]


def test_one_section_may_have_columns_that_another_has_not():
    draft = read_plan(PLAIN)
    assert [section.column_names for section in draft.sections] == [
        ("Overall",),
        ("North", "South", "Overall"),
    ]


@pytest.mark.parametrize(
    ("word", "colour"),
    [
        ("Red", Rag.RED),
        ("AMBER", Rag.AMBER),
        ("green", Rag.GREEN),
        ("R", Rag.RED),
        ("a", Rag.AMBER),
        ("(G)", Rag.GREEN),
        ("Complete", Rag.COMPLETE),
        ("Completed", Rag.COMPLETE),
        ("Blue", Rag.COMPLETE),
        ("B", Rag.COMPLETE),
        ("<b>Amber</b>", Rag.AMBER),
    ],
)
def test_words_and_letters_become_colours(word, colour):
    assert next(with_row("1.1", "Calls.", "IROs", "", word).outcomes).ratings == {"Overall": colour}


@pytest.mark.parametrize("blank", ["", " ", "-", "\u2013"])
def test_a_blank_cell_is_no_rating_and_nothing_to_report(blank):
    draft = with_row("1.1", "Calls.", "IROs", "", blank)
    assert (draft.rating_count, draft.not_understood) == (0, ())


@pytest.mark.parametrize("word", ["Amber/Red", "On track", "Red to Green", "7"])
def test_a_rag_cell_that_names_no_colour_is_listed(word):
    draft = with_row("1.1", "Calls.", "IROs", "", word)
    assert draft.rating_count == 0
    assert [(lost.line, lost.text) for lost in draft.not_understood] == [(5, word)]


def test_a_timescale_is_kept_as_written_with_the_date_it_means():
    outcome = next(with_row("1.1", "Calls.", "IROs", "<p>End of May 2023</p> <p>June 2023</p>", "").outcomes)
    assert outcome.timescale == "End of May 2023; June 2023"
    assert outcome.timescale_on == dt.date(2023, 6, 30)
    outcome = next(with_row("1.1", "Calls.", "IROs", "TBC", "").outcomes)
    assert (outcome.timescale, outcome.timescale_on) == ("TBC", None)


def test_a_column_that_a_plan_has_no_place_for_is_listed_cell_by_cell():
    heading = "ACTION\t\tPROGRESS MILESTONES\tTARGET DATE\tDELIVERY LEAD"
    draft = with_row("1.1", "Hire staff", "Advert placed", "March 2023", "Jo Hill", heading=heading)
    outcome = next(draft.outcomes)
    assert (outcome.ref, outcome.statement, outcome.timescale, outcome.leads) == (
        "1.1", "Hire staff", "March 2023", ("Jo Hill",)
    )  # fmt: skip
    assert [(lost.line, lost.text) for lost in draft.not_understood] == [(5, "Advert placed")]
    assert draft.sections[0].has_overall


def test_lists_within_a_cell_stay_in_it():
    cell = "Find out: <ul> - how many call; - why they call; </ul>"
    assert next(with_row("1.1", cell, "IROs", "", "").outcomes).statement == (
        "Find out:\n- how many call; - why they call;"
    )


def test_a_ref_that_comes_twice_is_listed():
    draft = read_plan(PLAIN.replace("2.2\t", "2.1\t"))
    assert refs(draft) == ["1.1", "1.2", "2.1"]
    assert [(lost.line, lost.why) for lost in draft.not_understood] == [
        (25, "Ref 2.1 stands already at line 24.")
    ]
    assert "Each family has its own copy of the plan." in draft.not_understood[0].text


def test_a_table_in_markdown_is_read():
    text = PLAIN.replace("\t", " | ").replace("1. ", "1. ")
    rows = [f"| {line} |" if " | " in line else line for line in text.split("\n")]
    rows.insert(12, "|---|:--|---|---|")
    assert refs(read_plan("\n".join(rows))) == ["1.1", "1.2", "2.1", "2.2"]


def test_a_table_without_refs_has_them_counted():
    draft = read_plan(
        "Improvement Plan, March 2023\n4. Front Door\nOutcome\tLead\tRAG\nCalls.\tIROs\t\nNotes.\tIROs\tRed\n"
    )
    assert refs(draft) == ["4.1", "4.2"]


def test_text_between_rows_is_listed_and_joins_no_cell():
    draft = read_plan(PLAIN.replace("1.2\t", "\nSee also the workforce strategy.\n\n1.2\t"))
    assert refs(draft) == ["1.1", "1.2", "2.1", "2.2"]
    assert [(lost.line, lost.text) for lost in draft.not_understood] == [
        (14, "See also the workforce strategy.")
    ]
