"""The filter over what meetings asked for: kept in the address, so that a list can be sent on."""

from typing import Any

import django_filters
from django import forms

from ..meetings import Meetings, RecommendationRow
from ..models import Rag, Recommendation
from .long_select import LongSelect

_NOT_REPORTED = "none"


def _no(what: str) -> dict[str, str]:
    """What is said of a choice that is not offered, which only an address can make."""
    return {"invalid_choice": f"Choose {what}."}


class RecommendationFilter(django_filters.FilterSet):
    """Narrows a plan's recommendations and actions to some.

    The library makes the form and checks what is asked. The answer is looked up in what was read for the
    date shown, and not in the tables, which know only today.
    """

    q = django_filters.CharFilter(label="Words", help_text="In the ref, what it says, or progress.")
    body = django_filters.ChoiceFilter(
        label="Body", empty_label="Any", widget=LongSelect, error_messages=_no("a body from the list")
    )
    who = django_filters.ChoiceFilter(
        label="Who", empty_label="Anybody", widget=LongSelect, error_messages=_no("somebody from the list")
    )
    kind = django_filters.MultipleChoiceFilter(
        label="Kind",
        choices=Recommendation.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_no("kinds from those listed"),
    )
    status = django_filters.MultipleChoiceFilter(
        label="Status",
        choices=[*Rag.choices, (_NOT_REPORTED, "Not reported")],
        widget=forms.CheckboxSelectMultiple,
        error_messages=_no("statuses from those listed"),
    )
    only = django_filters.MultipleChoiceFilter(
        label="Only",
        choices=[
            ("overdue", "Overdue"),
            ("awaiting", "Awaiting review"),
            ("update", "Update asked for"),
            ("open", "Not complete"),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages=_no("from those listed"),
    )

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def __init__(self, data: Any, *, meetings: Meetings) -> None:
        """Offer what the recommendations can be narrowed to.

        Args:
            data: the query of the address.
            meetings: with the recommendations, and the date by which something is overdue.
        """
        super().__init__(data, queryset=Recommendation.objects.none())
        self.meetings = meetings
        having = {row.meeting.body.id for row in meetings.recommendations}
        self._offer("body", [(str(body.id), body.name) for body in meetings.bodies if body.id in having])
        people = {row.who for row in meetings.recommendations}
        self._offer("who", [(name, name) for name in sorted(people, key=str.lower)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    @property
    def wanted(self) -> dict[str, Any]:
        """The chosen values; nothing where the filter itself is wrong."""
        return self.form.cleaned_data if self.is_valid() else {}

    @property
    def asked(self) -> dict[str, list[str]]:
        """What the address asks for, as it asks for it, so that another address can ask for the same."""
        return {name: self.data.getlist(name) for name in self.data if name in self.filters}

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered at all."""
        return any(value not in (None, [], "") for value in self.wanted.values())

    @property
    def found(self) -> tuple[RecommendationRow, ...]:
        """The recommendations that match. No queries."""
        return tuple(row for row in self.meetings.recommendations if self.keeps(row))

    def keeps(self, row: RecommendationRow) -> bool:
        """Whether a recommendation is one the filter leaves."""
        wanted = self.wanted
        if wanted.get("body") and str(row.meeting.body.id) != wanted["body"]:
            return False
        if wanted.get("who") and row.who != wanted["who"]:
            return False
        if wanted.get("kind") and row.kind not in wanted["kind"]:
            return False
        if wanted.get("status") and (row.rag or _NOT_REPORTED) not in wanted["status"]:
            return False
        tests = {
            "overdue": row.overdue(self.meetings.on),
            "awaiting": row.awaits_review,
            "update": row.update_asked,
            "open": not row.is_complete,
        }
        if not all(tests[name] for name in wanted.get("only") or ()):
            return False
        words = (wanted.get("q") or "").lower()
        said = (row.ref, row.words, *(progress.words for progress in row.progress))
        return not words or any(words in text.lower() for text in said)

    @property
    def described(self) -> str:
        """The filter in words, such as ``Body: Cabinet; Only: Overdue``; empty for none."""
        parts = []
        for name, value in self.wanted.items():
            if value in (None, [], ""):
                continue
            if name == "q":
                parts.append(f"Words: “{value}”")
                continue
            labels = dict(self.filters[name].extra["choices"])
            chosen = [value] if isinstance(value, str) else value
            between = " and " if name == "only" else " or "
            parts.append(f"{self.filters[name].label}: {between.join(labels[key] for key in chosen)}")
        return "; ".join(parts)
