"""Forms for making the next version of a plan, starting it, and giving it up."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from ..actions.refusals import Refused
from ..actions.rolling_forward import check_month
from ..dates import month_year
from ..models import VersionDraft
from ..snapshot import OVERALL, Cell, OutcomeRow, PlanSnapshot, SectionView
from .child_details import ChildDetailsCheck
from .month import MonthField

Carries = VersionDraft.Carries
CellKey = tuple[int, int | None]
TickedRow = tuple[OutcomeRow, bool, list[tuple[Cell, str, bool]]]
"""An outcome, whether it is ticked, and each cell with its name in the form and whether it is ticked."""


def reason_field(initial: str, label: str = "Why") -> forms.CharField:
    """Why something is done, for the record."""
    return forms.CharField(
        label=label,
        initial=initial,
        max_length=500,
        help_text="Kept in the record with your name.",
        error_messages={"required": "Say why: it is kept in the record."},
    )


class NextVersionForm(ChildDetailsCheck):
    """What the next version takes on from this one."""

    title = forms.CharField(
        max_length=200, label="Title", error_messages={"required": "Enter a title for the new version."}
    )
    dated = MonthField(
        label="Month on its cover",
        help_text="For example, April 2027.",
        error_messages={"required": "Enter the month on its cover."},
    )
    reason = reason_field("Next version of the plan")
    members = forms.BooleanField(
        required=False,
        initial=True,
        label="The same people, with the same parts",
        help_text="Until it starts, only its administrators see it. If you untick this, that is you alone; "
        "you add people in Set-up.",
    )
    carries = forms.TypedChoiceField(
        label="Ratings it starts with",
        choices=[
            (Carries.NONE.value, "None: everything is rated afresh"),
            (Carries.ALL.value, "All that stand on the day it starts"),
            (Carries.CHOSEN.value, "Those ticked below"),
        ],
        coerce=Carries,
        initial=Carries.NONE.value,
        widget=forms.RadioSelect,
        help_text="They are entered when the version starts, as carried from this one, and keep their dates.",
    )
    outcomes = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": "Tick at least one outcome for the new version.",
            "invalid_choice": "An outcome ticked here has been withdrawn or taken out since you opened this "
            "page. Check what is ticked.",
        },
    )
    cells = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": "A rating ticked here has been corrected, or its outcome changed, since you "
            "opened this page. Check which ratings are ticked."
        },
    )

    def __init__(self, data: Any = None, *, snapshot: PlanSnapshot) -> None:
        self.snapshot = snapshot
        today = timezone.localdate()
        super().__init__(data, initial={"title": snapshot.title, "dated": month_year(today)})
        self._rows = [row for row in snapshot.outcomes if not row.withdrawn_on]
        outcomes: Any = self.fields["outcomes"]
        outcomes.choices = [(row.id, row.ref) for row in self._rows]
        cells: Any = self.fields["cells"]
        self._cells = [(row, cell) for row in self._rows for cell in _standing(row)]
        cells.choices = [(cell_name(row, cell), row.ref) for row, cell in self._cells]

    def clean_dated(self) -> dt.date:
        """A month that the version after this one can be of."""
        month: dt.date = self.cleaned_data["dated"]
        try:
            check_month(month, after=self.snapshot.dated)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused
        return month

    def clean(self) -> dict[str, Any]:
        """Ticked ratings are chosen, or nobody knows whether they are meant."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("carries") == Carries.CHOSEN and not cleaned.get("cells"):
            if "cells" not in self.errors:  # else some were ticked, and what is wrong with them is said
                self.add_error("carries", "Tick the ratings to start with, or choose none.")
        elif cleaned.get("cells") and cleaned.get("carries") != Carries.CHOSEN:
            self.add_error("carries", "You ticked ratings: choose “Those ticked below”, or untick them.")
        return cleaned

    @property
    def sections(
        self,
    ) -> list[tuple[SectionView, list[TickedRow]]]:
        """Each section with its outcomes and whether each is ticked, and their ratings likewise."""
        ticked = {str(value) for value in self["outcomes"].value() or ()} if self.is_bound else None
        chosen = set(self["cells"].value() or ())
        return [
            (
                section,
                [
                    (
                        row,
                        ticked is None or str(row.id) in ticked,
                        [
                            (cell, cell_name(row, cell), cell_name(row, cell) in chosen)
                            for cell in _standing(row)
                        ],
                    )
                    for row in section.outcomes
                    if not row.withdrawn_on
                ],
            )
            for section in self.snapshot.sections
        ]

    @property
    def cell_keys(self) -> list[CellKey]:
        """The cells ticked, as actions name them."""
        keys = (value.split("-") for value in self.cleaned_data["cells"])
        return [(int(pk), None if column == OVERALL else int(column)) for pk, column in keys]

    @property
    def digest(self) -> str:
        """Fingerprint of what was chosen, and from what: what is confirmed must be what was shown.

        The ratings that stand count only where some are chosen one by one; in any other case those that are
        given until the version starts are meant too, or none.
        """
        stood = self.standing if self.cleaned_data["carries"] == Carries.CHOSEN else ""
        return _fingerprint((sorted(self.cleaned_data.items()), self.offered, stood))

    @property
    def offered(self) -> str:
        """What the page shows to choose from, for it to send back: see ``changed_since``."""
        sections = [(section.id, section.heading, section.columns) for section in self.snapshot.sections]
        return " ".join([_fingerprint(sections)[:16], *map(_told_by, self._rows)])

    @property
    def standing(self) -> str:
        """Likewise, the ratings."""
        return " ".join(str(cell.standing.id) for _, cell in self._cells if cell.standing)

    @property
    def changed_since(self) -> list[dict[str, str]]:
        """What became of the plan since the page was opened that was sent, for the list above the page.

        An outcome that has come since is not ticked, and would be dropped without anybody having said so.
        """
        return [*self._outcomes_changed(), *self._ratings_changed()]

    def _outcomes_changed(self) -> Iterator[dict[str, str]]:
        was = set(self.data.get("offered", self.offered).split())
        known = {told.split(".")[0] for told in was}
        others = [row for row in self._rows if _told_by(row) not in was]
        new = [row for row in others if str(row.id) not in known]
        changed = [row for row in others if row not in new]
        if others or (was != set(self.offered.split()) and not self.has_error("outcomes", "invalid_choice")):
            says = "This plan has changed since you opened this page."
            says += f" Added, and not ticked: {_listed([row.ref for row in new])}." if new else ""
            says += f" Changed: {_listed([row.ref for row in changed])}." if changed else ""
            href = f"#outcome-{(new or changed)[0].id}" if others else "#id_outcomes"
            yield {"href": href, "text": f"{says} Check what is ticked."}

    def _ratings_changed(self) -> Iterator[dict[str, str]]:
        if self.data.get("carries") != Carries.CHOSEN:
            return
        was = set(self.data.get("standing", self.standing).split())
        others = [
            (row, cell) for row, cell in self._cells if cell.standing and str(cell.standing.id) not in was
        ]
        if others or (was != set(self.standing.split()) and not self.has_error("cells", "invalid_choice")):
            names = [f"{row.ref} {cell.column.name}" for row, cell in others]
            where = f": {_listed(names)}" if others else ""
            href = f"#cell-{cell_name(*others[0])}" if others else "#id_cells"
            says = f"Ratings have changed since you opened this page{where}. Check which are ticked."
            yield {"href": href, "text": says}

    @property
    def dropped(self) -> list[str]:
        """Refs of the outcomes that the draft would leave out."""
        taken = set(self.cleaned_data["outcomes"])
        return [row.ref for row in self._rows if row.id not in taken]

    @property
    def counts(self) -> Mapping[str, int]:
        """What the draft would have: sections, outcomes, those left out, and ratings."""
        taken = set(self.cleaned_data["outcomes"])
        standing = [cell for row in self._rows if row.id in taken for cell in _standing(row)]
        chosen = sum(pk in taken for pk, _ in self.cell_keys)
        ratings = {Carries.NONE: 0, Carries.ALL: len(standing), Carries.CHOSEN: chosen}
        return {
            "sections": len(self.snapshot.sections),
            "outcomes": len(taken),
            "left_out": len(self._rows) - len(taken),
            "ratings": ratings[self.cleaned_data["carries"]],
        }


