"""The whole story of a plan: imported, rated for three months, changed, mended, rolled forward.

What every page and every cell of the workbook said on the last day of each month is kept as it was read on
that day, and must be read again, to the letter, when the same date is asked for later.
"""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from plans.actions.correcting import correct_rating
from plans.actions.importing import import_plan
from plans.actions.rating import rate_outcome
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import save_outcome
from plans.actions.versions import match_outcomes, start_version
from plans.importers.plan_text import read_plan
from plans.importers.source import digest
from plans.models import Authority, Locality, Membership, Outcome, Plan, Rag, Rating, User, VersionDraft

from .factories import AuthorityFactory, MembershipFactory, UserFactory
from .reading import read

pytestmark = pytest.mark.django_db

TEXT = """Tarnshire County Council
Improvement Plan
January 2025

1. Front Door
What do we want to see?
1. Every contact is answered the same day

Ref\tOutcome\tLead\tRAG
1.1\tContacts are screened within a day\tTeam Managers\t
1.2\tPartners know when to refer\tHead of Front Door\t
1.3\tNight calls reach a social worker\tTeam Managers\t

2. Assessment
What needs to change?
1. Assessments are late and thin

Ref\tOutcome\tLead\tRAG
\t\t\tNorth\tSouth\tOverall
2.1\tAssessments are done in 45 days\tTeam Managers\t\t\t
2.2\tChildren are seen alone and their views are written down\tTeam Managers\t\t\t
2.3\tChronologies are kept\tHead of Assessment\t\t\t
"""
MONTH_ENDS = [dt.date(2025, 1, 31), dt.date(2025, 2, 28), dt.date(2025, 3, 31)]
FIRST_OF_NEXT, LATER = dt.date(2025, 4, 30), dt.date(2025, 6, 12)


@pytest.fixture(autouse=True)
def _from_january() -> Iterator[None]:
    with on(2025, 1, 6):
        yield


def on(*day: int) -> time_machine.travel:
    return time_machine.travel(dt.datetime(*day, 10, tzinfo=dt.UTC), tick=False)  # type: ignore[arg-type]


@dataclass
class Seen:
    """What was to be read of a plan: its sections' pages, its outcomes' and the workbook, cell by cell."""

    sections: dict[str, list[list[str]]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, list[list[Any]]] = field(default_factory=dict)


def look(plan: Plan, user: User, *, at: dt.date | None = None, known: dt.date | None = None) -> Seen:
    """What this person sees of a plan, at a date if one is given."""
    client, seen = Client(), Seen()
    client.force_login(user)
    asked = {name: day.isoformat() for name, day in (("at", at), ("known", known)) if day}

    def main(name: str, *args: str) -> Any:
        response = client.get(reverse(name, args=[plan.slug, *args]), asked)
        assert response.status_code == 200, (name, args, asked)
        return read(response.content.decode()).the("main")

    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("export_xlsx", args=[plan.slug]), asked).content)
    )
    for sheet in book:
        if sheet.title not in ("Cover",):  # which says who took it, and when
            seen.sheets[sheet.title] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for title in seen.sheets:
        number = title.split()[0]
        if number.isdigit():
            seen.sections[number] = main("section", number).rows
    for refs in {row[2] for row in seen.sheets["All ratings"][1:]}:
        standing = main("outcome", refs)
        # Its column of letters is headed Now or Then, after the date.
        table = standing.the("table").words.replace("Column Then", "Column Now")
        seen.outcomes[refs] = f"{standing.the('h1').words} {table}"
    return seen


def rate(plan: Plan, ref: str, column: str | None, rag: Rag, by: User, why: str) -> Rating:
    outcome = plan.outcomes.get(ref=ref)
    locality = Locality.objects.get(authority=plan.authority, name=column) if column else None
    return rate_outcome(outcome=outcome, locality=locality, rag=rag, by=by, commentary=why)


def edit(outcome: Outcome, by: User, why: str, *, leads: list[str] | None = None, **changes: Any) -> Outcome:
    for name, value in changes.items():
        setattr(outcome, name, value)
    kept = leads or [link.lead.title for link in outcome.lead_links.order_by("position")]
    return save_outcome(outcome=outcome, leads=kept, themes=[], localities=[], by=by, reason=why)


@dataclass
class Told:
    """The story told up to the start of the second version, and what was seen on the way."""

    authority: Authority
    first: Plan
    second: Plan
    ada: User
    seen: dict[dt.date, Seen]


