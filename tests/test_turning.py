"""Which rating a change of colour came with: the one that brought the colour, not one that confirmed it."""

import datetime as dt
import io
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from plans.actions.correcting import correct_rating
from plans.changes import read_changes
from plans.models import Plan, Rag, Rating, User
from plans.movement import CellChange, CellKind
from plans.snapshot import take_snapshot
from plans.standing import turning_ratings

from .cast import Cast
from .from_march import START, TODAY, on
from .reading import Part, read

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
Rate = Callable[..., Rating]
R, A, G, C = Rag.RED, Rag.AMBER, Rag.GREEN, Rag.COMPLETE
SINCE = dt.date(2025, 4, 30)


@pytest.fixture(autouse=True)
def _set_up_in_march() -> Iterator[None]:
    with on(START):
        yield


@pytest.fixture
def rated(rate: Rate) -> Callable[..., list[Rating]]:
    """``rated("2.1", "Wexley", (day, rag, words), …)``: each given on its day of 2025, as (month, day)."""

    def each(ref: str, column: str | None, *given: tuple[tuple[int, int], Rag, str]) -> list[Rating]:
        made = []
        for day, rag, words in given:
            with on(dt.date(2025, *day)):
                made.append(rate(ref, column, rag, commentary=words))
        return made

    return each


@pytest.fixture
def confirmed_since(rated: Callable[..., list[Rating]]) -> None:
    """Red in March, amber on 8 May for a reason, and still so in June; Overall likewise, a week later."""
    for column, day in (("Wexley", 8), (None, 15)):
        rated(
            "2.1", column,
            ((3, 10), R, "Two of ten"), ((5, day), A, "Six of ten"),
            ((5, 28), A, "Still"), ((6, 4), A, "Again"),
        )  # fmt: skip


def change_of(plan: Plan, ref: str, column: str, *, as_then: bool = True) -> CellChange:
    with on(TODAY):
        cells = read_changes(plan, since=SINCE, as_then=as_then).comparison.cells
        return next(one for one in cells if (one.outcome.ref, one.column.name) == (ref, column))


