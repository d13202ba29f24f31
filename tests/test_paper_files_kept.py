"""Files of issued papers in the storage: told where missing or damaged, and put back only as issued."""

import datetime as dt
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.models import Paper, PaperFile, Plan, Rag, Rating
from plans.tasks import make_files

from .cast import Cast
from .factories import PlanFactory
from .papers import draft_for, issue, meeting_for
from .past_the_triggers import forge, sql, triggers_lifted

# Files are spoilt on purpose.
pytestmark = pytest.mark.past_the_actions
Rate = Callable[..., Rating]


def said_by(command: str, *arguments: str) -> tuple[str, str]:
    """What a command prints, and what it ends with; empty where nothing is wrong."""
    out = StringIO()
    try:
        call_command(command, *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def where(file: PaperFile) -> Path:
    return Path(settings.ATTACHMENTS_DIR) / file.stored_as


@pytest.fixture
def paper(plan: Plan, cast: Cast, rate: Rate) -> Paper:
    """Issued, with its files as they were made."""
    rate("2.1", "Wexley", Rag.RED, commentary="Four of nine are late")
    return issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk)


# --- verify_history: read, and not made anew ----------------------------------------------------------------


def test_verify_history_reads_the_files_of_papers(paper: Paper) -> None:
    said, error = said_by("verify_history")
    assert error == ""
    assert f"Files of papers read: {len(paper.to_make)}." in said


def test_verify_history_names_what_is_missing_or_damaged_with_what_to_do(paper: Paper) -> None:
    lost, cut, other = (paper.files.get(key=key) for key in ("docx", "pdf", "csv-plan"))
    where(lost).unlink()
    where(cut).write_bytes(where(cut).read_bytes()[:-1])
    where(other).write_bytes(where(other).read_bytes()[:-1] + b"x")
    said, error = said_by("verify_history")
    assert error == "3 things are wrong."
    begins = f"The file “{lost.name}” of the paper for {paper} (file {lost.pk}) of {paper.plan.slug}: "
    assert f"{begins}it is not in the folder of files. Run manage.py verify_papers --restore" in said
    assert f"it has {cut.size - 1:,} bytes, and {cut.size:,} were issued" in said
    assert "its content is not what was issued" in said


def test_verify_history_of_one_plan_reads_its_own_files_alone(paper: Paper) -> None:
    where(paper.files.get(key="docx")).unlink()
    assert said_by("verify_history", "--plan", PlanFactory().slug)[1] == ""
    assert said_by("verify_history", "--plan", paper.plan.slug)[1] == "One thing is wrong."


# --- Asked for on the page ----------------------------------------------------------------------------------


def test_nobody_is_given_a_file_that_is_not_what_was_issued(
    paper: Paper, cast: Cast, client_for: Callable[..., Client]
) -> None:
    lost, cut, other = (paper.files.get(key=key) for key in ("docx", "pdf", "csv-plan"))
    where(lost).unlink()
    where(cut).write_bytes(where(cut).read_bytes()[:-1])
    where(other).write_bytes(where(other).read_bytes()[:-1] + b"x")
    reader = client_for(cast.reader)
    for file, wrong in (
        (lost, "it is not in the folder of files"),
        (cut, f"it has {cut.size - 1:,} bytes, and {cut.size:,} were issued"),
        (other, "its content is not what was issued"),
    ):
        got = reader.get(reverse("paper_file", args=[paper.plan.slug, paper.pk, file.pk]))
        assert got.status_code == 404
        assert f"cannot be given out as it was: {wrong}." in got.content.decode()
    whole = paper.files.get(key="xlsx")
    got = reader.get(reverse("paper_file", args=[paper.plan.slug, paper.pk, whole.pk]))
    assert b"".join(got.streaming_content) == where(whole).read_bytes()


# --- verify_papers ------------------------------------------------------------------------------------------


