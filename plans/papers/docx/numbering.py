"""Lists: bullets, and numbers that read as they were given."""

from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from .styles import BULLET, INDENT, NUMBER, Styles

_LARGEST = 32_767  # that Word starts a list at
_INDENT = f'<w:pPr><w:ind w:left="{INDENT}" w:hanging="{INDENT}"/></w:pPr>'


class Numbering:
    """The lists of one file."""

    def __init__(self, styles: Styles, template: Any = None) -> None:
        """Args: template: the ``w:numbering`` of the council's file, which is added to; None where none."""
        self.element = template if template is not None else parse_xml(f"<w:numbering {nsdecls('w')}/>")
        self._style_bullets = styles.list_number(BULLET)
        self._bullets = 0 if self._style_bullets else self._list_of(self._form("bullet", "\u2022"))
        self._numbers = self._form_of(styles.list_number(NUMBER)) or self._form("decimal", "%1.")

    @property
    def bullets(self) -> str:
        """What a paragraph of a list in no order says of its list; nothing where its style says it."""
        return "" if self._style_bullets else _number_properties(self._bullets)

    def given(self, numbers: Sequence[int]) -> list[str]:
        """What each paragraph of a list says of its number, so that it reads as it is given.

        A list counts on by itself, so one begins wherever a number does not follow on from the one before.
        An empty string stands for a number at which Word cannot start.
        """
        said: list[str] = []
        before: int | None = None
        for number in numbers:
            if before is None or number != before + 1 or not said[-1]:
                possible = 0 <= number <= _LARGEST
                current = self._list_of(self._numbers, number) if possible else 0
            said.append(_number_properties(current) if current else "")
            before = number
        return said

    def _form_of(self, number: int) -> int | None:
        """The form of a list, where it counts in figures."""
        for one in self.element.findall(qn("w:num")):
            if one.get(qn("w:numId")) == str(number):
                identifier = one.find(qn("w:abstractNumId")).get(qn("w:val"))
                for form in self.element.findall(qn("w:abstractNum")):
                    kind = form.find(f"{qn('w:lvl')}/{qn('w:numFmt')}")
                    if form.get(qn("w:abstractNumId")) == identifier and kind is not None:
                        return int(identifier) if kind.get(qn("w:val")) == "decimal" else None
        return None

    def _form(self, kind: str, text: str) -> int:
        forms = self.element.findall(qn("w:abstractNum"))
        identifier = _next(forms, "w:abstractNumId", 0)
        form = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identifier}">'
            '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{_INDENT}</w:lvl>'
            "</w:abstractNum>"
        )
        if forms:
            forms[-1].addnext(form)
        else:
            self.element.insert(len(self.element.findall(qn("w:numPicBullet"))), form)
        return identifier

    def _list_of(self, form: int, start: int | None = None) -> int:
        lists = self.element.findall(qn("w:num"))
        identifier = _next(lists, "w:numId", 1)
        begins = (
            f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            if start is not None
            else ""
        )
        one = parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{identifier}"><w:abstractNumId w:val="{form}"/>{begins}</w:num>'
        )
        (lists or self.element.findall(qn("w:abstractNum")))[-1].addnext(one)
        return identifier


def _next(elements: Sequence[Any], attribute: str, first: int) -> int:
    return max((int(one.get(qn(attribute))) + 1 for one in elements), default=first)


def _number_properties(number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