@pytest.fixture
def page(plan: Plan, cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``page("changes", since=…)``: what SMT sees in June."""

    def open_it(name: str, **asked: str) -> Part:
        with on(TODAY):
            response = client_for(cast.smt).get(reverse(name, args=[plan.slug]), asked)
        assert response.status_code == 200
        return read(response.content.decode()).the("main")

    return open_it


@pytest.mark.parametrize(
    ("given", "turned"),
    [
        ("A", 0),
        ("AAA", 0),
        ("RA", 1),
        ("RAAA", 1),
        ("ARA", 2),
        ("ARAA", 2),
        ("RGAGRRR", 4),
        ("CC", 0),
    ],
)
@pytest.mark.parametrize("column", ["Wexley", None])
def test_the_first_of_an_unbroken_run_of_one_colour(
    plan: Plan, rated: Callable[..., list[Rating]], column: str | None, given: str, turned: int
) -> None:
    rags = {rag.name[0]: rag for rag in Rag}
    # Another cell of the outcome, which must not be mistaken for it.
    rated("2.1", "Thornby", ((3, 10), G, "Thornby's"), ((6, 1), R, "Thornby's"))
    made = rated("2.1", column, *(((4, day), rags[one], one) for day, one in enumerate(given, start=1)))
    with on(TODAY):
        now = take_snapshot(plan)
        stood = next(
            cell.standing for row, cell in now.cells if cell.standing and cell.standing.id == made[-1].pk
        )
        found = turning_ratings(plan, [stood], now.at, now.known_at)
    assert {key: one.id for key, one in found.items()} == {stood.id: made[turned].pk}
    assert found[stood.id].commentary == given[turned]


def test_what_was_struck_out_or_is_later_than_the_date_does_not_break_a_run(
    plan: Plan, rated: Callable[..., list[Rating]], cast: Cast
) -> None:
    first, wrong, _again, _after = rated(
        "1.1", None, ((4, 1), A, "First"), ((4, 8), R, "Wrong"), ((4, 20), A, "Again"), ((5, 20), R, "After")
    )
    with on(dt.date(2025, 5, 1)):
        correct_rating(rating=wrong, reason="Another outcome was meant", by=cast.smt, rag=None)
    with on(TODAY):
        for known_at, turn in ((None, "First"), (dt.datetime(2025, 4, 25, tzinfo=dt.UTC), "Again")):
            then = take_snapshot(plan, at=dt.date(2025, 4, 25), known_at=known_at)
            [stood] = [cell.standing for _, cell in then.cells if cell.standing]
            found = turning_ratings(plan, [stood], then.at, then.known_at)
            assert [one.commentary for one in found.values()] == [turn]
    assert first.pk


@pytest.mark.usefixtures("confirmed_since")
def test_the_page_gives_the_reason_and_the_day_of_the_change(cast: Cast, page: Callable[..., Part]) -> None:
    said = page("changes", since=SINCE.isoformat())
    [wexley, overall] = [row for row in said.rows if row[0].startswith("2.1")]
    assert wexley[1:2] + wexley[3:] == ["Wexley", "Better", "Six of ten", f"{cast.smt.name}, 8 May"]
    assert overall[1:2] + overall[3:] == ["Overall", "Better", "Six of ten", f"{cast.smt.name}, 15 May"]


@pytest.mark.usefixtures("confirmed_since")
def test_so_does_the_workbook(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    with on(TODAY):
        address = reverse("export_xlsx", args=[plan.slug])
        content = client_for(cast.clerk).get(address, {"since": SINCE.isoformat()}).content
    sheet = openpyxl.load_workbook(io.BytesIO(content))["What changed"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    [wexley] = [row for row in rows if row[:3] == ["2.1", "Wexley", "Better"]]
    assert wexley[5:] == ["Six of ten", cast.smt.name, dt.datetime(2025, 5, 8)]


@pytest.mark.usefixtures("confirmed_since")
def test_the_plan_page_dates_a_move_by_the_day_it_moved(
    page: Callable[..., Part], rated: Callable[..., list[Rating]]
) -> None:
    rated("1.1", None, ((3, 10), G, "Nine of ten"), ((5, 25), A, "Seven"), ((5, 26), A, "Seven"))
    rated("1.2", None, ((3, 10), R, "None"), ((5, 14), G, "All"), ((6, 11), G, "All"))
    said = page("plan", since="90").words
    better = said[said.index("Better (3)") : said.index("Worse (1)")]
    places = [better.index(one) for one in ("2.1 Overall", "1.2 Overall", "2.1 Wexley")]
    assert places == sorted(places)
    for day in ("15 May", "14 May", "8 May"):
        assert day in better
    assert "11 Jun" not in better
    assert "25 May" in said[said.index("Worse (1)") :]


def test_a_confirmation_is_told_as_one(plan: Plan, rated: Callable[..., list[Rating]]) -> None:
    rated("1.1", None, ((4, 1), A, "First"), ((5, 8), A, "Still"), ((6, 4), A, "Again"))
    change = change_of(plan, "1.1", "Overall")
    assert (change.kind, change.rating and change.rating.commentary) == (CellKind.CONFIRMED, "Again")


def test_a_rating_from_before_the_earlier_date_is_not_what_brought_the_change(
    plan: Plan, rated: Callable[..., list[Rating]], cast: Cast
) -> None:
    """Green was a mistake; since it was struck out, amber goes back to March, and yet amber is news."""
    _amber, wrong, _still = rated(
        "1.1", None, ((3, 10), A, "March"), ((4, 8), G, "Wrong"), ((5, 20), A, "Seven of ten")
    )
    with on(dt.date(2025, 6, 2)):
        correct_rating(rating=wrong, reason="Misread", by=cast.smt, rag=None)
    change = change_of(plan, "1.1", "Overall")
    assert (change.kind, change.rating and change.rating.commentary) == (CellKind.WORSE, "Seven of ten")


def test_newly_complete_and_confirmed_since(plan: Plan, rated: Callable[..., list[Rating]]) -> None:
    rated("1.1", None, ((4, 1), G, "Nine"), ((5, 8), C, "Held for two quarters"), ((6, 4), C, "Still held"))
    change = change_of(plan, "1.1", "Overall")
    assert change.kind == CellKind.NEWLY_COMPLETE
    assert change.rating is not None
    assert change.rating.commentary == "Held for two quarters"
