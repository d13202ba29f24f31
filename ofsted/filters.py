"""The filter over a plan's findings: kept in the address, so that a list can be sent on and exported."""

import datetime as dt
from typing import Any

import django_filters
from django import forms

from plans.forms.long_select import LongSelect

from .coverage import raised_again
from .models import Finding
from .register import FindingRow, Register

ORDERS = {
    "visit": "Visit, the newest first",
    "due": "Due, the soonest first",
    "section": "Section",
    "kind": "Kind",
    "status": "Status",
}
_KINDS = (
    Finding.Kind.PRIORITY_ACTION, Finding.Kind.TO_IMPROVE, Finding.Kind.RECOMMENDATION, Finding.Kind.STRENGTH
)  # fmt: skip
_NOBODY = "none"


def _no(what: str) -> dict[str, str]:
    """What is said of a choice that is not offered, which only an address can make."""
    return {"invalid_choice": f"Choose {what}."}


class FindingFilter(django_filters.FilterSet):
    """Narrows a plan's findings to some, and orders them.

    The library makes the form and checks what is asked. The answer is looked up in the register and not in
    the tables, which know only how the findings read today.
    """

    q = django_filters.CharFilter(label="Words", help_text="In the ref, finding, response or evidence.")
    visit = django_filters.ChoiceFilter(
        label="Visit", empty_label="Any", widget=LongSelect, error_messages=_no("a visit from the list")
    )
    section = django_filters.ChoiceFilter(
        label="Section", empty_label="Any", widget=LongSelect, error_messages=_no("a section from the list")
    )
    owner = django_filters.ChoiceFilter(
        label="Owner", empty_label="Any", widget=LongSelect, error_messages=_no("an owner from the list")
    )
    kind = django_filters.MultipleChoiceFilter(
        label="Kind",
        choices=Finding.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_no("kinds from those listed"),
    )
    status = django_filters.MultipleChoiceFilter(
        label="Status",
        choices=Finding.Status.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_no("statuses from those listed"),
    )
    only = django_filters.MultipleChoiceFilter(
        label="Only",
        choices=[
            ("unanswered", "Open, no outcome"),
            ("again", "Raised more than once"),
            ("overdue", "Overdue"),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages=_no("from those listed"),
    )
    order = django_filters.ChoiceFilter(
        label="In order of",
        choices=[(key, words) for key, words in ORDERS.items() if key != "visit"],
        empty_label=ORDERS["visit"],
        error_messages=_no("an order from the list"),
    )

    class Meta:
        model = Finding
        fields: list[str] = []

    def __init__(self, data: Any, *, register: Register, on: dt.date) -> None:
        """Offer what the findings can be narrowed to.

        Args:
            data: the query of the address.
            register: the findings, and the visits they are of.
            on: the date shown, by which something is overdue.
        """
        super().__init__(data, queryset=Finding.objects.none())
        self.register, self.on = register, on
        self._places = {
            number: place
            for place, number in enumerate(dict.fromkeys(x.number for x in register.heirs.sections.values()))
        }
        rows = register.findings
        self.raised_again = raised_again(register)
        having = {row.visit.id for row in rows}
        self._offer(
            "visit",
            [(str(x.id), f"{x.title}, {x.on_site}") for x in register.visits if x.id in having],
        )
        sections = {section.number: section.heading for section in register.heirs.sections.values()}
        mentioned = {number for row in rows for number in row.sections}
        self._offer(
            "section",
            [
                *((n, sections[n]) for n in self._places if n in mentioned),
                *([(_NOBODY, "No section")] if any(not row.sections for row in rows) else []),
            ],
        )
        owners = {str(row.owner_id): row.owner for row in rows if row.owner_id}
        self._offer(
            "owner",
            [
                *sorted(owners.items(), key=lambda pair: pair[1].lower()),
                *([(_NOBODY, "Nobody")] if any(not row.owner_id for row in rows) else []),
            ],
        )

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
        """Whether anything is filtered at all. An order leaves nothing out."""
        return any(value not in (None, [], "") for name, value in self.wanted.items() if name != "order")

    @property
    def found(self) -> tuple[FindingRow, ...]:
        """The findings that match, in the order asked for. No queries."""
        rows = tuple(row for row in self.register.findings if self.keeps(row))
        match self.wanted.get("order"):
            case "due":
                return tuple(sorted(rows, key=lambda row: (row.due_on is None, row.due_on or self.on)))
            case "section":
                last = len(self._places)
                return tuple(
                    sorted(rows, key=lambda row: min((self._places[n] for n in row.sections), default=last))
                )
            case "kind":
                return tuple(sorted(rows, key=lambda row: _KINDS.index(row.kind)))
            case "status":
                statuses = list(Finding.Status)
                return tuple(sorted(rows, key=lambda row: (not row.is_adverse, statuses.index(row.status))))
        return rows

    def keeps(self, row: FindingRow) -> bool:
        """Whether a finding is one the filter leaves."""
        wanted = self.wanted
        if wanted.get("visit") and str(row.visit.id) != wanted["visit"]:
            return False
        if wanted.get("section") and wanted["section"] not in (row.sections or (_NOBODY,)):
            return False
        if wanted.get("owner") and str(row.owner_id or _NOBODY) != wanted["owner"]:
            return False
        if wanted.get("kind") and row.kind not in wanted["kind"]:
            return False
        if wanted.get("status") and not (row.is_adverse and row.status in wanted["status"]):
            return False
        only = wanted.get("only") or ()
        if "unanswered" in only and (row.is_answered or not row.is_open):
            return False
        if "overdue" in only and not row.overdue(self.on):
            return False
        if "again" in only and row.id not in self.raised_again:
            return False
        words = (wanted.get("q") or "").lower()
        return not words or words == row.ref.lower() or any(words in said.lower() for said in _said(row))

    @property
    def described(self) -> str:
        """The filter in words, such as ``Kind: To improve; Only: Overdue``; empty for none."""
        parts = []
        for name, value in self.wanted.items():
            if value in (None, [], "") or name == "order":
                continue
            if name == "q":
                parts.append(f"Words: “{value}”")
                continue
            labels = dict(self.filters[name].extra["choices"])
            chosen = [value] if isinstance(value, str) else value
            between = " and " if name == "only" else " or "
            parts.append(f"{self.filters[name].label}: {between.join(labels[key] for key in chosen)}")
        return "; ".join(parts)


def _said(row: FindingRow) -> tuple[str, ...]:
    """What a finding says, and what is said of it."""
    return (row.words, row.response, row.evidence, row.area)
