"""Many findings at once: pasted as a list, then split, and set right in one table before any is saved."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

from plans.child_details import Sighting, find_child_details
from plans.forms.child_details import ChildDetailsCheck, found_words
from plans.snapshot import OutcomeRow, PlanSnapshot

from ..finding_list import MAX_CHARACTERS, MAX_PIECES, Piece, TooMuch, split_findings
from ..models import Finding
from ..proposals import OutcomeProposals, Repeated, RepeatProposals, likely_kind
from ..register import FindingRow
from .finding import LONGEST_REASON, LONGEST_WORDS, one_kind_of_line_end
from .links import outcomes_named, reason_error

_LONGEST = {"ref": 40, "paragraph": 40, "area": 200}
_OFFERED = 4


class PasteForm(forms.Form):
    """The list as it is pasted."""

    text = forms.CharField(
        label="The findings, as they are listed",
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Lettered, numbered or bulleted, with points within points, or a paragraph for each. "
        "Nothing is saved until you have checked how it was split.",
        error_messages={"required": "Paste the findings first."},
    )

    def clean_text(self) -> str:
        """What can be split into findings."""
        text: str = self.cleaned_data["text"]
        try:
            self.pieces = split_findings(text)
        except TooMuch as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if not self.pieces:
            raise forms.ValidationError("No finding was found in this. Paste the list from the report.")
        return text


@dataclass
class PasteRow:
    """One finding of the table, as it was split or as somebody set it right.

    Attributes:
        number: names its controls.
        keep: it is to be saved.
        heading: what stood over it in the report; shown, and not kept.
        ticked: ids of the outcomes chosen.
        others: refs of further ones, as typed.
        why: why all of those answer it.
        offered: outcomes that are likely, or ticked though they are not.
        likely_again: earlier findings that it may raise again.
        error: what is wrong, by the name of the control.
    """

    number: int
    keep: bool = True
    ref: str = ""
    paragraph: str = ""
    words: str = ""
    heading: str = ""
    level: int = 0
    kind: str = Finding.Kind.TO_IMPROVE
    section: str = ""
    area: str = ""
    owner: str = ""
    ticked: set[int] = field(default_factory=set)
    others: str = ""
    why: str = ""
    repeats: str = ""
    offered: list[tuple[OutcomeRow, str]] = field(default_factory=list)
    likely_again: tuple[Repeated, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How an error names it."""
        return f"Row {self.number}{f' ({self.ref})' if self.ref else ''}"

    @property
    def free_text(self) -> dict[str, str]:
        """What anybody types into it, by the name of the control."""
        return {name: getattr(self, name) for name in ("ref", "paragraph", "words", "area", "why")}

    @property
    def choices(self) -> list[tuple[OutcomeRow, str, bool]]:
        """The outcomes offered, how well each fits in words, and whether it is ticked."""
        return [(row, note, row.id in self.ticked) for row, note in self.offered]


