"""``verify_history`` reads the files of visits: one that is missing, or not what was attached, is told."""

import io
import json
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from ofsted.models import Attachment
from plans.models import Plan

from .cast import Cast
from .factories import PlanFactory
from .visit_files import PDF, a_file, where
from .visits import a_visit

# Files are spoilt on purpose, so the record is not whole afterwards.
pytestmark = [pytest.mark.django_db, pytest.mark.past_the_actions]
PUT_BACK = "Put the folder of files back from the backup that belongs to this database"


@pytest.fixture
def kept(plan: Plan) -> Attachment:
    """A letter, which is there as it was attached."""
    return a_file(a_visit(plan))


def verified(*arguments: str) -> tuple[str, str]:
    """What the command prints, and what it ends with; empty where nothing is wrong."""
    out = io.StringIO()
    try:
        call_command("verify_history", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_files_that_are_as_they_were_attached_are_counted(kept: Attachment) -> None:
    said, error = verified()
    assert error == ""
    assert "Files of visits read: 1." in said
    assert "Nothing is wrong." in said


def test_a_file_that_is_missing_is_named_with_what_to_do(kept: Attachment) -> None:
    where(kept).unlink()
    said, error = verified()
    assert error == "One thing is wrong."
    assert (
        f"The file “letter.pdf” of the Second monitoring visit, 4 and 5 March 2025 (attachment {kept.pk}) "
        f"of {kept.visit.plan.slug}: it is not in the folder of files. {PUT_BACK}"
    ) in said


def test_a_database_that_is_put_back_without_its_files_is_told(kept: Attachment) -> None:
    a_file(kept.visit, name="report.pdf", content=PDF + b"\n")
    shutil.rmtree(settings.ATTACHMENTS_DIR)
    said, error = verified()
    assert error == "2 things are wrong."
    assert said.count("it is not in the folder of files") == 2


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (PDF[:-1], f"it has {len(PDF) - 1} bytes, and {len(PDF)} were attached"),
        (b"", f"it has 0 bytes, and {len(PDF)} were attached"),
        (PDF.replace(b"1.7", b"1.6"), "its content is not what was attached"),
    ],
)
def test_a_file_that_is_not_what_was_attached_is_told(kept: Attachment, content: bytes, what: str) -> None:
    where(kept).write_bytes(content)
    said, error = verified()
    assert error == "One thing is wrong."
    assert f": {what}. {PUT_BACK}" in said


def test_what_is_there_and_is_no_file_is_told(kept: Attachment) -> None:
    where(kept).unlink()
    where(kept).mkdir()
    said, error = verified()
    assert error == "One thing is wrong."
    assert "it cannot be read" in said


def test_of_one_plan_only_its_own_files_are_read(kept: Attachment, cast: Cast) -> None:
    where(kept).unlink()
    other = PlanFactory()
    assert verified("--plan", other.slug)[1] == ""
    assert verified("--plan", kept.visit.plan.slug)[1] == "One thing is wrong."


def test_as_json_it_says_how_many_were_read(kept: Attachment) -> None:
    where(kept).unlink()
    told = json.loads(verified("--json")[0])
    assert told["added"] == {"files of papers": 0, "Word templates": 0, "files of visits": 1}
    assert [problem["check"] for problem in told["problems"]] == ["file missing"]
