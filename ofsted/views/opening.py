"""The guard at the door of every page about visits: the plan, the date shown, the register as it stood."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from plans.models import Plan
from plans.permissions import Access
from plans.views.access import allowed, plan_for
from plans.views.moment import Shown, shown_at

from ..models import Visit
from ..permissions import may_check_sites, may_record, may_respond
from ..register import FindingRow, Register, VisitRow, take_register


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan that somebody may see, at the date they ask for, with its visits and findings then.

    Attributes:
        shown: the plan at that date, and the bar to choose another (``plans.views.moment``).
        register: its visits and findings then.
    """

    plan: Plan
    access: Access
    shown: Shown
    register: Register

    @property
    def is_open(self) -> bool:
        """Whether anything can be written from this page: it shows today, and the plan is in use."""
        return not self.shown.past and not self.shown.closed_on and not self.plan.is_next_draft

    @property
    def may_record(self) -> bool:
        """Whether this person may record visits and findings from this page."""
        return self.is_open and may_record(self.access)

    @property
    def may_check(self) -> bool:
        """Whether this person may record what SMT saw on a site day."""
        return self.is_open and may_check_sites(self.access)

    def may_write_of(self, visit: VisitRow) -> bool:
        """Whether this person may record what belongs to a visit: a site day is SMT's own."""
        return self.may_record and (visit.kind != Visit.Kind.SITE_DAY or may_check_sites(self.access))

    def may_respond_to(self, finding: FindingRow) -> bool:
        """Whether this person may say what is done about a finding."""
        of_site_day = finding.visit.kind == Visit.Kind.SITE_DAY
        return self.is_open and may_respond(self.access, finding.owner_id, of_site_day=of_site_day)

    def context(self, tab: str, **more: Any) -> dict[str, Any]:
        """What every page about visits gives its template.

        Args:
            tab: which of the pages about visits it is: ``visits``, ``findings``, ``coverage``, ``journey`` or
                ``measured``.
            more: what this page gives besides.
        """
        return {
            "plan": self.plan,
            "access": self.access,
            **self.shown.context,
            "register": self.register,
            "may_record": self.may_record,
            "may_check": self.may_check,
            "tab": tab,
            "nav": "visits",
            **more,
        }

    def visit(self, pk: int) -> VisitRow:
        """A visit of the plan at the date shown; raises Http404 where there is none."""
        visit = self.register.visit(pk)
        if visit is None:
            raise Http404
        return visit

    def finding(self, pk: int) -> FindingRow:
        """A finding of the plan at the date shown; raises Http404 where there is none."""
        finding = self.register.finding(pk)
        if finding is None:
            raise Http404
        return finding


def open_page(request: HttpRequest, slug: str) -> Opened:
    """What a page that can be read at any date begins with.

    Raises:
        Http404: there is no such plan, or it is not for them to see.
    """
    plan, access = plan_for(request, slug)
    shown = shown_at(request, plan, access)
    return Opened(plan, access, shown, take_register(plan, shown.snapshot))


def open_to_record(request: HttpRequest, slug: str) -> Opened:
    """What a page that records visits or findings begins with: the plan as it is now.

    Raises:
        Http404: there is no such plan, or it is not for them to see.
        PermissionDenied: they may not record visits, or the plan is not open for it.
    """
    opened = open_page(request, slug)
    allowed(opened.may_record)
    return opened


def open_to_check(request: HttpRequest, slug: str) -> Opened:
    """What a page that records a site day begins with: the plan as it is now.

    Raises:
        Http404: there is no such plan, or it is not for them to see.
        PermissionDenied: they are not of SMT and do not administer it, or the plan is not open for it.
    """
    opened = open_page(request, slug)
    allowed(opened.may_check)
    return opened
