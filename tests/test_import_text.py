"""Reading the text of a plan: each difficulty that published plans have, by a document that shows it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.plan_text import read_plan
from plans.importers.source import MAX_BYTES, ImportRefused, decode, digest
from plans.models import Rag
from plans.plan_draft import PlanDraft, SectionDraft

from .import_documents import BROKEN_OVER_PAGES, PACK, PLAIN

SEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
REAL = SEEDS / "000_05168e2c9d4b0497.txt"
needs_seeds = pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")


def texts(points) -> list[str]:
    return [point.text for point in points]


def statements(section: SectionDraft) -> list[str]:
    return [outcome.statement for outcome in section.outcomes]


def refs(draft: PlanDraft) -> list[str]:
    return [outcome.ref for outcome in draft.outcomes]


def section_of(
    lists: str, table: str = "Ref\tOutcome\tLead\tRAG\n1.1\tCalls are answered.\tTeam Managers\t\n"
):
    """A plan of one section with these lists; its only section."""
    return read_plan(f"Improvement Plan, March 2023\n\n1. Front Door\n{lists}\n\n{table}").sections[0]


def with_row(*cells: str, heading: str = "Ref\tOutcome\tLead\tTimescale\tRAG") -> PlanDraft:
    row = "\t".join(cells)
    return read_plan(f"Improvement Plan, March 2023\n\n1. Front Door\n{heading}\n{row}\n")


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


# --- A part of a longer document ----------------------------------------------------------------------------


def test_a_plan_in_a_committee_pack_is_found_and_the_rest_counted():
    draft = read_plan(PACK)
    assert (draft.title, draft.dated) == ("Children's Services Improvement Plan", dt.date(2023, 3, 1))
    assert refs(draft) == ["1.1", "1.2"]
    assert statements(draft.sections[0]) == ["Every call is answered.", "Notes are kept."]
    assert draft.not_understood == ()
    assert (draft.left_out_before, draft.left_out_after) == (15, 7)
    assert draft.before[0].text == "Westermoor County Council"
    assert draft.after[0].text == "Minutes of the last meeting"


def test_paragraphs_below_the_title_are_the_introduction():
    draft = read_plan(PLAIN.replace("2023\n", "2023\n\nWe want to do better.\n\nThis is how.\n", 1))
    assert draft.introduction == "We want to do better.\n\nThis is how."
    assert draft.left_out_before == 0


@pytest.mark.parametrize(
    ("cover", "title", "dated"),
    [
        ("Improvement Plan\nMarch 2023", "Improvement Plan", dt.date(2023, 3, 1)),
        ("Improvement Plan\n6th March 2023", "Improvement Plan", dt.date(2023, 3, 1)),
        ("Appendix 2: Recovery plan (March 2023)", "Recovery plan", dt.date(2023, 3, 1)),
        ("Westermoor Improvement Plan", "Westermoor Improvement Plan", None),
        ("A paper", "", None),
    ],
)
def test_the_cover_gives_title_and_month(cover, title, dated):
    draft = read_plan(PLAIN.replace("Westermoor Children's Services\nImprovement Plan, March 2023", cover))
    assert (draft.title, draft.dated) == (title, dated)


# --- Themes and notes ---------------------------------------------------------------------------------------


def test_near_identical_outcomes_in_several_sections_are_a_theme():
    wordings = [
        "Regular supervision takes place and helps staff to think about each child.",
        "Regular supervision takes place and helps the staff to think about each child. It is written down.",
        "Regular supervision takes place and helps staff think about each child.",
    ]
    text = "Improvement Plan, March 2023\n" + "".join(
        f"{n}. Part {n}\nRef\tOutcome\tLead\tRAG\n{n}.1\t{wording}\tIROs\t\n{n}.2\tOnly {n} has "
        f"this: {'xyz'[n - 1] * 40}\t\t\n"
        for n, wording in enumerate(wordings, start=1)
    )
    themes = read_plan(text).themes
    assert [(theme.name, theme.refs) for theme in themes] == [("Supervision", ("1.1", "2.1", "3.1"))]


def test_the_same_wording_within_one_section_is_no_theme():
    text = PLAIN.replace(
        "What a caller says is written down once.", "Every call is answered within a minute."
    )
    assert read_plan(text).themes == ()


def test_names_that_differ_by_a_letter_are_pointed_out():
    text = PLAIN.replace("North\tSouth", "Chiltern\tChilterns")
    assert any("“Chiltern” and “Chilterns”" in note for note in read_plan(text).notes)


# --- What is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(encoding):
    text = PLAIN.replace("Children's", "Children\u2019s").replace("home", "home \u2013 café")
    draft = read_plan(decode(text.encode(encoding)))
    assert draft.title == "Westermoor Children\u2019s Services Improvement Plan"
    assert texts(draft.sections[1].wants) == ["Help comes to the home \u2013 café."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no text"),
        (b" \r\n\t \n", "no text"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04 ...", "Word"),
        (b"\x00\x01\x02 plan", "not text"),
        (b"\x81\x8d\x8f plan", "not text"),
        (b"\xff\xfe\x00", "not text"),
        (bytes(range(1, 32)) * 40, "not text"),
        (b"a" * (MAX_BYTES + 1), "MB"),
        (b"1.1\tcalls\n" * (50 * 1024 * 1024 // 10), "50.0 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, says):
    with pytest.raises(ImportRefused, match=says):
        read_plan(decode(data))


def test_more_outcomes_than_a_plan_can_have_are_refused():
    rows = "".join(f"1.{n}\tOutcome {n}\tIROs\t\n" for n in range(1, 1000))
    more = "".join(f"2.{n}\tOutcome {n}\tIROs\t\n" for n in range(1, 1000))
    third = "".join(f"3.{n}\tOutcome {n}\tIROs\t\n" for n in range(1, 10))
    head = "Ref\tOutcome\tLead\tRAG\n"
    with pytest.raises(ImportRefused, match="2,000 outcomes"):
        read_plan(f"Improvement Plan\n1. One\n{head}{rows}2. Two\n{head}{more}3. Three\n{head}{third}")


def test_hostile_text_stays_text():
    tag = "<script>alert(1)</script>"
    hostile = f'{tag} =HYPERLINK("http://x") @SUM(1+1) \u202ebackwards\u202c \x07\x1b[31m &lt;b&gt;'
    draft = read_plan(PLAIN.replace("Every call is answered within a minute.", hostile))
    assert next(draft.outcomes).statement == (
        '<script>alert(1)</script> =HYPERLINK("http://x") @SUM(1+1) backwards [31m <b>'
    )


def test_spacing_and_line_ends_do_not_make_another_text():
    assert digest(PLAIN) == digest(PLAIN.replace("\n", "\r\n\r\n").replace("1.1\t", " 1.1 \t "))
    assert digest(PLAIN) != digest(PLAIN.replace("Every", "Each"))


# --- Invented input -----------------------------------------------------------------------------------------


@given(st.text())
def test_no_text_crashes_the_reader(text):
    try:
        read_plan(text)
    except ImportRefused as refused:
        assert refused.message  # noqa: PT017 - most are refused, and not all


_PIECES = st.sampled_from(
    ["1. ", "2. ", "3) ", "- ", "• ", "\t", "\t\t\t", "\n", "\n\n", "What do we want to see?",
     "What needs to change?", "Objectives:", "Ref\tOutcome\tLead\tRAG", "\t\t\tNorth\tSouth\tOverall",
     "1.1\t", "2.1\t", "Red", "12\n", "Page 3", "<ol> ", "<li>", "**", "| ", "|", "Section 2: ",
     "Team Managers and ", "March 2023", "Improvement Plan", "word. "]
)  # fmt: skip


@given(st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=60))
def test_no_jumble_of_a_plans_parts_crashes_the_reader(pieces):
    try:
        draft = read_plan("".join(pieces))
    except ImportRefused as refused:
        assert refused.message  # noqa: PT017 - most are refused, and not all
    else:
        assert all(lost.line > 0 and lost.why for lost in draft.not_understood)


@st.composite
def documents(draw) -> str:
    """A plan with all sorts of lines thrown in; every word of it is unlike every other."""
    count = 0

    def word() -> str:
        nonlocal count
        count += 1
        return f"Word{chr(97 + count // 26)}{chr(97 + count % 26)}"

    def words() -> str:
        return " ".join(word() for _ in range(draw(st.integers(1, 4)))) + draw(st.sampled_from(["", "."]))

    def noise() -> list[str]:
        kinds = draw(st.lists(st.sampled_from("tbpnrcg"), max_size=3))
        made = {
            "t": words,
            "b": lambda: f"- {words()}",
            "p": lambda: "",
            "n": lambda: f"{draw(st.integers(1, 9))}. {words()}",
            "r": lambda: "\t".join(words() for _ in range(3)),
            "c": lambda: f"\t{words()}\t\t",
            "g": lambda: "17",
        }
        return [made[kind]() for kind in kinds]

    lines = [*noise(), f"Improvement Plan {word()}", "", "March 2023", ""]
    for number in range(1, draw(st.integers(1, 4)) + 1):
        lines += [f"{number}. {words()}", *noise()]
        for heading in ("What do we want to see?", "What needs to change?"):
            if draw(st.booleans()):
                lines += [
                    heading,
                    *(f"{n}. {words()}" for n in range(1, draw(st.integers(1, 4)) + 1)),
                    *noise(),
                ]
        lines += ["Ref\tOutcome\tLead\tTimescale\tRAG"]
        for row in range(1, draw(st.integers(1, 4)) + 1):
            rag = draw(st.sampled_from(["", "Red", word()]))
            lines += [f"{number}.{row}\t{words()}\t{words()}\t{words()}\t{rag}", *noise()]
    return "\n".join([*lines, *noise()])


@given(documents())
def test_nothing_is_lost(text):
    """Every word is imported, listed with its line, or in the lines left out and counted."""
    draft = read_plan(text)
    kept = " ".join(
        [draft.title, draft.introduction]
        + [section.title for section in draft.sections]
        + [p.text for s in draft.sections for p in (*s.wants, *s.changes, *s.objectives, *s.measures)]
        + [" ".join([o.statement, *o.leads, o.timescale]) for o in draft.outcomes]
        + [name for section in draft.sections for name in section.columns]
    )
    listed = {lost.line: "" for lost in draft.not_understood}
    for lost in draft.not_understood:
        listed[lost.line] += f" {lost.text}"
    left_out = {line.number: line.text for line in (*draft.before, *draft.after)}
    for number, line in enumerate(text.split("\n"), start=1):
        for token in re.findall(r"Word[a-z][a-z]", line):
            places = [kept, listed.get(number, ""), left_out.get(number, "")]
            assert sum(place.count(token) for place in places) >= 1, (number, line)
            assert kept.count(token) <= 1, (number, line)
    assert [o.ref for o in draft.outcomes] == list(dict.fromkeys(o.ref for o in draft.outcomes))


# --- The real documents -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> PlanDraft:
    return read_plan(decode(REAL.read_bytes()))


@needs_seeds
@pytest.mark.seeds
def test_the_real_plan_has_its_counts(real):
    assert (real.title, real.dated) == ("Children's Services Improvement Plan", dt.date(2021, 10, 1))
    assert [len(section.outcomes) for section in real.sections] == [6, 5, 5, 10, 9, 7, 5]
    assert [len(section.wants) for section in real.sections] == [7, 7, 8, 11, 7, 0, 7]
    assert [len(section.changes) for section in real.sections] == [4, 9, 7, 9, 3, 0, 6]
    assert [section.column_names for section in real.sections] == [
        ("Overall",),
        ("Aylesbury", "Wycombe", "Chilterns", "Overall"),
        ("Aylesbury", "Wycombe", "Chilterns", "Overall"),
        ("CiC", "Care Leavers", "Overall"),
        ("CPAs", "IROs", "Overall"),
        ("Overall",),
        ("Aylesbury", "Wycombe", "Chiltern"),
    ]
    assert [(o.ref, dict(o.ratings)) for o in real.outcomes if o.ratings] == [
        ("6.6", {"Overall": Rag.COMPLETE})
    ]
    assert (real.not_understood, real.left_out_before, real.left_out_after) == ((), 0, 0)


@needs_seeds
@pytest.mark.seeds
def test_the_real_plan_is_read_word_for_word(real):
    lines = REAL.read_text(encoding="utf-8").split("\n")
    rows = {cells[0]: cells for line in lines if re.match(r"\d\.\d+\t", line) and (cells := line.split("\t"))}
    assert len(rows) == 47
    for outcome in real.outcomes:
        assert (outcome.ref, outcome.statement, outcome.lead_cell) == tuple(rows[outcome.ref][:3])
    points = [point for s in real.sections for point in (*s.wants, *s.changes)]
    printed: list[str] = []
    for line in lines:
        if line.startswith("<ol"):
            inside = re.sub(r"<[^>]*>", "", line).strip()
            printed += [part.strip() for part in re.split(r"(?:^|\s)\d+\. (?=[A-Z])", inside) if part.strip()]
        elif re.match(r"(\d+\.|-) .*", line) and "\t" not in line and len(line) > 75:
            printed.append(re.sub(r"^(\d+\.|-) ", "", line).strip())
    # Every long line of a list is a point, and every point is printed so.
    assert set(printed) <= {point.text for point in points}
    source = " ".join("\n".join(lines).split())
    assert all(point.text in source for point in points)


@needs_seeds
@pytest.mark.seeds
def test_the_real_plans_recurring_outcomes_are_themes_of_six(real):
    themes = {theme.name: theme.refs for theme in real.themes}
    assert themes["Supervision"] == ("1.1", "2.1", "3.1", "4.1", "5.1", "7.1")
    assert themes["Management oversight"] == ("1.2", "2.2", "3.2", "4.2", "5.2", "7.2")


@needs_seeds
@pytest.mark.seeds
def test_the_real_plan_is_found_among_other_real_papers(real):
    others = [decode(path.read_bytes()) for path in sorted(SEEDS.glob("00[124]_*.txt"))]
    text = "\n".join([*others[:2], REAL.read_text(encoding="utf-8"), *others[2:]])
    draft = read_plan(text)
    assert (draft.title, draft.dated, draft.not_understood) == (real.title, real.dated, ())
    assert list(draft.outcomes) != []
    assert [(o.ref, o.statement, o.leads) for o in draft.outcomes] == [
        (o.ref, o.statement, o.leads) for o in real.outcomes
    ]
    count = sum(bool(line.strip()) for other in others for line in re.split(r"\r\n|\r|\n", other))
    assert draft.left_out_before + draft.left_out_after == count


@needs_seeds
@pytest.mark.seeds
def test_another_councils_plan_is_read_with_what_it_has_in_other_words():
    draft = read_plan(decode((SEEDS / "003_6a87f648617abc11.txt").read_bytes()))
    assert len(draft.sections) == 17
    assert draft.outcome_count == 48
    assert draft.dated == dt.date(2015, 1, 1)
    assert all(section.objectives and section.wants and section.measures for section in draft.sections)
    assert {lost.why.split("column")[0] for lost in draft.not_understood if "column" in lost.why}
    by_ref = {outcome.ref: outcome for outcome in draft.outcomes}
    assert by_ref["1.4"].timescale == "March 2015; TBC; TBC"
    assert by_ref["2.1"].timescale_on == dt.date(2015, 3, 31)


@needs_seeds
@pytest.mark.seeds
@pytest.mark.parametrize("name", [path.name for path in sorted(SEEDS.glob("00[124]_*.txt"))])
def test_real_papers_that_hold_no_plan_are_refused(name):
    with pytest.raises(ImportRefused, match="No plan was found"):
        read_plan(decode((SEEDS / name).read_bytes()))
