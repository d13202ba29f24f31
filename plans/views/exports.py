"""A plan to take away, as a file."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..filters import OutcomeFilter
from ..forms.comparison import ComparedDatesForm
from ..moment import Moment, NoSuchMoment, moment_asked, snapshot_at
from ..papers.plan_paper import plan_document
from ..papers.xlsx import CONTENT_TYPE, write_xlsx
from ..parts import paper_parts
from ..snapshot import PlanSnapshot
from .access import allowed, plan_for
from .changes import read_asked


@require_safe
@never_cache
def export_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan at a date, or what the filter in the address leaves of it, as a workbook. For every member.

    Better no workbook than one under the name of another date, or the whole plan under that of a part of it.
    """
    plan, access = plan_for(request, slug)
    at, known = request.GET.get("at", ""), request.GET.get("known", "")
    allowed(access.may_choose_known_at or not known.strip())
    try:
        moment = moment_asked(at, known)
        snapshot = snapshot_at(plan, moment)
    except NoSuchMoment as wrong:
        return _refused(f"{wrong.message} Go back to the plan, choose the date again and export from there.")
    chosen = OutcomeFilter(request.GET, snapshot=snapshot)
    if not chosen.is_valid():
        return _refused(
            "This address asks for a section, lead or other choice that the plan does not have. "
            "Go back to the list of outcomes, filter it again and export from there."
        )
    changes = None
    if request.GET.get("since", "").strip() or request.GET.get("paper", "").strip():
        dates = ComparedDatesForm.of(request.GET)
        changes = read_asked(plan, dates, until=snapshot.at, known_at=moment.known_at)
        if changes is None:
            return _refused(f"{' '.join(dates.all_errors)} Choose the dates again under What changed.")
        if chosen.is_active:
            changes = changes.only(chosen.keeps, column=chosen.wanted["column"])
    document = plan_document(
        chosen.narrowed,
        produced_by=access.user.display_name,
        produced_at=timezone.now(),
        described=chosen.described,
        changes=changes,
        more=paper_parts(plan, chosen.narrowed, chosen.described),
    )
    return HttpResponse(
        write_xlsx(document),
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{_file_name(snapshot, moment)}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _refused(why: str) -> HttpResponse:
    return HttpResponseBadRequest(why, content_type="text/plain; charset=utf-8")


def _file_name(snapshot: PlanSnapshot, moment: Moment) -> str:
    """Such as ``marlshire-2026-10-31-known-2026-11-05.xlsx``."""
    name = f"{snapshot.slug}-{snapshot.at:%Y-%m-%d}"
    if moment.known_at:
        time = "" if moment.knows_whole_day else f"{timezone.localtime(moment.known_at):-%H%M}"
        name += f"-known-{moment.known_on:%Y-%m-%d}{time}"
    return f"{name}.xlsx"
