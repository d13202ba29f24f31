"""Forms for measured results: one on a page of its own, or a table of those that were pasted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from plans.child_details import Sighting, find_child_details
from plans.forms.child_details import ChildDetailsCheck
from plans.snapshot import PlanSnapshot

from ..models import SampleResult
from ..result_list import MAX_QUESTION, MAX_ROWS, ResultRow, read_bands

MOST = 100_000
"""Pieces of work: more than any review has looked at."""
BLANK_ROWS = 3
QUESTIONS, OUTCOMES = "questions", "outcomes"
"""Ids of the lists of earlier questions and of outcomes that a page with these forms has."""


def whole_number(label: str, **options: Any) -> forms.IntegerField:
    """A box for how many; takes what ``IntegerField`` does."""
    return forms.IntegerField(
        label=label,
        max_value=MOST,
        min_value=options.pop("min_value", 0),
        required=options.pop("required", False),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": "Enter a whole number.",
            "max_value": f"Enter a number up to {MOST:,}.",
            **options.pop("error_messages", {}),
        },
        **options,
    )


def bands_words(bands: Iterable[tuple[str, int]]) -> str:
    """Bands as they are typed: "10-20 days: 3; 21-30 days: 7"."""
    return "; ".join(f"{label}: {number}" for label, number in bands)


def more_than_sample(of: int, size: int) -> str:
    """What is wrong with a result of more than its sample, and what to do.

    Args:
        of: of how many the result is.
        size: of the sample.
    """
    return (
        f"This is of {of:,}, and the sample of {size:,}. Make the sample larger, or correct the number here."
    )


class ResultForm(forms.Form):
    """One measured result, in a table of them or on a page of its own."""

    question = forms.CharField(
        label="Question",
        max_length=MAX_QUESTION,
        widget=forms.TextInput(attrs={"list": QUESTIONS, "autocomplete": "off"}),
        help_text="Worded as it was before, it becomes a point on the same line.",
        error_messages={"required": "Enter the question."},
    )
    standard = forms.CharField(
        label="Standard", required=False, max_length=300,
        help_text="What is asked for, such as a visit every 10 working days.",
    )  # fmt: skip
    met = whole_number("Met")
    partly = whole_number("Partly")
    not_met = whole_number("Not met", help_text="Left empty, it is whatever is left over.")
    of = whole_number(
        "Of", min_value=1, help_text="Left empty, it is the size of the sample.",
        error_messages={"min_value": "It cannot be of 0."},
    )  # fmt: skip
    bands = forms.CharField(
        label="Bands",
        required=False,
        max_length=1000,
        help_text="Instead of met and not, where it is no yes or no: 10-20 days: 3; 21-30 days: 7.",
    )
    note = forms.CharField(
        label="Note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    outcome = forms.CharField(
        label="Outcome",
        required=False,
        max_length=200,  # filled with every outcome that one of an earlier version became
        widget=forms.TextInput(
            attrs={"list": OUTCOMES, "autocomplete": "off", "class": "govuk-input--width-5"}
        ),
        help_text="The ref of the outcome that it tells of, such as 2.1.",
    )

    def __init__(self, *args: Any, snapshot: PlanSnapshot, size: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.snapshot, self.size = snapshot, size

    def clean_outcome(self) -> int | None:
        """The id of the outcome of that ref; None where none was chosen, or the form came with it."""
        ref = self.cleaned_data["outcome"].strip()
        # What is linked may be of an earlier version, or withdrawn: a ref of this version says less.
        if not ref or "outcome" not in self.changed_data:
            return None
        outcome = self.snapshot.outcome(ref)
        if outcome is None or outcome.withdrawn_on:
            raise forms.ValidationError(f"The plan has no outcome {ref}. Choose one of the list.")
        return outcome.id

    def clean(self) -> dict[str, Any]:
        """Hold the counts to one another."""
        cleaned: dict[str, Any] = super().clean() or {}
        if any(name in self.errors for name in ("met", "partly", "not_met", "of", "bands")):
            return cleaned
        bands = cleaned.get("bands", "").strip()
        counts = [cleaned.get(name) for name in ("met", "partly", "not_met")]
        cleaned["spread"] = read_bands(bands)
        if bands and not cleaned["spread"]:
            self.add_error(
                "bands", "Write two bands or more, each with its count: 10-20 days: 3; 21-30 days: 7."
            )
        elif bands and any(number is not None for number in counts):
            self.add_error("bands", "Give met and not, or bands, but not both.")
        elif not bands and cleaned.get("met") is None:
            self.add_error("met", "Enter how many met it, or bands.")
        else:
            self._count(cleaned)
        return cleaned

    def _count(self, cleaned: dict[str, Any]) -> None:
        counted = [cleaned.get("met"), cleaned.get("partly"), cleaned.get("not_met")]
        together = sum(number for number in counted if number) + sum(n for _, n in cleaned["spread"])
        of = cleaned.get("of") or self.size or together
        if not of:
            self.add_error("of", "Enter of how many.")
        elif together > of:
            self.add_error("of", f"The counts come to {together:,}, which is more than {of:,}.")
        elif self.size and of > self.size:
            self.add_error("of", more_than_sample(of, self.size))
        else:
            cleaned["of"] = of
            cleaned["partly"] = cleaned.get("partly") or 0
            if cleaned.get("not_met") is None:
                cleaned["not_met"] = 0 if cleaned["spread"] else of - together

    def fill(self, result: SampleResult) -> SampleResult:
        """The result with what was typed."""
        said = self.cleaned_data
        result.question = " ".join(said["question"].split())
        result.standard, result.note = said["standard"].strip(), said["note"].strip()
        result.met, result.partly, result.not_met = said["met"], said["partly"], said["not_met"]
        result.of, result.spread = said["of"], [list(band) for band in said["spread"]]
        if "outcome" in self.changed_data:
            result.outcome_id = said["outcome"]
        return result

    @property
    def seen_details(self) -> Mapping[str, tuple[Sighting, ...]]:
        """What looks like a child's details, by field."""
        typed = ((name, self.data.get(self.add_prefix(name), "")) for name in _WRITTEN)
        return {name: seen for name, text in typed if (seen := find_child_details(text))}


