"""Reading and sending the pages of a next version as a browser would."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from plans.actions import records
from plans.models import Outcome, Plan, User

from .cast import Cast
from .reading import Part, read

ClientFor = Callable[[User | None], Client]


def at(name: str, plan: Plan) -> str:
    return reverse(name, args=[plan.slug])


def form_of(part: Part, button: str = "") -> dict[str, list[str]]:
    """What a browser would send of the form on a page as it stands."""
    sent: dict[str, list[str]] = {}
    for field in part.all("input"):
        kind, name = field.attributes.get("type", "text"), field.attributes.get("name")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if kind in ("checkbox", "radio") and "checked" not in field.attributes:
            continue
        sent.setdefault(name, []).append(field.attributes.get("value", ""))
    if button:
        sent[button] = ["1"]
    return sent


def shown(response: Any) -> Part:
    assert response.status_code == 200
    return read(response.content.decode()).the("main")


def reworded(draft: Plan, cast: Cast, ref: str, words: str) -> Outcome:
    outcome = draft.outcomes.get(ref=ref)
    outcome.statement = words
    return records.save(outcome, by=cast.administrator, reason="Reworded")
