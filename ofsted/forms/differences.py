"""The form in which a difference between SMT's rating and the manager's is resolved."""

import datetime as dt
from typing import Any

from django import forms

from plans.forms.child_details import ChildDetailsCheck


class ResolveForm(ChildDetailsCheck, forms.Form):
    """How it was resolved, and when."""

    resolution = forms.CharField(
        label="How it was resolved",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Such as: looked at ten more records together, and the rating stays amber until July.",
        error_messages={"required": "Say how it was resolved."},
    )
    resolved_on = forms.DateField(
        label="On",
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day.", "invalid": "Enter a day, such as 2026-04-24."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rating = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, today: dt.date, version: int, rating: int | None, since: dt.date
    ) -> None:
        super().__init__(data, initial={"resolved_on": today, "version": version, "rating": rating})
        self.today, self.since = today, since

    def clean_rating(self) -> int:
        """The rating that the page showed; 0 for none."""
        return self.cleaned_data["rating"] or 0

    def clean_resolved_on(self) -> dt.date:
        """From the site day to today."""
        day: dt.date = self.cleaned_data["resolved_on"]
        if not self.since <= day <= self.today:
            raise forms.ValidationError("Enter a day from the site day to today.")
        return day