_WRITTEN = ("question", "standard", "bands", "note")


def initial_of(row: ResultRow) -> dict[str, Any]:
    """What a form for a pasted result begins with."""
    return {
        "question": row.question[:MAX_QUESTION],
        "standard": row.standard[:300],
        "met": row.met,
        "partly": row.partly if row.met is not None else None,
        "not_met": row.not_met if row.met is not None else None,
        "of": row.of or None,
        "bands": bands_words(row.spread),
        "note": row.note[:2000],
    }


def initial_of_result(result: SampleResult, refs: str) -> dict[str, Any]:
    """What a form for a result that is recorded begins with.

    Args:
        result: what is recorded.
        refs: of its outcome, in the plan shown: more than one where it was split since.
    """
    counts = result.met is not None
    return {
        "question": result.question,
        "standard": result.standard,
        "met": result.met,
        "partly": result.partly if counts else None,
        "not_met": result.not_met if counts else None,
        "of": result.of,
        "bands": bands_words(result.spread),
        "note": result.note,
        "outcome": refs,
        "version": result.version,
    }


class OneResultForm(ChildDetailsCheck, ResultForm):
    """A result that is recorded, to be changed."""

    reason = forms.CharField(
        label="Why it is changed",
        max_length=500,
        help_text="Kept in the record with your name.",
        error_messages={"required": "Say why it is changed: it is kept in the record."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, result: SampleResult, refs: Iterable[str], **options: Any) -> None:
        """Fill it with what is recorded.

        Args:
            args, options: as for ``ResultForm``.
            result: what is recorded.
            refs: what its outcome is in the plan shown; none where nothing of this version continues it.
        """
        filled = ", ".join(refs)
        options |= {"initial": initial_of_result(result, filled), "size": result.sample.size}
        super().__init__(*args, **options)
        if result.outcome_id and not filled:
            self.fields["outcome"].help_text = (
                "It tells of an outcome that nothing in this version continues. Left empty, that stays; "
                "enter a ref, such as 2.1, to say another."
            )


_Rows = formset_factory(ResultForm, extra=0, can_delete=True, max_num=MAX_ROWS + BLANK_ROWS, absolute_max=300)


def rows_to_check(
    rows: Sequence[ResultRow], *, snapshot: PlanSnapshot, size: int | None
) -> "BaseFormSet[Any]":
    """The table in which pasted results are checked, with some rows left empty.

    Args:
        rows: what was read.
        snapshot: of the plan, for its outcomes.
        size: of the sample.
    """
    formset: Any = _Rows(
        initial=[*map(initial_of, rows), *({} for _ in range(BLANK_ROWS))],
        form_kwargs={"snapshot": snapshot, "size": size},
        prefix="row",
    )
    for form, row in zip(formset.forms, rows, strict=False):
        form.problems = row.problems
        if size is not None and row.of > size:
            form.problems += (more_than_sample(row.of, size),)
    return _without_hints(formset)


def checked_rows(data: Any, *, snapshot: PlanSnapshot, size: int | None) -> "BaseFormSet[Any]":
    """That table as it was sent; a row of which nothing was typed is left out."""
    formset: Any = _Rows(data, form_kwargs={"snapshot": snapshot, "size": size}, prefix="row")
    for form in formset.forms:
        form.empty_permitted = not any(
            data.get(form.add_prefix(name), "").strip() for name in form.base_fields
        )
    return _without_hints(formset)


def _without_hints(formset: Any) -> "BaseFormSet[Any]":
    """The hints stand over the table, and not in every row."""
    for form in formset.forms:
        for name in form.fields:
            form.fields[name].help_text = ""
        form.fields["note"].widget.attrs["rows"] = 1
    return formset
