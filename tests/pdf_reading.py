"""Reads a PDF back as a screen reader does: by its tags, and what is marked as theirs on the pages."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_HEX = re.compile(rb"<([0-9a-fA-F]*)> <([0-9a-fA-F]*)>")


class Read:
    """An open PDF.

    Attributes:
        pdf: as pikepdf has it.
        root: its topmost structure element.
        outside: what is drawn on its pages outside all tags and artifacts.
        artifacts: for each page, the text of its artifacts.
    """

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        [self.root] = self.pdf.Root.StructTreeRoot.K
        self._marked: dict[tuple[int, int], str] = {}
        self.outside: list[str] = []
        self.artifacts: list[str] = []
        self.pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        for number, page in enumerate(self.pdf.pages):
            self._read_page(number, page)

    def all(self, element: Any = None) -> Iterator[Any]:
        """An element, or the whole tree, in the order it is read out."""
        element = self.root if element is None else element
        yield element
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from self.all(kid)

    def tagged(self, *tags: str, under: Any = None) -> list[Any]:
        """The elements with one of these tags, such as ``"TH"``."""
        return [found for found in self.all(under) if found.S in [f"/{tag}" for tag in tags]]

    def text(self, element: Any) -> str:
        """What is read out of an element."""
        found = []
        for part in self.all(element):
            numbers = [kid for kid in part.get("/K", []) if isinstance(kid, int)]
            if numbers:
                page = self.pages[part.Pg.objgen]
                found += [self._marked[page, number] for number in numbers]
        return "".join(found)

    def numbers(self) -> set[tuple[int, int]]:
        """(page, number) of all marked content that the tags hold."""
        return {
            (self.pages[part.Pg.objgen], kid)
            for part in self.all()
            for kid in part.get("/K", [])
            if isinstance(kid, int)
        }

    @property
    def marked(self) -> set[tuple[int, int]]:
        """(page, number) of all content on the pages that is marked as some tag's."""
        return set(self._marked)

    def _read_page(self, number: int, page: pikepdf.Page) -> None:
        meanings = {name: _meanings(font) for name, font in page.Resources.Font.items()}
        stack: list[int | None] = []
        font: dict[bytes, str] = {}
        artifacts = []
        for operands, operator in pikepdf.parse_content_stream(page):
            match str(operator):
                case "BMC" | "BDC":
                    properties = operands[1] if len(operands) > 1 else {}
                    stack.append(int(properties["/MCID"]) if "/MCID" in properties else None)
                    if stack[-1] is not None:
                        self._marked.setdefault((number, stack[-1]), "")
                case "EMC":
                    stack.pop()
                case "Tf":
                    font = meanings[str(operands[0])]
                case "Tj" | "TJ":
                    text = _said(operands[0], font)
                    if not stack:
                        self.outside.append(text)
                    elif stack[-1] is None:
                        artifacts.append(text)
                    else:
                        self._marked[number, stack[-1]] += text
                case "f" | "f*" | "S" | "B" | "Do" if not stack:
                    self.outside.append(str(operator))
        self.artifacts.append("\n".join(artifacts))


def _said(operand: Any, font: dict[bytes, str]) -> str:
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    shown = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(font[shown[at : at + 2]] for at in range(0, len(shown), 2))


def _meanings(font: Any) -> dict[bytes, str]:
    table = font.ToUnicode.read_bytes()
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in _HEX.findall(table)
        if len(glyph) == 4 and b"ffff" not in text.lower()
    }
