"""One of several people at once, in a process of its own with its own connection (``test_concurrency.py``).

Started as ``python -m tests.rival JOB ARGUMENTS...``. It says ``ready`` when it has read what it means to
change, waits for a line, then does its work and prints what came of it as JSON.
"""

import datetime as dt
import json
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from plans.actions import records  # noqa: E402
from plans.actions.importing import authority_named, import_plan  # noqa: E402
from plans.actions.rating import rate_outcome  # noqa: E402
from plans.actions.refusals import Refused, Stale  # noqa: E402
from plans.actions.rolling_forward import roll_forward  # noqa: E402
from plans.actions.setting_up import save_record  # noqa: E402
from plans.actions.versions import start_version  # noqa: E402
from plans.importers.plan_text import read_plan  # noqa: E402
from plans.importers.source import digest  # noqa: E402
from plans.models import Authority, Lead, Outcome, Plan, Rag, User  # noqa: E402
from tests.import_documents import PLAIN  # noqa: E402


def wait_for_the_others() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def edit(ref: str, email: str, edits: str, guard: str) -> Any:
    """Add one to an outcome's timescale ``edits`` times; guarded, again whenever somebody was faster."""
    by = User.objects.get(email=email)
    refused = 0
    outcome = Outcome.objects.get(ref=ref)
    wait_for_the_others()
    for _ in range(int(edits)):
        while True:
            outcome.timescale = str(int(outcome.timescale) + 1)
            seen = {"seen_version": outcome.version} if guard == "guarded" else {}
            try:
                records.save(outcome, by=by, reason="Counted on", **seen)
            except Stale:
                refused += 1
                outcome = Outcome.objects.get(ref=ref)
            else:
                break
        outcome = Outcome.objects.get(ref=ref)
    return refused


def rate(ref: str, email: str, rag: str, seen: str, entry: str, slug: str = "") -> Any:
    """Rate an outcome's Overall once, from a form that showed ``seen``; say which row it made, or None."""
    outcome = Outcome.objects.select_related("plan").get(ref=ref, **({"plan__slug": slug} if slug else {}))
    by = User.objects.get(email=email)
    wait_for_the_others()
    try:
        made = rate_outcome(
            outcome=outcome,
            locality=None,
            rag=Rag(rag),
            commentary=f"{by} says so",
            by=by,
            seen=int(seen) if seen else None,
            entry=uuid.UUID(entry) if entry else None,
        )
    except Refused:
        return None
    return made.pk


def roll(slug: str, email: str, title: str) -> Any:
    """Make the next version of a plan; its id, or why not."""
    plan, by = Plan.objects.get(slug=slug), User.objects.get(email=email)
    wait_for_the_others()
    try:
        made = roll_forward(plan=plan, title=title, dated=plan.dated, by=by, reason="Now")
    except Refused as refused:
        return refused.message
    return made.pk


def start(slug: str, email: str, first: str) -> Any:
    """Start a version; how many ratings it has, or why not. ``first``: and keep that open for a second."""
    plan, by = Plan.objects.get(slug=slug), User.objects.get(email=email)
    if not first:
        wait_for_the_others()
    try:
        with transaction.atomic():
            entered = start_version(plan=plan, by=by, reason="Now")
            if first:
                hold_for_a_second()
    except Refused as refused:
        return refused.message
    return len(entered)


def bring_in(title: str, email: str, authority: str, first: str) -> Any:
    """Import PLAIN under a title; ``first``: before the others begin, and kept open for a second."""
    by, draft = User.objects.get(email=email), read_plan(PLAIN)

    def make() -> Any:
        try:
            with transaction.atomic():
                held_by = authority_named(name=authority, by=by)
                plan = import_plan(
                    draft=draft, authority=held_by, by=by, title=title, source_text_digest=digest(title)
                )
                if first:
                    hold_for_a_second()
        except Refused as refused:
            return refused.message
        return plan.pk

    return make() if first else once_ready(make)


def add(model: str, authority: str, name: str, email: str, how: str) -> Any:
    """Add a lead, locality or theme, and keep that open for a second; ``past``: without its lock."""
    kind = apps.get_model("plans", model)
    field = "title" if kind is Lead else "name"
    by = User.objects.get(email=email)
    record = kind(authority=Authority.objects.get(name=authority), **{field: name})
    with transaction.atomic():
        if how == "past":
            records.save(record, by=by, reason="Added")
        else:
            save_record(record=record, by=by, reason="Added")
        hold_for_a_second()
    return record.pk


def take_address(slug: str, email: str) -> Any:
    """Make another council's plan of that address, and keep that open for a second."""
    by = User.objects.get(email=email)
    other = Authority(name="Northmere Council", slug="northmere")
    with transaction.atomic():
        records.save(other, by=by, reason="Added")
        plan = Plan(authority=other, title="Theirs", slug=slug, dated=dt.date(2023, 3, 1))
        save_record(record=plan, by=by, reason="Added")
        hold_for_a_second()
    return plan.pk


def set_up(path: str, session: str, fields: str) -> Any:
    """Send a page of Set-up, as ``fields`` (JSON) has it filled in; what it says."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    answer = once_ready(lambda: client.post(path, json.loads(fields), follow=True))
    return [answer.status_code, answer.content.decode()]


def hold_for_a_second() -> None:
    """The others begin while what was written is not yet to be seen."""
    wait_for_the_others()
    time.sleep(1)


def once_ready(work: Callable[[], Any]) -> Any:
    wait_for_the_others()
    time.sleep(0.2)
    return work()


JOBS = {job.__name__: job for job in (edit, rate, bring_in, add, take_address, set_up, roll, start)}

if __name__ == "__main__":
    job, *arguments = sys.argv[1:]
    print(json.dumps(JOBS[job](*arguments)), flush=True)
