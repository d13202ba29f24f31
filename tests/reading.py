"""Reads a page as a person does: what is said, where its links lead, what its tables hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

from django.test import Client

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Part:
    """An element with what is in it."""

    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Part | str"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What is heard of it: names in place of what they name, and nothing that is hidden from hearing."""
        return " ".join(self._heard().split())

    def _heard(self) -> str:
        if self.attributes.get("aria-hidden") == "true" or self.tag in ("script", "style"):
            return ""
        if "aria-label" in self.attributes and (self.tag == "a" or self.attributes.get("role") == "img"):
            return f" {self.attributes['aria-label']} "
        said = "".join(part if isinstance(part, str) else part._heard() for part in self.inside)
        return said if self.tag in ("a", "b", "s", "span", "strong") else f" {said} "

    def all(self, tag: str = "", **wanted: str) -> Iterator[Self]:
        """Every element in it of that tag and with those attributes (``css="x"``: a class), in order."""
        css = wanted.pop("css", None)
        for part in self.inside:
            if isinstance(part, str):
                continue
            fits = tag in ("", part.tag) and all(part.attributes.get(k) == v for k, v in wanted.items())
            if fits and (css is None or css in part.attributes.get("class", "").split()):
                yield part  # type: ignore[misc]
            yield from part.all(tag, **wanted, **({"css": css} if css else {}))  # type: ignore[misc]

    def the(self, tag: str = "", **wanted: str) -> Self:
        """The first of them; fails where there is none."""
        found = next(self.all(tag, **wanted), None)
        assert found is not None, f"No {tag} {wanted} in: {self.words[:2000]}"
        return found

    def has(self, tag: str = "", **wanted: str) -> bool:
        """Whether there is one."""
        return next(self.all(tag, **wanted), None) is not None

    @property
    def links(self) -> dict[str, str]:
        """What each link is called -> where it leads."""
        return {link.words: link.attributes.get("href", "") for link in self.all("a")}

    @property
    def rows(self) -> list[list[str]]:
        """The body of the first table in it, cell by cell."""
        body = self.the("tbody")
        return [
            [p.words for p in row.inside if isinstance(p, Part) and p.tag in ("td", "th")]
            for row in body.all("tr")
        ]

    @property
    def items(self) -> list[str]:
        """The items of the lists in it."""
        return [item.words for item in self.all("li")]

    def after(self, heading: str) -> "Part":
        """What stands under a heading, up to the next one as high."""
        for part in [self, *self.all()]:
            titles = [
                place
                for place, inside in enumerate(part.inside)
                if isinstance(inside, Part)
                and inside.tag in ("h2", "h3")
                and inside.words.startswith(heading)
            ]
            if titles:
                title = part.inside[titles[0]]
                assert isinstance(title, Part)
                rest = part.inside[titles[0] + 1 :]
                ends = (
                    place
                    for place, inside in enumerate(rest)
                    if isinstance(inside, Part) and inside.tag in ("h2", "h3") and inside.tag <= title.tag
                )
                return Part("", {}, rest[: next(ends, len(rest))])
        raise AssertionError(f"No heading {heading!r} in: {self.words[:2000]}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Part()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        part = Part(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(part)
        if tag not in VOID:
            self.open.append(part)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Part(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(html: str) -> Part:
    """A page or a piece of one. Fails where an element is not closed where it should be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.open[0]


def page(client: Client, address: str, **asked: object) -> Part:
    """The main part of the page at an address, which must be there."""
    response = client.get(address, asked or None)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return read(response.content.decode()).the("main")
