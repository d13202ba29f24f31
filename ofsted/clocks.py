"""The deadlines that a visit brings, and how many days are left. The rules are in ``rules/clocks.toml``."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from plans.working_days import add_working_days, working_days_between

from .models import Visit
from .rule_file import FOLDER, BadRules, Entry, Source, read_entries

STARTS = {
    "letter_on": "the date of the letter or report",
    "published_by_ofsted_on": "the date that Ofsted published it",
    "last_on": "the last day on site",
}


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A deadline that some kinds of visit bring.

    Attributes:
        code: what a met deadline is stored under.
        todo: what is to be done, in a sentence.
        kinds: values of ``Visit.Kind``.
        starts: keys of ``STARTS``; the first that is known is counted from.
        days, working: how many, and whether only working days count.
        only_adverse: only where a visit judged something inadequate or gave an area for priority action.
        valid_from, valid_until: the first and last day on which it could begin.
        certain: whether it was read in its source; ``note`` says what it rests on where it was not.
    """

    code: str
    title: str
    todo: str
    kinds: tuple[str, ...]
    starts: tuple[str, ...]
    days: int
    working: bool
    only_adverse: bool
    valid_from: dt.date
    valid_until: dt.date
    certain: bool
    note: str
    source: Source

    @property
    def length(self) -> str:
        """Such as "70 working days"."""
        kind = "working day" if self.working else "day"
        return f"{self.days} {kind}" if self.days == 1 else f"{self.days} {kind}s"

    def due(self, start: dt.date) -> dt.date:
        """The last day, from the one that is counted from."""
        return add_working_days(start, self.days) if self.working else start + dt.timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline of one visit, as on one day.

    Attributes:
        started_on: the day counted from; none while it is not known.
        started_by: what that day is or would be, such as "the date of the letter or report".
        due: the last day; none while it has not started.
        days_left: in the rule's kind of days; 0 on the last day, negative when it is past, none before it
            has started.
        is_overdue: its last day is past, if only by a weekend. Whether it was met is for the visit to say.
    """

    rule: ClockRule
    started_on: dt.date | None
    started_by: str
    due: dt.date | None
    days_left: int | None
    is_overdue: bool = False

    @property
    def code(self) -> str:
        """What a met deadline is stored under."""
        return self.rule.code

    @property
    def title(self) -> str:
        """What is due."""
        return self.rule.title

    @property
    def source(self) -> Source:
        """Where the rule is written down."""
        return self.rule.source

    @property
    def left_in_words(self) -> str:
        """Such as "12 working days left", "due today", "3 working days over" or "over"."""
        if self.days_left is None:
            return "not started"
        if not self.days_left:
            # On the weekend after it no working day has gone by.
            return "over" if self.is_overdue else "due today"
        number, what = abs(self.days_left), "working day" if self.rule.working else "day"
        return f"{number:,} {what}{'' if number == 1 else 's'} {'left' if self.days_left > 0 else 'over'}"


def clocks_of(
    kind: str,
    *,
    letter_on: dt.date | None,
    last_on: dt.date,
    published_on: dt.date | None,
    adverse: bool,
    today: dt.date,
) -> tuple[Clock, ...]:
    """The deadlines that a visit brings, soonest first, those that have not started last.

    Args:
        kind: a value of ``Visit.Kind``.
        letter_on: the date of the letter or report.
        last_on: the last day on site.
        published_on: when Ofsted published it.
        adverse: whether something was judged inadequate, or an area for priority action was given.
        today: the day that the days left are counted from; a past day for a page that shows the past.
    """
    known = {"letter_on": letter_on, "published_by_ofsted_on": published_on, "last_on": last_on}
    found: list[Clock] = []
    for rule in clock_rules():
        if kind not in rule.kinds or (rule.only_adverse and not adverse):
            continue
        started_by = next((start for start in rule.starts if known[start]), rule.starts[0])
        started_on = known[started_by]
        if not rule.valid_from <= (started_on or last_on) <= rule.valid_until:
            continue
        due = rule.due(started_on) if started_on else None
        left = (working_days_between(today, due) if rule.working else (due - today).days) if due else None
        over = due is not None and due < today
        found.append(Clock(rule, started_on, STARTS[started_by], due, left, over))
    return tuple(sorted(found, key=lambda clock: (clock.due or dt.date.max, clock.code)))


def clock_rule(code: str) -> ClockRule | None:
    """The rule of a code, if there is one."""
    return next((rule for rule in clock_rules() if rule.code == code), None)


@lru_cache(maxsize=1)
def clock_rules() -> tuple[ClockRule, ...]:
    """Every rule, as in ``rules/clocks.toml``.

    Raises:
        BadRules: the file is wrong.
    """
    return read_clock_rules(FOLDER / "clocks.toml")


def read_clock_rules(path: Path) -> tuple[ClockRule, ...]:
    """The rules in a file.

    Raises:
        BadRules: the file is wrong.
    """
    rules: dict[str, ClockRule] = {}
    for entry in read_entries(path, "clock"):
        rule = _rule(entry, rules)
        rules[rule.code] = rule
    return tuple(rules.values())


def _rule(entry: Entry, taken: dict[str, ClockRule]) -> ClockRule:
    code = entry.code("code", taken)
    entry.where = f"{entry.where} ({code})"
    valid_from, valid_until = entry.valid()
    rule = ClockRule(
        code=code,
        title=entry.text("title"),
        todo=entry.text("todo"),
        kinds=entry.some_of("kinds", Visit.Kind.values),
        starts=entry.some_of("starts", STARTS),
        days=entry.number("days"),
        working=entry.one_of("counted", ("working", "calendar")) == "working",
        only_adverse=entry.one_of("applies_if", ("always", "adverse")) == "adverse",
        valid_from=valid_from,
        valid_until=valid_until,
        certain=entry.truth("certain"),
        note=entry.text("note", optional=True),
        source=entry.source(),
    )
    entry.finish()
    if rule.days > 1000:
        raise entry.wrong("days", "are more than 1,000, which no deadline has")
    if not rule.certain and not rule.note:
        raise BadRules(f"{entry.where}: a rule that is not certain needs a note of what it rests on.")
    return rule
