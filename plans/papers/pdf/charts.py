"""A table's figures as bars in SVG, whose title says in words what they show; the table has the figures."""

from dataclasses import dataclass

from ..document import StackedBars, Table, Tone, Value
from ..text_fit import Face, width_of, wrapped
from .letters import marked_up, printed
from .pages import Room

_MM = 72 / 25.4
_TEXT, _NUMBER = Face(8), Face(8, bold=True)
_LINE = 3.4  # millimetres from one line of text to the next
_GAP = 4.0  # between two names of the legend
_SWATCH = 3.0
_BAR, _SLOT = 5.4, 8.4  # a lying bar, and it with the space under it
_TALL = 46.0  # the tallest of upright bars
_TITLE = 12.0  # what stands over the picture
_INK, _GREY, _RULE = "#0b0c0c", "#505a5f", "#c8ced6"
_HOLLOW = (Tone.NOT_RATED, Tone.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    figures: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.figures)


def chart_svg(table: Table, chart: StackedBars, room: Room) -> str:
    """A chart under its title, which fits a page of such room."""
    width = room.width
    bars = [
        _Bar(_text(row[chart.labels]), tuple(_number(row[index]) for index, _ in chart.stacked))
        for row in table.rows
    ]
    names = [(table.columns[index].title, tone) for index, tone in chart.stacked]
    tones = [tone for _, tone in chart.stacked]
    legend, top = _legend(names, width)
    shapes, height = _upright(bars, tones, width, top) if chart.upright else _lying(bars, tones, room, top)
    described = marked_up(f"{chart.title}. {chart.description}")
    drawn = "".join([*legend, *shapes])
    return (
        f'<div class="chart"><p class="chart-title">{marked_up(chart.title)}</p>'
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" font-family="Arimo" '
        f'width="{width:g}mm" height="{height:.2f}mm" viewBox="0 0 {width:g} {height:.2f}">'
        f"<title>{described}</title>{drawn}</svg></div>"
    )


def _legend(names: list[tuple[str, Tone]], width: float) -> tuple[list[str], float]:
    """The colours with their names, and where the bars can start under them."""
    out, x, y = [], 0.0, 0.6
    for name, tone in names:
        wide = _SWATCH + 1.4 + width_of(name, _TEXT) / _MM
        if x and x + wide > width:
            x, y = 0.0, y + _LINE + 1.4
        out.append(_box(x, y, _SWATCH, _SWATCH, tone))
        out.append(_words(name, x + _SWATCH + 1.4, y + _SWATCH - 0.45, _INK))
        x += wide + _GAP
    return out, y + _SWATCH + 4.0


def _lying(bars: list[_Bar], tones: list[Tone], room: Room, top: float) -> tuple[list[str], float]:
    width = room.width
    side = min(0.42 * width, max(width_of(bar.name, _TEXT) for bar in bars) / _MM + 6)
    slot = min(_SLOT, (room.height - _TITLE - top) / len(bars))
    most = max((bar.total for bar in bars), default=0) or 1
    scale = (width - side - 10) / most
    out = []
    for row, bar in enumerate(bars):
        y = top + row * slot
        thick = min(_BAR, slot * 0.7)
        lines = _name(bar.name, side - 3, 2 if slot > 2 * _LINE else 1)
        first = y + thick / 2 + 1.0 - (len(lines) - 1) * _LINE / 2
        out += [_words(line, 0, first + at * _LINE, _INK) for at, line in enumerate(lines)]
        x = side
        for figure, tone in zip(bar.figures, tones, strict=True):
            if figure > 0:
                out.append(_box(x, y, figure * scale, thick, tone))
                if thick > 3 and width_of(f"{figure:,}", _NUMBER) / _MM + 0.8 < figure * scale:
                    out.append(_figure(figure, x + figure * scale / 2, y + thick / 2, tone))
                x += figure * scale
        out.append(_words(f"{bar.total:,}", x + 1.4, y + thick / 2 + 1.0, _GREY))
    height = top + len(bars) * slot
    out.append(_line(side, top - 1.4, side, height - slot + _BAR + 1.4))
    return out, height + 0.6


def _upright(bars: list[_Bar], tones: list[Tone], width: float, top: float) -> tuple[list[str], float]:
    slot = min(24.0, width / len(bars))
    thick = slot * 0.72
    most = max((bar.total for bar in bars), default=0) or 1
    scale = _TALL / most
    foot = top + _TALL + 4.0
    out, deepest = [], 1
    for place, bar in enumerate(bars):
        x, y = place * slot + (slot - thick) / 2, foot
        for figure, tone in zip(bar.figures, tones, strict=True):
            if figure > 0:
                tall = figure * scale
                y -= tall
                out.append(_box(x, y, thick, tall, tone))
                if tall > 3.2 and width_of(f"{figure:,}", _NUMBER) / _MM + 0.8 < thick:
                    out.append(_figure(figure, x + thick / 2, y + tall / 2, tone))
        out.append(_words(f"{bar.total:,}", x + thick / 2, y - 1.2, _GREY, "middle"))
        every = max(1, round(6.5 / slot + 0.49))  # where names would run into each other, some are left out
        if place % every == 0:
            lines = _name(bar.name, slot * every - 0.6, 3)
            deepest = max(deepest, len(lines))
            out += [
                _words(line, x + thick / 2, foot + 4.0 + at * _LINE, _INK, "middle")
                for at, line in enumerate(lines)
            ]
    out.append(_line(0, foot, slot * len(bars), foot))
    return out, foot + 3.0 + deepest * _LINE


def _name(text: str, width: float, lines: int) -> list[str]:
    """A bar's name in so many lines at most; what is cut off stands whole in the table."""
    found = [line.strip() for line in wrapped(text, width * _MM, _TEXT)]
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], found[lines - 1][:-1].rstrip(" ,;") + "…"]


def _text(value: Value) -> str:
    return " ".join(printed(f"{value}").split()) if value is not None else ""


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _box(x: float, y: float, wide: float, tall: float, tone: Tone) -> str:
    edge = _GREY if tone in _HOLLOW else "#ffffff"
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{tall:.2f}" '
        f'fill="#{tone.fill}" stroke="{edge}" stroke-width="0.25"/>'
    )


def _figure(figure: int, x: float, y: float, tone: Tone) -> str:
    return _words(f"{figure:,}", x, y + 1.0, f"#{tone.ink}", "middle", "bold")


def _words(text: str, x: float, y: float, ink: str, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" fill="{ink}" text-anchor="{anchor}" font-weight="{weight}" '
        f'font-size="{_TEXT.size / _MM:.3f}">{marked_up(text)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    path = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
    return f'<line {path} stroke="{_RULE}" stroke-width="0.3"/>'
