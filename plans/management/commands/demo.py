"""``manage.py demo``: load the demonstration into an empty database, and say who can sign in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans.demonstration import PASSWORD, DemonstrationRefused, is_loaded, load_demonstration, sign_ins


class Command(BaseCommand):
    """Load the demonstration."""

    help = "Loads the demonstration (a made-up council and its plans) into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options."""
        parser.add_argument(
            "--sign-ins", action="store_true", help="Only print who can sign in, if the demonstration is here."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it once; where it is here already, change nothing."""
        loaded = is_loaded()
        if options["sign_ins"]:
            if loaded:
                self._print_sign_ins()
            return
        if loaded:
            self.stdout.write("The demonstration is here already. Nothing was changed.\n")
        else:
            try:
                plan = load_demonstration()
            except DemonstrationRefused as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(f"Loaded the demonstration: {plan.authority.name}, {plan}.\n")
        self._print_sign_ins()

    def _print_sign_ins(self) -> None:
        rows = [("Name", "Post", "Role", "E-mail address")]
        rows += [(person.name, person.post, person.role, person.email) for person in sign_ins()]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
        self.stdout.write(f"\nEverybody's password is {PASSWORD}\n\n")
        for row in ruled:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  " + "  ".join(cells).rstrip())
