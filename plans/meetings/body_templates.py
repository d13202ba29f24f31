"""Which Word template a body had in use from when, by whom and why: its history, read for its page."""

import datetime as dt
from dataclasses import dataclass

from ..models import Body, PaperTemplate


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """That a body's Word template became another.

    Attributes:
        template: in use from then on; None where the service's own look was.
        at, by, why: when, by whom (their name as it was) and for what reason.
    """

    template: PaperTemplate | None
    at: dt.datetime
    by: str
    why: str


def template_changes(body: Body) -> tuple[TemplateChange, ...]:
    """Every change of a body's Word template, the newest first. Two queries."""
    templates = PaperTemplate.objects.filter(authority_id=body.authority_id).in_bulk()
    changes: list[TemplateChange] = []
    before = None
    for template, at, by, why in (
        Body.history.filter(id=body.pk)
        .order_by("history_date", "history_id")
        .values_list("template_id", "history_date", "history_by", "history_change_reason")
    ):
        if template != before:
            changes.append(TemplateChange(templates.get(template), at, by, why))
        before = template
    return tuple(reversed(changes))


def template_seen(body: Body, version: int) -> PaperTemplate | None:
    """The template that a body had in the version that somebody's page showed; None if it had none."""
    row = Body.history.filter(id=body.pk, version=version).order_by("-history_date", "-history_id").first()
    return PaperTemplate.objects.filter(pk=row.template_id).first() if row else None
