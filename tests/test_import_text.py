"""Reading a plan from text: the whole, its lists and its sections."""

import datetime as dt
import re

import pytest

from plans.importers.plan_text import read_plan
from plans.importers.source import ImportRefused
from plans.models import Rag

from .import_documents import PLAIN
from .import_reading import refs, section_of, statements, texts

# --- The whole ----------------------------------------------------------------------------------------------


def test_a_plan_is_read_whole():
    draft = read_plan(PLAIN)
    assert draft.title == "Westermoor Children's Services Improvement Plan"
    assert draft.dated == dt.date(2023, 3, 1)
    first, second = draft.sections
    assert (first.number, first.title, first.columns, first.has_overall) == ("1", "Front Door", (), True)
    assert texts(first.wants) == [
        "Callers reach a person who can help them.",
        "Nobody has to tell their story twice.",
    ]
    assert texts(first.changes) == ["Calls wait too long at the start of the week."]
    assert (second.columns, second.has_overall) == (("North", "South"), True)
    assert refs(draft) == ["1.1", "1.2", "2.1", "2.2"]
    assert first.outcomes[0].ratings == {"Overall": Rag.GREEN}
    assert second.outcomes[0].ratings == {"North": Rag.RED, "South": Rag.AMBER}
    assert second.outcomes[1].ratings == {"Overall": Rag.COMPLETE}
    assert second.outcomes[1].leads == ("Head of Family Support", "Team Managers")
    assert (draft.not_understood, draft.left_out_before, draft.left_out_after) == ((), 0, 0)


def test_outcomes_and_points_know_their_line():
    draft = read_plan(PLAIN)
    lines = PLAIN.split("\n")
    assert all(outcome.statement in lines[outcome.line - 1] for outcome in draft.outcomes)
    assert all(want.text in lines[want.line - 1] for want in draft.sections[1].changes)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_make_no_difference(end):
    assert read_plan(PLAIN.replace("\n", end)) == read_plan(PLAIN)


def test_nothing_but_a_plan_can_be_imported():
    with pytest.raises(ImportRefused, match="No plan was found"):
        read_plan("Dear colleague,\n\n1. Thank you for your letter.\n2. We shall reply.\n")


def test_a_plan_whose_tables_lost_their_tabs_is_refused_with_the_reason():
    with pytest.raises(ImportRefused, match="tabs"):
        read_plan(
            "Improvement Plan\n\n1. Door\nWhat do we want to see?\n1. Help.\nRef Outcome Lead "
            "RAG\n1.1 Calls\n"
        )


# --- Lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lists",
    [
        "What do we want to see?\n1. First thing.\n2. Second thing.\n3. Third thing.",
        "What do we want to see?\n\n1) First thing.\n2) Second thing.\n\n3) Third thing.",
        "What do we want to see?\n(1) First thing.\n(2) Second thing.\n(3) Third thing.",
        "What do we want to see?\n1.\tFirst thing.\n2.\tSecond thing.\n3.\tThird thing.",
        "What do we want to see?\n- First thing.\n- Second thing.\n- Third thing.",
        "What do we want to see?\n•\tFirst thing.\n•\tSecond thing.\n•\tThird thing.",
        "What do we want to see?\n\uf0b7 First thing.\n\uf0b7 Second thing.\n\uf0b7 Third thing.",
        "What do we want to see?\n• First thing. • Second thing. • Third thing.",
        "What do we want to see?\nFirst thing.\n\nSecond thing.\n\nThird thing.",
        "What do we want to see? 1. First thing. 2. Second thing. 3. Third thing.",
        "<b>What do we want to see?</b>\t\t\t\n<ol> 1. First thing. 2. Second thing. 3. Third thing. \t\t\t",
        "<i>What do we want to see?</i>\n<ol><li>First thing.</li><li>Second thing.</li><li>Third "
        "thing.</li></ol>",
        '<ul style="list-style-type: none"> - First thing. - Second thing. - Third thing. </ul>'.join(
            ["What do we want to see?\n", ""]
        ),
        "**What do we want to see?**\n\n1. First thing.\n2. **Second** thing.\n3. Third thing.",
        "## What do we want to see?\n1. First\nthing.\n2. Second\nthing.\n3. Third thing.",
        "WHAT DO WE WANT TO SEE:\n1. First thing. 2. Second thing.\n3. Third thing.",
        "What we want to see\n1. First thing.\n12\n2. Second thing.\n\nWhat we want to see "
        "(continued)\n3. Third thing.",
        "What we want to see\n1. First thing.\n2. Second thing.\nPage 4\nWhat we want to see\n3. "
        "Third thing.",
    ],
)
def test_a_list_is_read_however_it_is_marked(lists):
    section = section_of(lists)
    assert texts(section.wants) == ["First thing.", "Second thing.", "Third thing."]
    assert [want.number for want in section.wants] == [1, 2, 3]


