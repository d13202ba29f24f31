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
            "--sign-ins", action="store_true", help="Only print who can sign in, if the demonstration is here"
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
        people = sign_ins()
        width = max(len(person.email) for person in people)
        self.stdout.write(f"\nSign in as any of these; everybody's password is {PASSWORD}")
        for role in dict.fromkeys(person.role for person in people):
            self.stdout.write(f"\n  {role}")
            for person in people:
                if person.role == role:
                    self.stdout.write(f"    {person.email:<{width}}  {person.name}, {person.post}")
