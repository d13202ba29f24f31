"""Reads a Word document from its raw parts, with nothing of the library that wrote it."""

import io
import posixpath
import zipfile

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = {
    "w": W,
    "r": R,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}


def q(name: str) -> str:
    """A name such as ``w:p`` as lxml has it."""
    prefix, local = name.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


def val(element, path: str) -> str | None:
    """The ``w:val`` of what stands at a path; None where nothing does."""
    found = element.find(path, SPACES)
    return None if found is None else found.get(q("w:val"))


def text_of(element) -> str:
    """The text in it, with its line breaks and tabs; what a field is worked out from is left out."""
    said = []
    for one in element.iter(q("w:t"), q("w:br"), q("w:tab")):
        if one.tag == q("w:t"):
            said.append(one.text or "")
        elif one.getparent().tag == q("w:r"):
            said.append("\n" if one.tag == q("w:br") else "\t")
    return "".join(said)


class Word:
    """A Word document as it lies in its zip."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.entries = archive.infolist()
            self.files = {entry.filename: archive.read(entry) for entry in self.entries}
        self.xml = {
            name: etree.fromstring(data)
            for name, data in self.files.items()
            if name.endswith((".xml", ".rels"))
        }
        self.body = self.xml["word/document.xml"].find("w:body", SPACES)
        self.styles = {
            style.get(q("w:styleId")): style
            for style in self.xml["word/styles.xml"].findall("w:style", SPACES)
        }

    def style_of(self, paragraph) -> str:
        """The name of a paragraph's style."""
        style = val(paragraph, "w:pPr/w:pStyle")
        return val(self.styles[style], "w:name") if style else ""

    def style(self, name: str):
        """A style by its name."""
        return next(one for one in self.styles.values() if val(one, "w:name") == name)

    def said_in(self, *styles: str) -> list[str]:
        """The texts of all paragraphs in one of these styles, in order."""
        return [text_of(one) for one in self.body.iter(q("w:p")) if self.style_of(one) in styles]

    @property
    def headings(self) -> list[tuple[int, str]]:
        """(level, text) of its headings."""
        return [
            (int(self.style_of(one)[-1]), text_of(one))
            for one in self.body.iter(q("w:p"))
            if self.style_of(one).startswith("heading ")
        ]

    @property
    def tables(self) -> list:
        """Its tables."""
        return list(self.body.iter(q("w:tbl")))

    @property
    def sections(self) -> list:
        """Its sections' properties, in order."""
        return list(self.body.iter(q("w:sectPr")))

    def target(self, identifier: str, owner: str = "word/document.xml") -> str:
        """The file that a part calls by an identifier."""
        folder, name = posixpath.split(owner)
        for one in self.xml[f"{folder}/_rels/{name}.rels"]:
            if one.get("Id") == identifier:
                return posixpath.normpath(posixpath.join(folder, one.get("Target")))
        raise KeyError(identifier)

    def running(self, section, kind: str, when: str = "default"):
        """The head or foot of a section's pages."""
        reference = section.find(f"w:{kind}Reference[@w:type='{when}']", SPACES)
        return self.xml[self.target(reference.get(q("r:id")))]

    @property
    def numbers(self) -> list[str]:
        """The number of each paragraph of a counted list, worked out as Word does."""
        numbering = self.xml["word/numbering.xml"]
        starts = {
            one.get(q("w:numId")): int(val(one, "w:lvlOverride/w:startOverride"))
            for one in numbering.findall("w:num", SPACES)
            if val(one, "w:lvlOverride/w:startOverride") is not None
        }
        said = []
        for paragraph in self.body.iter(q("w:p")):
            number = val(paragraph, "w:pPr/w:numPr/w:numId")
            if number in starts:
                said.append(f"{starts[number]}. {text_of(paragraph)}")
                starts[number] += 1
        return said


def rows_of(table) -> list[list[str]]:
    """The texts of a table's cells."""
    return [[text_of(cell) for cell in row.findall("w:tc", SPACES)] for row in table.findall("w:tr", SPACES)]