@dataclass
class PasteTable:
    """The table of findings to be saved.

    Attributes:
        after: the last position that the visit had when the table was made.
        sections, owners: (key, words) to choose from.
        reason: where they come from, for the record.
        problem: what is wrong with all of it.
        child_details: asks, once for all of it, why what looks like a child's details is none.
    """

    snapshot: PlanSnapshot
    earlier: Sequence[FindingRow]
    looked_at: str
    sections: Sequence[tuple[str, str]]
    owners: Sequence[tuple[str, str]]
    after: int = 0
    rows: list[PasteRow] = field(default_factory=list)
    reason: str = ""
    reason_error: str = ""
    problem: str = ""
    child_details: ChildDetailsCheck = field(default_factory=ChildDetailsCheck)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds to choose from."""
        return [(kind.value, str(kind.label)) for kind in Finding.Kind]

    def take(self, pieces: Iterable[Piece]) -> None:
        """Take what a list was split into, with what is proposed for each.

        What only leads in to other points is not ticked. No outcome is, however well it fits: a link that
        nobody looked at would be worth nothing.
        """
        for number, (piece, words) in enumerate(_with_lead_ins(pieces), start=1):
            self.rows.append(
                PasteRow(
                    number,
                    keep=not piece.lead_in,
                    ref=piece.ref[: _LONGEST["ref"]],
                    paragraph=piece.paragraph[: _LONGEST["paragraph"]],
                    words=words,
                    heading=piece.heading,
                    level=min(piece.level, 3),
                    kind=likely_kind(words, piece.heading),
                    area=_area(piece.heading),
                )
            )
        self._propose()

    def fill_in(self, data: QueryDict) -> None:
        """Take what was sent, and set the errors where it cannot be."""
        after = data.get("after", "")
        self.after = int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else 0
        self.reason = data.get("reason", "").strip()
        if not self.reason or len(self.reason) > LONGEST_REASON or "\x00" in self.reason:
            self.reason_error = f"Say where they come from, in up to {LONGEST_REASON} characters."
        numbers = [
            n for n in data.getlist("row")[:MAX_PIECES] if n.isascii() and n.isdecimal() and len(n) < 5
        ]
        for number in dict.fromkeys(map(int, numbers)):
            sent = {
                name: data.get(f"{name}-{number}", "").strip()
                for name in (
                    "ref", "paragraph", "words", "heading", "kind", "section", "area", "owner", "others",
                    "why", "repeats",
                )
            }  # fmt: skip
            sent["words"] = one_kind_of_line_end(sent["words"])
            ticked = {int(pk) for pk in data.getlist(f"outcome-{number}") if pk.isdecimal() and len(pk) < 19}
            self.rows.append(PasteRow(number, keep=f"keep-{number}" in data, ticked=ticked, **sent))  # type: ignore[arg-type]
        self._propose()
        again = {str(row.id) for row in self.earlier}
        for row in self.rows:
            if row.keep:
                self._check(row, again)
        self._look_for_child_details(data)
        if not any(row.keep for row in self.rows):
            self.problem = "Tick the findings that are to be saved."

    def _propose(self) -> None:
        """Offer each row the outcomes and earlier findings that its words fit."""
        outcomes = OutcomeProposals(self.snapshot, self.looked_at)
        again = RepeatProposals(self.earlier, (row.words for row in self.rows))
        by_id = {row.id: row for row in self.snapshot.outcomes}
        before = {str(row.id): row for row in self.earlier}
        for row in self.rows:
            likely = outcomes.likely(row.words, _OFFERED)
            row.likely_again = again.likely(row.words)
            if row.repeats in before and row.repeats not in {str(x.finding.id) for x in row.likely_again}:
                row.likely_again += (
                    Repeated(before[row.repeats], 0),
                )  # chosen before its words were changed
            row.offered = [(one.outcome, one.words) for one in likely]
            offered = {one.outcome.id for one in likely}
            row.offered += [(by_id[pk], "") for pk in sorted(row.ticked - offered) if pk in by_id]
            row.ticked &= by_id.keys()

    def _look_for_child_details(self, data: QueryDict) -> None:
        self.child_details = ChildDetailsCheck(data)
        self.child_details.full_clean()
        found: dict[tuple[int, str], tuple[Sighting, ...]] = {
            (place, name): seen
            for place, row in enumerate(self.kept)
            for name, text in row.free_text.items()
            if (seen := find_child_details(text))
        }
        in_reason = find_child_details(self.reason)
        if not self.child_details.settles([*found.values(), *([in_reason] if in_reason else [])]):
            for (place, name), seen in found.items():
                self.kept[place].errors[name] = found_words(seen)
            if in_reason:
                self.reason_error = found_words(in_reason)

    def _check(self, row: PasteRow, again: set[str]) -> None:
        if not row.words:
            row.errors["words"] = "Enter the finding, or untick it."
        elif len(row.words) > LONGEST_WORDS:
            row.errors["words"] = f"Shorten the finding to {LONGEST_WORDS:,} characters."
        for name, longest in _LONGEST.items():
            if len(getattr(row, name)) > longest:
                row.errors[name] = f"Shorten the {name} to {longest} characters."
        for name in ("ref", "paragraph", "words", "area"):
            if "\x00" in getattr(row, name):
                row.errors[name] = "This has a character that cannot be kept. Type it again."
        for name, choices, what in (
            ("kind", self.kinds, "a kind"),
            ("section", self.sections, "a section"),
            ("owner", self.owners, "an owner"),
        ):
            if getattr(row, name) not in dict(choices):
                row.errors[name] = f"Choose {what} from the list."
        if row.repeats and row.repeats not in again:
            row.errors["repeats"] = "That earlier finding is not there any more. Choose again."
        named, wrong = outcomes_named(row.others, self.snapshot)
        if wrong:
            row.errors["others"] = wrong
        elif row.why and not (row.ticked or named):
            row.errors["why"] = "Tick the outcome or enter its ref, or take the reason out."
        if wrong := reason_error(row.why):
            row.errors["why"] = wrong

    @property
    def kept(self) -> list[PasteRow]:
        """The rows that are to be saved, in order."""
        return [row for row in self.rows if row.keep]

    @property
    def is_wrong(self) -> bool:
        """Whether anything has to be mended."""
        unsettled = self.child_details.is_bound and bool(self.child_details.errors)
        return bool(self.reason_error or self.problem or unsettled or any(row.errors for row in self.rows))

    def links(self, row: PasteRow) -> Mapping[int, str]:
        """What the action is told of a row: outcome -> why."""
        others, _ = outcomes_named(row.others, self.snapshot)
        return dict.fromkeys((*sorted(row.ticked), *(one.id for one in others)), row.why)

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong, for the list above the page."""
        found = [
            {"href": f"#{name}-{row.number}", "text": f"{row.name}: {words}"}
            for row in self.rows
            for name, words in row.errors.items()
        ]
        if self.reason_error:
            found.append({"href": "#reason", "text": self.reason_error})
        question = self.child_details["false_alarm"]
        found += [{"href": f"#{question.id_for_label}", "text": str(words)} for words in question.errors]
        if self.problem:
            first = f"#keep-{self.rows[0].number}" if self.rows else ""
            found.insert(0, {"href": first, "text": self.problem})
        return found


_INTRODUCES = re.compile(r"\b(?:below|follow(?:s|ing)?|findings?|found|themes?|identified)\b", re.IGNORECASE)
"""Words of a paragraph that only says that a list comes."""


def _with_lead_ins(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, str]]:
    """Each piece with its words: a point under a lead-in says nothing without it, so that comes first.

    A paragraph that introduces a whole list of findings ("what was found is set out below:") is no part of
    them, and is left out.
    """
    under: list[Piece] = []
    for piece in pieces:
        while under and under[-1].level >= piece.level:
            under.pop()
        leads = [one.words for one in under if one.level > 0 or not _INTRODUCES.search(one.words)]
        yield piece, " ".join([*leads, piece.words])
        if piece.lead_in:
            under.append(piece)


def _area(heading: str) -> str:
    """A heading over findings says what they are about; a sentence that leads in to a list does not."""
    title = heading.strip().rstrip(".")
    return title if title and not title.endswith(":") and len(title) <= 80 else ""


PASTE_LIMITS = f"Up to {MAX_CHARACTERS:,} characters and {MAX_PIECES} findings at once."
