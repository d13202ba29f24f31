"""The frameworks that inspections judge by: their areas and grades. They are in ``rules/frameworks.toml``."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .rule_file import FOLDER, Entry, Source, read_entries


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, and whether the framework holds it to be a failing."""

    name: str
    adverse: bool


@dataclass(frozen=True, slots=True)
class Area:
    """What is judged, in the inspections that ended on site between two days, both counted."""

    name: str
    valid_from: dt.date
    valid_until: dt.date


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework.

    Attributes:
        code: what a visit stores.
        grades: best first; none where the inspectors write and give no grade. So with the areas.
        valid_from, valid_until: the inspections that ended on site between them are under it.
    """

    code: str
    short_name: str
    name: str
    valid_from: dt.date
    valid_until: dt.date
    areas: tuple[Area, ...]
    grades: tuple[Grade, ...]
    note: str
    source: Source

    def is_used_on(self, day: dt.date) -> bool:
        """Whether an inspection that ended on a day can be under it."""
        return self.valid_from <= day <= self.valid_until

    def areas_on(self, day: dt.date) -> tuple[str, ...]:
        """What an inspection that ended on a day judged, in the order of its report."""
        return tuple(area.name for area in self.areas if area.valid_from <= day <= area.valid_until)

    def is_adverse(self, grade: str) -> bool:
        """Whether a grade is a failing. One that is none of its own is not."""
        return any(one.adverse for one in self.grades if one.name.casefold() == grade.strip().casefold())


@lru_cache(maxsize=1)
def frameworks() -> tuple[Framework, ...]:
    """Every framework, oldest first.

    Raises:
        BadRules: the file is wrong.
    """
    return read_frameworks(FOLDER / "frameworks.toml")


def framework(code: str) -> Framework | None:
    """The framework of a code, if there is one."""
    return next((one for one in frameworks() if one.code == code), None)


def framework_name(code: str) -> str:
    """The short name of a framework, by its code; the code itself where it is none of ours."""
    found = framework(code)
    return found.short_name if found else code


def read_frameworks(path: Path) -> tuple[Framework, ...]:
    """The frameworks in a file, oldest first.

    Raises:
        BadRules: the file is wrong.
    """
    found: dict[str, Framework] = {}
    for entry in read_entries(path, "framework"):
        one = _framework(entry, found)
        found[one.code] = one
    return tuple(sorted(found.values(), key=lambda one: one.valid_from))


def _framework(entry: Entry, taken: dict[str, Framework]) -> Framework:
    code = entry.code("code", taken)
    entry.where = f"{entry.where} ({code})"
    valid_from, valid_until = entry.valid()
    graded = entry.truth("judged_by_grade")
    one = Framework(
        code=code,
        short_name=entry.text("short_name"),
        name=entry.text("name"),
        valid_from=valid_from,
        valid_until=valid_until,
        areas=tuple(map(_area, entry.entries("areas"))),
        grades=tuple(map(_grade, entry.entries("grades"))),
        note=entry.text("note", optional=True),
        source=entry.source(),
    )
    entry.finish()
    if bool(one.areas) != graded or bool(one.grades) != graded:
        raise entry.wrong("judged_by_grade", "is true where there are areas and grades, and false where not")
    names = [grade.name.casefold() for grade in one.grades]
    if len(set(names)) < len(names):
        raise entry.wrong("grades", "have a name twice")
    if graded and not any(grade.adverse for grade in one.grades):
        raise entry.wrong("grades", "have none that is a failing")
    for area in one.areas:
        if [other.name for other in one.areas if other is not area and other.name == area.name]:
            raise entry.wrong("areas", f"have a name twice: {area.name}")
    return one


def _area(entry: Entry) -> Area:
    first, last = entry.valid(always=True)
    area = Area(entry.text("name"), first, last)
    entry.finish()
    return area


def _grade(entry: Entry) -> Grade:
    grade = Grade(entry.text("name"), entry.truth("adverse"))
    entry.finish()
    return grade
