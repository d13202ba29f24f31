"""A table's figures as a native chart."""

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

from ..document import StackedBars, Tone
from ..house_style import FONT, GREY, INK, RULE

_ROOMY = 30  # bars beside each other across a page, with numbers of the usual size


def stacked_bars(sheet: Any, bars: StackedBars, *, head_row: int, rows: int, width: float) -> BarChart:
    """A stacked chart: bars that lie under each other, or stand beside each other where they are upright.

    Args:
        sheet: holds the figures.
        head_row: number of the row with the column titles; the figures stand right under it.
        rows: how many rows of figures.
        width: in centimetres. The height follows from the number of bars.
    """
    chart = BarChart(barDir="col" if bars.upright else "bar", grouping="stacked", overlap=100, gapWidth=45)
    chart.width, chart.height = width, height_of(bars, rows)
    chart.legend.position = "t"
    chart.legend.txPr = _text(9, INK)
    chart.title = None
    if not bars.upright:
        chart.x_axis.scaling.orientation = "maxMin"  # the first section on top
    chart.x_axis.delete = False
    chart.x_axis.majorTickMark = "none"
    chart.x_axis.txPr = _text(9, INK)
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=RULE))
    chart.y_axis.delete = True  # every bar says its own number
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    crowded = bars.upright and rows > _ROOMY
    for column, tone in bars.stacked:
        chart.series.append(_series(sheet, column + 1, tone, head_row, rows, small=crowded))
    chart.set_categories(
        Reference(sheet, min_col=bars.labels + 1, min_row=head_row + 1, max_row=head_row + rows)
    )
    return chart


def height_of(bars: StackedBars, rows: int) -> float:
    """The chart's height for so many bars, in centimetres."""
    return 7.5 if bars.upright else min(1.3 + 0.72 * rows, 16.0)


def _series(sheet: Any, column: int, tone: Tone, head_row: int, rows: int, *, small: bool) -> Series:
    series = SeriesFactory(
        Reference(sheet, min_col=column, min_row=head_row, max_row=head_row + rows), title_from_data=True
    )
    outline = GREY if tone is Tone.NOT_RATED else "ffffff"
    series.graphicalProperties = GraphicalProperties(
        solidFill=tone.fill, ln=LineProperties(solidFill=outline, w=9525)
    )
    series.invertIfNegative = False
    labels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    labels.numFmt = "#"  # no label on a bar of nought
    labels.position = "ctr"
    labels.txPr = _text(6 if small else 9, tone.ink, bold=True)
    series.dLbls = labels
    return series


def _text(size: float, ink: str, bold: bool = False) -> RichText:
    characters = CharacterProperties(sz=int(size * 100), b=bold, solidFill=ink, latin=Font(typeface=FONT))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=characters), endParaRPr=characters)])
