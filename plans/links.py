"""Where the pages of a plan are, so that a link keeps the date that is shown."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import get_script_prefix, reverse


@lru_cache(maxsize=8192)
def _address(prefix: str, name: str, args: tuple[Any, ...]) -> str:
    """An address without its query. Kept, because a page asks for hundreds and each takes a while to make.

    Args:
        prefix: where the service is served, which begins every address.
        name, args: as for ``reverse``.
    """
    return reverse(name, args=args)


@dataclass(frozen=True, slots=True)
class PlanLinks:
    """The addresses of one plan's pages.

    Attributes:
        slug: the plan's name in its address.
        kept: what every link between its pages keeps, as names and values: the date shown, if not today.
    """

    slug: str
    kept: tuple[tuple[str, str], ...] = ()
    _outcomes: str = field(init=False, repr=False)
    _query: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # A page links to hundreds of outcomes, so what their addresses share is worked out once.
        object.__setattr__(self, "_outcomes", reverse("outcomes", args=[self.slug]))
        object.__setattr__(self, "_query", f"?{urlencode(self.kept)}" if self.kept else "")

    def to(self, name: str, *args: Any, **asked: Any) -> str:
        """The address of a page.

        Args:
            name: as in ``urls.py``.
            args: what fills the name in, after the slug.
            asked: what else its query asks for; several values in a list, nothing for None.
        """
        address = _address(get_script_prefix(), name, (self.slug, *args))
        pairs = [(key, value) for key, value in asked.items() if value is not None]
        if not pairs:
            return address + self._query
        return f"{address}?{urlencode([*pairs, *self.kept], doseq=True)}"

    def outcome(self, ref: str, column: str = "") -> str:
        """The address of an outcome's page; at one of its columns, if that column's key is given."""
        return f"{self._outcomes}{quote(ref)}/{self._query}{f'#column-{column}' if column else ''}"
