"""An issued paper says the same for good: what comes later is not in it, and its page says what did."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.paper_files import keep_file
from plans.actions.papers import (
    delete_paper,
    issue_paper,
    save_paper,
    start_supplement,
)
from plans.actions.refusals import NotAllowed, Refused, Stale
from plans.kept_files import kept_files
from plans.models import Outcome, Paper, PaperFile, Plan, Rag, Rating
from plans.packs import packs_of
from plans.papers.digest import digest_of
from plans.papers.document import Mark, Part
from plans.tasks import make_files

from .cast import Cast
from .papers import draft_for, issue, meeting_for


def bytes_of(paper: Paper) -> dict[tuple[str, str], str]:
    return {(file.pack, file.key): file.sha256 for file in paper.files.all()}


def part_of(paper: Paper, name: str) -> Part:
    return next(part for part in packs_of(paper)[0].document.chapters if part.name == name)


def made_anew(paper: Paper) -> dict[tuple[str, str], str]:
    """What every file says, worked out from the database again."""
    fresh = Paper.objects.select_related("plan", "meeting__body", "since_paper").get(pk=paper.pk)
    return {(pack.kind, "document"): digest_of(pack.document) for pack in packs_of(fresh)}


def test_later_ratings_corrections_and_wording_do_not_change_it(
    plan: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    first = rate("2.1", "Wexley", Rag.RED, commentary="Four teams of nine are late")
    paper = issue(draft_for(meeting_for(plan), cast.clerk), cast.clerk)
    files, said = bytes_of(paper), made_anew(paper)
    assert {key for _, key in files} >= {"xlsx", "csv-plan", "csv-ratings"}

    rate("2.1", "Wexley", Rag.GREEN)
    rate("1.1", None, Rag.AMBER, commentary="Entered late")
    correct_rating(
        rating=first, rag=Rag.AMBER, locality=first.locality, by=cast.smt, reason="Read off the wrong line"
    )
    outcome = Outcome.objects.get(plan=plan, ref="2.2")
    outcome.statement = "Chronologies are current, and read"
    records.save(outcome, by=cast.administrator, reason="Made clearer")

    assert made_anew(paper) == said
    PaperFile.objects.count()
    make_files.call(paper.pk)
    assert bytes_of(paper) == files


def test_a_worker_whose_clock_is_slow_reads_the_moment_of_issue_too(plan: Plan, cast: Cast) -> None:
    now = timezone.now().replace(microsecond=0)
    meeting = meeting_for(plan)
    with time_machine.travel(now + dt.timedelta(minutes=10), tick=False):
        paper = issue(draft_for(meeting, cast.clerk), cast.clerk, files=False)
        said = made_anew(paper)
    with time_machine.travel(now + dt.timedelta(minutes=11), tick=False):
        outcome = Outcome.objects.get(plan=plan, ref="2.2")
        outcome.statement = "Chronologies are current, and read"
        records.save(outcome, by=cast.administrator, reason="Made clearer")
    with time_machine.travel(now + dt.timedelta(minutes=5), tick=False):
        assert made_anew(paper) == said


def test_what_is_recorded_after_it_is_in_the_next_one_as_what_moved(
    plan: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="Four teams of nine are late")
    first = issue(draft_for(meeting_for(plan, days=-1), cast.clerk), cast.clerk)
    rate("2.1", "Wexley", Rag.GREEN)
    second = draft_for(meeting_for(plan, days=30), cast.clerk)
    assert second.since_paper == first
    moved = part_of(second, "What moved")
    assert moved.table
    assert moved.table.total
    head = [column.title for column in moved.table.columns]
    assert moved.table.total[head.index("Up")] == 1
    changes = part_of(second, "What changed")
    assert changes.table
    (row,) = changes.table.rows
    assert row[:3] == ("2.1", "Wexley", "Better")
    assert [value.word for value in row[3:5] if isinstance(value, Mark)] == ["Red", "Green"]


@pytest.mark.past_the_actions
def test_the_database_refuses_to_change_or_delete_it(plan: Plan, cast: Cast) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk), cast.clerk)
    for sql in (
        "UPDATE plans_paper SET at = '2020-01-01' WHERE id = %s",
        "DELETE FROM plans_paper WHERE id = %s",
        "UPDATE plans_paperfile SET sha256 = 'x' WHERE paper_id = %s",
        "DELETE FROM plans_paperfile WHERE paper_id = %s",
    ):
        refused = pytest.raises(DatabaseError, match="never changed")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [paper.pk])


def test_it_is_changed_by_a_supplement_which_says_what(plan: Plan, cast: Cast) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk), cast.clerk)
    with pytest.raises(Refused, match="never changed"):
        save_paper(paper=paper, plan=plan, by=cast.clerk, reason="Another date")
    made = start_supplement(paper=paper, plan=plan, by=cast.clerk)
    assert (made.number, made.parts) == ("1.1", paper.parts)
    with pytest.raises(Refused, match="Say what the supplement changes"):
        issue(made, cast.clerk, files=False)
    made.change_note = "Adds the rating of 2.1."
    save_paper(paper=made, plan=plan, by=cast.clerk, reason="Note")
    supplement = issue(made, cast.clerk)
    cover = part_of(supplement, "Cover report")
    assert "Adds the rating of 2.1." in repr(cover.blocks)
    with pytest.raises(Refused, match="still a draft"):
        start_supplement(
            paper=start_supplement(paper=paper, plan=plan, by=cast.clerk), plan=plan, by=cast.clerk
        )


def test_only_clerks_and_administrators_issue(plan: Plan, cast: Cast) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk)
    for person in (cast.smt, cast.manager, cast.reader, cast.stranger):
        with pytest.raises(NotAllowed):
            issue(paper, person, files=False)


def test_of_two_who_issue_or_change_at_once_the_second_is_told(plan: Plan, cast: Cast) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk)
    seen = paper.version
    other = Paper.objects.get(pk=paper.pk)
    save_paper(paper=other, plan=plan, by=cast.administrator, reason="Another choice", seen_version=seen)
    with pytest.raises(Stale):
        issue_paper(
            paper=paper, plan=plan, waived=(), to_make=[("public", "xlsx")], by=cast.clerk, seen_version=seen
        )
    fresh = Paper.objects.get(pk=paper.pk)
    issue(fresh, cast.clerk, files=False)
    with pytest.raises(Refused, match="never changed"):
        issue(fresh, cast.clerk, files=False)


def test_a_draft_that_was_changed_since_is_not_discarded(plan: Plan, cast: Cast) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0})
    seen = paper.version
    other = Paper.objects.get(pk=paper.pk)
    save_paper(paper=other, plan=plan, by=cast.administrator, reason="Another choice", seen_version=seen)
    with pytest.raises(Stale, match="Look again before you delete it"):
        delete_paper(paper=paper, plan=plan, by=cast.clerk, reason="Not needed", seen_version=seen)
    assert Paper.objects.count() == 1


def test_a_day_to_come_is_no_date_for_a_paper(plan: Plan, cast: Cast) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk)
    paper.at = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(Refused, match="still to come"):
        save_paper(paper=paper, plan=plan, by=cast.clerk, reason="Tomorrow")


def test_a_part_that_is_exempt_is_left_out_of_the_public_pack_which_says_so(
    plan: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="One family is named in the notes")
    draft = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0, "record": 2})
    paper = issue(draft, cast.clerk)
    public, full = packs_of(paper)
    assert "One family is named" not in repr(public)
    assert "paragraph 2 of Part 1 of Schedule 12A" in repr(public.document.parts[0])
    assert public.document.marking == ""
    assert "One family is named" in repr(full)
    assert full.document.marking == "Not for publication"
    assert [table.name for table in public.data] == ["plan"]
    assert [table.name for table in full.data] == ["ratings"]  # the other has nothing that is exempt
    names = {file.name for file in paper.files.filter(pack="full")}
    assert all("NOT FOR PUBLICATION" in name for name in names)
    assert not any("NOT FOR" in file.name for file in paper.files.filter(pack="public"))


def test_a_file_is_kept_once_and_only_if_the_paper_is_to_have_it(plan: Plan, cast: Cast) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk), cast.clerk)
    there = paper.files.get(pack="public", key="xlsx")
    again = {
        "paper": paper,
        "pack": "public",
        "name": "x",
        "content_type": "x/y",
        "content": b"other",
        "says": "",
        "made_with": "",
    }
    assert keep_file(key="xlsx", **again) == there
    with pytest.raises(Refused):
        keep_file(key="exe", **again)
    assert paper.files.count() == len(paper.to_make)


def test_making_goes_on_where_it_stopped(plan: Plan, cast: Cast) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk), cast.clerk, files=False)
    pack = packs_of(paper)[0]
    from plans.packs import write_pack

    file = next(write_pack(pack, paper))
    keep_file(
        paper=paper,
        pack="public",
        key=file.key,
        name=file.name,
        content_type=file.content_type,
        content=file.content,
        says=file.says,
        made_with=file.made_with,
    )
    assert make_files.call(paper.pk) == len(paper.to_make) - 1
    assert make_files.call(paper.pk) == 0


@pytest.mark.past_the_actions
def test_verify_papers_makes_each_anew_and_names_what_is_wrong(
    plan: Plan, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk)
    call_command("verify_papers", plan=plan.slug)
    assert "Nothing is wrong." in capsys.readouterr().out
    kept, lost = paper.files.get(key="csv-plan"), paper.files.get(key="docx")
    kept_files().delete(kept.stored_as)
    kept_files().save(kept.stored_as, ContentFile(b"Another plan"))
    kept_files().delete(lost.stored_as)
    with pytest.raises(CommandError, match="2 things are wrong"):
        call_command("verify_papers")
    told = capsys.readouterr().out
    assert f"{kept.name}: it has 12 bytes, and {kept.size:,} were issued" in told
    assert f"{lost.name}: it is not in the folder of files" in told
    with pytest.raises(CommandError, match="There is no plan"):
        call_command("verify_papers", plan="nowhere")
