"""A chart in the Word document is Word's own: it is described in words and brings its figures along."""

import io

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from plans.papers.document import Column, Part, StackedBars, Table, Tone
from plans.papers.docx import write_docx

from .a_document import a_chart, a_document
from .word_reading import SPACES, Word, q


def charts_of(table: Table) -> tuple[Word, list]:
    paper = Word(write_docx(a_document(parts=(Part("P", "P", (table,)),), has_contents=False)))
    return paper, [paper.xml[paper.target(one.get(q("r:id")))] for one in paper.body.iter(q("c:chart"))]


def cached(element, path: str) -> list[str]:
    return [one.text for one in element.findall(f"{path}//c:pt/c:v", SPACES)]


def test_a_chart_is_described_in_words_under_its_title() -> None:
    paper, _ = charts_of(a_chart())
    shown = list(paper.body.iter(q("wp:docPr")))
    assert [one.get("descr") for one in shown] == [
        "A bar for each section, split by colour; the table gives the same figures."
    ]
    assert [one.get("title") for one in shown] == ["Ratings by section"]
    assert paper.said_in("caption") == ["Ratings by section"]
    assert paper.style("caption").find("w:pPr/w:keepNext", SPACES) is not None


def test_two_charts_have_a_number_each() -> None:
    paper = Word(write_docx(a_document()))
    assert [one.get("id") for one in paper.body.iter(q("wp:docPr"))] == ["1", "2"]
    assert {"word/charts/chart1.xml", "word/charts/chart2.xml"} <= set(paper.files)


@pytest.mark.parametrize("upright", [False, True])
def test_a_chart_shows_the_tables_figures_in_their_colours(upright: bool) -> None:
    table = a_chart(upright=upright)
    (chart,) = charts_of(table)[1]
    series = chart.findall(".//c:ser", SPACES)
    assert [cached(one, "c:tx") for one in series] == [[column.title] for column in table.columns[1:]]
    assert cached(series[0], "c:cat") == [row[0] for row in table.rows]
    for place, one in enumerate(series, start=1):
        assert cached(one, "c:val") == [str(row[place]) for row in table.rows]
        fill = one.find("c:spPr/a:solidFill/a:srgbClr", SPACES).get("val")
        assert fill == table.chart.stacked[place - 1][1].fill
        label = one.find("c:dLbls/c:txPr//a:srgbClr", SPACES).get("val")
        assert label == table.chart.stacked[place - 1][1].ink
    assert chart.find(".//c:barDir", SPACES).get("val") == ("col" if upright else "bar")


def test_the_workbook_in_a_chart_holds_the_figures_that_its_references_name() -> None:
    table = a_chart()
    paper, (chart,) = charts_of(table)
    data = paper.files["word/embeddings/chart1.xlsx"]
    held = chart.find("c:externalData", SPACES).get(q("r:id"))
    assert paper.target(held, "word/charts/chart1.xml") == "word/embeddings/chart1.xlsx"
    sheet = load_workbook(io.BytesIO(data))["Sheet1"]
    for reference in chart.iter(q("c:f")):
        cells = sheet[reference.text.removeprefix("Sheet1!").replace("$", "")]
        values = [cells.value] if not isinstance(cells, tuple) else [row[0].value for row in cells]
        assert [str(value) for value in values] == cached(reference.getparent(), ".")


def test_hard_text_in_a_chart_stays_text() -> None:
    name = '=1+1 & <b> "x" _x0041_'
    bars = StackedBars('A "title" & more', 'Said "so"\nand <b>so</b>', 0, ((1, Tone.RED),))
    table = Table((Column("Name", 80), Column("=2", 40)), ((name, 3), ("None", None)), chart=bars)
    paper, (chart,) = charts_of(table)
    assert next(paper.body.iter(q("wp:docPr"))).get("descr") == bars.description
    # A chart's text is of the kind in which _x0041_ stands for a letter, unless its first sign is written so.
    assert cached(chart, ".//c:cat")[0] == name.replace("_x0041_", "_x005F_x0041_")
    data = paper.files["word/embeddings/chart1.xlsx"]
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python() == [
        ["Name", "=2"], [name, 3.0], ["None", ""],
    ]  # fmt: skip
    kinds = {cell.data_type for row in load_workbook(io.BytesIO(data)).active for cell in row}
    assert "f" not in kinds


def test_a_table_without_rows_has_no_chart() -> None:
    table = Table((Column("A", 30), Column("B", 30)), (), chart=a_chart().chart, empty="Nothing yet.")
    paper, charts = charts_of(table)
    assert charts == []
    assert paper.said_in("Paper quiet") == ["Nothing yet."]


def test_many_columns_have_their_letters() -> None:
    columns = (Column("Name", 30), *(Column(f"C{number}", 10) for number in range(30)))
    bars = StackedBars("T", "D", 0, tuple((index, Tone.GREEN) for index in range(1, 31)))
    (chart,) = charts_of(Table(columns, (("A", *range(30)),), chart=bars))[1]
    references = [one.text for one in chart.iter(q("c:f"))]
    assert "Sheet1!$AE$2:$AE$2" in references
