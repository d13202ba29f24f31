"""Which outcomes answer a finding, in a form: those linked, those likely by wording, others by their ref."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from plans.snapshot import OutcomeRow, PlanSnapshot

from ..proposals import Likely
from ..register import Answer

LONGEST_REASON = 1000
LONGEST_REFS = 500
_NOT_TICKED = "Tick the outcome, or take the reason out."
_BETWEEN = re.compile(r"[,;\s]+(?:and\s+)?")


@dataclass
class LinkRow:
    """An outcome to tick, and why it answers the finding.

    Attributes:
        outcome_id: what is linked; it may be of a version before.
        ref, statement: of what that is in the plan shown.
        note: "fits well", by its wording; empty for one that is linked.
        was_linked: it was when the form was made, so that its reason is no slip where it is unticked.
    """

    outcome_id: int
    ref: str
    statement: str
    note: str = ""
    ticked: bool = False
    why: str = ""
    error: str = ""
    was_linked: bool = False


@dataclass
class LinkChoice:
    """The outcomes of one finding, as they are or filled in.

    Attributes:
        rows: those linked, then those likely.
        others: refs of further ones, as typed.
        others_why: why those answer it.
        error: what is wrong with the refs.
    """

    snapshot: PlanSnapshot
    rows: list[LinkRow] = field(default_factory=list)
    others: str = ""
    others_why: str = ""
    error: str = ""
    why_error: str = ""

    @classmethod
    def of(
        cls, snapshot: PlanSnapshot, answers: Iterable[Answer] = (), likely: Iterable[Likely] = ()
    ) -> "LinkChoice":
        """What is linked, ticked, and what is likely, not ticked.

        Args:
            snapshot: the plan.
            answers: the links there are.
            likely: proposals by wording.
        """
        choice = cls(snapshot)
        for answer in answers:
            refs = ", ".join(row.ref for row in answer.outcomes)
            said = "; ".join(row.statement for row in answer.outcomes)
            choice.rows.append(
                LinkRow(
                    answer.outcome_id,
                    refs or "–",  # noqa: RUF001 - an en dash, as everywhere where there is nothing
                    said or "An outcome that nothing in this version continues",
                    ticked=True,
                    why=answer.reason,
                    was_linked=True,
                )
            )
        linked = {row.id for answer in answers for row in answer.outcomes}
        choice.rows += [
            LinkRow(one.outcome.id, one.outcome.ref, one.outcome.statement, one.words)
            for one in likely
            if one.outcome.id not in linked
        ]
        return choice

    def fill_in(self, data: QueryDict) -> None:
        """Take what was sent, and set the errors where it cannot be."""
        self._bring_back(data)
        for row in self.rows:
            row.ticked = f"link-{row.outcome_id}" in data
            row.was_linked |= f"was-{row.outcome_id}" in data
            row.why = data.get(f"why-{row.outcome_id}", "").strip()
            row.error = reason_error(row.why)
            if row.why and not row.ticked and not row.was_linked:
                row.error = row.error or _NOT_TICKED
        self.others = data.get("others", "").strip()
        self.others_why = data.get("others_why", "").strip()
        named, self.error = outcomes_named(self.others, self.snapshot)
        self.why_error = reason_error(self.others_why)
        if self.others_why and not named and not self.error:
            self.why_error = self.why_error or "Say which outcome by its ref, or take the reason out."

    def _bring_back(self, data: QueryDict) -> None:
        """Offer again what was ticked or given a reason, and is not likely any more for the words typed."""
        offered = {str(row.outcome_id) for row in self.rows}
        by_id = {str(row.id): row for row in self.snapshot.outcomes}
        for name in data:
            kind, _, pk = name.partition("-")
            typed = kind == "link" or (kind == "why" and data.get(name, "").strip())
            if typed and pk in by_id and pk not in offered:
                offered.add(pk)
                one = by_id[pk]
                self.rows.append(LinkRow(one.id, one.ref, one.statement))

    @property
    def is_wrong(self) -> bool:
        """Whether anything has to be mended."""
        return bool(self.error or self.why_error or any(row.error for row in self.rows))

    @property
    def reasons(self) -> list[str]:
        """Every reason that was typed."""
        return [*(row.why for row in self.rows if row.ticked), self.others_why]

    @property
    def links(self) -> dict[int, str]:
        """What the action is told: outcome -> why."""
        others, _ = outcomes_named(self.others, self.snapshot)
        named = {row.id: self.others_why for row in others}
        # Ticked with no reason of its own, and named by its ref as well: the reason there is its reason.
        return named | {
            row.outcome_id: row.why or named.get(row.outcome_id, "") for row in self.rows if row.ticked
        }

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong, for the list above the page."""
        found = [
            {"href": f"#why-{row.outcome_id}", "text": f"{row.ref}: {row.error}"}
            for row in self.rows
            if row.error
        ]
        if self.error:
            found.append({"href": "#others", "text": self.error})
        if self.why_error:
            found.append({"href": "#others_why", "text": self.why_error})
        return found


def outcomes_named(refs: str, snapshot: PlanSnapshot) -> tuple[list[OutcomeRow], str]:
    """The outcomes whose refs are written in a line such as "2.1, 4.10", and what is wrong with it.

    Args:
        refs: with commas, spaces or "and" between.
        snapshot: the plan whose refs they are.

    Returns:
        Those found, each once, and an error for a person; empty where there is none.
    """
    if len(refs) > LONGEST_REFS or "\x00" in refs:
        return [], f"Enter refs of outcomes, such as 2.1, 4.10, in up to {LONGEST_REFS} characters."
    by_ref: Mapping[str, OutcomeRow] = {
        row.ref.casefold(): row for row in snapshot.outcomes if not row.withdrawn_on
    }
    whole = by_ref.get(refs.strip().casefold())  # a ref may have a space in it
    if whole is not None:
        return [whole], ""
    asked = [ref for ref in _BETWEEN.split(refs.casefold()) if ref]
    unknown = [ref for ref in asked if ref not in by_ref]
    if unknown:
        return [], f"The plan has no outcome {' or '.join(unknown[:3])}. Enter refs such as 2.1, 4.10."
    return list({by_ref[ref].id: by_ref[ref] for ref in asked}.values()), ""


def reason_error(why: str) -> str:
    """What is wrong with a reason; empty where nothing is."""
    if "\x00" in why:
        return "This has a character that cannot be kept. Type it again."
    return f"Give the reason in up to {LONGEST_REASON:,} characters." if len(why) > LONGEST_REASON else ""
