"""A plan to take away, as a file."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..filters import OutcomeFilter
from ..papers.plan_paper import plan_document
from ..papers.xlsx import CONTENT_TYPE, write_xlsx
from ..snapshot import take_snapshot
from .access import plan_for


@require_safe
@never_cache
def export_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan, or the outcomes that the filter in the address leaves, as a workbook. For every member."""
    plan, access = plan_for(request, slug)
    snapshot = take_snapshot(plan)
    chosen = OutcomeFilter(request.GET, snapshot=snapshot)
    if not chosen.is_valid():
        # Better no workbook than the whole plan under the name of a part of it.
        return HttpResponseBadRequest(
            "This address asks for a section, lead or other choice that the plan does not have. "
            "Go back to the list of outcomes, filter it again and export from there.",
            content_type="text/plain; charset=utf-8",
        )
    document = plan_document(
        chosen.narrowed,
        produced_by=access.user.display_name,
        produced_at=timezone.now(),
        described=chosen.described,
    )
    return HttpResponse(
        write_xlsx(document),
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{plan.slug}-{snapshot.at:%Y-%m-%d}.xlsx"',
            "X-Content-Type-Options": "nosniff",
        },
    )