def test_the_four_kinds_of_list_are_told_apart():
    section = section_of(
        "OBJECTIVES:\n- Aim high.\n\nOUTCOMES:\n- Good is seen.\n\nWhat needs to change?\n- Waiting.\n\n"
        "MEASURED BY:\n- Calls answered; and\n- Calls lost."
    )
    assert texts(section.objectives) == ["Aim high."]
    assert texts(section.wants) == ["Good is seen."]
    assert texts(section.changes) == ["Waiting."]
    assert texts(section.measures) == ["Calls answered; and", "Calls lost."]


def test_headings_run_together_in_bold_are_parted():
    text = (
        "DRAFT IMPROVEMENT PLAN\n\nJanuary 2023\n\nCARE PLAN**AREA FOR IMPROVEMENT I: Shorten "
        "waiting****OBJECTIVES:**"
        "\n\n- Answer.\n\nACTION\t\tMILESTONES\tTARGET DATE\tDELIVERY LEAD\n1.1\tHire "
        "staff\tAdvert\tMarch 2023\tJo Hill\n"
    )
    section = read_plan(text).sections[0]
    assert (section.number, section.title) == ("1", "Shorten waiting")
    assert texts(section.objectives) == ["Answer."]


def test_a_number_within_a_sentence_does_not_break_a_point():
    section = section_of(
        "What do we want to see?\n1. Plans follow what is said in section 2. Families see them. 2. "
        "Visits happen at 3. "
        "They are noted."
    )
    assert texts(section.wants) == [
        "Plans follow what is said in section 2. Families see them.",
        "Visits happen at 3. They are noted.",
    ]


def test_a_number_that_the_next_line_begins_with_does_not_break_a_point():
    section = section_of(
        "What do we want to see?\n1. There are tiers 1, 2. Both are used.\n2. Notes are kept."
    )
    assert texts(section.wants) == ["There are tiers 1, 2. Both are used.", "Notes are kept."]


def test_a_point_broken_by_lines_and_a_page_is_whole():
    section = section_of(
        "What do we want to see?\n1. Children are seen\nby somebody they\n\n14\n\nknow, in a "
        "child-\ncentred way.\n2. End."
    )
    assert texts(section.wants) == [
        "Children are seen by somebody they know, in a child-centred way.",
        "End.",
    ]


def test_a_point_within_a_point_stays_in_it():
    section = section_of(
        "What do we want to see?\n- Safer children through:\n   - fewer moves; and\n   - better "
        "plans.\n- Good records."
    )
    assert texts(section.wants) == [
        "Safer children through:\n- fewer moves; and\n- better plans.",
        "Good records.",
    ]


def test_printed_numbers_are_kept_and_a_list_numbered_anew_is_counted_through():
    assert [p.number for p in section_of("What do we want to see?\n1. A.\n\n3. B.").wants] == [1, 3]
    assert [p.number for p in section_of("What do we want to see?\n1. A.\n2. B.\n1. C.").wants] == [1, 2, 3]


# --- Sections -----------------------------------------------------------------------------------------------

TABLE_2 = "Ref\tOutcome\tLead\tRAG\n2.1\tVisits follow.\tTeam Managers\t\n"


def test_a_section_title_that_continues_a_list_is_a_title():
    draft = read_plan(
        "Improvement Plan, March 2023\n1. Front Door\nWhat do we want to see?\n1. Help.\n"
        f"2. Family Support\nWhat do we want to see?\n1. Visits.\n{TABLE_2}"
    )
    assert [section.heading for section in draft.sections] == ["1. Front Door", "2. Family Support"]
    assert texts(draft.sections[0].wants) == ["Help."]


