"""The rules that are kept as data in ``ofsted/rules``, read with a clear word about what is wrong in them."""

import datetime as dt
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "rules"


class BadRules(ValueError):
    """A file of rules is wrong. The message says which entry, and what about it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule is written down: the document, the place in it, and its web address."""

    document: str
    place: str
    address: str


class Entry:
    """One table of a file of rules. Every field must be asked for, and ``finish`` refuses what was not."""

    def __init__(self, where: str, fields: object) -> None:
        if not isinstance(fields, Mapping):
            raise BadRules(f"{where} must be a table.")
        self.where = where
        self._fields: Mapping[str, Any] = fields
        self._asked: set[str] = set()

    def text(self, name: str, *, optional: bool = False) -> str:
        """Words; empty where an optional field is not there."""
        value = self._value(name, optional)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(name, "must be words in quotation marks")
        return value

    def code(self, name: str, taken: Collection[str] = ()) -> str:
        """A name for programs, which no other entry has: small letters, figures, - and _."""
        value = self.text(name)
        if not value.replace("-", "").replace("_", "").isalnum() or value != value.lower() or len(value) > 40:
            raise self.wrong(name, "must be at most 40 small letters, figures, hyphens and underlines")
        if value in taken:
            raise self.wrong(name, f"is used twice: {value}")
        return value

    def number(self, name: str) -> int:
        """A whole number from 1."""
        value = self._value(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(name, "must be a whole number from 1")
        return value

    def truth(self, name: str) -> bool:
        """True or false."""
        value = self._value(name)
        if not isinstance(value, bool):
            raise self.wrong(name, "must be true or false")
        return value

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        """One of these words."""
        value = self.text(name)
        if value not in allowed:
            raise self.wrong(name, f"must be one of {', '.join(allowed)}, and is {value}")
        return value

    def some_of(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of at least one of these words, none twice."""
        value = self._value(name)
        if not isinstance(value, list) or not value or len({*map(str, value)}) < len(value):
            raise self.wrong(name, "must be a list of at least one, none twice")
        if wrong := [str(one) for one in value if one not in allowed]:
            raise self.wrong(name, f"must be some of {', '.join(allowed)}, and has {', '.join(wrong)}")
        return tuple(value)

    def day(self, name: str) -> dt.date:
        """A date, such as 2018-01-01."""
        value = self._value(name)
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.wrong(name, "must be a date such as 2018-01-01, without quotation marks")
        return value

    def valid(self, *, always: bool = False) -> tuple[dt.date, dt.date]:
        """From ``valid_from`` until ``valid_until``, both in it.

        Args:
            always: whether it holds from the beginning where no ``valid_from`` is given.
        """
        first = self.day("valid_from") if "valid_from" in self._fields or not always else dt.date.min
        last = self.day("valid_until") if "valid_until" in self._fields else dt.date.max
        if last < first:
            raise self.wrong("valid_until", "is before valid_from")
        return first, last

    def source(self) -> Source:
        """The table ``source``."""
        entry = Entry(f"{self.where}, source", self._value("source"))
        found = Source(entry.text("document"), entry.text("place"), entry.text("address"))
        if not found.address.startswith("https://"):
            raise entry.wrong("address", "must begin with https://")
        entry.finish()
        return found

    def entries(self, name: str) -> list["Entry"]:
        """A list of tables; empty where it is not there."""
        value = self._value(name, optional=True)
        if not isinstance(value, list | None):
            raise self.wrong(name, "must be a list of tables")
        return [Entry(f"{self.where}, {name} {number}", one) for number, one in enumerate(value or [], 1)]

    def wrong(self, name: str, what: str) -> BadRules:
        """The refusal for a field."""
        return BadRules(f"{self.where}: {name} {what}.")

    def finish(self) -> None:
        """Refuse a field that nobody asked for, since a misspelt rule would hold nobody to anything."""
        if unknown := sorted(set(self._fields) - self._asked):
            raise BadRules(f"{self.where}: {', '.join(unknown)} is no field of it.")

    def _value(self, name: str, optional: bool = False) -> Any:
        self._asked.add(name)
        if name not in self._fields and not optional:
            raise self.wrong(name, "is missing")
        return self._fields.get(name)


def read_entries(path: Path, name: str) -> Sequence[Entry]:
    """The tables called ``name`` of a file of rules, which has no others.

    Raises:
        BadRules: there is no such file, it is no TOML, or it has something else, or nothing, in it.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadRules(f"{path.name} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRules(f"{path.name} is not written as TOML: {error}.") from error
    whole = Entry(path.name, content)
    found = whole.entries(name)
    whole.finish()
    if not found:
        raise BadRules(f"{path.name} has no [[{name}]].")
    return found
