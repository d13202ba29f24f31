"""The form for a decision of those who govern the improvement."""

from typing import Any

from django import forms

from plans.forms.child_details import ChildDetailsCheck

from ..models import Decision
from ..on_site import OnSite
from .days import DaysField


class DecisionForm(ChildDetailsCheck, forms.Form):
    """A decision, direction or other turn of the journey that was no visit."""

    decided = DaysField(
        label="When",
        help_text="As you would write it: 24 April 2017, or October 2016 if you only know the month.",
        error_messages={"required": "Enter when it was decided."},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    body = forms.ChoiceField(
        label="Who decided", choices=Decision.Body, widget=forms.RadioSelect,
        error_messages={"required": "Choose who decided."},
    )  # fmt: skip
    words = forms.CharField(
        label="What was decided",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In a sentence or two, for a page that is read at the start of a meeting.",
        error_messages={"required": "Enter what was decided."},
    )
    reason = forms.CharField(
        label="Where this comes from, or why it is changed",
        max_length=500,
        help_text="Kept in the record with your name, such as: minutes of the board of 24 April 2017.",
        error_messages={"required": "Say where it comes from: it is kept in the record."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, decision: Decision | None = None) -> None:
        initial = (
            {
                "decided": decision.decided,
                "body": decision.body,
                "words": decision.words,
                "version": decision.version,
            }
            if decision
            else {}
        )
        super().__init__(data, initial=initial)

    def fill(self, decision: Decision) -> Decision:
        """The decision with what was typed."""
        when: OnSite = self.cleaned_data["decided"]
        decision.decided, decision.decided_on = when.words, when.last
        decision.body, decision.words = self.cleaned_data["body"], self.cleaned_data["words"].strip()
        return decision
