"""``manage.py verify_papers``: proof that issued papers are what they were, nightly and after a restore."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...models import Plan
from ...paper_proof import prove_papers, prove_templates


class Command(BaseCommand):
    """Make every issued paper anew and compare it with its files; put back those that are lost, if asked."""

    help = (
        "Makes every issued paper anew from the record and compares it with the files that were issued, byte "
        "for byte. Changes nothing, unless told to put files back. Ends with 1 if anything is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the options."""
        parser.add_argument("--plan", metavar="SLUG", help="only papers of this plan, by its web address")
        parser.add_argument(
            "--restore",
            action="store_true",
            help="put back missing and damaged files that, made anew, are byte for byte as issued",
        )

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
        papers = files = wrong = put_back = 0
        for proof in prove_papers(plan, restore=options["restore"]):
            papers += 1
            files += proof.files
            wrong += len(proof.problems)
            put_back += len(proof.put_back)
            aside = ""
            if proof.passed_over:
                aside = (
                    f", {proof.passed_over} read but not written again: another version of a library would "
                    "write them"
                )
            if proof.reworded:
                aside += (
                    f", {proof.reworded} read but not compared with the paper made anew: it had other "
                    "wording then"
                )
            if proof.to_come:
                aside += f", {proof.to_come} still being made"
            state = "wrong" if proof.problems else "the same"
            self.stdout.write(f"{proof.paper}: {state} ({proof.files} files{aside})")
            for line in (*proof.put_back, *proof.problems):
                self.stdout.write(f"  {line}")
        self.stdout.write(f"Made anew and compared: {papers:,} papers, {files:,} files.")
        if put_back:
            self.stdout.write(f"Put back: {put_back:,} {'file' if put_back == 1 else 'files'}.")
        templates = list(prove_templates(plan))
        for lost in filter(None, templates):
            wrong += 1
            self.stdout.write(lost)
        self.stdout.write(f"Read: {len(templates):,} Word templates.")
        if wrong:
            raise CommandError("One thing is wrong." if wrong == 1 else f"{wrong:,} things are wrong.")
        self.stdout.write("Nothing is wrong.")
