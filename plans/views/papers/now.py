"""The paper at an address, for the pages that show, change and issue it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ...changes import CannotCompare
from ...dates import full_date
from ...line import line_of
from ...models import Paper, Plan
from ...permissions import Access
from ..access import allowed, plan_for

_TOLD = ("plan__authority", "meeting__body__template", "since_paper__meeting", "template")


@dataclass(frozen=True, slots=True)
class OpenedPaper:
    """A paper that somebody may see.

    Attributes:
        plan: the version of the plan through whose pages it is looked at.
        paper: of that version, or of one before it.
    """

    plan: Plan
    access: Access
    paper: Paper

    @property
    def may_run(self) -> bool:
        """Whether this person makes and issues papers here."""
        return self.access.may_run_meetings and self.plan.takes_ratings

    def context(self, **more: Any) -> dict[str, Any]:
        """What every page about a paper gives its template, and ``more``."""
        return {
            "plan": self.plan,
            "access": self.access,
            "paper": self.paper,
            "meeting": self.paper.meeting,
            "may_run": self.may_run,
            "nav": "meetings",
            **more,
        }


def paper_for(request: HttpRequest, slug: str, pk: int) -> OpenedPaper:
    """The paper at an address. Every member sees an issued one; a draft is its makers' and SMT's.

    Raises:
        Http404: there is none, or it is not for them to see.
    """
    plan, access = plan_for(request, slug)
    papers = Paper.objects.select_related(*_TOLD).filter(plan_id__in=line_of(plan))
    paper = get_object_or_404(papers, pk=pk)
    if not (paper.is_issued or access.may_see_drafts):
        raise Http404
    if not paper.is_issued and plan.takes_ratings:
        paper.plan = plan  # a draft goes on under the version in use, and is read as it will be issued
    return OpenedPaper(plan, access, paper)


def draft_for(request: HttpRequest, slug: str, pk: int) -> OpenedPaper:
    """A draft that somebody may change; or a paper that has been issued meanwhile, which the action refuses.

    Raises:
        Http404: there is none, or it is not for them to see.
        PermissionDenied: they may not change it, or the plan is not in use.
    """
    opened = paper_for(request, slug, pk)
    allowed(opened.may_run)
    return opened


def not_compared(paper: Paper, wrong: CannotCompare) -> str:
    """Why a draft cannot be read or issued as it is, and what to change, in the words of its own choices."""
    if wrong.field != "since" or wrong.since < wrong.until:
        return f"{wrong.message} Change the date of the paper, or what it is compared with."
    day = full_date(wrong.since)
    other = f"the plan as at {day}"
    if paper.since_paper:
        other = f"the paper of {paper.since_paper.short_name}, which has the ratings of {day}"
    return (
        f"This paper would have the ratings of {full_date(wrong.until)}, and is compared with {other}. "
        "Choose an earlier paper or date to compare with, or a later date for As at."
    )
