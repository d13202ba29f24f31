"""Forms that tell a person what looks like a child's details, and ask why where it is a false alarm."""

import hashlib
from collections.abc import Collection
from typing import Any

from django import forms

from ..actions.refusals import NEVER_HERE, said_of
from ..child_details import Sighting, find_child_details

_OWN = ("false_alarm", "child_details_told")


class ChildDetailsCheck(forms.Form):
    """Looks at everything that is typed into a form; put it first among the form's bases.

    Nothing is asked while nothing is found. Where something is, the form is refused with an error at each
    field that says what was found, and one more question, why it is a false alarm, becomes the last of its
    visible fields. Sent again with an answer it is valid, unless something is found that nobody was told of.
    The page shows ``child_details_told`` among its hidden fields; the view hands ``said_false_alarm`` to the
    action as ``false_alarm``.
    """

    false_alarm = forms.CharField(
        label="This is a false alarm because",
        required=False,
        max_length=500,
        help_text="Nothing that could tell who a child is may be kept here. If it is something else, say "
        "what. Your answer is kept, with your name.",
        widget=forms.HiddenInput,
    )
    child_details_told = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Look at what was typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        found = {
            name: seen for name, text in self.typed(cleaned).items() if (seen := find_child_details(text))
        }
        elsewhere = self.found_elsewhere()
        if not self.settles([*found.values(), *elsewhere]):
            for name, seen in found.items():
                self.add_error(name, found_words(seen))
            if elsewhere and not (cleaned.get("false_alarm") or self.has_error("false_alarm")):
                self.add_error("false_alarm", "Say why this is a false alarm.")
        return cleaned

    def found_elsewhere(self) -> Collection[tuple[Sighting, ...]]:
        """What was found in text that the page shows and the form does not ask for."""
        return ()

    def typed(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """What is looked at: the name of each field that is free text -> what was typed in it.

        A field that reads what was typed as something else, such as days, has no room for more. What the form
        works out besides was not typed.
        """
        return {
            name: value if isinstance(value, str) else "\n".join(value)
            for name, value in cleaned.items()
            if name in self.fields
            and name not in _OWN
            and value
            and isinstance(value, str | list | tuple)
            and _is_free_text(self.fields[name])
        }

    def settles(self, found: Collection[tuple[Sighting, ...]]) -> bool:
        """Whether what was found need not stand in the way; if it does, the form asks.

        Args:
            found: what was found in each text; none where nothing was.
        """
        cleaned = self.cleaned_data
        reason = cleaned.get("false_alarm", "")
        if not found:
            return True
        shown = set(cleaned.get("child_details_told", "").split())
        self.ask(found)
        marks = _marks(found)
        if in_reason := find_child_details(reason):
            self.add_error("false_alarm", f"{said_of(in_reason)} {NEVER_HERE}")
        return bool(reason) and not in_reason and marks <= shown

    @property
    def said_false_alarm(self) -> str:
        """Why a person says that it is a false alarm; empty where nobody was asked."""
        return str(self.cleaned_data.get("false_alarm", "")) if self.asks else ""

    @property
    def asks(self) -> bool:
        """Whether the question is on the page."""
        return not self["false_alarm"].is_hidden

    def ask(self, found: Collection[tuple[Sighting, ...]]) -> None:
        """Put the question on the page, which tells of what was found."""
        self.show_question()
        told = " ".join(sorted(_marks(found)))
        if not self.is_bound:
            self.initial["child_details_told"] = told
            return
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("child_details_told")] = told

    def show_question(self) -> None:
        """Put the question on the page, after all that is asked there."""
        field = self.fields.pop("false_alarm")
        field.widget = forms.TextInput(attrs={"maxlength": 500, "size": 80})
        self.fields["false_alarm"] = field


def found_words(seen: tuple[Sighting, ...]) -> str:
    """What is said at a text in which something was found, and what to do."""
    return f"{said_of(seen)} {WHAT_TO_DO}"


WHAT_TO_DO = "Take it out, or say at the end of the form why this is a false alarm."


def _is_free_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and not (
        field.widget.is_hidden or isinstance(field, forms.EmailField | forms.SlugField)
    )


def _marks(found: Collection[tuple[Sighting, ...]]) -> set[str]:
    """Know each again in the form that is sent next, without being it."""
    told = {f"{one.kind}: {one.found}" for seen in found for one in seen}
    return {hashlib.sha256(words.encode()).hexdigest()[:16] for words in told}
