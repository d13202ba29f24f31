"""What a rating form sends, read from its page; and what stands after it."""

import re

from plans.models import Plan, Rag
from plans.snapshot import take_snapshot


def standing(plan: Plan, ref: str, column: str) -> tuple[Rag | None, str]:
    outcome = take_snapshot(plan).outcome(ref)
    assert outcome
    cell = next(cell for cell in outcome.cells if cell.column.name == column)
    return cell.rag, cell.standing.commentary if cell.standing else ""


def hidden(html: str) -> dict[str, str]:
    """The hidden inputs of a page: what its form would send besides what is typed."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        found[attributes["name"]] = attributes.get("value", "")
    return found


def filled_in(html: str) -> dict[str, str]:
    """What the page's form sends if nothing is changed: hidden inputs and the radios that are checked."""
    data = hidden(html)
    for tag in re.findall(r"<input type=\"radio\"[^>]* checked>", html):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        data[attributes["name"]] = attributes["value"]
    return data


def cell_name(plan: Plan, ref: str, column: str) -> str:
    outcome = take_snapshot(plan).outcome(ref)
    assert outcome
    return f"{outcome.id}-{next(cell.column.key for cell in outcome.cells if cell.column.name == column)}"
