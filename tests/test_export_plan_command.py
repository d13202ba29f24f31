"""``manage.py export_plan``."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan, Rag, Rating
from plans.snapshot import take_snapshot

from .factories import rate_everything, set_up_by


def test_it_writes_the_plan_as_it_stands(plan: Plan, tmp_path: Path) -> None:
    rate_everything(plan, by=set_up_by(), times=1)
    file = tmp_path / "plan.xlsx"
    said = io.StringIO()
    call_command("export_plan", plan.slug, "--format", "xlsx", "--out", str(file), stdout=said)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [
        "Cover",
        "Summary",
        "1 First Response",
        "2 Assessment Teams",
        "3 Children in Care",
        "All ratings",
    ]
    words = [cell.value for cell in book["All ratings"]["I"][1:]]
    assert words == [cell.rag.label if cell.rag else "Not rated" for _, cell in take_snapshot(plan).cells]
    assert str(file) in said.getvalue()
    assert list(tmp_path.iterdir()) == [file]


def test_it_says_on_the_cover_who_made_it(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    call_command("export_plan", plan.slug, "--out", str(file), "--by", "Cleo Clerk", stdout=io.StringIO())
    cover = openpyxl.load_workbook(file)["Cover"]
    assert {row[0].value: row[1].value for row in cover}["Produced by"] == "Cleo Clerk"


def test_an_unknown_plan_is_refused_with_those_there_are(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no plan “nowhere”.*westermoor-2024"):
        call_command("export_plan", "nowhere", "--out", str(tmp_path / "plan.xlsx"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_before_any_import_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No plan has been imported yet"):
        call_command("export_plan", "nowhere", "--out", str(tmp_path / "plan.xlsx"))


@pytest.mark.parametrize("place", ["missing/plan.xlsx", "."])
def test_a_place_that_cannot_be_written_is_refused(plan: Plan, tmp_path: Path, place: str) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_plan", plan.slug, "--out", str(tmp_path / place))
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_is_replaced_whole(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(b"last month's workbook")
    call_command("export_plan", plan.slug, "--out", str(file), stdout=io.StringIO())
    assert openpyxl.load_workbook(file).sheetnames[0] == "Cover"
    assert list(tmp_path.iterdir()) == [file]


def test_a_format_there_is_no_writer_for_is_refused(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("export_plan", plan.slug, "--format", "odt", "--out", str(tmp_path / "plan.odt"))


@pytest.mark.parametrize(
    ("asked", "rag", "day"),
    [
        (["--at", "2024-12-31"], "Green", dt.date(2024, 12, 31)),
        (["--at", "31 December 2024", "--known-at", "2025-01-05"], "Red", dt.date(2024, 12, 31)),
        (["--at", "2024-12-31", "--known-at", "2025-01-20T09:30"], "Green", dt.date(2024, 12, 31)),
        (["--known-at", "2025-01-05"], "Red", dt.date(2025, 1, 5)),
    ],
)
def test_it_writes_the_plan_as_it_stood_and_as_it_was_known(
    plan: Plan, rate: Callable[..., Rating], tmp_path: Path, asked: list[str], rag: str, day: dt.date
) -> None:
    for effective, recorded, colour in ((1, (2024, 12, 1), Rag.RED), (20, (2025, 1, 20), Rag.GREEN)):
        at = dt.datetime(*recorded, 9, tzinfo=dt.UTC)
        rate("1.1", None, colour, effective_on=dt.date(2024, 12, effective), recorded_at=at)
    file, said = tmp_path / "plan.xlsx", io.StringIO()
    call_command("export_plan", plan.slug, "--out", str(file), *asked, stdout=said)
    book = openpyxl.load_workbook(file)
    assert book["All ratings"]["I2"].value == rag
    assert {row[0].value: row[1].value for row in book["Cover"]}["As at"].date() == day
    assert f"as at {day.day} {day:%B %Y}" in said.getvalue()


def test_it_adds_what_changed_since_a_date(plan: Plan, rate: Callable[..., Rating], tmp_path: Path) -> None:
    for day, colour in ((dt.date(2024, 12, 1), Rag.RED), (dt.date(2025, 1, 20), Rag.GREEN)):
        rate(
            "1.1",
            None,
            colour,
            effective_on=day,
            recorded_at=dt.datetime(day.year, day.month, 21, 9, tzinfo=dt.UTC),
        )
    file = tmp_path / "plan.xlsx"
    call_command(
        "export_plan", plan.slug, "--out", str(file), "--at", "2025-01-31", "--since", "2024-12-31",
        stdout=io.StringIO(),
    )  # fmt: skip
    sheet = openpyxl.load_workbook(file)["What changed"]
    said = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any("Better" in row and "1.1" in row for row in said)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["--since", "2019-01-01"], "--since: The plan starts on 1 October 2024"),
        (["--since", "soon"], "--since: “soon” is not a date"),
        (["--at", "soon"], "“soon” is not a date"),
        (["--at", "2999-01-01"], "in the future"),
        (["--at", "2024-09-30"], "begins on 1 October 2024"),
        (["--at", "2024-12-31", "--known-at", "2024-12-30"], "or later"),
    ],
)
def test_a_date_it_cannot_be_written_at_is_refused(
    plan: Plan, tmp_path: Path, asked: list[str], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("export_plan", plan.slug, "--out", str(tmp_path / "plan.xlsx"), *asked)
    assert list(tmp_path.iterdir()) == []
