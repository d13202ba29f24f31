"""Measures on one database: the one in ``DATABASE_URL``, or SQLite."""

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.db import OperationalError, connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from plans.actions.importing import import_plan  # noqa: E402
from plans.importers.plan_text import read_plan  # noqa: E402
from plans.importers.source import decode, digest  # noqa: E402
from plans.models import User  # noqa: E402
from plans.papers.plan_paper import plan_document  # noqa: E402
from plans.snapshot import take_snapshot  # noqa: E402
from tests import factories  # noqa: E402

from .data import Bench, make_bench  # noqa: E402
from .measure import pair  # noqa: E402
from .packs import whole_pack  # noqa: E402
from .record_data import record_pages  # noqa: E402
from .sheets import large_workbooks, workbook  # noqa: E402
from .time import as_at_pages, snapshot_growth  # noqa: E402
from .visit_data import visit_pages  # noqa: E402

REAL_PLAN = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "000_05168e2c9d4b0497.txt"


def main() -> int:
    """Print the table; 1 if a ratio is over its bound."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    try:
        databases = runner.setup_databases()
    except OperationalError as error:
        print(f"\n{connection.display_name}: not measured, no server answers ({error}).")
        return 0
    try:
        return measure(make_bench())
    finally:
        connection.close()
        runner.teardown_databases(databases)


def measure(bench: Bench) -> int:
    """Measure every page and file, and print them."""
    client = Client()
    client.force_login(bench.smt)
    record = record_pages(bench.smt)
    visits = visit_pages(bench.few, bench.smt)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its housekeeping does by itself in use
    base, hundred = f"/plans/{bench.plan.slug}/", f"/plans/{bench.hundred.slug}/"
    section = bench.plan.sections.first()
    long_ago = timezone.localdate() - dt.timedelta(days=300)
    pages = [
        ("Plan page: 60 outcomes, 4 columns, 60 ratings in each", base, 6.0),
        ("Outcome page: 60 ratings", f"{hundred}outcomes/{bench.sixty.ref}/", 6.0),
        ("Section grid: 9 outcomes, 4 columns", f"{base}sections/{section.number}/rate/", 8.0),
        ("Filtered list of 100 outcomes", f"{hundred}outcomes/?days=0", 9.0),
        ("Month by month: 60 months, chosen by section", f"{base}months/?months=60", 6.0),
        ("Month by month: 60 months of every outcome", f"{base}months/?months=60&every=yes", 0),
        ("Month by month: 12 months of every outcome", f"{base}months/", 6.0),
        ("What changed in 300 days", f"{base}changes/?since={long_ago}", 10.0),
    ]
    pages += record
    pages += visits
    print(f"\n{connection.display_name}\n")
    print("| what | median | queries | ratio | bound |")
    print("| --- | ---: | ---: | ---: | ---: |")
    over, floors = 0, []
    floor = _get(client, f"/floor/{bench.plan.slug}/")
    for name, address, bound in pages:
        seconds_floor, seconds = pair(floor, _get(client, address), 40)
        floors.append(seconds_floor)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        over |= _row(name, seconds, seconds / seconds_floor, "F", bound, queries=len(queries))
    _row("F, the floor page", statistics.median(floors), 1.0, "F")
    over |= as_at_pages(client, bench.plan, _get, _row)
    over |= workbook(
        plan_document(take_snapshot(bench.plan), produced_by="Bench", produced_at=timezone.now()), _row
    )
    over |= whole_pack(bench.plan, _row)
    if connection.vendor == "sqlite":
        over |= large_workbooks(_row)  # no database is asked: once is enough
    _import()
    over |= snapshot_growth(bench.few, bench.plan, floor, _row)  # last: it fills the database
    return over


def _get(client: Client, address: str) -> Callable[[], None]:
    def get() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return get


def _import() -> None:
    if not REAL_PLAN.exists():
        print("| Import of the real plan | not measured: the document is not here | | | |")
        return
    data = REAL_PLAN.read_bytes()
    by = factories.UserFactory(is_superuser=True)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        _import_once(data, by)
        times.append(time.perf_counter() - start)
    _row("Import of the real plan: 47 outcomes", statistics.median(times))


@transaction.atomic
def _import_once(data: bytes, by: User) -> None:
    text = decode(data)
    import_plan(
        draft=read_plan(text), authority=factories.AuthorityFactory(), by=by, source_text_digest=digest(text)
    )


def _row(
    name: str, seconds: float, ratio: float = 0, unit: str = "", bound: float = 0, queries: int = 0
) -> int:
    over = bool(bound and ratio > bound)
    cells = [
        name,
        f"{seconds * 1000:.1f} ms",
        str(queries or ""),
        (f"{ratio:.2f} {unit}" if ratio else "") + (" OVER" if over else ""),
        f"{bound:g} {unit}" if bound else "",
    ]
    print(f"| {' | '.join(cells)} |", flush=True)
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
