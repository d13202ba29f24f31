"""One of several people at once, in a process of its own with its own connection (``test_concurrency.py``).

Started as ``python -m tests.rival JOB ARGUMENTS...``. It says ``ready`` when it has read what it means to
change, waits for a line, then does its work and prints what came of it as JSON.
"""

import json
import sys
import uuid
from typing import Any

import django

django.setup()

from plans.actions import records  # noqa: E402
from plans.actions.rating import rate_outcome  # noqa: E402
from plans.actions.refusals import RatingsRefused, Stale  # noqa: E402
from plans.models import Outcome, Rag, User  # noqa: E402


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


def rate(ref: str, email: str, rag: str, seen: str, entry: str) -> Any:
    """Rate an outcome's Overall once, from a form that showed ``seen``; say which row it made, or None."""
    outcome = Outcome.objects.get(ref=ref)
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
    except RatingsRefused:
        return None
    return made.pk


if __name__ == "__main__":
    job, *arguments = sys.argv[1:]
    print(json.dumps({"edit": edit, "rate": rate}[job](*arguments)), flush=True)
