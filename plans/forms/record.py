"""The filter over the record of a plan, kept in the address."""

from typing import Any

import django_filters
from django import forms

from ..dates import full_date
from ..models import Plan
from ..moment import DAY_FORMATS
from ..record import Asked, Kind, Places
from .long_select import LongSelect

_DAY = {"input_formats": DAY_FORMATS, "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


def _no(what: str) -> dict[str, str]:
    """What is said of a choice that is not offered, which only an address can make."""
    return {"invalid_choice": f"Choose {what}."}


class RecordFilter(django_filters.FilterSet):
    """Narrows the record to changes of some kind, of a person, a section, an outcome, a time, a reason.

    Nothing is filtered by Django here: ``asked`` is what ``record.read_record`` takes.
    """

    kind = django_filters.MultipleChoiceFilter(
        label="Kind",
        widget=forms.CheckboxSelectMultiple,
        error_messages=_no("from the kinds of change listed"),
    )
    person = django_filters.ChoiceFilter(
        label="Person",
        empty_label="Anybody",
        widget=LongSelect,
        error_messages=_no("a person who changed something in this plan"),
    )
    section = django_filters.ChoiceFilter(
        label="Section", empty_label="Any", widget=LongSelect, error_messages=_no("a section of this plan")
    )
    outcome = django_filters.ChoiceFilter(
        label="Outcome", empty_label="Any", widget=LongSelect, error_messages=_no("an outcome of this plan")
    )
    since = django_filters.DateFilter(
        label="From",
        error_messages={"invalid": "From must be a date, such as 31/10/2026."},
        **_DAY,
    )
    to = django_filters.DateFilter(
        label="To",
        error_messages={"invalid": "To must be a date, such as 31/10/2026."},
        **_DAY,
    )
    q = django_filters.CharFilter(label="Words in the reason", max_length=200)

    class Meta:
        model = Plan
        fields: list[str] = []

    def __init__(self, data: Any, *, places: Places, kinds: frozenset[Kind]) -> None:
        """Offer what the record can be narrowed to.

        Args:
            data: the query of the address.
            places: its outcomes, sections and people.
            kinds: the kinds of change that this person may see.
        """
        super().__init__(data, queryset=Plan.objects.none())
        self.may_see = kinds
        self._offer("kind", [(kind.value, kind.label) for kind in Kind if kind in kinds])
        self._offer("person", list(places.people.items()))
        self._offer("section", list(places.sections.items()))
        self._offer("outcome", list(places.outcomes.items()))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    @property
    def asked(self) -> Asked | None:
        """What is asked for; None where something is wrong with it, which the form says."""
        if not self.is_valid():
            return None
        wanted = self.form.cleaned_data
        if wanted["since"] and wanted["to"] and wanted["since"] > wanted["to"]:
            self.form.add_error("to", "To must not be before From.")
            return None
        return Asked(
            kinds=frozenset(map(Kind, wanted["kind"])) or self.may_see,
            person=wanted["person"],
            outcome=int(wanted["outcome"]) if wanted["outcome"] else None,
            section=int(wanted["section"]) if wanted["section"] else None,
            since=wanted["since"],
            to=wanted["to"],
            words=wanted["q"].strip(),
        )

    @property
    def about(self) -> str:
        """Whose record it is, where it is that of one outcome, section or person; empty for the plan's."""
        for name, words in (("outcome", "outcome {}"), ("section", "section {}"), ("person", "{}")):
            if chosen := self.form.cleaned_data.get(name):
                return words.format(dict(self.filters[name].extra["choices"])[chosen])
        return ""

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered at all."""
        return any(value not in (None, [], "") for value in self.form.cleaned_data.values())

    @property
    def described(self) -> str:
        """The filter in words, such as ``Outcome: 2.3 Plans are reviewed; Kind: Ratings``; empty for none."""
        parts = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, [], ""):
                continue
            label = self.filters[name].label
            if "choices" in self.filters[name].extra:
                labels = dict(self.filters[name].extra["choices"])
                chosen = [value] if isinstance(value, str) else value
                parts.append(f"{label}: {' or '.join(labels[one] for one in chosen)}")
            elif name == "q":
                parts.append(f"{label}: “{value}”")
            else:
                parts.append(f"{label}: {full_date(value)}")
        return "; ".join(parts)
