"""``manage.py export_plan``: a plan as a file, for a clerk's shared folder or a nightly job."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...changes import CannotCompare, Compared, papers_to_compare, read_changes, read_changes_since
from ...dates import full_date
from ...models import Paper, Plan
from ...moment import NoSuchMoment, moment_asked, snapshot_at
from ...papers.plan_paper import plan_document
from ...papers.xlsx import write_xlsx
from ...parts import paper_parts

_WRITERS = {"xlsx": write_xlsx}


class Command(BaseCommand):
    """Write a plan to a file, as it stands today or as it stood."""

    help = "Writes a plan to a file, as it stands today or as it stood on an earlier date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """SLUG --format xlsx --out FILE --at DATE --known-at DATE, --since DATE or --since-paper NUMBER."""
        parser.add_argument("slug", help="the plan's name in its web address")
        parser.add_argument("--format", choices=sorted(_WRITERS), default="xlsx")
        parser.add_argument("--out", required=True, type=Path, help="the file to write")
        parser.add_argument("--at", default="", metavar="DATE", help="as it stood then, such as 2026-10-31")
        parser.add_argument(
            "--known-at",
            default="",
            metavar="DATE",
            help="leave out what was recorded after that day, or after a moment such as 2026-11-05T14:30",
        )
        since = parser.add_mutually_exclusive_group()
        since.add_argument(
            "--since", default="", metavar="DATE", help="add a sheet of what changed since then"
        )
        since.add_argument(
            "--since-paper",
            type=int,
            metavar="NUMBER",
            help="the same since an issued paper, as that had it; by the number in its web address",
        )
        parser.add_argument(
            "--by", default="The export_plan command", help="who produced it, as its cover should say"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file whole, or leave what was there as it was.

        Raises:
            CommandError: there is no such plan or date, or the file cannot be written.
        """
        plan = Plan.objects.filter(slug=options["slug"]).select_related("authority").first()
        if plan is None:
            known = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(
                f"There is no plan “{options['slug']}”. "
                + (f"There are: {known}." if known else "No plan has been imported yet.")
            )
        try:
            moment = moment_asked(options["at"], options["known_at"])
            snapshot = snapshot_at(plan, moment)
        except NoSuchMoment as wrong:
            raise CommandError(wrong.message) from wrong
        paper = None
        changes: Compared | None = None
        if options["since_paper"] is not None:
            paper = _paper(plan, options["since_paper"])
            try:
                changes = read_changes_since(plan, paper, until=snapshot.at, known_at=moment.known_at)
            except CannotCompare as wrong:
                raise CommandError(f"--since-paper: {wrong.message}") from wrong
        elif options["since"]:
            try:
                since = moment_asked(options["since"], "").at
                changes = read_changes(plan, since=since, until=snapshot.at, known_at=moment.known_at)
            except (NoSuchMoment, CannotCompare) as wrong:
                raise CommandError(f"--since: {wrong.message}") from wrong
        document = plan_document(
            snapshot,
            produced_by=options["by"],
            produced_at=timezone.now(),
            changes=changes,
            more=paper_parts(plan, snapshot),
        )
        try:
            _write_whole(options["out"], _WRITERS[options["format"]](document))
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror or error}.") from error
        self.stdout.write(f"{plan} as at {full_date(snapshot.at)} written to {options['out']}.")
        if paper:
            self.stdout.write(f"What changed since the paper of {paper.short_name} is in it.")


def _paper(plan: Plan, number: int) -> Paper:
    """The issued paper of that number.

    Raises:
        CommandError: there is none, with those there are.
    """
    offered = papers_to_compare(plan)
    paper = offered.filter(pk=number).first()
    if paper is None:
        known = "; ".join(f"{one.pk}, of {one.short_name} to the {one.body_name}" for one in offered)
        raise CommandError(
            f"--since-paper: This plan has no issued paper {number}. "
            + (f"There are: {known}." if known else "No paper of this plan has been issued yet.")
        )
    return paper


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the file and then put it in place, so that nobody ever opens half a workbook.

    Raises:
        OSError: it cannot be written; what was there is untouched.
    """
    if path.is_dir():
        raise IsADirectoryError("it is a folder")
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
