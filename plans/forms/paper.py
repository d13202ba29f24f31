"""What a clerk chooses for a paper, and writes in its cover report."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from ..actions.papers import with_every_heading
from ..cover_headings import BODY
from ..dates import full_date
from ..models import Paper
from ..moment import DAY_FORMATS
from ..papers.brief import PaperPart
from ..schedule_12a import PARAGRAPHS
from .child_details import ChildDetailsCheck

_DAY = forms.DateInput(
    attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}, format="%Y-%m-%d"
)
_MOST_TITLES = 100
_PUBLIC = [("0", "Public")]
_EXEMPT = [(str(number), f"Part 2: paragraph {number}, {about}") for number, about in PARAGRAPHS.items()]


class PartRow(NamedTuple):
    """The two fields of one part: whether it is in the paper, and whether the public may have it."""

    part: PaperPart
    wanted: BoundField
    exempt: BoundField


class PaperForm(ChildDetailsCheck, forms.Form):
    """The date of a paper, what it is compared with, and its parts."""

    change_note = forms.CharField(
        label="What this supplement changes",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Members read this first, on the cover. The paper before it stays as it was.",
    )
    at = forms.DateField(
        label="As at",
        required=False,
        input_formats=DAY_FORMATS,
        widget=_DAY,
        help_text="The day whose ratings the paper has. Leave it empty for the day on which you issue it.",
        error_messages={"invalid": "As at must be a date, such as 31/10/2026."},
    )
    compared = forms.ChoiceField(
        label="Compared with",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the paper is compared with."},
    )
    since = forms.DateField(
        label="The plan as at this date",
        required=False,
        input_formats=DAY_FORMATS,
        widget=_DAY,
        help_text="If you chose an earlier date above.",
        error_messages={"invalid": "This must be a date, such as 31/10/2026."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, paper: Paper, papers: Iterable[Paper], parts: Sequence[PaperPart]
    ) -> None:
        chosen = dict(paper.parts)
        without_paper = "date" if paper.since else "none"
        initial = {
            "change_note": paper.change_note,
            "at": paper.at,
            "compared": str(paper.since_paper_id or without_paper),
            "since": paper.since,
            "version": paper.version,
        }
        super().__init__(data, initial=initial)
        self._parts = parts
        self._papers = {str(one.pk): one for one in papers}
        if not paper.supplement:
            del self.fields["change_note"]
        compared_field = self.fields["compared"]
        assert isinstance(compared_field, forms.ChoiceField)  # noqa: S101 - declared above
        compared_field.choices = [
            *(
                (str(one.pk), f"The paper of {one.short_name} to the {one.body_name}")
                for one in self._papers.values()
            ),
            ("date", "The plan as at an earlier date"),
            ("none", "Nothing"),
        ]
        for part in parts:
            self.fields[f"part_{part.key}"] = forms.BooleanField(
                label=part.title, help_text=part.help, required=False, initial=part.key in chosen
            )
            self.fields[f"exempt_{part.key}"] = forms.ChoiceField(
                label=f"Who may read it: {part.title}",
                choices=[*_PUBLIC, *_EXEMPT],
                required=False,
                initial=str(chosen.get(part.key, 0)),
                widget=forms.Select(attrs={"class": "govuk-select"}),
                error_messages={"invalid_choice": "Choose from the list whether the part is public."},
            )

    @property
    def rows(self) -> list[PartRow]:
        """The parts, in the order of the paper."""
        return [PartRow(part, self[f"part_{part.key}"], self[f"exempt_{part.key}"]) for part in self._parts]

    def clean(self) -> dict[str, Any]:
        """At least one part; and to compare with, a paper or a date before the paper's own."""
        cleaned = super().clean()
        if not any(cleaned.get(f"part_{part.key}") for part in self._parts):
            self.add_error(None, "Choose at least one part.")
        since, at = cleaned.get("since"), cleaned.get("at")
        earlier = self._papers.get(cleaned.get("compared", ""))
        if earlier and earlier.at and at and earlier.at > at:
            self.add_error(
                "compared",
                f"The paper of {earlier.short_name} has the ratings of {full_date(earlier.at)}. Choose an "
                "earlier paper, or a later date for As at.",
            )
        if cleaned.get("compared") == "date":
            if not since and not self.has_error("since"):
                self.add_error("since", "Enter the date to compare with.")
            elif since and at and since >= at:
                self.add_error("since", "The date to compare with must be before the date of the paper.")
        return cleaned

    def fill(self, paper: Paper) -> Paper:
        """The paper with what was chosen."""
        said = self.cleaned_data
        compared = said["compared"]
        paper.at = said["at"]
        paper.since_paper_id = int(compared) if compared.isdigit() else None
        paper.since = said["since"] if compared == "date" else None
        paper.change_note = said.get("change_note", "")
        paper.parts = [
            [part.key, int(said[f"exempt_{part.key}"] or 0)]
            for part in self._parts
            if said[f"part_{part.key}"]
        ]
        return paper


