"""What every test can ask for: the cast, the small plan, larger plans, signed-in clients, a browser."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection, connections, transaction
from django.test import Client
from hypothesis import HealthCheck, settings

from plans.actions.rating import rate_outcome
from plans.actions.rolling_forward import roll_forward
from plans.models import Plan, Rag, Rating, User, append_only
from plans.verification import verify

from . import factories
from .cast import WHY, Cast, make_cast, make_small_plan, place
from .chromium import find
from .next_version import MONTH

if TYPE_CHECKING:
    from .browser import Visitor

# The same examples in every run, however slow the machine, and no folder of them left behind.
settings.register_profile(
    "project",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("project")


def pytest_configure(config: pytest.Config) -> None:
    """Static files are found where they are written; nothing has gathered them for a server."""
    config.addinivalue_line("filterwarnings", "ignore:No directory at:UserWarning")


@pytest.fixture
def plan(db: None) -> Plan:
    """The small plan of ``tests/cast.py``, with no ratings."""
    return make_small_plan()


@pytest.fixture
def cast(plan: Plan) -> Cast:
    """One person of each kind, on ``plan``."""
    return make_cast(plan)


@pytest.fixture
def client_for() -> Callable[[User | None], Client]:
    """``client_for(user)``: a client signed in as that person; ``client_for(None)``: not signed in."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def make_plan(db: None) -> Callable[..., Plan]:
    """``make_plan(outcomes=5, localities=3, ratings=2)``: a plan for counting queries.

    Each outcome has a lead and a theme; every cell has ``ratings`` ratings.
    """

    def make(*, outcomes: int = 5, localities: int = 3, ratings: int = 2, sections: int = 1) -> Plan:
        plan: Plan = factories.PlanFactory()
        columns = factories.LocalityFactory.create_batch(localities, authority=plan.authority)
        leads = factories.LeadFactory.create_batch(2, authority=plan.authority)
        themes = factories.ThemeFactory.create_batch(2, authority=plan.authority)
        parts = [factories.SectionFactory(plan=plan, columns=columns) for _ in range(sections)]
        for section in parts:
            factories.StatementFactory(section=section)
        for number in range(outcomes):
            factories.OutcomeFactory(
                section=parts[number % sections], led_by=[leads[number % 2]], about=[themes[number % 2]]
            )
        factories.rate_everything(plan, by=factories.set_up_by(), times=ratings)
        return plan

    return make


@pytest.fixture
def rate(plan: Plan, cast: Cast) -> Callable[..., Rating]:
    """``rate("2.1", "Wexley", Rag.RED, by=...)``: SMT's, with a reason, unless told."""

    def one(ref: str, column: str | None, rag: Rag, *, by: User | None = None, **given: Any) -> Rating:
        given.setdefault("commentary", WHY)
        outcome = plan.outcomes.get(ref=ref)
        return rate_outcome(outcome=outcome, locality=place(column), rag=rag, by=by or cast.smt, **given)

    return one


@pytest.fixture
def forward(plan: Plan, cast: Cast) -> Callable[..., Plan]:
    """``forward(**choices)``: the small plan rolled forward by its administrator; see ``roll_forward``."""

    def make(**choices: Any) -> Plan:
        given = {"title": "Second plan", "dated": MONTH, "by": cast.administrator, "reason": "A new year"}
        return roll_forward(plan=plan, **(given | choices))

    return make


@pytest.fixture
def clock() -> Iterator[None]:
    """It is eleven in the morning of 12 June 2025, and stays so."""
    with time_machine.travel(dt.datetime(2025, 6, 12, 10, tzinfo=dt.UTC), tick=False):
        yield


# --- The record ---------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _record_is_whole(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test that uses the database: whatever it did, the record of it is whole.

    A test that writes past the actions on purpose is marked ``past_the_actions``, and is left alone.
    """
    uses = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not (uses or request.node.get_closest_marker("django_db")):
        yield
        return
    request.getfixturevalue("db")  # made before ours, so ours is over before it is emptied
    yield
    if request.node.get_closest_marker("past_the_actions") or connection.needs_rollback:
        return
    assert [str(problem) for problem in verify().problems] == []


# --- Emptying the database between tests that commit --------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_ratings() -> Iterator[None]:
    """Let Django empty the tables after a test that commits, though the database refuses to delete ratings.

    The triggers come back with the ``post_migrate`` signal that ``flush`` ends with. What the shared cache
    holds (counts of failed sign-ins) is in no model's table, so it is emptied here as well.
    """

    def handle(command: flush.Command, **options: Any) -> None:
        append_only.remove(connections[options["database"]])
        cache.clear()
        emptied(command, **options)

    emptied = flush.Command.handle
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield


# --- A real browser -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium (Playwright's ``Browser``). `make test` installs one where it is missing."""
    from playwright.sync_api import sync_playwright

    path = find()
    if path is None:
        pytest.fail("No Chromium on this machine: `make test` installs one, or give its path in CHROMIUM.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop on this thread, where Django would refuse to use the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Any, live_server: Any) -> Iterator[Callable[..., "Visitor"]]:
    """``visitor(width=1280, user=None, scripts=True)``: somebody at a browser (``tests/browser.py``)."""
    from .browser import Visitor

    opened: list[Visitor] = []

    def make(**given: Any) -> Visitor:
        opened.append(Visitor(chromium, live_server.url, **given))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


skipped_in_browser: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a browser test that was skipped for any reason but missing real documents."""
    if report.skipped and "browser" in report.keywords and "seeds" not in report.keywords:
        skipped_in_browser.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A browser test that was skipped is a failure: nobody would notice what it no longer looks at."""
    if skipped_in_browser:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say so."""
    for test in skipped_in_browser:
        terminalreporter.write_line(f"FAILED: a browser test was skipped: {test}", red=True)


@pytest.fixture
def rolled_back() -> Callable[[], AbstractContextManager[None]]:
    """``with rolled_back():`` undoes what is written within; Hypothesis runs many examples in one test."""

    @contextmanager
    def undo() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return undo
