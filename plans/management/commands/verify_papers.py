"""``manage.py verify_papers``: proof that issued papers are what they were, nightly and after a restore."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...models import Plan
from ...paper_proof import prove_papers


class Command(BaseCommand):
    """Make every issued paper anew, compare it with its files, and change nothing."""

    help = (
        "Makes every issued paper anew from the record and compares it with the files that were issued, byte "
        "for byte. Changes nothing. Ends with 1 if anything is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options."""
        parser.add_argument("--plan", metavar="SLUG", help="only papers of this plan, by its web address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each paper, and one for each thing that is wrong.

        Raises:
            CommandError: something is wrong, or there is no such plan.
        """
        plan = None
        if options["plan"]:
            plan = Plan.objects.filter(slug=options["plan"]).first()
            if plan is None:
                raise CommandError(f"There is no plan “{options['plan']}”.", returncode=2)
        papers = files = wrong = 0
        for proof in prove_papers(plan):
            papers += 1
            files += proof.files
            wrong += len(proof.problems)
            aside = (
                f", {proof.passed_over} read but not written again: another version of a library would "
                "write them"
                if proof.passed_over
                else ""
            )
            state = "wrong" if proof.problems else "the same"
            self.stdout.write(f"{proof.paper}: {state} ({proof.files} files{aside})")
            for problem in proof.problems:
                self.stdout.write(f"  {problem}")
        self.stdout.write(f"Made anew and compared: {papers:,} papers, {files:,} files.")
        if wrong:
            raise CommandError("One thing is wrong." if wrong == 1 else f"{wrong:,} things are wrong.")
        self.stdout.write("Nothing is wrong.")