def cell_name(row: OutcomeRow, cell: Cell) -> str:
    """How the form names a cell."""
    return f"{row.id}-{cell.column.key}"


def _standing(row: OutcomeRow) -> list[Cell]:
    return [cell for cell in row.rated_cells if cell.standing]


def _told_by(row: OutcomeRow) -> str:
    return f"{row.id}.{row.version}"


def _fingerprint(what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()


def _listed(names: Sequence[str]) -> str:
    """Names, so many as are read."""
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(names[:10]) + more


class StartVersionForm(ChildDetailsCheck):
    """The last word before a version starts."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    carries = forms.TypedChoiceField(
        label="Ratings it starts with",
        coerce=Carries,
        widget=forms.RadioSelect,
        help_text="Each says whose it was and keeps its date, so that its age stays true.",
    )
    unfinished = forms.BooleanField(
        label="Start it with what is unfinished",
        error_messages={"required": "Tick this to start it with what is unfinished, or finish that first."},
    )
    reason = reason_field("The new version starts")

    def __init__(
        self, data: Any = None, *, counts: Mapping[Carries, int], chosen: Carries, seen: str, finished: bool
    ) -> None:
        """Ask.

        Args:
            counts: how many ratings each choice would carry; the choices there are.
            chosen: what was chosen when the draft was made.
            seen: fingerprint of the matching that the page shows.
            finished: whether something has been said of every outcome.
        """
        super().__init__(data, initial={"carries": chosen.value, "seen": seen})
        words = {
            Carries.NONE: "None: everything is rated afresh",
            Carries.ALL: "All that stand in the version before",
            Carries.CHOSEN: "Those chosen when the draft was made",
        }
        carries: Any = self.fields["carries"]
        carries.choices = [
            (choice.value, words[choice] + (f" ({count})" if choice != Carries.NONE else ""))
            for choice, count in counts.items()
        ]
        if finished:
            del self.fields["unfinished"]
        self._seen = seen

    def show_anew(self) -> bool:
        """Have the form hold the fingerprint of what is shown with it now, not of the page it came from.

        Returns:
            Whether that was another: the matching has changed since.
        """
        before = self.data.get("seen")
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = self._seen  # type: ignore[index]
        return before != self._seen


class DiscardVersionForm(ChildDetailsCheck):
    """Why a draft is given up."""

    reason = reason_field("", label="Why is it discarded?")
