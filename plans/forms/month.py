"""A month, as people write one."""

import datetime as dt
from typing import Any

from django import forms

from ..timescale import meant_by


class MonthField(forms.CharField):
    """A month in words or figures (``October 2021``, ``10/2021``, ``2021-10``), as the first day of it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 40)
        options.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10"}))
        super().__init__(**options)

    def clean(self, value: Any) -> dt.date | None:
        """The first of the month; None where nothing was typed and nothing need be."""
        words = super().clean(value).strip()
        date = month_of(words)
        if words and date is None:
            raise forms.ValidationError("Enter a month and year, such as October 2021.")
        return date


def month_of(words: str) -> dt.date | None:
    """The first day of the month that some words mean; None where they mean none."""
    date = meant_by(words) or meant_by("/".join(reversed(words.split("-"))))
    return date.replace(day=1) if date else None
