"""What happens to what an authority keeps, to a plan and to its sections."""

from collections.abc import Iterator
from typing import Any

from plans.actions.refusals import Refused
from plans.actions.setting_up import delete_record, save_record, save_section
from plans.models import (
    Lead,
    Locality,
    Section,
    Statement,
    Theme,
)

from .beginning import WORDS, Beginning


class Sections(Beginning):
    """What happens to what an authority keeps, to a plan and to its sections."""

    # --- What an authority keeps ---

    def _add_name(self, model: Any, table: str, **fields: Any) -> Iterator[Any]:
        made = save_record(record=model(authority=self.authority, **fields), by=self.by, reason="New")
        yield table, made.pk, fields

    def _rename(self, model: Any, table: str, field: str, number: int) -> Iterator[Any]:
        key, row = self._pick(table, number)
        record = model.objects.get(pk=key)
        name = f"{row[field]}*"
        setattr(record, field, name)
        save_record(record=record, by=self.by, reason="Renamed")
        yield table, key, {field: name}

    def add_locality(self, number: int, *_: int) -> Iterator[Any]:
        kind = ["area", "service"][number % 2]
        count = len(self.story.tables()["locality"])
        return self._add_name(Locality, "locality", name=f"Place {count}", kind=kind)

    def add_lead(self, *_: int) -> Iterator[Any]:
        return self._add_name(Lead, "lead", title=f"Lead {len(self.story.tables()['lead'])}")

    def add_theme(self, *_: int) -> Iterator[Any]:
        return self._add_name(Theme, "theme", name=f"Theme {len(self.story.tables()['theme'])}")

    def rename_lead(self, number: int, *_: int) -> Iterator[Any]:
        return self._rename(Lead, "lead", "title", number)

    def rename_locality(self, number: int, *_: int) -> Iterator[Any]:
        return self._rename(Locality, "locality", "name", number)

    def rename_theme(self, number: int, *_: int) -> Iterator[Any]:
        return self._rename(Theme, "theme", "name", number)

    # --- The plan and its sections ---

    def retitle_plan(self, number: int, *_: int) -> Iterator[Any]:
        return self._change_plan(title=f"The plan {number}", red_means=f"Off track {number}")

    def close(self, *_: int) -> Iterator[Any]:
        return self._change_plan(status="closed")

    def reopen(self, *_: int) -> Iterator[Any]:
        return self._change_plan(status="live")

    def close_by_mistake(self, *_: int) -> Iterator[Any]:
        """Closed and open again in the same instant, so open throughout."""
        yield from self._change_plan(status="closed")
        yield from self._change_plan(status="live")

    def _change_plan(self, **values: Any) -> Iterator[Any]:
        self.plan.refresh_from_db()  # a change that was refused is still on it
        for name, value in values.items():
            setattr(self.plan, name, value)
        save_record(record=self.plan, by=self.by, reason="Changed")
        yield "plan", self.plan.pk, values

    def add_section(self, number: int, columns: int, overall: int) -> Iterator[Any]:
        taken = {row["number"] for row in self.story.tables()["section"].values()}
        if str(number) in taken:
            raise Refused("That number is taken.")
        section = Section(
            plan=self.plan,
            number=str(number),
            title="A section",
            position=number % 4,
            has_overall=overall % 2 == 1,
        )
        return self._save_section(section, self._some("locality", columns))

    def change_section(self, number: int, columns: int, overall: int) -> Iterator[Any]:
        key, row = self._pick("section", number)
        section = Section.objects.get(pk=key)
        section.title, section.position = f"{row['title']}*", columns % 4
        section.has_overall = overall % 2 == 1
        return self._save_section(section, self._some("locality", columns))

    def _save_section(self, section: Section, columns: list[int]) -> Iterator[Any]:
        names = self.story.tables()["locality"]
        save_section(
            section=section, columns=[names[pk]["name"] for pk in columns], by=self.by, reason="Section"
        )
        values = {name: getattr(section, name) for name in ("number", "title", "position", "has_overall")}
        yield "section", section.pk, {**values, "columns": columns}

    def delete_section(self, number: int, *_: int) -> Iterator[Any]:
        key, _row = self._pick("section", number)
        delete_record(record=Section.objects.get(pk=key), by=self.by, reason="Not needed")
        for statement, row in self.story.tables()["statement"].items():
            if row["section"] == key:
                yield "statement", statement, None
        yield "section", key, None

    def add_statement(self, number: int, kind: int, *_: int) -> Iterator[Any]:
        section, _row = self._pick("section", number)
        said = self.story.tables()["statement"].values()
        values = {
            "kind": ["want", "change", "objective", "measure"][kind % 4],
            "number": 1 + max((row["number"] for row in said), default=0),
            "text": WORDS[number % 4],
        }
        made = save_record(record=Statement(section_id=section, **values), by=self.by, reason="Said")
        yield "statement", made.pk, {**values, "section": section}

    def reword_statement(self, number: int, words: int, *_: int) -> Iterator[Any]:
        key, _row = self._pick("statement", number)
        statement = Statement.objects.get(pk=key)
        statement.text = WORDS[words % 4]
        save_record(record=statement, by=self.by, reason="Better said")
        yield "statement", key, {"text": statement.text}

    def delete_statement(self, number: int, *_: int) -> Iterator[Any]:
        key, _row = self._pick("statement", number)
        delete_record(record=Statement.objects.get(pk=key), by=self.by, reason="Said twice")
        yield "statement", key, None
