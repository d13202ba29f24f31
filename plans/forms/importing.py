"""Forms for bringing in a plan: its text, then what a person says of the preview."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import ProhibitNullCharactersValidator

from ..child_details import Sighting, find_child_details
from ..dates import month_year
from ..importers.leads import might_be_several
from ..importers.plan_text import read_plan
from ..importers.source import MAX_BYTES, ImportRefused, decode
from ..models import Authority, ImportDraft, Plan, User
from ..plan_draft import PlanDraft, ThemeDraft
from .child_details import ChildDetailsCheck
from .import_localities import LocalityNamesForm
from .month import month_of

_MOST_LEAD = 200
_MOST_THEME = 120


class PastedTextField(forms.CharField):
    """Text of any kind: what of it cannot be kept is refused by its reader, which knows the line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]


class ImportStartForm(forms.Form):
    """Whose plan it is, and its text: pasted or in a file. Valid only where a plan can be read from it."""

    authority = forms.ModelChoiceField(
        Authority.objects.none(), required=False, empty_label="Choose an authority", label="Authority"
    )
    new_authority = forms.CharField(
        required=False,
        max_length=200,
        label="Or a new authority",
        help_text="Its full name, if it is not in the list.",
    )
    file = forms.FileField(
        required=False,
        label="Text file",
        help_text="A plain text file (.txt), up to 5 MB. For Word or PDF, save as text, or paste below.",
    )
    text = PastedTextField(
        required=False,
        label="Or paste the text",
        help_text="The plan alone, or the paper or pack it is part of: the rest is left out.",
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: User, follows: Plan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft: PlanDraft | None = None
        self.follows = follows  # it is that plan's authority's, too
        if follows:
            del self.fields["authority"], self.fields["new_authority"]
            return
        field = self.fields["authority"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        if user.is_superuser:
            field.queryset = Authority.objects.all()
            if not field.queryset.exists():
                del self.fields["authority"]
                self.fields["new_authority"].label = "Authority"
        else:
            mine = Plan.objects.administered_by(user).values("authority")
            field.queryset = Authority.objects.filter(pk__in=mine)
            del self.fields["new_authority"]
            if field.queryset.count() == 1:
                field.initial = field.queryset.get().pk

    def clean(self) -> dict[str, Any]:
        """Take the text from where it was given, and read it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.follows is None:
            self._check_authority(cleaned)
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if file and text.strip():
            self.add_error("file", "Choose a file or paste the text, not both.")
        elif not file and not text.strip() and "file" not in self.errors:
            self.add_error("text", "Paste the plan's text, or choose a file.")
        elif file or text:
            where = "file" if file else "text"
            try:
                cleaned["text"] = _read(file) if file else text
                self.draft = read_plan(cleaned["text"])
            except ImportRefused as refused:
                self.add_error(where, refused.message)
        return cleaned

    def _check_authority(self, cleaned: dict[str, Any]) -> None:
        named = bool(cleaned.get("new_authority", "").strip())
        if named and cleaned.get("authority"):
            self.add_error("new_authority", "Choose an authority or name a new one, not both.")
        elif not named and not cleaned.get("authority") and "authority" not in self.errors:
            where = "authority" if "authority" in self.fields else "new_authority"
            self.add_error(where, "Say whose plan this is.")

    @property
    def file_name(self) -> str:
        """The uploaded file's name; empty for pasted text."""
        file = self.cleaned_data.get("file")
        return str(file.name) if file else ""


class ImportPreviewForm(ChildDetailsCheck, LocalityNamesForm):
    """Title, month, which localities the columns are, how Lead cells are split, the name of each theme."""

    title = forms.CharField(required=False, max_length=200, label="Title")
    dated = forms.CharField(
        required=False,
        max_length=40,
        label="Month on its cover",
        help_text="For example, October 2021. Ratings printed in the plan are dated to it.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        stored: ImportDraft,
        draft: PlanDraft,
        known_localities: Sequence[str],
        confirming: bool,
    ) -> None:
        self.lead_cells = [
            cell for cell, leads in draft.lead_cells.items() if len(leads) > 1 or might_be_several(cell)
        ]
        initial: dict[str, Any] = {
            "title": stored.title,
            "dated": month_year(stored.dated) if stored.dated else "",
        }
        super().__init__(data, draft=draft, confirming=confirming, initial=initial)
        self.ask_about_localities(known_localities, stored.locality_names)
        refs: dict[str, list[str]] = {}
        for outcome in draft.outcomes:
            refs.setdefault(outcome.lead_cell, []).append(outcome.ref)
        for number, cell in enumerate(self.lead_cells):
            leads = stored.lead_splits.get(cell, draft.lead_cells[cell])
            self.fields[f"leads-{number}"] = forms.CharField(
                required=False,
                label=cell,
                initial="\n".join(leads),
                # The words of the plan are shown as they are: Django's own help text would not escape them.
                help_text=f"In {_some(refs[cell])}.",
                widget=forms.Textarea(attrs={"rows": max(2, sum(map(_rows, leads)))}),
            )
        for theme in draft.themes:
            self.fields[f"theme-{theme.key}"] = forms.CharField(
                required=False,
                max_length=_MOST_THEME,
                label=f"Theme of {_some(list(theme.refs))}",
                initial=stored.theme_names.get(theme.key, theme.name),
            )
        self.child_details = [
            (where, line, seen) for where, line, text in draft.texts if (seen := find_child_details(text))
        ]
        if self.child_details and self.is_bound:
            self.show_question()
        elif self.child_details:
            self.ask(self.found_elsewhere())

    def found_elsewhere(self) -> list[tuple[Sighting, ...]]:
        """What the plan says, which the page lists."""
        return [seen for _, _, seen in self.child_details]

    def settles(self, found: Collection[tuple[Sighting, ...]]) -> bool:
        """Asked only when the plan is made: until then its text is working material, which is thrown away."""
        return not self.confirming or super().settles(found)

    def clean_title(self) -> str:
        """Needed only to make the plan."""
        title: str = self.cleaned_data["title"]
        if self.confirming and not title:
            raise forms.ValidationError("Enter the plan's title.")
        return title

    def clean_dated(self) -> dt.date | None:
        """A month in words or figures, as the first of it."""
        words: str = self.cleaned_data["dated"].strip()
        date = month_of(words)
        if words and date is None:
            raise forms.ValidationError("Enter a month and year, such as October 2021.")
        if self.confirming and date is None:
            raise forms.ValidationError("Enter the month on the plan's cover.")
        return date

    def clean(self) -> dict[str, Any]:
        """Check each lead's length."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number, _ in enumerate(self.lead_cells):
            name = f"leads-{number}"
            if any(len(lead) > _MOST_LEAD for lead in _lines(cleaned.get(name, ""))):
                self.add_error(name, f"Each lead must be {_MOST_LEAD} characters or fewer.")
        return cleaned

    @property
    def lead_splits(self) -> dict[str, list[str]]:
        """The Lead cells that a person splits in another way than was proposed."""
        typed = {
            cell: list(dict.fromkeys(_lines(self.cleaned_data[f"leads-{number}"])))
            for number, cell in enumerate(self.lead_cells)
        }
        return {cell: leads for cell, leads in typed.items() if leads != list(self.draft.lead_cells[cell])}

    @property
    def theme_names(self) -> dict[str, str]:
        """The themes that a person names in another way than was proposed; empty for one left out."""
        typed = {theme.key: self.cleaned_data[f"theme-{theme.key}"] for theme in self.draft.themes}
        return {theme.key: typed[theme.key] for theme in self.draft.themes if typed[theme.key] != theme.name}

    @property
    def lead_fields(self) -> list[forms.BoundField]:
        """One for each Lead cell that may name several."""
        return [self[f"leads-{number}"] for number, _ in enumerate(self.lead_cells)]

    @property
    def theme_fields(self) -> list[tuple[ThemeDraft, forms.BoundField]]:
        """Each proposed theme with its name."""
        return [(theme, self[f"theme-{theme.key}"]) for theme in self.draft.themes]


def _read(file: UploadedFile) -> str:
    if file.size and file.size > MAX_BYTES:
        raise ImportRefused(
            f"{file.name} is {file.size / 1024 / 1024:,.0f} MB, and a plan's text is never more than "
            f"{MAX_BYTES // 1024 // 1024} MB."
        )
    return decode(file.read())


def _lines(text: str) -> list[str]:
    return [words for line in text.splitlines() if (words := " ".join(line.split()))]


def _rows(lead: str) -> int:
    """How many rows of its box a lead takes on a phone, where some thirty letters fit in one."""
    return -(-len(lead) // 30)


def _some(refs: list[str]) -> str:
    return ", ".join(refs[:8]) + (f" and {len(refs) - 8} more" if len(refs) > 8 else "")
