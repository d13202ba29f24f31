"""``manage.py export_plan``."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan
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