def test_files_that_are_still_being_made_are_not_called_missing(paper: Paper) -> None:
    forge("DELETE FROM plans_paperfile WHERE key = 'docx'")
    said, error = said_by("verify_papers")
    assert error == "One thing is wrong."
    assert "public docx: it has not been made" in said
    make_files.enqueue(paper.pk)
    said, error = said_by("verify_papers")
    assert error == ""
    assert f"the same ({len(paper.to_make) - 1} files, 1 still being made)" in said
    assert "not been made" not in said
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1), tick=True):
        said, error = said_by("verify_papers")
    assert error == "One thing is wrong."  # as long as this nothing waits where a worker runs
    assert "public docx: it has not been made" in said


# --- verify_papers --restore --------------------------------------------------------------------------------


def test_what_is_missing_or_damaged_is_put_back_byte_for_byte(paper: Paper) -> None:
    lost, cut = paper.files.get(key="docx"), paper.files.get(key="csv-plan")
    whole = {file.pk: where(file).read_bytes() for file in (lost, cut)}
    where(lost).unlink()
    where(cut).write_bytes(b"half")
    assert said_by("verify_papers")[1] == "2 things are wrong."
    assert not where(lost).exists()
    said, error = said_by("verify_papers", "--restore")
    assert error == ""
    assert f"{lost.name}: it is not in the folder of files. Put back." in said
    assert f"{cut.name}: it has 4 bytes, and {cut.size:,} were issued. Put back." in said
    assert "Put back: 2 files." in said
    assert {file.pk: where(file).read_bytes() for file in (lost, cut)} == whole
    assert said_by("verify_papers", "--restore")[0].count("ut back") == 0
    assert paper.files.count() == len(paper.to_make)


def test_what_cannot_be_made_as_it_was_issued_is_left_and_named(paper: Paper) -> None:
    lost, older = paper.files.get(key="docx"), paper.files.get(key="csv-plan")
    where(lost).unlink()
    where(older).unlink()
    written_elsewhere("sha256 = 'another version of a library wrote it'", lost)
    said, error = said_by("verify_papers", "--restore")
    assert error == "2 things are wrong."  # it is not there, and made anew it has other bytes
    left = (
        f"{lost.name}: it is not in the folder of files, and is not put back: made anew, it is not what was"
    )
    assert left in said
    assert "issued. Put it back from a backup." in said
    assert not where(lost).exists()
    assert where(older).exists()


def test_what_cannot_be_written_is_named(paper: Paper) -> None:
    lost = paper.files.get(key="docx")
    where(lost).unlink()
    where(lost).mkdir()
    (where(lost) / "something").write_text("in the way")
    said, error = said_by("verify_papers", "--restore")
    assert error == "One thing is wrong."
    assert "and cannot be put back: " in said


def test_where_the_plan_cannot_be_read_as_then_nothing_is_put_back(paper: Paper) -> None:
    where(paper.files.get(key="docx")).unlink()
    changed("plans_paper", f"at = '2001-01-01' WHERE id = {paper.pk}")
    said, error = said_by("verify_papers", "--restore")
    assert error == "2 things are wrong."
    assert "it cannot be made anew" in said
    assert "and is not put back" in said


# --- Kept for good ------------------------------------------------------------------------------------------


def test_a_file_is_on_the_disk_before_the_database_names_it(
    plan: Plan, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[tuple[str, int, int]] = []
    flush = os.fsync

    def told(handle: int) -> None:
        at = Path(f"/proc/self/fd/{handle}").resolve()
        flushed.append(
            (at.name, os.fstat(handle).st_size, PaperFile.objects.filter(stored_as=at.name).count())
        )
        flush(handle)

    monkeypatch.setattr(os, "fsync", told)
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk)
    files = [(file.stored_as, file.size, 0) for file in paper.files.all()]
    assert [one for one in flushed if one[0].startswith("paper-")] == files
    assert (Path(settings.ATTACHMENTS_DIR).name, 0) in {(name, named) for name, _, named in flushed}


def written_elsewhere(what: str, file: PaperFile) -> None:
    """Have a file's row say something else, as if other libraries had written it."""
    changed("plans_paperfile", f"{what} WHERE id = {file.pk}")


def changed(table: str, what: str) -> None:
    with triggers_lifted():
        sql(f"UPDATE {table} SET {what}")