class CoverForm(ChildDetailsCheck, forms.Form):
    """The cover report: a field for each of the council's headings.

    The form carries the headings it was made with, so that what was typed stays under its own heading where
    an administrator has changed the body's headings meanwhile.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    titles = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, paper: Paper, hints: dict[str, str]) -> None:
        self._cover = with_every_heading(paper)
        known = {title: (text, where) for title, text, where in self._cover}
        self._shown = _sent_titles(data) or list(known)
        super().__init__(data, initial={"version": paper.version, "titles": self._shown})
        for place, title in enumerate(self._shown):
            text, where = known.get(title, ("", BODY))
            widget = (
                forms.Textarea(attrs={"rows": 5})
                if where == BODY
                else forms.TextInput(attrs={"class": "govuk-input"})
            )
            self.fields[f"cover_{place}"] = forms.CharField(
                label=title,
                initial=text,
                required=False,
                max_length=20_000,
                widget=widget,
                help_text=hints.get(title, ""),
            )

    @property
    def headings(self) -> list[BoundField]:
        """The fields, in order."""
        return [self[f"cover_{place}"] for place in range(len(self._shown))]

    def clean(self) -> dict[str, Any]:
        """Nothing is written under a heading that there is no more."""
        cleaned = super().clean()
        known = {title for title, _, _ in self._cover}
        for place, title in enumerate(self._shown):
            if title not in known and cleaned.get(f"cover_{place}", "").strip():
                self.add_error(
                    f"cover_{place}",
                    f"“{title}” is no longer a heading of this report. Put this text under another one.",
                )
        return cleaned

    def fill(self, paper: Paper) -> Paper:
        """The paper with the cover report that was written, under the headings that its body has now."""
        said = {title: self.cleaned_data[f"cover_{place}"].strip() for place, title in enumerate(self._shown)}
        paper.cover = [[title, said.get(title, text), where] for title, text, where in self._cover]
        return paper


def _sent_titles(data: Any) -> list[str]:
    """The headings that a form which was sent was made with; none where it does not say so properly."""
    try:
        titles = json.loads((data or {}).get("titles", ""))
    except ValueError:
        return []
    proper = isinstance(titles, list) and len(titles) <= _MOST_TITLES
    return titles if proper and all(isinstance(one, str) and len(one) <= 200 for one in titles) else []


class IssueForm(forms.Form):
    """That the clerk has read what the checks found, and issues the paper all the same.

    Args:
        found: what the checks found, and may be let stand.
        version: of the draft.
        template: the SHA-256 of the Word template it would have; empty for none.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.CharField(required=False, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label="Issue it with these points open",
        help_text="The cover of the paper says that it was, and lists them.",
        required=False,
    )

    def __init__(self, data: Any = None, *, found: Sequence[str], version: int, template: str) -> None:
        self._told = _told((*found, template))
        super().__init__(data, initial={"version": version, "read": self._told})
        self._found = found
        if not found:
            del self.fields["agreed"]

    def clean(self) -> dict[str, Any]:
        """What was found is what the clerk read, and they agree to it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("read", "") != self._told:
            self.data = {**self.data, "read": self._told}
            self.add_error(
                None,
                "The checks find something else than when you opened this page, or the Word template is "
                "another. Read them again.",
            )
        elif self._found and not cleaned.get("agreed"):
            self.add_error(
                "agreed", "Tick the box to issue it with these points open, or put them right first."
            )
        return cleaned


def _told(found: Sequence[str]) -> str:
    """What the checks found, as a form carries it: no more than tells it from anything else."""
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
