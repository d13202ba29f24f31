"""How large a plan can be, and what is said of a text that holds none."""

from .source import ImportRefused

# A real plan has some 200 lines, 50 outcomes and 100 points. These leave room for a committee pack of 600
# pages around it, and keep a text that only looks like a plan from taking the service down.
MAX_LINES = 40_000
MAX_SECTIONS = 200
MAX_ROWS = 2_000  # a row cut in two is two
MAX_POINTS = 5_000  # in a section
MAX_COLUMNS = 60  # names; a person is asked about each, with all the others to choose from


def check_lines(count: int) -> None:
    """Refuse a text of more lines than are read.

    Raises:
        ImportRefused: there are too many; so do the checks below.
    """
    _check(count, MAX_LINES, "lines")


def check_sections(count: int) -> None:
    """Refuse more sections than a plan has."""
    _check(count, MAX_SECTIONS, "sections")


def check_rows(count: int) -> None:
    """Refuse more outcomes than a plan has."""
    _check(count, MAX_ROWS, "outcomes")


def check_points(count: int) -> None:
    """Refuse more points than a section has."""
    _check(count, MAX_POINTS, "points in one section")


def check_columns(count: int) -> None:
    """Refuse more names of columns than a plan has."""
    _check(count, MAX_COLUMNS, "columns of different names")


def no_plan() -> ImportRefused:
    """No section was found."""
    return ImportRefused(
        "No plan was found in this text. A plan has numbered sections, each with a table whose heading row "
        "names an Outcome column and one of Ref, Lead, RAG or Timescale, with tabs between the cells."
    )


def no_outcomes() -> ImportRefused:
    """Sections were found, and nothing in their tables."""
    return ImportRefused(
        "Sections were found in this text, but no outcome. The rows of each table need tabs between their "
        "cells, and a ref at the start of each."
    )


def _check(count: int, most: int, what: str) -> None:
    if count > most:
        raise ImportRefused(
            f"This text has more than {most:,} {what}, which no plan has. Copy out the part that is the plan "
            "and import that."
        )
