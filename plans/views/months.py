"""The plan month by month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..months import ABSENT, NOT_RATED, count_months, read_months
from ..months.narrowing import Narrowing, choices
from ..months.strips import sections_of, stacked, strips_of
from .access import plan_for
from .moment import shown_at

PERIODS = (6, 12, 24, 36, 60)
"""How many months may be asked for, besides all of them."""

SINCE_START = "all"
UNRATED = NOT_RATED + ABSENT
MOST = 120
"""No more are shown, however old the plan: ten years."""
MOST_SQUARES = 8000
"""Months times cells that are shown unasked: 130 cells over five years. Of more nobody sees the whole."""


@require_safe
def months_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What stood at each month end: in how many cells which colour, and in every cell."""
    plan, access = plan_for(request, slug)
    shown = shown_at(request, plan, access, cover=True)
    period = _period(request.GET.get("months", ""))
    months = read_months(
        plan,
        until=shown.snapshot.at,
        months=MOST if period == SINCE_START else int(period),
        known_at=shown.snapshot.known_at,
        set_up_on=shown.snapshot.set_up_on,
        wording_at=shown.snapshot.wording_at,
        since=shown.first,
    )
    of = Narrowing(**{name: request.GET.get(name, "") for name in ("section", "column", "theme", "lead")})
    letters = months.letters(of.keeps(months))
    counted = count_months(months.ends, letters)
    squares = len(letters) * len(months.ends)
    every = squares <= MOST_SQUARES or bool(of.section) or request.GET.get("every") == "yes"
    context = {
        "plan": plan,
        "access": access,
        **shown.context,
        "period": period,
        "periods": PERIODS,
        "of": of,
        "choices": choices(months),
        "ends": months.ends,
        "fewer": period != SINCE_START and len(months.ends) < int(period),
        "cells": len(letters),
        "rated": any(cell.strip(UNRATED) for cell in letters.values()),
        "counted": counted,
        "changed": any(month.change for month in counted),
        "asked": of.asked_at_each(months),
        "sections": () if every else sections_of(months, letters),
        "stacks": stacked(strips_of(months, letters), _stacks(len(months.ends))) if every else (),
        "nav": "months",
    }
    return render(request, "plans/months.html", context)


def _period(asked: str) -> str:
    """How many months, or all: twelve where the address asks for something else."""
    return asked if asked == SINCE_START or asked in map(str, PERIODS) else "12"


def _stacks(months: int) -> int:
    """Beside how many others a section's strips fit, on a wide screen."""
    return 3 if months <= 14 else 2 if months <= 36 else 1
