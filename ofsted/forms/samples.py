"""Forms for a sample, and for its results as they are pasted and checked."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet

from plans.child_details import Sighting
from plans.forms.child_details import ChildDetailsCheck, found_words
from plans.forms.deleting import DeleteForm

from ..finding_list import TooMuch
from ..models import Sample
from ..result_list import ResultRow, read_results
from .results import ResultForm, whole_number


class SampleDeleteForm(DeleteForm):
    """Deleting a sample, with the results that the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        """The newest row of their history; 0 where there were none."""
        return self.cleaned_data["seen"] or 0


class SampleForm(ChildDetailsCheck, forms.Form):
    """What was sampled."""

    cohort = forms.CharField(
        label="What was looked at",
        max_length=200,
        help_text="In the plural, such as child and family assessments.",
        error_messages={"required": "Enter what was looked at."},
    )
    size = whole_number(
        "How many", required=True, min_value=1, help_text="Pieces of work in the sample.",
        error_messages={
            "required": "Enter how many were looked at.", "min_value": "A sample is of 1 or more."
        },
    )  # fmt: skip
    note = forms.CharField(
        label="Note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="How they were chosen, and by whom, if it matters.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Where this comes from, or why it is changed",
        max_length=500,
        help_text="Kept in the record with your name, such as: the review's report, part 1.",
        error_messages={"required": "Say where it comes from: it is kept in the record."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, sample: Sample | None = None, **options: Any) -> None:
        if sample is not None and sample.pk:
            options["initial"] = {
                name: getattr(sample, name) for name in ("cohort", "size", "note", "version")
            }
        super().__init__(data, **options)

    def fill(self, sample: Sample) -> Sample:
        """The sample with what was typed."""
        sample.cohort = " ".join(self.cleaned_data["cohort"].split())
        sample.size, sample.note = self.cleaned_data["size"], self.cleaned_data["note"].strip()
        return sample


class ResultsForm(SampleForm):
    """A sample with its results as they were pasted; for one that is recorded already, the results alone.

    Attributes:
        rows: what was read of them, once the form is valid.
    """

    results = forms.CharField(
        label="Results",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="One question a line, then its counts: “Seen alone: 18 of 20”, “Checks: met 8 partly 7 "
        "not 5”, “Days taken: 10-20 days 3; 21-30 days 7”. A table copied from a spreadsheet is read too. "
        "Leave it empty to type them in the table that comes next.",
    )

    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    """The last position that the sample had when the form was first opened."""

    field_order = ("cohort", "size", "note", "results", "reason")

    def __init__(
        self, data: Any = None, *, sample: Sample | None = None, last: int | None = None, **options: Any
    ) -> None:
        options.setdefault("initial", {"after": last})
        super().__init__(data, **options)
        self.of_sample = sample if sample is not None and sample.pk else None
        self.rows: Sequence[ResultRow] = ()
        if self.of_sample:
            for name in ("cohort", "size", "note"):
                del self.fields[name]

    def typed(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """Nothing: what is pasted is looked through when it is saved (``CheckedForm``)."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Read the results."""
        cleaned = super().clean()
        size = self.of_sample.size if self.of_sample else cleaned.get("size")
        try:
            self.rows = read_results(cleaned.get("results", ""), size)
        except TooMuch as much:
            self.add_error("results", str(much))
        return cleaned


class CheckedForm(ResultsForm):
    """The sample and its pasted results again, with the rows that were checked in the table.

    What looks like a child's details is asked about once for all of it. The pasted text itself is not kept,
    so nothing is asked about it.
    """

    def __init__(self, data: Any, *, rows: "BaseFormSet[Any]", **options: Any) -> None:
        super().__init__(data, **options)
        self.checked = rows

    def typed(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """All but the pasted text."""
        found = ChildDetailsCheck.typed(self, cleaned)
        return {name: text for name, text in found.items() if name != "results"}

    def found_elsewhere(self) -> Collection[tuple[Sighting, ...]]:
        """What was found in the rows."""
        return [seen for form in self._kept for seen in form.seen_details.values()]

    def clean(self) -> dict[str, Any]:
        """Say in the rows what was found there, where it stands in the way."""
        cleaned = super().clean()
        if self.has_error("false_alarm"):
            for form in self._kept:
                for name, seen in form.seen_details.items():
                    form.add_error(name, found_words(seen))
        return cleaned

    @property
    def _kept(self) -> list[ResultForm]:
        return [form for form in self.checked.forms if f"{form.prefix}-DELETE" not in form.data]
