"""What somebody typed into a form beside what somebody else saved since it was opened, field by field."""

import datetime as dt
from typing import Any, NamedTuple

from django import forms

from ..dates import full_date

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


def both_texts(typed: forms.Form, saved: forms.Form) -> list[BothTexts]:
    """Every field in which two forms differ; spaces and empty lines do not count.

    Args:
        typed: the form for the record with what was typed in it.
        saved: the form for the record as it is now.

    Raises:
        KeyError: such a form does not begin with what is recorded of each of its fields.
    """
    found = []
    for bound in typed:
        if bound.name in _NOT_RECORDED or isinstance(bound.field.widget, forms.HiddenInput):
            continue
        mine, now = (_words(bound.field, form.initial[bound.name]) for form in (typed, saved))
        if _lines(mine) != _lines(now):
            found.append(BothTexts(str(bound.label), now, mine))
    return found


def _words(field: forms.Field, value: Any) -> str:
    """A value as people read it: the label of a choice, a day in full."""
    if isinstance(value, dt.date):
        return full_date(value)
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    text = "" if value is None else str(value)
    return choices.get(text, text)


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]
