"""What somebody typed into a form beside what somebody else saved since it was opened, field by field."""

import datetime as dt
from typing import Any, NamedTuple

from django import forms

from plans.dates import full_date

from ..on_site import OnSite

_NOT_RECORDED = {"reason", "false_alarm"}
"""What is asked about a change is kept with the change, not in the record."""


class BothTexts(NamedTuple):
    """A field that was saved otherwise than it is typed, in words.

    Attributes:
        label: of the field.
        saved, typed: what is recorded now, and what was typed; empty where nothing is.
    """

    label: str
    saved: str
    typed: str


def both_texts(form: forms.Form, saved: forms.Form) -> list[BothTexts]:
    """Every field in which two forms differ; spaces and empty lines do not count.

    Args:
        form: as it was sent, and valid.
        saved: the same form, made from what is recorded now and not sent.
    """
    found = []
    for bound in form:
        if bound.name in _NOT_RECORDED or isinstance(bound.field.widget, forms.HiddenInput):
            continue
        typed = _words(bound.field, form.cleaned_data.get(bound.name))
        now = _words(bound.field, saved[bound.name].initial if bound.name in saved.fields else None)
        if _lines(typed) != _lines(now):
            found.append(BothTexts(str(bound.label), now, typed))
    return found


def _words(field: forms.Field, value: Any) -> str:
    """A value as people read it: the label of a choice, a day in full."""
    if isinstance(value, OnSite):
        return value.words
    if isinstance(value, dt.date):
        return full_date(value)
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    text = "" if value is None else str(value)
    return choices.get(text, text)


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]
