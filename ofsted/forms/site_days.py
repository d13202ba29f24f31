"""Where SMT goes for a site day, and when."""

import datetime as dt
from typing import Any

from django import forms

from plans.forms.child_details import ChildDetailsCheck
from plans.snapshot import PlanSnapshot

from ..actions.visit_days import NOT_YET
from ..on_site import OnSite
from .days import DaysField


class SiteDayForm(ChildDetailsCheck, forms.Form):
    """Where SMT goes, and when."""

    locality = forms.ChoiceField(
        label="Locality",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it is."},
    )
    days = DaysField(
        label="Day",
        help_text="As you would write it: 24 April 2026.",
        error_messages={"required": "Enter the day."},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    who = forms.CharField(
        label="Who goes", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, snapshot: PlanSnapshot, today: dt.date) -> None:
        super().__init__(data, initial={"days": f"{today.day} {today:%B %Y}"})
        columns = {
            column.locality_id: column.name
            for section in snapshot.sections
            for column in section.columns
            if column.locality_id is not None
        }
        choices: Any = self.fields["locality"]
        choices.choices = [(str(pk), name) for pk, name in columns.items()]
        self.today = today

    def clean_days(self) -> OnSite:
        """Today or earlier."""
        days: OnSite = self.cleaned_data["days"]
        if days.last > self.today:
            raise forms.ValidationError(NOT_YET)
        return days
