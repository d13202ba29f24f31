"""``manage.py export_plan``: a plan as a file, for a clerk's shared folder or a nightly job."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ...models import Plan
from ...papers.plan_paper import plan_document
from ...papers.xlsx import write_xlsx
from ...snapshot import take_snapshot

_WRITERS = {"xlsx": write_xlsx}


class Command(BaseCommand):
    """Write a plan as it stands today to a file."""

    help = "Writes a plan, as it stands today, to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """SLUG --format xlsx --out FILE."""
        parser.add_argument("slug", help="the plan's name in its web address")
        parser.add_argument("--format", choices=sorted(_WRITERS), default="xlsx")
        parser.add_argument("--out", required=True, type=Path, help="the file to write")
        parser.add_argument(
            "--by", default="The export_plan command", help="who produced it, as its cover should say"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file whole, or leave what was there as it was.

        Raises:
            CommandError: there is no such plan, or the file cannot be written.
        """
        plan = Plan.objects.filter(slug=options["slug"]).select_related("authority").first()
        if plan is None:
            known = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(
                f"There is no plan “{options['slug']}”. "
                + (f"There are: {known}." if known else "No plan has been imported yet.")
            )
        document = plan_document(take_snapshot(plan), produced_by=options["by"], produced_at=timezone.now())
        try:
            _write_whole(options["out"], _WRITERS[options["format"]](document))
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror or error}.") from error
        self.stdout.write(f"{plan} written to {options['out']}.")


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
