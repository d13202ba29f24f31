"""The workbook, reopened by two libraries and compared with the plan it was made from."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from plans.models import Plan, Rag, Statement
from plans.papers.document import Tone
from plans.snapshot import Cell, PlanSnapshot, Sentence, take_snapshot

from .workbooks import (
    AT,
    OVERALL,
    head_row,
    opened,
    outcome,
    rated_snapshot,
    rows_of,
    section,
    snapshot_of,
    workbook_of,
)

WORDS = {None: "Not rated", **{rag: rag.label for rag in Rag}}


@pytest.fixture
def rated(plan: Plan) -> PlanSnapshot:
    """The small plan, part rated."""
    return rated_snapshot(plan)


# --- What it says -------------------------------------------------------------------------------------------

RATING_HEADS = [
    "Section number", "Section", "Ref", "Outcome", "Leads", "Themes", "Timescale", "Column", "RAG", "Reason",
    "Rated on", "Days since rated", "Recorded by", "Recorded at", "Previous RAG",
]  # fmt: skip


def expected_ratings(snapshot: PlanSnapshot, blank: Any) -> list[list[Any]]:
    titles = {part.number: part.title for part in snapshot.sections}
    rows: list[list[Any]] = []
    for row, cell in snapshot.cells:
        stood = cell.standing
        local = timezone.localtime(stood.recorded_at).replace(tzinfo=None, microsecond=0) if stood else None
        rows.append(
            [
                row.section_number, titles[row.section_number], row.ref, row.statement,
                "; ".join(lead.name for lead in row.leads), "; ".join(theme.name for theme in row.themes),
                row.timescale, cell.column.name, WORDS[cell.rag], stood.commentary if stood else None,
                stood.effective_on if stood else None, cell.days, stood.recorded_by if stood else None, local,
                cell.previous.rag.label if cell.previous else None,
            ]
        )  # fmt: skip
    return [[blank if value in (None, "") else value for value in row] for row in rows]


def test_all_ratings_has_one_row_a_cell_as_openpyxl_reads_it(rated: PlanSnapshot) -> None:
    heads, *rows = rows_of(opened(workbook_of(rated))["All ratings"])
    assert heads == RATING_HEADS
    for row in rows:
        row[10] = row[10].date() if row[10] else None
    assert rows == expected_ratings(rated, None)
    assert len(rows) == 15
    assert sum(1 for row in rows if row[8] == "Not rated") == 3


def test_all_ratings_has_one_row_a_cell_as_calamine_reads_it(rated: PlanSnapshot) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_of(rated)))
    heads, *rows = book.get_sheet_by_name("All ratings").to_python()
    assert heads == RATING_HEADS
    assert rows == expected_ratings(rated, "")


def test_each_section_has_the_table_of_the_printed_plan(rated: PlanSnapshot) -> None:
    book = opened(workbook_of(rated))
    for part in rated.sections:
        sheet = book[f"{part.number} {part.title}"]
        at = head_row(sheet)
        heads, *rows = rows_of(sheet)[at - 1 :]
        assert heads == ["Ref", "Outcome", "Lead", *(column.name for column in part.columns)]
        assert rows == [
            [row.ref, row.statement, " and ".join(lead.name for lead in row.leads)]
            + [WORDS[cell.rag] for cell in row.cells]
            for row in part.outcomes
        ]
        assert sheet["A1"].value == part.heading


def test_statements_stand_under_their_headings_before_the_table(rated: PlanSnapshot) -> None:
    sheet = opened(workbook_of(rated))["2 Assessment Teams"]
    said = [(row[0], row[1]) for row in rows_of(sheet)[: head_row(sheet) - 1]]
    want, change = (rated.sections[1].statements_of(kind)[0].text for kind in ("want", "change"))
    assert said == [
        ("2. Assessment Teams", None),
        ("What do we want to see?", None),
        ("1.", want),
        ("What needs to change?", None),
        ("1.", change),
        ("Outcomes", None),
    ]


def test_every_rating_is_a_word_on_its_colour(rated: PlanSnapshot) -> None:
    sheet = opened(workbook_of(rated))["All ratings"]
    seen = set()
    for mark in sheet["I"][1:]:
        tone = Tone[mark.value.upper().replace(" ", "_")]
        assert mark.fill.fgColor.rgb == f"00{tone.fill}"
        assert mark.font.color.rgb == f"00{tone.ink}"
        seen.add(mark.value)
    assert seen == {"Red", "Amber", "Green", "Complete", "Not rated"}


@pytest.mark.parametrize("tone", Tone)
def test_the_word_can_be_read_on_its_colour(tone: Tone) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(tone.fill), luminance(tone.ink)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_the_cover_says_what_this_is_and_what_the_colours_mean(rated: PlanSnapshot) -> None:
    rows = rows_of(opened(workbook_of(rated))["Cover"])
    said = {row[0]: row[1] for row in rows if row[0]}
    assert rated.authority in said
    assert rated.title in said
    assert said["As at"].date() == rated.at
    assert said["Produced at"] == dt.datetime(2026, 11, 21, 10, 32, 5)
    assert said["Produced by"] == "Cleo Clerk"
    assert said["Covers"] == "The whole plan"
    assert said["Holds"] == "7 outcomes in 3 sections; 12 of 15 ratings given"
    for rag, meaning in rated.definitions.items():
        assert said[rag.label] == meaning


def test_the_summary_counts_every_section_by_rag(rated: PlanSnapshot) -> None:
    sheet = opened(workbook_of(rated))["Summary"]
    at = head_row(sheet, "Section")
    heads, *rows = rows_of(sheet)[at - 1 : at + 1 + len(rated.sections)]
    assert heads == ["Section", "Outcomes", "Ratings", "Red", "Amber", "Green", "Complete", "Not rated"]
    *sections, total = rows
    for part, row in zip(rated.sections, sections, strict=True):
        cells = [cell for each in part.outcomes for cell in each.rated_cells]
        counted = [sum(1 for cell in cells if cell.rag == rag) for rag in (*Rag, None)]
        assert row == [part.heading, len(part.outcomes), len(cells), *counted]
    assert total == ["Whole plan", *(sum(row[at] for row in sections) for at in range(1, 8))]


def test_the_summary_has_a_native_chart_in_the_colours_with_words_for_who_does_not_see_it(
    rated: PlanSnapshot,
) -> None:
    content = workbook_of(rated)
    (chart,) = opened(content)["Summary"]._charts
    assert (chart.type, chart.grouping) == ("bar", "stacked")
    fills = [series.graphicalProperties.solidFill.srgbClr for series in chart.series]
    assert fills == [tone.fill for tone in (Tone.RED, Tone.AMBER, Tone.GREEN, Tone.COMPLETE, Tone.NOT_RATED)]
    at = head_row(opened(content)["Summary"], "Section")
    assert chart.series[0].val.numRef.f == f"'Summary'!$D${at + 1}:$D${at + 3}"
    drawing = zipfile.ZipFile(io.BytesIO(content)).read("xl/drawings/drawing1.xml").decode()
    assert "A bar for each section" in drawing


def test_a_timescale_column_where_the_section_uses_one() -> None:
    snapshot = snapshot_of(
        section("1", "Dated", outcome("1.1", timescale="March 2027"), outcome("1.2")),
        section("2", "Undated", outcome("2.1")),
    )
    book = opened(workbook_of(snapshot))
    dated, undated = (
        rows_of(book[name])[-1 if name[0] == "2" else -2 :] for name in ("1 Dated", "2 Undated")
    )
    assert dated[0][3:] == ["March 2027", "Not rated"]
    assert undated[0][3:] == ["Not rated"]


def test_columns_that_do_not_apply_and_withdrawn_outcomes_say_so() -> None:
    cell = Cell(OVERALL, False)
    withdrawn = outcome("1.2", reason="Slow", withdrawn_on=AT)
    book = opened(workbook_of(snapshot_of(section("1", "A", outcome("1.1", cells=(cell,)), withdrawn))))
    assert [row[3] for row in rows_of(book["1 A"])[-2:]] == ["Not applicable", "Withdrawn"]
    assert book["All ratings"].max_row == 1


def test_a_filtered_workbook_says_so_on_its_cover_its_summary_and_every_foot(rated: PlanSnapshot) -> None:
    narrowed = rated.only(lambda row: row.ref == "2.1")
    book = opened(workbook_of(narrowed, described="Section: 2. Assessment Teams"))
    assert book.sheetnames == ["Cover", "Summary", "2 Assessment Teams", "All ratings"]
    cover = {row[0]: row[1] for row in rows_of(book["Cover"])}
    assert cover["Covers"] == "Only outcomes filtered by Section: 2. Assessment Teams"
    assert "Section: 2. Assessment Teams" in rows_of(book["Summary"])[2][0]
    assert all("selected outcomes only" in sheet.oddFooter.left.text for sheet in book)
    assert {row[2] for row in rows_of(book["All ratings"])[1:]} == {"2.1"}


# --- Plans with something missing ---------------------------------------------------------------------------


def test_a_plan_with_nothing_in_it() -> None:
    book = opened(workbook_of(snapshot_of()))
    assert book.sheetnames == ["Cover", "Summary", "All ratings"]
    assert rows_of(book["All ratings"]) == [RATING_HEADS]
    assert not book["Summary"]._charts


def test_a_section_without_outcomes_and_one_without_statements() -> None:
    want = Sentence(Statement.Kind.WANT, 1, "Children are heard")
    book = opened(
        workbook_of(snapshot_of(section("1", "A", statements=(want,)), section("2", "B", outcome("2.1"))))
    )
    assert rows_of(book["1 A"])[-1][0] == "This section has no outcomes."
    assert [row[0] for row in rows_of(book["2 B"])] == ["2. B", "Ref", "2.1"]


# --- Cost ---------------------------------------------------------------------------------------------------


def test_making_the_workbook_asks_the_database_nothing(
    make_plan: Callable[..., Plan], django_assert_num_queries: Any
) -> None:
    snapshot = take_snapshot(make_plan(outcomes=3))
    with django_assert_num_queries(0):
        workbook_of(snapshot)