@pytest.mark.parametrize("follows", ["What needs to change?\n1. Waiting.\n", ""])
def test_a_point_that_looks_like_a_title_is_a_point(follows):
    draft = read_plan(
        f"Improvement Plan, March 2023\n2. Family Support\nWhat do we want to see?\n1. Visits\n2. "
        f"Notes\n3. Early Help\n"
        f"{follows}{TABLE_2}3. Early Help\nRef\tOutcome\tLead\tRAG\n3.1\tHelp is early.\tSocial Workers\t\n"
    )
    assert [section.heading for section in draft.sections] == ["2. Family Support", "3. Early Help"]
    assert texts(draft.sections[0].wants) == ["Visits", "Notes", "Early Help"]


def test_a_title_straight_above_its_table_is_known_by_its_refs():
    draft = read_plan(
        "Improvement Plan, March 2023\n1. Front Door\nWhat needs to change?\n1. Waiting.\n\n"
        f"2. Family Support\n\n{TABLE_2}"
    )
    assert [section.heading for section in draft.sections] == ["1. Front Door", "2. Family Support"]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("<b>2. Family Support</b>\t\t\t", "2. Family Support"),
        ("**2. Family Support**", "2. Family Support"),
        ("## 2. Family Support", "2. Family Support"),
        ("2.0 Family Support", "2. Family Support"),
        ("2 Family Support", "2. Family Support"),
        ("2.\tFamily Support", "2. Family Support"),
        ("Section 2: Family Support", "2. Family Support"),
        ("PRIORITY AREA 2 \u2013 Family Support", "2. Family Support"),
        ("Area for improvement II: Family Support", "2. Family Support"),
        ("Family Support", "2. Family Support"),
        ("2. Family\nSupport", "2. Family Support"),
    ],
)
def test_a_section_title_is_known_however_it_is_written(line, heading):
    draft = read_plan(PLAIN.replace("2. Family Support", line))
    assert [section.heading for section in draft.sections] == ["1. Front Door", heading]
    assert draft.not_understood == ()


def test_lettered_sections_have_lettered_refs():
    text = (
        re.sub(r"^1\. Front", "A. Front", PLAIN, flags=re.M).replace("1.1\t", "A1\t").replace("1.2\t", "A2\t")
    )
    draft = read_plan(text)
    assert [section.number for section in draft.sections] == ["A", "2"]
    assert refs(draft)[:2] == ["A1", "A2"]


def test_a_section_title_repeated_on_the_next_page_begins_nothing():
    text = PLAIN.replace(
        "2.2\t",
        "5\n2. Family Support (continued)\nRef\tOutcome\tLead\tRAG\t\t\n\t\t\tNorth\tSouth\tOverall\n2.2\t",
    )
    draft = read_plan(text)
    assert [len(section.outcomes) for section in draft.sections] == [2, 2]
    assert [(lost.line, lost.text) for lost in draft.not_understood] == [(25, "5")]


def test_sections_within_one_table_share_its_heading():
    draft = read_plan(
        "Improvement Plan, March 2023\n1. Front "
        "Door\t\t\t\nRef\tOutcome\tLead\tRAG\n1.1\tCalls.\tTeam Managers\tG\n"
        "2. Family Support\t\t\t\n2.1\tVisits.\tTeam Managers\tR\n"
    )
    assert [(s.heading, statements(s)) for s in draft.sections] == [
        ("1. Front Door", ["Calls."]),
        ("2. Family Support", ["Visits."]),
    ]


def test_a_table_under_no_title_makes_a_section_and_says_so():
    draft = read_plan(
        PLAIN.replace(
            "2. Family Support\nWhat do we want to see?\n1. Help comes to the home.\n"
            "What needs to change?\n1. Families wait for a visit.\n"
            "2. Plans are not shared with the family.\n",
            "",
        )
    )
    assert [section.number for section in draft.sections] == ["1", "2"]
    assert any("no title was found for section 2" in note for note in draft.notes)


def test_a_second_plan_in_the_same_text_is_left_out():
    draft = read_plan(PLAIN + "\n" + PLAIN.replace("2023", "2021"))
    assert draft.outcome_count == 4
    assert draft.left_out_after == len([line for line in PLAIN.split("\n") if line.strip()])
    assert any("Another plan" in note for note in draft.notes)
