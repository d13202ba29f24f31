"""Where a document tree could not be followed by somebody who hears it read out, whatever its format."""

from collections.abc import Iterator

from .document import DataPart, Document, Heading, Part, Table


def faults_of(document: Document) -> list[str]:
    """What is wrong with a paper, in sentences; nothing where it can be followed.

    WCAG 2.2: 2.4.2 (title), 3.1.1 (language), 1.3.1 (headings and tables), 1.1.1 (charts).
    """
    found = [] if document.title.strip() else ["The paper has no title."]
    if not document.language.strip():
        found.append("The paper does not say its language.")
    if not document.parts:
        found.append("The paper has nothing in it.")
    for part in document.parts:
        where = part.name or part.heading or "A part"
        if not (part.name.strip() and part.heading.strip()):
            found.append(f"{where}: it has no name or no heading.")
        if isinstance(part, Part):
            found.extend(f"{where}: {fault}" for fault in _faults_of_part(part))
        if part.table is not None:
            found.extend(f"{where}: {fault}" for fault in _faults_of_table(part.table))
        if isinstance(part, DataPart) and not part.named_by:
            found.append(f"{where}: nothing names its rows.")
    return found


def _faults_of_part(part: Part) -> Iterator[str]:
    level = 1
    for block in part.blocks:
        if isinstance(block, Heading):
            if not block.text.strip():
                yield "a heading is empty."
            if not 2 <= block.level <= level + 1:
                yield f"“{block.text}” is of level {block.level} after level {level}."
            level = block.level
    if sum(isinstance(block, Table) for block in part.blocks) > 1:
        yield "it has more than one table."


def _faults_of_table(table: Table) -> Iterator[str]:
    titles = [column.title.strip() for column in table.columns]
    if not all(titles):
        yield "a column has no head."
    if len(set(titles)) < len(titles):
        yield "two columns have the same head."
    rows = [*table.rows, *([table.total] if table.total else [])]
    if any(len(row) != len(titles) for row in rows):
        yield "a row has more or fewer cells than there are columns."
    if not rows and not table.empty.strip():
        yield "it has no rows and does not say why."
    if table.chart and not (table.chart.title.strip() and table.chart.description.strip()):
        yield "its chart has no title or no description."
