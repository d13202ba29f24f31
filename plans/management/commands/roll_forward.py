"""``manage.py roll_forward``: the next version of a plan, as a draft."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...actions.refusals import Refused
from ...actions.rolling_forward import roll_forward
from ...actions.versions import Carries
from ...forms.month import month_of
from ...models import Plan, User


class Command(BaseCommand):
    """Make the next version of a plan."""

    help = "Makes the next version of a plan, as a draft; it starts on its own page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """SLUG --title T --dated 2027-04 --by EMAIL [--ratings none|all] [--reason WHY]."""
        parser.add_argument("slug", help="the plan's name in its web address")
        parser.add_argument("--title", help="of the new version; the plan's own if not given")
        parser.add_argument("--dated", required=True, help="the month on its cover, such as 2027-04")
        parser.add_argument("--by", required=True, help="e-mail address of the account that makes it")
        parser.add_argument("--reason", default="Next version of the plan", help="kept in the record")
        parser.add_argument(
            "--ratings",
            choices=[Carries.NONE.value, Carries.ALL.value],
            default=Carries.NONE.value,
            help="which of the ratings that stand are carried when it starts",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and say where it is.

        Raises:
            CommandError: there is no such plan, account or month, or the action refuses.
        """
        plan = Plan.objects.filter(slug=options["slug"]).first()
        if plan is None:
            raise CommandError(f"There is no plan “{options['slug']}”.")
        by = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"There is no account “{options['by']}”.")
        month = month_of(options["dated"])
        if month is None:
            raise CommandError(f"“{options['dated']}” is no month: write it as 2027-04.")
        try:
            draft = roll_forward(
                plan=plan,
                title=plan.title if options["title"] is None else options["title"],
                dated=month,
                by=by,
                reason=options["reason"],
                carries=Carries(options["ratings"]),
            )
        except Refused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(f"{draft} is a draft, at {draft.get_absolute_url()}")
