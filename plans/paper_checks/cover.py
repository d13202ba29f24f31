"""What the cover report of a draft lacks, or says that is not so."""

import datetime as dt
import re

from ..dates import full_date, short_date
from ..models import Paper
from ..papers.brief import Brief

_NOTHING = ("", "none", "no", "n/a")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")


def nothing_confidential(brief: Brief, *, exempt: bool) -> str:
    """What is said under Confidentiality where something is exempt and that says nothing is; else empty."""
    if exempt and any(text.lower().rstrip(".") in _NOTHING for text in _under(brief, "confidentiality")):
        return "Under Confidentiality the cover report says that nothing is, and a part is exempt."
    return ""


def another_day(brief: Brief) -> str:
    """Which day stands under Date where that is not the day of the meeting, which may have been moved."""
    wrong = next((text for text in _under(brief, "date") if text and not _is_day(text, brief.meets_on)), "")
    if not wrong:
        return ""
    return f"Under Date the cover report has {wrong}, and the meeting is on {_with_weekday(brief.meets_on)}."


def nothing_written(brief: Brief) -> str:
    """Under which headings nothing is written."""
    empty = [entry.title for entry in brief.cover if not entry.text.strip()]
    return f"Nothing is written under {', '.join(empty)}: N/A stands there." if empty else ""


def headings_since(paper: Paper) -> str:
    """Which headings the body's cover report has been given since the draft was begun."""
    there = {title for title, _, _ in paper.cover}
    new = [one["title"] for one in paper.meeting.body.cover if one["title"] not in there]
    if not new:
        return ""
    return f"Since the draft was begun the cover report of this body has been given {', '.join(new)}."


def _under(brief: Brief, heading: str) -> list[str]:
    return [entry.text.strip() for entry in brief.cover if entry.title.strip().lower() == heading]


def _with_weekday(day: dt.date) -> str:
    return f"{day:%A} {full_date(day)}"


def _is_day(text: str, day: dt.date) -> bool:
    """Whether a text is the day, in one of the ways in which people write one, with or without a time."""
    said = _ORDINAL.sub("", " ".join(text.casefold().replace(",", " ").split()))
    ways = {full_date(day), short_date(day), f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}"}
    ways |= {f"{weekday} {way}" for way in ways for weekday in (f"{day:%A}", f"{day:%a}")}
    ways |= {f"0{way}" for way in ways if way[1] == " "}
    return any(said == way or said.startswith((f"{way} ", f"{way}.")) for way in map(str.casefold, ways))
