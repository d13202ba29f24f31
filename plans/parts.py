"""Where another app adds its parts to a plan's pages and papers, without this app knowing of it.

An app makes one ``PlanParts`` and gives it to ``add_parts`` when it starts. Its trails in the record of a
plan it gives to ``record.add_trail``.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Protocol

from .links import PlanLinks
from .models import Plan, User
from .papers.brief import Brief, PaperPart
from .papers.committee import PARTS
from .papers.document import DataPart, Part
from .permissions import Access
from .snapshot import OutcomeRow, PlanSnapshot, SectionView


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a plan that stands in its navigation.

    Attributes:
        label: what the navigation calls it.
        url_name: of an address that takes the plan's slug.
        nav: what a page's context says in ``nav`` where this is the current one.
    """

    label: str
    url_name: str
    nav: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Something on a page of a plan.

    Attributes:
        template: drawn with the page's own context and, as ``panel``, this.
        said: what it shows.
        beside: it stands in the narrow column beside the page's own matter, where the page has one.
    """

    template: str
    said: dict[str, Any] = field(default_factory=dict)
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A page of a plan that somebody looks at: the plan as it stood at the date shown, and who looks."""

    plan: Plan
    access: Access
    snapshot: PlanSnapshot
    links: PlanLinks


class StoryCalendar(Protocol):
    """From the dates in the demonstration's files to those in the database."""

    def day(self, written: dt.date) -> dt.date:
        """The day that a date in the files stands for."""

    def month(self, written: dt.date) -> dt.date:
        """The first day of the month it falls in."""

    def moment(self, written: dt.date, clock: str = "09:00") -> dt.datetime:
        """That day at a time of day (``HH:MM``)."""


class PlanParts:
    """What an app adds to the pages and papers of a plan; by itself, nothing."""

    pages: tuple[Page, ...] = ()
    for_papers: tuple[PaperPart, ...] = ()

    def on_plan(self, seen: Seen) -> Iterable[Panel]:
        """Panels of the page of the whole plan."""
        return ()

    def on_section(self, seen: Seen, section: SectionView) -> Iterable[Panel]:
        """Panels of the page of a section."""
        return ()

    def on_outcome(self, seen: Seen, outcome: OutcomeRow) -> Iterable[Panel]:
        """Panels of the page of an outcome."""
        return ()

    def in_paper(self, plan: Plan, snapshot: PlanSnapshot, described: str) -> Iterable[Part | DataPart]:
        """Parts of the export of a plan, after its sections.

        Args:
            plan, snapshot: the plan, or what a filter leaves of it.
            described: the filter in words; empty for the whole plan.
        """
        return ()

    def points_open(self, brief: Brief) -> Iterable[tuple[str, str]]:
        """What people have not agreed on yet, before a paper is issued: (what is looked for, what there is).

        The second is a sentence, empty where all is well.
        """
        return ()

    def tell_story(
        self, plan: Plan, *, people: Mapping[str, User], calendar: StoryCalendar, until: dt.date | None
    ) -> None:
        """Write down what the demonstration has of this app, for a version of its plan while that is open.

        Args:
            plan: the version, with its ratings.
            people: the part of an address before the ``@`` -> the person.
            calendar: from the dates in the demonstration's files to those in the database.
            until: the last day of the version, as the files have days; None for the one in use now.
        """


_added: list[PlanParts] = []


def add_parts(parts: PlanParts) -> None:
    """Have an app's parts shown from now on; called once, when the app is ready."""
    _added.append(parts)


def pages() -> Iterator[Page]:
    """Pages for the navigation of a plan."""
    return chain.from_iterable(parts.pages for parts in _added)


def panels_of_plan(seen: Seen) -> list[Panel]:
    """Panels for the page of a plan."""
    return [panel for parts in _added for panel in parts.on_plan(seen)]


def panels_of_section(seen: Seen, section: SectionView) -> list[Panel]:
    """Panels for the page of a section."""
    return [panel for parts in _added for panel in parts.on_section(seen, section)]


def panels_of_outcome(seen: Seen, outcome: OutcomeRow) -> list[Panel]:
    """Panels for the page of an outcome."""
    return [panel for parts in _added for panel in parts.on_outcome(seen, outcome)]


def parts_for_papers() -> dict[str, PaperPart]:
    """Every part that can be chosen for a committee paper, by its key, in the order that they are offered.

    The appendices come last.
    """
    own = {part.key: part for part in PARTS}
    added = {part.key: part for parts in _added for part in parts.for_papers}
    appendix = {"record": own.pop("record")}
    return {**own, **added, **appendix}


def points_for_papers(brief: Brief) -> list[tuple[str, str]]:
    """What people have not agreed on yet, before a paper is issued; as ``PlanParts.points_open`` has it."""
    return [point for parts in _added for point in parts.points_open(brief)]


def paper_parts(plan: Plan, snapshot: PlanSnapshot, described: str = "") -> tuple[Part | DataPart, ...]:
    """Parts for the export of a plan; takes what ``PlanParts.in_paper`` does."""
    return tuple(part for parts in _added for part in parts.in_paper(plan, snapshot, described))


def tell_stories(
    plan: Plan, *, people: Mapping[str, User], calendar: StoryCalendar, until: dt.date | None
) -> None:
    """Have every app write down its part of the demonstration; takes what ``PlanParts.tell_story`` does."""
    for parts in _added:
        parts.tell_story(plan, people=people, calendar=calendar, until=until)
