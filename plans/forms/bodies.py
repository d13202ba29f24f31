"""The form for a body, with the headings of its cover reports."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms

from ..cover_headings import BODY, HEAD, CoverHeading, default_cover
from ..models import Body
from .child_details import ChildDetailsCheck
from .meetings import reason_field

MOST_HEADINGS = 60
_BLANKS = 2
_PLACES = ((HEAD, "A line at the top"), (BODY, "A section"))


class Block(NamedTuple):
    """The fields of one heading.

    Attributes:
        number: which it is among the form's; from 1.
        name: its title; empty for a new one.
    """

    number: int
    name: str
    fields: tuple[forms.BoundField, ...]


class ChaseDaysField(forms.Field):
    """Days as people write them, such as "10, 5, 2" or "10 5 and 2"; gives a list of numbers."""

    def clean(self, value: Any) -> list[int]:
        """The numbers that were typed."""
        words = str(super().clean(value) or "")
        parts = [part for part in re.split(r"[\s,;]+|\band\b", words) if part]
        if not all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts):
            raise forms.ValidationError("Enter whole numbers of days with commas, such as 10, 5, 2.")
        return [int(part) for part in parts]


def _number(label: str, hint: str, *, least: int, most: int, wrong: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=hint,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "min": None, "max": None}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )


class BodyForm(ChildDetailsCheck, forms.Form):
    """What a body is called and what its papers keep to.

    Args:
        body: that is changed; a new one has the usual headings.
        headings: room for how many headings; what it has and a few blank ones if None.
    """

    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Enter the name of the body."}
    )
    kind = forms.ChoiceField(
        label="What kind of body",
        choices=Body.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of body it is."},
    )
    clear_days = _number(
        "Clear working days",
        "How many lie between the day papers are published and the meeting. Five for a committee of the "
        "council (Local Government Act 1972).",
        least=0,
        most=60,
        wrong="Enter a number of working days from 0 to 60.",
    )
    chase_days = ChaseDaysField(
        label="People are chased",
        required=False,
        help_text="Working days before publication, such as 10, 5, 2. Leave it empty to chase nobody.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    cycle_days = _number(
        "Ratings are updated every",
        "Days. An older rating is late for this body's meetings.",
        least=1,
        most=366,
        wrong="Enter a number of days from 1 to 366.",
    )
    reason = reason_field("the board's terms of reference, June 2026")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    headings = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_HEADINGS)

    def __init__(self, data: Any = None, *, body: Body | None = None, headings: int | None = None) -> None:
        names = ("name", "kind", "clear_days", "cycle_days", "version")
        shown = body or Body(cover=default_cover())
        cover: list[CoverHeading] = shown.cover
        count = _count(data) if data is not None else headings
        count = min(len(cover) + _BLANKS if count is None else count, MOST_HEADINGS)
        initial = {name: getattr(shown, name) for name in names} | {
            "chase_days": ", ".join(map(str, shown.chase_days)),
            "headings": count,
        }
        if not body:
            initial["version"] = None
        super().__init__(data, initial=initial)
        why = self.fields.pop("reason")
        for number in range(1, count + 1):
            had = cover[number - 1] if number <= len(cover) else None
            self._add(number, had)
        self.fields["reason"] = why

    def _add(self, number: int, had: CoverHeading | None) -> None:
        self.fields |= {
            f"order-{number}": forms.IntegerField(
                label="Order",
                required=False,
                min_value=0,
                max_value=999,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "min": None, "max": None}),
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"), "Enter a number for the order, such as 3."
                ),
            ),
            f"title-{number}": forms.CharField(label="Title", required=False, max_length=120),
            f"place-{number}": forms.ChoiceField(
                label="Place",
                required=False,
                choices=_PLACES,
                error_messages={"invalid_choice": "Choose a place from the list."},
            ),
            f"help-{number}": forms.CharField(label="What to write", required=False, max_length=500),
            f"text-{number}": forms.CharField(
                label="Usual text", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
            ),
        }
        self.initial.update(
            {
                f"order-{number}": number,
                f"title-{number}": had["title"] if had else "",
                f"place-{number}": had["place"] if had else BODY,
                f"help-{number}": had["help"] if had else "",
                f"text-{number}": had["text"] if had else "",
            }
        )

    @property
    def about(self) -> Iterator[forms.BoundField]:
        """The fields about the body itself."""
        return (self[name] for name in ("name", "kind", "clear_days", "chase_days", "cycle_days"))

    @property
    def blocks(self) -> Iterator[Block]:
        """The fields of each heading of its cover reports."""
        for number in self._numbers():
            names = (f"{name}-{number}" for name in ("order", "title", "place", "help", "text"))
            yield Block(number, self.initial[f"title-{number}"], tuple(self[name] for name in names))

    def _numbers(self) -> Iterator[int]:
        return (int(name.removeprefix("title-")) for name in self.fields if name.startswith("title-"))

    def clean(self) -> dict[str, Any]:
        """A heading that says anything has a title."""
        cleaned = super().clean()
        for number in self._numbers():
            said = cleaned.get(f"help-{number}") or cleaned.get(f"text-{number}")
            if said and f"title-{number}" in cleaned and not cleaned[f"title-{number}"]:
                self.add_error(f"title-{number}", "Give this heading a title, or empty its other boxes.")
        return cleaned

    def fill(self, body: Body) -> Body:
        """The body with what was typed; a heading with no title is taken out."""
        typed = self.cleaned_data
        for name in ("name", "kind", "clear_days", "chase_days", "cycle_days"):
            setattr(body, name, typed[name])
        kept = [number for number in self._numbers() if typed[f"title-{number}"]]
        kept.sort(key=lambda number: (_order(typed, number), number))
        body.cover = [
            {
                "title": typed[f"title-{number}"],
                "help": typed[f"help-{number}"],
                "text": _lines(typed[f"text-{number}"]),
                "place": typed[f"place-{number}"] or BODY,
            }
            for number in kept
        ]
        return body


def _order(typed: dict[str, Any], number: int) -> int:
    given: int | None = typed[f"order-{number}"]
    return number if given is None else given


def _lines(text: str) -> str:
    """The text as it is kept: a browser sends the ends of lines its own way."""
    return text.replace("\r\n", "\n")


def _count(data: Any) -> int:
    said = str(data.get("headings", ""))
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 0