@pytest.fixture
def told() -> Told:
    ada = UserFactory(name="Ada Administrator", is_superuser=True)
    authority = AuthorityFactory(name="Tarnshire County Council", short_name="Tarnshire", slug="tarnshire")
    draft = read_plan(TEXT)
    plan = import_plan(draft=draft, authority=authority, by=ada, source_text_digest=digest(TEXT))
    assert [outcome.ref for outcome in draft.outcomes] == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
    smt = UserFactory(name="Sana Director")
    MembershipFactory(plan=plan, user=smt, role=Membership.Role.SMT)
    seen = {}

    with on(2025, 1, 20):
        rate(plan, "1.1", None, Rag.RED, smt, "Half were screened in time")
        rate(plan, "2.1", "North", Rag.AMBER, smt, "Thirty of forty")
        rate(plan, "2.2", "South", Rag.RED, smt, "No notes in nine of ten")
    with on(2025, 1, 31):
        seen[MONTH_ENDS[0]] = look(plan, ada)

    with on(2025, 2, 10):
        edit(
            plan.outcomes.get(ref="1.1"),
            ada,
            "Agreed in February",
            statement="Contacts are screened in hours",
        )
    with on(2025, 2, 17):
        wrong = rate(plan, "2.1", "North", Rag.GREEN, smt, "Read from the wrong line")
        rate(plan, "2.1", None, Rag.AMBER, smt, "North carries South")
        rate(plan, "2.2", "South", Rag.AMBER, smt, "Five of ten")
    with on(2025, 2, 28):
        seen[MONTH_ENDS[1]] = look(plan, ada)

    with on(2025, 3, 3):
        edit(plan.outcomes.get(ref="1.3"), ada, "Done by the region now", withdrawn_on=dt.date(2025, 3, 3))
        edit(plan.outcomes.get(ref="2.3"), ada, "A new post", leads=["Head of Practice"])
    with on(2025, 3, 17):
        rate(plan, "1.1", None, Rag.GREEN, smt, "All were screened in time")
    with on(2025, 3, 24):
        correct_rating(
            rating=wrong, reason="It was South's line", by=smt, rag=Rag.AMBER, locality=wrong.locality,
            commentary="Thirty-one of forty",
        )  # fmt: skip
    with on(2025, 3, 31):
        seen[MONTH_ENDS[2]] = look(plan, ada)

    with on(2025, 4, 7):
        second = next_version(plan, ada)
    with on(2025, 4, 22):
        rate(second, "2.2", "South", Rag.GREEN, ada, "Nine of ten seen alone")
    with on(2025, 4, 30):
        seen[FIRST_OF_NEXT] = look(second, ada)
    return Told(authority, plan, second, ada, seen)


def next_version(plan: Plan, ada: User) -> Plan:
    """A copy without 2.3 (dropped), with 2.1 reworded, 2.2 split and 2.5 new; then it starts."""
    kept = [outcome.pk for outcome in plan.outcomes.filter(withdrawn_on=None).exclude(ref="2.3")]
    draft = roll_forward(
        plan=plan, title="Improvement Plan", dated=dt.date(2025, 4, 1), by=ada, reason="Refreshed",
        outcomes=kept, carries=VersionDraft.Carries.ALL,
    )  # fmt: skip
    edit(draft.outcomes.get(ref="2.1"), ada, "Agreed", statement="Assessments are done in 35 days")
    edit(draft.outcomes.get(ref="2.2"), ada, "Split", statement="Children are seen alone")
    section = draft.sections.get(number="2")
    half = edit(
        Outcome(section=section, ref="2.3", position=9, statement="Children's views are written down"),
        ada, "Split", leads=["Team Managers"],
    )  # fmt: skip
    new = edit(
        Outcome(section=section, ref="2.5", position=10, statement="Fathers are found and heard"),
        ada, "New", leads=["Team Managers"],
    )  # fmt: skip
    match_outcomes(
        plan=draft, matches={half.pk: [plan.outcomes.get(ref="2.2").pk]}, new=[new.pk], by=ada, reason="Split"
    )
    start_version(plan=draft, by=ada, reason="Agreed at the April board")
    return Plan.objects.select_related("authority").get(pk=draft.pk)


@pytest.mark.parametrize("day", [*MONTH_ENDS, FIRST_OF_NEXT], ids=str)
def test_every_month_end_is_what_it_was_cell_by_cell(told: Told, day: dt.date) -> None:
    plan = told.second if day == FIRST_OF_NEXT else told.first
    with on(2025, 6, 12):
        found = look(plan, told.ada, at=day, known=day)
    for ref, words in told.seen[day].outcomes.items():
        assert found.outcomes[ref] == words
    assert found == told.seen[day]


def test_what_was_corrected_since_is_the_only_difference_as_known_today(told: Told) -> None:
    with on(2025, 6, 12):
        for day in MONTH_ENDS:
            now, then = look(told.first, told.ada, at=day), told.seen[day]
            if day != MONTH_ENDS[1]:
                assert now == then
                continue
            different = [
                (was[2], was[7], was[8], is_[8])
                for was, is_ in zip(then.sheets["All ratings"], now.sheets["All ratings"], strict=True)
                if was != is_
            ]
            assert different == [("2.1", "North", "Green", "Amber")]


def test_the_months_differ_as_the_story_says(told: Told) -> None:
    january, february, march = (told.seen[day] for day in MONTH_ENDS)
    assert january.sections["1"][0][:2] == ["1.1", "Contacts are screened within a day"]
    assert february.sections["1"][0][1] == "Contacts are screened in hours"
    assert "Withdrawn on 3 March 2025." in march.sections["1"][2][1]
    assert january.sections["2"][2][2] == "Head of Assessment"
    assert march.sections["2"][2][2] == "Head of Practice"
    second = told.seen[FIRST_OF_NEXT]
    assert [row[0] for row in second.sections["2"]] == ["2.1", "2.2", "2.3", "2.5"]


def test_the_thread_runs_on_and_the_record_is_whole(told: Told) -> None:
    client = Client()
    with on(2025, 6, 12):
        client.force_login(told.ada)
        for ref in ("2.2", "2.3"):
            html = client.get(reverse("outcome", args=[told.second.slug, ref])).content.decode()
            assert "No notes in nine of ten" in html, "what was said of it in the version before"
        old = client.get(reverse("plan", args=[told.first.slug])).content.decode()
        assert "closed" in old.lower()
        assert client.get(reverse("rate_outcome", args=[told.first.slug, "1.1"])).status_code in (302, 403)
        call_command("verify_history", stdout=io.StringIO())
