"""Several people at once, each a process of its own, on the database that is in use."""

import json
import os
import subprocess
import sys
import uuid
from typing import Any

import pytest
from django.db import connection

from plans.actions import records
from plans.models import Outcome, Plan, Rag, Rating
from tests.cast import Cast

PROCESSES, EDITS = 8, 50

pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    """The address of this worker's test database."""
    name = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name['NAME']}"
    user, password, host, port = (name[part] for part in ("USER", "PASSWORD", "HOST", "PORT"))
    return f"postgresql://{user}:{password}@{host}:{port}/{name['NAME']}"


def all_at_once(*jobs: list[Any]) -> list[Any]:
    """Run each job in its own process; let them go when all are ready; what each printed at the end."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()}
    rivals = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.rival", *map(str, job)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for job in jobs
    ]
    try:
        for rival in rivals:
            if rival.stdout.readline() != "ready\n":
                pytest.fail(rival.communicate(timeout=60)[1])
        for rival in rivals:
            rival.stdin.write("go\n")
            rival.stdin.flush()
        results = []
        for rival in rivals:
            output, errors = rival.communicate(timeout=300)
            assert rival.returncode == 0, errors
            results.append(json.loads(output))
        return results
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()


@pytest.fixture
def counter(plan: Plan, cast: Cast) -> Outcome:
    """An outcome whose timescale counts the edits that were kept."""
    outcome = plan.outcomes.get(ref="1.1")
    outcome.timescale = "0"
    return records.save(outcome, by=cast.administrator, reason="Starts at nothing")


def test_no_edit_is_lost(counter: Outcome, cast: Cast) -> None:
    people = [cast.smt.email, cast.administrator.email] * (PROCESSES // 2)
    refused = all_at_once(*(["edit", "1.1", email, EDITS, "guarded"] for email in people))
    now = Outcome.objects.get(pk=counter.pk)
    assert now.timescale == str(PROCESSES * EDITS)
    assert now.version == counter.version + PROCESSES * EDITS
    # All had read the same version before any wrote, so all but one were refused at least once.
    assert sum(refused) >= PROCESSES - 1
    counted = counter.history.filter(history_change_reason="Counted on").values_list("timescale", flat=True)
    assert sorted(map(int, counted)) == list(range(1, PROCESSES * EDITS + 1))


def test_without_the_guard_edits_are_lost(counter: Outcome, cast: Cast) -> None:
    """The control: the same rivals, and what ``seen_version`` is there to prevent."""
    all_at_once(*(["edit", "1.1", cast.smt.email, EDITS, "unguarded"] for _ in range(PROCESSES)))
    kept = int(Outcome.objects.get(pk=counter.pk).timescale)
    # All had read 0 before any wrote, so at least their first edits but one are gone.
    assert kept <= PROCESSES * EDITS - (PROCESSES - 1)


@pytest.mark.parametrize("rated_before", [False, True], ids=["first rating", "rated before"])
def test_of_two_who_rate_a_cell_from_the_same_form_one_is_refused(
    rate, cast: Cast, rated_before: bool
) -> None:
    seen = rate("2.1", None, Rag.RED).pk if rated_before else ""
    results = all_at_once(
        ["rate", "2.1", cast.smt.email, "green", seen, ""],
        ["rate", "2.1", cast.head.email, "amber", seen, ""],
    )
    [won] = [result for result in results if result is not None]
    assert Rating.objects.exclude(pk=seen or None).get().pk == won


def test_a_form_sent_twice_at_once_makes_one_rating(plan: Plan, cast: Cast) -> None:
    entry = uuid.uuid4()
    results = all_at_once(*[["rate", "2.1", cast.smt.email, "green", "", entry]] * 3)
    assert set(results) == {Rating.objects.get().pk}
