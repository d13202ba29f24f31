"""Forms for one finding: as it was written, what is done about it, and taking it away."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from plans.child_details import Sighting, find_child_details
from plans.dates import full_date
from plans.forms.child_details import ChildDetailsCheck, found_words
from plans.forms.long_select import LongSelect
from plans.forms.rating import DateInput
from plans.models import Lead, Plan
from plans.moment import DAY_FORMATS
from plans.snapshot import PlanSnapshot

from ..models import Finding
from ..register import FindingRow, VisitRow
from .links import LinkChoice

LONGEST_WORDS = 20_000
LONGEST_TEXT = 10_000
LONGEST_REASON = 500


def why_field(**options: Any) -> forms.CharField:
    """Why a change is made, for the record."""
    return forms.CharField(
        label="Why, for the record",
        max_length=LONGEST_REASON,
        help_text="Kept with the change, with your name.",
        error_messages={"required": "Say why: it is kept with the change."},
        **options,
    )


def section_choices(snapshot: PlanSnapshot) -> list[tuple[str, str]]:
    """The sections of a plan, to choose from."""
    return [("", "None in particular"), *((str(x.id), x.heading) for x in snapshot.sections)]


def owner_choices(plan: Plan, now: FindingRow | None = None) -> list[tuple[str, str]]:
    """The leads of a plan's authority, to choose from. One query."""
    leads = [(str(pk), title) for pk, title in _leads(plan)]
    if now and now.owner_id and str(now.owner_id) not in {pk for pk, _ in leads}:
        leads.append((str(now.owner_id), now.owner))
    return [("", "Nobody yet"), *leads]


def _leads(plan: Plan) -> Iterable[tuple[int, str]]:
    return Lead.objects.filter(authority=plan.authority_id).order_by("title").values_list("pk", "title")


def earlier_findings(visit: VisitRow, findings: Iterable[FindingRow]) -> list[FindingRow]:
    """The findings that one of a visit can repeat: those of other visits that were over by then."""
    return [row for row in findings if row.visit.id != visit.id and row.visit.last_on <= visit.last_on]


def finding_label(row: FindingRow) -> str:
    """How a list to choose from names a finding."""
    words = " ".join(row.words.split())
    words = words if len(words) <= 80 else f"{words[:79]}…"
    return f"{row.visit.title}, {row.name}: {words}"


def one_kind_of_line_end(text: str) -> str:
    """A text as it is kept: browsers end each line with two characters, and everybody else with one."""
    return text.replace("\r\n", "\n").strip()


