"""``manage.py verify_history``: proof that the record is whole, each night and after restoring a backup."""

import dataclasses
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...models import Plan
from ...verification import Checked, verify


class Command(BaseCommand):
    """Check the record against itself, and change nothing."""

    help = (
        "Checks that every record agrees with its history, that every change says who and why, that ratings "
        "are append-only, corrections in order, and files of visits and papers and Word templates as they "
        "were kept. Changes nothing. Ends with 1 if anything is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options."""
        parser.add_argument(
            "--plan",
            metavar="SLUG",
            help="only what belongs to this plan, given by its name in its web address",
        )
        parser.add_argument("--json", action="store_true", help="write what was found as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each problem, and what was looked at.

        Raises:
            CommandError: something is wrong, or there is no such plan.
        """
        plan = None
        if options["plan"]:
            plan = Plan.objects.filter(slug=options["plan"]).first()
            if plan is None:
                known = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True))
                raise CommandError(
                    f"There is no plan “{options['plan']}”. " + (f"There are: {known}." if known else ""),
                    returncode=2,
                )
        checked = verify(plan)
        if options["json"]:
            self.stdout.write(_as_json(checked, options["plan"]))
        else:
            for problem in checked.problems:
                self.stdout.write(str(problem))
            self.stdout.write(_summary(checked))
        if checked.problems:
            count = len(checked.problems)
            raise CommandError("One thing is wrong." if count == 1 else f"{count:,} things are wrong.")


def _summary(checked: Checked) -> str:
    """What was looked at, in a sentence for each kind of thing."""
    kinds = "".join(
        f"  {name:<24}{count:>9,} now {checked.changes[name]:>10,} changes\n"
        for name, count in checked.records.items()
    )
    added = "".join(
        f"{what[0].upper()}{what[1:]} read: {count:,}.\n" for what, count in checked.added.items()
    )
    return (
        f"Checked {sum(checked.records.values()):,} records, {sum(checked.changes.values()):,} changes "
        f"to them and {checked.ratings:,} ratings:\n{kinds}"
        f"{added}Asked the database to change, delete and empty ratings and histories, and undid all of it.\n"
        + ("" if checked.problems else "Nothing is wrong.")
    )


def _as_json(checked: Checked, plan: str | None) -> str:
    return json.dumps(
        {
            "whole": not checked.problems,
            "plan": plan,
            "problems": [dataclasses.asdict(problem) for problem in checked.problems],
            "records": checked.records,
            "changes": checked.changes,
            "ratings": checked.ratings,
            "added": checked.added,
        },
        indent=1,
    )
