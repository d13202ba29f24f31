"""``manage.py roll_forward``."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan, VersionDraft

from .cast import Cast


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("roll_forward", *arguments, stdout=out)
    return out.getvalue()


def test_it_makes_the_draft_and_says_where_it_is(plan: Plan, cast: Cast) -> None:
    said = run(
        plan.slug, "--title", "Second plan", "--dated", "2025-06", "--by", cast.administrator.email.upper(),
        "--ratings", "all",
    )  # fmt: skip
    draft = Plan.objects.get(predecessor=plan)
    assert said == f"Second plan, June 2025 is a draft, at /plans/{draft.slug}/\n"
    assert draft.outcomes.count() == 7
    assert VersionDraft.objects.get(plan=draft).carries == "all"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"slug": "no-such-plan"}, "There is no plan “no-such-plan”."),
        ({"--by": "nobody@council.example"}, "There is no account “nobody@council.example”."),
        ({"--dated": "soon"}, "“soon” is no month: write it as 2027-04."),
        ({"--dated": "2023-01"}, "cannot be of an earlier month"),
        ({"--title": " "}, "Give the new version a title"),
    ],
)
def test_what_will_not_do_is_said_and_makes_nothing(plan: Plan, cast: Cast, change: Any, says: str) -> None:
    given = {"slug": plan.slug, "--dated": "June 2025", "--by": cast.administrator.email} | change
    with pytest.raises(CommandError) as refused:
        run(given.pop("slug"), *(word for pair in given.items() for word in pair))
    assert says in str(refused.value)
    assert not Plan.objects.filter(predecessor=plan).exists()


def test_who_does_not_administer_the_plan_is_refused(plan: Plan, cast: Cast) -> None:
    with pytest.raises(CommandError, match="You do not administer"):
        run(plan.slug, "--dated", "2025-06", "--by", cast.smt.email)
