"""The forms for a visit and for what it judged."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms

from plans.dates import full_date
from plans.forms.child_details import ChildDetailsCheck
from plans.forms.rating import date_field

from ..actions.visit_days import DATED, days_to_come
from ..actions.visits import Judged
from ..frameworks import Framework, framework, frameworks
from ..kinds import OF_SOME_KINDS, can_have, told_of, why_not
from ..models import Visit
from ..on_site import OnSite, read_expected
from .days import DaysField

Kind = Visit.Kind
USUAL_EVIDENCE = (
    "case records, supervision notes, case discussions with social workers, talks with managers, performance "
    "reports, audits, children and parents"
)
# A label and a hint each, in place of those for what others do.
_OF_A_SITE_DAY = {
    "on_site": ("Day", "As you would write it: 24 April 2026."),
    "inspectors": ("Who went", "One a line."),
    "looked_at": ("What SMT looked at", "One a line, such as: case records, the duty room."),
    "reason": (
        "Where this comes from, or why it is changed",
        "Kept in the record with your name, such as: SMT's notes of the day.",
    ),
}


def _lines(label: str, hint: str, *, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class VisitForm(ChildDetailsCheck, forms.Form):
    """What is recorded of a visit, its judgements aside.

    Args:
        visit: that is changed; a new one has no kind yet.
    """

    kind = forms.ChoiceField(
        label="What kind of visit", widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of visit it was."},
    )  # fmt: skip
    number = forms.IntegerField(
        label="Which one, where they are counted",
        required=False,
        min_value=1,
        max_value=99,
        help_text="4 for the fourth monitoring visit. Leave it empty for any that has no number.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "min": None, "max": None}),
    )
    framework = forms.ChoiceField(
        label="Framework, of an inspection only",
        required=False,
        help_text="It says what is judged, and in which grades. You record the judgements next.",
    )
    on_site = DaysField(
        label="Days on site",
        help_text="As you would write them: 16 and 17 October 2019; August 2016 if the days are not known.",
        error_messages={"required": "Enter the days on site."},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-30"}),
    )
    letter_on = date_field(
        label="Date of the letter or report",
        required=False,
        help_text="Deadlines are counted from it, so leave it empty until you have it.",
    )
    ofsted_published_on = date_field(label="Published by Ofsted", required=False)
    council_published_on = date_field(label="Published by the council", required=False)
    inspectors = _lines("Who came", "One a line.", rows=2)
    looked_at = _lines("What they looked at", "One a line, such as: the front door, children who go missing.")
    evidence_seen = _lines("Kinds of evidence", f"One a line. Usual are {USUAL_EVIDENCE}.")
    summary = forms.CharField(
        label="Summary",
        required=False,
        max_length=10_000,
        help_text="In a few sentences. The findings themselves are recorded one by one on the visit's page.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    self_assessment = forms.ChoiceField(
        label="The authority's self-assessment",
        required=False,
        choices=[("", "Not said"), *Visit.SelfAssessment.choices],
        help_text="Whether the visitors agreed with the authority's own account of itself.",
    )
    next_expected = forms.CharField(
        label="Next visit expected",
        required=False,
        max_length=200,
        help_text="In the letter's words: spring 2020, March 2020, or a day.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-30"}),
    )
    reason = forms.CharField(
        label="Where this comes from, or why it is changed",
        max_length=500,
        help_text="Kept in the record with your name, such as: Ofsted's letter of 1 April 2025.",
        error_messages={"required": "Say where it comes from: it is kept in the record."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    # Under each heading, what stands in a row where there is room.
    GROUPS = (
        ("What and when", (("kind",), ("number", "framework", "on_site"))),
        ("The letter or report", (("letter_on", "ofsted_published_on", "council_published_on"),)),
        ("What they looked at", (("inspectors", "looked_at", "evidence_seen"),)),
        ("What came of it", (("summary",), ("self_assessment", "next_expected"))),
    )
    _PLAIN = (
        "kind", "number", "framework", "letter_on", "ofsted_published_on", "council_published_on",
        "inspectors", "looked_at", "evidence_seen", "summary", "self_assessment",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, visit: Visit) -> None:
        self.visit = visit
        initial = (
            {
                **{name: getattr(visit, name) for name in self._PLAIN},
                "on_site": visit.on_site,
                "next_expected": visit.next_expected,
                "version": visit.version,
            }
            if visit.pk
            else {}
        )
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        if visit.kind == Kind.SITE_DAY:
            # Its kind and its site are what it was started with.
            for name in {"kind", *OF_SOME_KINDS - told_of(visit)} & fields.keys():
                del fields[name]
            for name, (label, hint) in _OF_A_SITE_DAY.items():
                fields[name].label, fields[name].help_text = label, hint
        else:
            fields["kind"].choices = [choice for choice in Kind.choices if choice[0] != Kind.SITE_DAY]
            fields["framework"].choices = [
                ("", "None"),
                *((one.code, f"{one.short_name}: {_years(one)}") for one in _graded()),
            ]

    @property
    def groups(self) -> Iterator[tuple[str, list[list[forms.BoundField]]]]:
        """Rows of fields under their headings; then those that stand at the end, under none."""
        grouped = set[str]()
        for heading, rows in self.GROUPS:
            grouped |= {name for names in rows for name in names}
            fields = [[self[name] for name in names if name in self.fields] for names in rows]
            if asked := [row for row in fields if row]:
                yield heading, asked
        yield "", [[field] for field in self.visible_fields() if field.name not in grouped]

    def clean(self) -> dict[str, Any]:
        """Hold the kind, what only some kinds have, and the dates against each other."""
        said = super().clean()
        for name in OF_SOME_KINDS - can_have(said.get("kind") or self.visit.kind):
            if said.get(name):
                self.add_error(name, why_not(name))
        days: OnSite | None = said.get("on_site")
        if days:
            self._check_days(days)
            if "framework" in self.cleaned_data:
                self._check_framework(days)
        return said

    def _check_days(self, days: OnSite) -> None:
        said = self.cleaned_data
        dated: dict[str, dt.date | None] = {name: said.get(name) for name in DATED}
        to_come = days_to_come(
            kind=said.get("kind") or self.visit.kind,
            first_on=days.first,
            last_on=days.last,
            next_expected_by=read_expected(said.get("next_expected", "")).by,
            dated=dated,
        )
        for name, message in to_come.items():
            self.add_error(name, message)
        # Where only the month is known, a letter may be of that month.
        ended = days.last if days.days is not None else days.first
        after, name = ended, f"the last day on site, {full_date(ended)}"
        for field, day in dated.items():
            if day is None or field in to_come:
                continue
            if day < after:
                self.add_error(field, f"{full_date(day)} is before {name}. Check both dates.")
            elif field == "letter_on":
                after, name = day, f"the letter or report, {full_date(day)}"

    def _check_framework(self, days: OnSite) -> None:
        kind, code = self.cleaned_data.get("kind"), self.cleaned_data.get("framework", "")
        valid = [one for one in _graded() if one.is_used_on(days.last)]
        names = " or ".join(one.short_name for one in valid) or "None"
        chosen = framework(code)
        if kind == Kind.INSPECTION and not code and valid:
            self.add_error(
                "framework", f"Choose the framework. Inspections of {days.words} were under {names}."
            )
        elif chosen and chosen not in valid:
            self.add_error(
                "framework",
                f"{chosen.short_name} was for inspections that ended {_years(chosen)}, and this one ended on "
                f"{full_date(days.last)}. Choose {names}.",
            )

    def fill(self, visit: Visit) -> Visit:
        """The visit with what was typed."""
        said = self.cleaned_data
        for name in self._PLAIN:
            if name in said:
                setattr(visit, name, said[name].strip() if isinstance(said[name], str) else said[name])
        when: OnSite = said["on_site"]
        visit.on_site, visit.first_on, visit.last_on = when.words, when.first, when.last
        if "next_expected" in said:
            expected = read_expected(said["next_expected"])
            visit.next_expected, visit.next_expected_by = expected.words, expected.by
        return visit


def _graded() -> list[Framework]:
    return [one for one in frameworks() if one.areas]


def _years(one: Framework) -> str:
    """When inspections under it ended on site: "until 31 December 2017"; the years, in words."""
    begin = f"from {full_date(one.valid_from)}"
    return begin if one.valid_until.year == 9999 else f"{begin} to {full_date(one.valid_until)}"


class JudgementsForm(ChildDetailsCheck, forms.Form):
    """What an inspection judged: a grade of its framework for each area of it, or none.

    Args:
        visit: the inspection, whose framework says what it judges.
    """

    reason = forms.CharField(
        label="Where this comes from, or why it is changed",
        max_length=500,
        help_text="Kept in the record with your name, such as: the report of 29 January 2015.",
        error_messages={"required": "Say where it comes from: it is kept in the record."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, visit: Visit) -> None:
        super().__init__(data, initial={"version": visit.version})
        self.framework = framework(visit.framework)
        self.areas = self.framework.areas_on(visit.last_on) if self.framework else ()
        grades = [grade.name for grade in self.framework.grades] if self.framework else []
        was = {row.area: row.grade for row in visit.judgements.all()} if visit.pk else {}
        areas = {
            f"area-{place}": forms.ChoiceField(
                label=area,
                required=False,
                choices=[("", "Not judged"), *((grade, grade) for grade in grades)],
                initial=was.get(area, ""),
            )
            for place, area in enumerate(self.areas, start=1)
        }
        self.fields = areas | self.fields

    @property
    def judgements(self) -> list[Judged]:
        """What was chosen, in the framework's order."""
        assert self.framework  # noqa: S101 - there are no areas without
        return [
            Judged(area, grade, self.framework.is_adverse(grade))
            for place, area in enumerate(self.areas, start=1)
            if (grade := self.cleaned_data[f"area-{place}"])
        ]