class FindingForm(ChildDetailsCheck, forms.Form):
    """A finding as it was written, and where it belongs."""

    words = forms.CharField(
        label="Finding",
        max_length=LONGEST_WORDS,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter the finding, as it is written."},
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=Finding.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what sort of finding it is."},
    )
    ref = forms.CharField(
        label="Ref",
        max_length=40,
        required=False,
        help_text="Its letter or number, such as c or 1.3.8.",
    )
    paragraph = forms.CharField(label="Paragraph", max_length=40, required=False)
    section = forms.ChoiceField(label="Section", required=False, widget=LongSelect)
    area = forms.CharField(
        label="Area",
        max_length=200,
        required=False,
        help_text="What it is about, where that is no one section.",
    )
    owner = forms.ChoiceField(label="Owner", required=False, widget=LongSelect)
    repeats = forms.ChoiceField(label="Raises again", required=False, widget=LongSelect)
    why = why_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        plan: Plan,
        snapshot: PlanSnapshot,
        earlier: Iterable[FindingRow],
        links: LinkChoice,
        written_in: str,
        now: FindingRow | None = None,
        **initial: Any,
    ) -> None:
        """Offer what the finding can be given.

        Args:
            plan, snapshot: the version in use.
            earlier: the findings it may repeat.
            links: its outcomes on the same page, filled in already, whose reasons are looked at as well.
            written_in: where it is to be found, such as "the letter or report".
            now: the finding as it is; None for a new one.
            initial: what a new one begins with.
        """
        super().__init__(data, initial=_values(now) if now else initial)
        self.links = links
        self.fields["words"].help_text = f"As it is written in {written_in}."
        self.fields["paragraph"].help_text = f"Of {written_in}."
        self._offer("section", section_choices(snapshot))
        self._offer("owner", owner_choices(plan, now))
        self._offer(
            "repeats", [("", "Nothing: it is new"), *((str(x.id), finding_label(x)) for x in earlier)]
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def found_elsewhere(self) -> Collection[tuple[Sighting, ...]]:
        """What was found in why its outcomes answer it."""
        return [seen for why in self.links.reasons if (seen := find_child_details(why))]

    def clean(self) -> dict[str, Any]:
        """Say at the reason of an outcome, too, what was found there."""
        cleaned = super().clean()
        if self.has_error("false_alarm"):
            for row in self.links.rows:
                if seen := find_child_details(row.why):
                    row.error = found_words(seen)
            if seen := find_child_details(self.links.others_why):
                self.links.why_error = found_words(seen)
        return cleaned

    def clean_words(self) -> str:
        """With lines ended as they are kept."""
        return one_kind_of_line_end(self.cleaned_data["words"])

    def differs_from(self, row: FindingRow) -> list[tuple[str, str]]:
        """Each field that a finding has otherwise than was typed here, with what it has there, in words."""
        differing = []
        for name, value in _values(row).items():
            if name != "version" and self.cleaned_data.get(name) != value:
                choices = dict(getattr(self.fields[name], "choices", ()))
                differing.append((str(self.fields[name].label), str(choices.get(value, value)) or "Nothing"))
        return differing


def _values(row: FindingRow) -> dict[str, Any]:
    return {
        "words": row.words,
        "kind": row.kind,
        "ref": row.ref,
        "paragraph": row.paragraph,
        "section": str(row.section.id) if row.section else "",
        "area": row.area,
        "owner": str(row.owner_id or ""),
        "repeats": str(row.repeats or ""),
        "version": row.version,
    }


class ResponseForm(ChildDetailsCheck, forms.Form):
    """What is done about a finding, by when, and where it stands."""

    response = forms.CharField(
        label="What we are doing about it",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    due_on = forms.DateField(
        label="Due",
        required=False,
        widget=DateInput(attrs={"class": "govuk-input--width-10"}),
        input_formats=DAY_FORMATS,
        error_messages={"invalid": "Enter a date like 31/10/2026."},
    )
    status = forms.ChoiceField(
        label="Status",
        choices=Finding.Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where you stand with it."},
    )
    evidence = forms.CharField(
        label="Evidence that it is put right",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="An audit, a sample, a figure. Needed to close it.",
    )
    why = why_field(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, now: FindingRow) -> None:
        initial = {
            "response": now.response,
            "due_on": now.due_on,
            "status": now.status,
            "evidence": now.evidence,
            "version": now.version,
        }
        super().__init__(data, initial=initial)
        self.fields["why"].help_text = "Kept with the change, with your name. May be left empty."

    def clean_response(self) -> str:
        """With lines ended as they are kept."""
        return one_kind_of_line_end(self.cleaned_data["response"])

    def clean_evidence(self) -> str:
        """With lines ended as they are kept."""
        return one_kind_of_line_end(self.cleaned_data["evidence"])

    def differs_from(self, row: FindingRow) -> list[tuple[str, str]]:
        """Each field that a finding has otherwise than was typed here, with what it has there, in words."""
        there = {
            "response": (row.response, row.response),
            "due_on": (row.due_on, full_date(row.due_on) if row.due_on else ""),
            "status": (row.status, str(row.status.label)),
            "evidence": (row.evidence, row.evidence),
        }
        return [
            (str(self.fields[name].label), words or "Nothing")
            for name, (value, words) in there.items()
            if self.cleaned_data.get(name) != value
        ]

    def clean(self) -> dict[str, Any]:
        """A finding is closed with evidence."""
        cleaned = super().clean()
        closed = cleaned.get("status") == Finding.Status.CLOSED
        if closed and not cleaned.get("evidence") and "evidence" not in self.errors:
            self.add_error(
                "evidence", "Say what shows that it is put right: a finding is closed with evidence."
            )
        return cleaned


class DeleteForm(ChildDetailsCheck, forms.Form):
    """Taking away a finding that was recorded by mistake."""

    reason = why_field()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_version(self) -> int:
        """The version that the page showed; 0, which none has, where it does not say."""
        return self.cleaned_data["version"] or 0
