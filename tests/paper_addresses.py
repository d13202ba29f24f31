"""Who gets what at every address about papers: rows of the table of ``test_urls_permissions.py``.

What an address is about is made when it is asked for, before anything is counted.
"""

from typing import Any

from plans.forms.paper import IssueForm
from plans.models import Paper
from plans.packs import brief_of, packs_of_brief
from plans.paper_checks import findings_of

from .factories import set_up_by
from .papers import draft_for, issue, meeting_for
from .visit_addresses import MEMBERS, READ_ONLY, nothing, slug

#                       anon stra read mana othe head smt  cler admi outs supe
DRAFT_READERS = "       302  404  404  404  404  404  200  200  200  404  200"
DRAFT_READ_ONLY = "     302  405  405  405  405  405  405  405  405  405  405"
MAKERS = "              302  404  404  404  404  404  403  200  200  404  200"
MADE = "                302  404  404  404  404  404  403  302  302  404  302"
POSTED_ONLY = "         302  405  405  405  405  405  405  405  405  405  405"
BEGUN = "               302  404  403  403  403  403  403  302  302  404  302"


def meeting(world: Any) -> dict[str, Any]:
    return {**slug(world), "meeting": meeting_for(world.plan).pk}


def draft(world: Any) -> dict[str, Any]:
    made = draft_for(meeting_for(world.plan), set_up_by(), parts={"summary": 0, "plan": 0})
    return {**slug(world), "pk": made.pk}


def issued(world: Any) -> dict[str, Any]:
    made = issue(Paper.objects.get(pk=draft(world)["pk"]), set_up_by(), files=False)
    return {**slug(world), "pk": made.pk}


def with_a_file(world: Any) -> dict[str, Any]:
    made = draft_for(meeting_for(world.plan), set_up_by(), parts={"plan": 0})
    paper = issue(made, set_up_by())
    return {**slug(world), "pk": paper.pk, "file": paper.files.get(key="csv-plan").pk}


def choices(world: Any) -> dict[str, Any]:
    version = Paper.objects.get().version
    return {"compared": "none", "part_plan": "on", "exempt_plan": "0", "version": version}


def a_cover(world: Any) -> dict[str, Any]:
    return {"cover_0": "Improvement plan update", "version": Paper.objects.get().version}


def an_issue(world: Any) -> dict[str, Any]:
    paper = Paper.objects.select_related("plan", "meeting__body").get()
    brief = brief_of(paper)
    found = findings_of(paper, brief, packs_of_brief(brief, paper))
    form = IssueForm(found=found, version=paper.version, template="")
    return {"version": paper.version, "read": form.initial["read"], "agreed": "on"}


def a_reason(world: Any) -> dict[str, Any]:
    return {"reason": "Not needed", "version": Paper.objects.get().version}


PAPERS = {
    "paper_begin": (meeting, nothing, POSTED_ONLY, BEGUN),
    "papers": (slug, nothing, MEMBERS, READ_ONLY),
    "paper": (issued, nothing, MEMBERS, READ_ONLY),
    "paper_choices": (draft, choices, MAKERS, MADE),
    "paper_cover": (draft, a_cover, MAKERS, MADE),
    "paper_issue": (draft, an_issue, MAKERS, MADE),
    "paper_delete": (draft, a_reason, MAKERS, MADE),
    "paper_supplement": (issued, nothing, POSTED_ONLY, BEGUN),
    "paper_status": (issued, nothing, MEMBERS, READ_ONLY),
    "paper_read": (draft, nothing, DRAFT_READERS, DRAFT_READ_ONLY),
    "paper_make": (issued, nothing, POSTED_ONLY, BEGUN),
    "paper_file": (with_a_file, nothing, MEMBERS, READ_ONLY),
}
