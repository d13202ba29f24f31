"""A table's figures as a chart of Word's own, which brings its figures along."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from ..document import StackedBars, Table, Tone, Value
from ..house_style import GREY, INK, RULE
from ..in_words import in_words
from ..plain_text import stored
from .text import attribute, on_one_line

_EMU = 635  # a twentieth of a point, in the units of a drawing
_MM = 36_000  # a millimetre, in the same
_TALLEST, _UPRIGHT_HEIGHT = 155.0, 85.0  # millimetres
_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NONE = "<a:noFill/>"
_PLAIN = f"<c:spPr>{_NONE}<a:ln>{_NONE}</a:ln></c:spPr>"


def chart_xml(bars: StackedBars, table: Table, *, workbook: str, font: str) -> str:
    """The chart.

    Args:
        font: of its text; empty for the theme's.
        workbook: what its part calls the workbook with the figures (``chart_data``).
    """
    series = "".join(_series(bars, table, place, font) for place in range(len(bars.stacked)))
    direction, turned = ("col", "minMax") if bars.upright else ("bar", "maxMin")
    names, values = ("b", "l") if bars.upright else ("l", "t")
    return (
        f'<c:chartSpace {_SPACES}><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f'<c:plotArea><c:layout/><c:barChart><c:barDir val="{direction}"/><c:grouping val="stacked"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="45"/><c:overlap val="100"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{turned}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{names}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525">{_solid(RULE)}</a:ln></c:spPr>{_text(INK, font)}<c:crossAx val="2"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        # Every bar says its own number, so the axis of numbers would only say it again.
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="1"/><c:axPos val="{values}"/>'
        '<c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:crossAx val="1"/>'
        f'<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>{_PLAIN}</c:plotArea>'
        '<c:legend><c:legendPos val="t"/>'
        f'<c:overlay val="0"/>{_text(INK, font)}</c:legend><c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart>{_PLAIN}'
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def drawing_xml(bars: StackedBars, table: Table, *, number: int, chart: str, room: int) -> str:
    """The run that shows a chart, as wide as the text, with what is said to those who do not see it.

    Args:
        number: of the chart in the paper, from 1.
        chart: what the main part calls it.
        room: between the margins, in twentieths of a point.
    """
    down = _UPRIGHT_HEIGHT if bars.upright else min(16 + 7.6 * len(table.rows), _TALLEST)
    size = f'cx="{room * _EMU}" cy="{round(down * _MM)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr={attribute(bars.description)} '
        f"title={attribute(bars.title)}/><wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{chart}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def figures(bars: StackedBars, table: Table) -> Iterator[Sequence[Value]]:
    """The rows behind the chart: a head, then a name and its numbers for each bar."""
    columns = [bars.labels, *(index for index, _ in bars.stacked)]
    yield [on_one_line(table.columns[index].title) for index in columns]
    for row in table.rows:
        name, *numbers = (row[index] for index in columns)
        yield [on_one_line(in_words(name, short=True)), *(n if isinstance(n, int) else None for n in numbers)]


def _series(bars: StackedBars, table: Table, place: int, font: str) -> str:
    tone = bars.stacked[place][1]
    head, *rows = figures(bars, table)
    last, letters = len(rows) + 1, _letters(place + 2)
    outline = GREY if tone is Tone.NOT_RATED else "ffffff"
    names = "".join(_point(index, row[0]) for index, row in enumerate(rows))
    numbers = "".join(_point(index, row[place + 1]) for index, row in enumerate(rows))
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>Sheet1!${letters}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/>{_point(0, head[place + 1])}</c:strCache></c:strRef></c:tx>'
        f'<c:spPr>{_solid(tone.fill)}<a:ln w="9525">{_solid(outline)}</a:ln></c:spPr>'
        '<c:invertIfNegative val="0"/>'
        # No label on a bar of nought.
        f'<c:dLbls><c:numFmt formatCode="#,##0;;" sourceLinked="0"/>{_PLAIN}'
        f'{_text(tone.ink, font, bold=True)}<c:dLblPos val="ctr"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f'<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{len(rows)}"/>{names}'
        f"</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${letters}$2:${letters}${last}</c:f>"
        f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(rows)}"/>{numbers}'
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def _point(index: int, value: Value) -> str:
    return "" if value is None else f'<c:pt idx="{index}"><c:v>{escape(stored(str(value)))}</c:v></c:pt>'


def _letters(column: int) -> str:
    """What a spreadsheet calls its column of that number."""
    before, place = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + place)


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _text(ink: str, font: str, *, bold: bool = False) -> str:
    latin = f"<a:latin typeface={attribute(font)}/>" if font else ""
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900" b="{int(bold)}">{_solid(ink)}'
        f"{latin}</a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>"
    )
