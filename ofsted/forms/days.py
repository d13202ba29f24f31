"""The days of a visit or a decision, as people write them."""

from typing import Any

from django import forms

from ..on_site import MAX_LENGTH, NotDays, OnSite, read_days


class DaysField(forms.CharField):
    """Days as people write them, such as "16 and 17 October 2019" or "August 2016"; gives ``OnSite``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_LENGTH, **options)

    def clean(self, value: Any) -> OnSite | None:
        """The days that the words mean."""
        words = super().clean(value)
        if not words:
            return None
        try:
            return read_days(words)
        except NotDays as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
