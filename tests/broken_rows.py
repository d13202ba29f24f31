"""Rows that the database refuses: those of bodies, meetings, what these asked for, and papers."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django.db import models

from plans.kept_files import to_disk
from plans.models import Body, Meeting, Paper, PaperFile, PaperTemplate, Progress, Rating, Recommendation

from .factories import set_up_by
from .meetings import a_meeting, a_recommendation, some_progress
from .papers import draft_for

_MOMENT = dt.datetime(2026, 11, 21, 10, 32, tzinfo=dt.UTC)
_BYTE = b"1"
_SHA256 = hashlib.sha256(_BYTE).hexdigest()
_ISSUED = {
    "supplement": 5, "at": _MOMENT.date(), "known_at": _MOMENT, "issued_by": "Cleo Clerk",
    "body_name": "Board", "meets_on": _MOMENT.date(), "change_note": "More",
}  # fmt: skip


def _kept() -> str:
    """A name under which a byte lies in the folder of files."""
    name = uuid.uuid4().hex
    to_disk(name, _BYTE)
    return name


def copy(record: models.Model, **changes: Any) -> models.Model:
    """A second row with the same values but for its id and the changes."""
    values = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if not field.primary_key
    }
    return type(record)(**{**values, **changes})


def met(rating: Rating) -> None:
    """A record of every kind that meetings have, on the plan of a rating."""
    meeting = a_meeting(rating.plan)
    some_progress(a_recommendation(meeting))
    paper = draft_for(meeting, set_up_by(), parts={"plan": 0})
    person = set_up_by()
    PaperTemplate.objects.create(
        authority=rating.plan.authority, name="Council.docx", size=1, sha256=_SHA256, stored_as=_kept(),
        added_at=_MOMENT, added_by=person, added_by_name=person.display_name,
    )  # fmt: skip
    PaperFile.objects.create(
        paper=paper, pack="public", key="pdf", name="Paper.pdf", content_type="application/pdf", size=1,
        sha256=_SHA256, says="0", stored_as=_kept(), made_with="WeasyPrint 70", made_at=_MOMENT,
    )  # fmt: skip


def _broken(model: Any, **changes: Any) -> Callable[[Rating, Rating], models.Model]:
    """Makes the case: a copy of the one record of a model, with these changes."""

    def case(rating: Rating, overall: Rating) -> models.Model:
        met(rating)
        return copy(model.objects.get(), **changes)

    return case


def _draft_with_a_template(rating: Rating) -> models.Model:
    met(rating)
    return copy(Paper.objects.get(), supplement=5, template_id=PaperTemplate.objects.get().pk)


OF_MEETINGS: dict[str, Callable[[Rating, Rating], models.Model]] = {
    "body_named_once_in_an_authority": _broken(Body, name="IMPROVEMENT BOARD"),
    "body_kind_is_known": _broken(Body, name="Another", kind="club"),
    "body_cycle_is_some_days": _broken(Body, name="Another", cycle_days=0),
    "body_meets_once_a_day": _broken(Meeting),
    "recommendation_kind_is_known": _broken(Recommendation, kind="wish"),
    "recommendation_says_what_who": _broken(Recommendation, who=""),
    "progress_rag_is_known": _broken(Progress, rag="blue"),
    "progress_is_reviewed_by_a_meeting": _broken(Progress, review="agreed", meeting_id=None),
    "paper_status_is_known": _broken(Paper, **_ISSUED, status="lost"),
    "issued_paper_says_when_and_by_whom": _broken(Paper, **_ISSUED | {"issued_by": ""}, status="issued"),
    "supplement_says_what_it_changes": _broken(Paper, **_ISSUED | {"change_note": ""}, status="issued"),
    "draft_goes_by_its_body": lambda rating, overall: _draft_with_a_template(rating),
    "template_kept_once": _broken(PaperTemplate, stored_as="four"),
    "template_says_what_who": _broken(PaperTemplate, stored_as="four", sha256="1", added_by_name=""),
    "paper_numbered_once_in_a_meeting": _broken(Paper),
    "file_is_made_once_for_a_paper": _broken(PaperFile, stored_as="two"),
    "pack_is_known": _broken(PaperFile, stored_as="two", pack="secret"),
}
"""Each constraint by its name -> a row that it alone refuses."""
