"""The papers of the demonstration: what its clerk issued for past meetings, and the draft for the next.

Their files are made by the worker, once the demonstration is served.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ..actions.papers import issue_paper, save_paper, start_paper
from ..models import Meeting, Paper, Plan, User
from ..packs import packs_of
from ..parts import parts_for_papers
from ..tasks import make_files
from .meetings import CLERK, FILE
from .sources import Calendar, read

_DRAFTED = dt.timedelta(days=2)
"""How long before a paper is issued its clerk begins it."""


def tell_of_papers(plan: Plan, *, people: Mapping[str, User], calendar: Calendar) -> None:
    """Write down the papers, once everything is there that they tell of.

    Args:
        plan: the version in use, with its meetings.
        people: the part of an address before the ``@`` -> the person.
        calendar: from the dates in the file to those in the database.
    """
    clerk = people[CLERK]
    for entry in read(FILE)["meeting"]:
        if "paper" not in entry:
            continue
        meeting = Meeting.objects.select_related("body").get(
            plan=plan, body__name=entry["body"], on=calendar.day(entry["on"])
        )
        _tell(entry["paper"], meeting, plan=plan, clerk=clerk, calendar=calendar)


def _tell(said: Mapping[str, Any], meeting: Meeting, *, plan: Plan, clerk: User, calendar: Calendar) -> None:
    issued = said.get("issued")
    begun = issued - _DRAFTED if issued else said["begun"]
    usual = [part.key for part in parts_for_papers().values() if part.usual]
    when = calendar.moment(begun, "10:40")
    paper = start_paper(meeting=meeting, plan=plan, parts=usual, by=clerk, when=when)
    paper.cover = [[title, said["cover"].get(title, text), place] for title, text, place in paper.cover]
    save_paper(
        paper=paper, plan=plan, by=clerk, reason="Cover report changed",
        when=calendar.moment(begun, "11:25"),
    )  # fmt: skip
    if not issued:
        return
    moment = calendar.moment(issued, "15:30")
    paper.at = calendar.day(issued)
    to_make = [(pack.kind, key) for pack in packs_of(_read(paper)) for key in pack.keys]
    issue_paper(paper=paper, plan=plan, waived=(), to_make=to_make, by=clerk, when=moment)
    make_files.enqueue(paper.pk)


def _read(paper: Paper) -> Paper:
    """A paper with all that it is made from."""
    found: Paper = Paper.objects.select_related("plan", "meeting__body", "since_paper").get(pk=paper.pk)
    found.at = paper.at
    return found
