"""Which localities the columns of an import are: what the preview asks about their names."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from ..importers.checks import alike_columns
from ..likeness import Alike, key_of
from ..plan_draft import OVERALL, PlanDraft


class LocalityNamesForm(forms.Form):
    """For each name that the authority has no locality of yet: the one it is, or that it is a new one.

    A name that is like another has no answer until a person gives one; every other is a new locality unless a
    person says otherwise.
    """

    def __init__(self, data: Any = None, *, draft: PlanDraft, confirming: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.draft, self.confirming = draft, confirming
        self.known_names: list[str] = []
        self.alike: dict[str, Alike] = {}
        self.field_of: dict[str, str] = {}
        self.kept_locality_names: dict[str, str] = {}

    def ask_about_localities(self, known: Sequence[str], kept: dict[str, str]) -> None:
        """Add the questions.

        Args:
            known: names of the localities the authority has.
            kept: what the person has answered before, as in ``locality_names``.
        """
        there = {key_of(name): name for name in known if key_of(name) != key_of(OVERALL)}
        self.known_names = [there[key_of(n)] for n in self.draft.localities if key_of(n) in there]
        new = [name for name in self.draft.localities if key_of(name) not in there]
        self.alike = {alike.name: alike for alike in alike_columns(self.draft, there.values())}
        answers = {*there.values(), *new}
        self.kept_locality_names = {name: kept[name] for name in new if kept.get(name) in answers}
        for number, name in enumerate(new):
            others = [other for other in new if other != name]
            alike = self.alike.get(name)
            field = forms.ChoiceField(
                required=False,
                label=name,
                choices=list(_choices(name, alike, sorted(there.values()), others)),
                help_text=format_html("{}", _where(self.draft, name, alike)),
                error_messages={"invalid_choice": f"Choose what “{name}” is from the list."},
            )
            field.initial = self.kept_locality_names.get(name, "" if alike else name)
            self.field_of[name] = f"locality-{number}"
            self.fields[self.field_of[name]] = field

    def clean(self) -> dict[str, Any]:
        """Every name that is like another has an answer before the plan is made; no section has one twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, alike in self.alike.items():
            field = self.field_of[name]
            if self.confirming and not cleaned.get(field) and field not in self.errors:
                self.add_error(field, f"Say whether “{name}” is “{alike.other}” or a new locality.")
        try:
            joined = self.draft.with_locality_names(self._answers(cleaned))
        except ValueError as ring:
            self.add_error(None, str(ring))
            return cleaned
        for section, name in joined.columns_twice:
            columns = self.draft.sections[joined.sections.index(section)].columns
            one, other = [
                column
                for column, locality in zip(columns, section.columns, strict=True)
                if key_of(locality) == key_of(name)
            ][:2]
            self.add_error(
                self.field_of.get(other) or self.field_of.get(one),
                f"Section {section.number} has a column for “{one}” and one for “{other}”, so they cannot be "
                "one locality.",
            )
        return cleaned

    @property
    def locality_names(self) -> dict[str, str]:
        """The answers, for ``PlanDraft.with_locality_names``; a new locality has its own name."""
        return self._answers(self.cleaned_data)

    @property
    def likely_locality_fields(self) -> list[forms.BoundField]:
        """Those that need an answer."""
        return [self[field] for name, field in self.field_of.items() if name in self.alike]

    @property
    def other_locality_fields(self) -> list[forms.BoundField]:
        """Those that are new localities unless a person says otherwise."""
        return [self[field] for name, field in self.field_of.items() if name not in self.alike]

    @property
    def other_localities_need_a_look(self) -> bool:
        """Whether one of those is wrong, or is said to be another: then they are not folded away."""
        return any(
            self[field].errors or (self[field].value() or name) != name
            for name, field in self.field_of.items()
            if name not in self.alike
        )

    def _answers(self, cleaned: dict[str, Any]) -> dict[str, str]:
        return {name: cleaned[field] for name, field in self.field_of.items() if cleaned.get(field)}


def _choices(name: str, alike: Alike | None, known: Sequence[str], others: Sequence[str]) -> Iterable[Any]:
    if alike:
        yield "", "Choose"
        yield alike.other, f"Same as {alike.other}"
    yield name, "A new locality"
    for heading, names in (("Localities you have", known), ("Other columns of this plan", others)):
        left = [(each, f"Same as {each}") for each in names if not alike or each != alike.other]
        if left:
            yield heading, left


def _where(draft: PlanDraft, name: str, alike: Alike | None) -> str:
    numbers = [s.number for s in draft.sections if key_of(name) in map(key_of, s.columns)]
    where = f"Section {numbers[0]}" if len(numbers) == 1 else f"Sections {', '.join(numbers[:8])}"
    where += f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
    return f"{where}. Like “{alike.other}”: {alike.how}." if alike else f"{where}."
