"""The texts of a pack, each with the part or the CSV file in which it stands."""

from collections.abc import Iterator

from ..packs import Pack
from ..papers.document import Bullets, Document, Facts, Heading, Numbered, Paragraph, Part, Table


def texts_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every text of a pack that a person wrote, with the part or the CSV file that it is in."""
    yield from _texts_of(pack.document)
    for data in pack.data:
        for row in data.table.rows:
            yield from ((f"{data.name}.csv", value) for value in row if isinstance(value, str))


def _texts_of(document: Document) -> Iterator[tuple[str, str]]:
    for part in document.parts:
        blocks = part.blocks if isinstance(part, Part) else (part.table,)
        for block in blocks:
            match block:
                case Heading(text) | Paragraph(text):
                    yield part.name, text
                case Bullets(items):
                    yield from ((part.name, text) for text in items)
                case Numbered(items):
                    yield from ((part.name, text) for _, text in items)
                case Facts(pairs):
                    yield from ((part.name, value) for _, value in pairs if isinstance(value, str))
                case Table():
                    for row in block.rows:
                        yield from ((part.name, value) for value in row if isinstance(value, str))
