"""Who gets what at every address about meetings: rows of the table of ``test_urls_permissions.py``.

What an address is about is made when it is asked for, before anything is counted.
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from plans.actions.recommendations import newest_progress
from plans.models import Body, Meeting, Recommendation

from .a_word_template import a_template
from .meetings import a_body, a_body_with_a_template, a_meeting, a_recommendation, days
from .visit_addresses import MEMBERS, READ_ONLY, nothing, slug

#                       anon stra read mana othe head smt  cler admi outs supe
CLERKS = "              302  404  403  403  403  403  403  200  200  404  200"
RECORDED = "            302  404  403  403  403  403  403  302  302  404  302"
REPORTERS = "           302  404  403  403  403  403  200  200  200  404  200"
REPORTED = "            302  404  403  403  403  403  302  302  302  404  302"
ADMINISTRATORS = "      302  404  403  403  403  403  403  403  200  404  200"
SET_UP = "              302  404  403  403  403  403  403  403  302  404  302"
WHY = {"reason": "Recorded from the minutes", "version": "1"}


def body(world: Any) -> dict[str, Any]:
    return {**slug(world), "pk": a_body(world.plan, name="Cabinet").pk}


def templated(world: Any) -> dict[str, Any]:
    return {**slug(world), "pk": a_body_with_a_template(world.plan).pk}


def a_template_file(world: Any) -> dict[str, Any]:
    made = a_body_with_a_template(world.plan)
    return {**slug(world), "pk": made.pk, "file": made.template_id}


def a_chosen_template(world: Any) -> dict[str, Any]:
    return {**WHY, "file": SimpleUploadedFile("Council.docx", a_template())}


def a_template_given_up(world: Any) -> dict[str, Any]:
    return {**WHY, "version": Body.objects.get().version}


def with_a_body(world: Any) -> dict[str, Any]:
    a_body(world.plan)
    return slug(world)


def with_a_meeting(world: Any) -> dict[str, Any]:
    a_meeting(world.plan)
    return slug(world)


def meeting(world: Any) -> dict[str, Any]:
    return {**slug(world), "pk": a_meeting(world.plan).pk}


def reviewing(world: Any) -> dict[str, Any]:
    a_recommendation(a_meeting(world.plan))
    return {**slug(world), "pk": a_meeting(world.plan, on=days(-2)).pk}


def recommendation(world: Any) -> dict[str, Any]:
    return {**slug(world), "pk": a_recommendation(a_meeting(world.plan)).pk}


def a_typed_body(world: Any) -> dict[str, Any]:
    said = {"name": "Select Committee", "kind": "committee", "clear_days": "5", "cycle_days": "31"}
    first = {"title-1": "Summary", "place-1": "body", "order-1": "1", "help-1": "", "text-1": ""}
    return {**said, **first, **WHY, "chase_days": "10, 5", "headings": "1"}


def a_typed_meeting(world: Any) -> dict[str, Any]:
    return {**WHY, "body": Body.objects.get().pk, "on": days(20).isoformat(), "place": "Hall"}


def a_typed_change(world: Any) -> dict[str, Any]:
    kept = Meeting.objects.get()
    return {**WHY, "body": kept.body_id, "on": kept.on.isoformat(), "place": "Elsewhere"}


def a_typed_recommendation(world: Any) -> dict[str, Any]:
    made_at = Meeting.objects.get().pk
    return {**WHY, "meeting": made_at, "kind": "action", "words": "A note on caseloads", "who": "SMT"}


def a_typed_progress(world: Any) -> dict[str, Any]:
    newest = newest_progress(Recommendation.objects.get())
    return {"rag": "green", "words": "Done", "on": days(0).isoformat(), "seen": newest.pk if newest else 0}


def a_typed_review(world: Any) -> dict[str, Any]:
    pk = Recommendation.objects.get().pk
    return {f"review-{pk}": "agreed", f"rag-{pk}": "green", f"seen-{pk}": "0", **WHY}


MEETINGS = {
    "meetings": (slug, nothing, MEMBERS, READ_ONLY),
    "meeting": (meeting, nothing, MEMBERS, READ_ONLY),
    "meeting_new": (with_a_body, a_typed_meeting, CLERKS, RECORDED),
    "meeting_change": (meeting, a_typed_change, CLERKS, RECORDED),
    "meeting_delete": (meeting, lambda _: WHY, CLERKS, RECORDED),
    "meeting_review": (reviewing, a_typed_review, CLERKS, RECORDED),
    "bodies": (slug, nothing, ADMINISTRATORS, READ_ONLY),
    "body_new": (slug, a_typed_body, ADMINISTRATORS, SET_UP),
    "body": (body, a_typed_body, ADMINISTRATORS, SET_UP),
    "body_delete": (body, lambda _: WHY, ADMINISTRATORS, SET_UP),
    "body_template": (body, a_chosen_template, ADMINISTRATORS, SET_UP),
    "body_template_remove": (templated, a_template_given_up, ADMINISTRATORS, SET_UP),
    "body_template_file": (a_template_file, nothing, ADMINISTRATORS, READ_ONLY),
    "body_template_sample": (templated, nothing, ADMINISTRATORS, READ_ONLY),
    "recommendations": (slug, nothing, MEMBERS, READ_ONLY),
    "recommendations_xlsx": (slug, nothing, MEMBERS, READ_ONLY),
    "recommendation": (recommendation, nothing, MEMBERS, READ_ONLY),
    "recommendation_new": (with_a_meeting, a_typed_recommendation, CLERKS, RECORDED),
    "recommendation_change": (recommendation, a_typed_recommendation, CLERKS, RECORDED),
    "recommendation_delete": (recommendation, lambda _: WHY, CLERKS, RECORDED),
    "recommendation_progress": (recommendation, a_typed_progress, REPORTERS, REPORTED),
}
