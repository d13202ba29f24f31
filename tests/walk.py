"""A visitor's way through many pages in a real browser."""

from typing import Any

from django.urls import reverse

from .browser import Visitor


class Walk:
    """A visitor's way through many pages: everything that is wrong with them is told at its end.

    Attributes:
        seen: the names of the addresses visited.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.seen: set[str] = set()
        self.problems: list[str] = []

    def to(self, name: str, *args: Any, query: str = "", status: int = 200, shows: str = "") -> None:
        """Look at a page, which is the right one if it ``shows`` these words."""
        self.problems += self.visitor.problems_at(reverse(name, args=args) + query, status)
        if shows:
            assert shows in self.visitor.page.inner_text("main")
        self.seen.add(name)

    def end(self) -> None:
        """Fail with everything that was found."""
        assert not self.problems, "\n" + "\n".join(self.problems)
