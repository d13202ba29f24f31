"""Every way in which the record is written leaves who did it and why, whichever door they came through."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import save_outcome
from plans.admin.base import SetUpAdmin
from plans.models import Membership, Outcome, Plan, Rag, Rating, Section, Theme, User
from plans.models.tracking import tracked_models

from .cast import WHY, Cast, place
from .factories import (
    PASSWORD,
    OutcomeFactory,
    SectionFactory,
    StatementFactory,
    ThemeFactory,
    rate_everything,
)
from .import_documents import PLAIN
from .next_version import MONTH
from .rating_forms import cell_name, filled_in, hidden
from .reading import page
from .test_import_pages import posted, start
from .test_set_up_pages import change, sent_back
from .version_pages import at, form_of, shown

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


class Door:
    """What somebody who comes through a door has at hand."""

    def __init__(self, plan: Plan, cast: Cast, client_for: ClientFor, folder: Path) -> None:
        self.plan, self.cast, self.client_for, self.folder = plan, cast, client_for, folder

    @property
    def administrator(self) -> Client:
        return self.client_for(self.cast.administrator)

    def draft(self) -> Plan:
        """The next version; made before anybody comes through the door that is looked at."""
        return roll_forward(
            plan=self.plan, title="Second plan", dated=MONTH, by=self.cast.superuser, reason="A new year"
        )


@pytest.fixture
def door(plan: Plan, cast: Cast, client_for: ClientFor, tmp_path: Path) -> Door:
    return Door(plan, cast, client_for, tmp_path)


def marks() -> dict[Any, int]:
    """Where each history ends, and the ratings."""
    ends = {
        model: model.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0
        for model in tracked_models()
    }
    return {**ends, Rating: Rating.objects.order_by("-pk").values_list("pk", flat=True).first() or 0}


def check_signed(before: dict[Any, int], by: str, why: str, wrote: set[str]) -> None:
    """Everything written since is signed by that person, with that reason; and these kinds of things were."""
    written = set()
    for model in tracked_models():
        for row in model.history.filter(history_id__gt=before[model]):
            written.add(model.__name__)
            assert (row.history_by, row.history_user.display_name) == (by, by)
            assert why in row.history_change_reason
            assert row.history_change_reason.strip()
    for rating in Rating.objects.filter(pk__gt=before[Rating]):
        written.add("Rating")
        assert (rating.recorded_by_name, rating.recorded_by.display_name) == (by, by)
    assert wrote <= written


# --- Pages --------------------------------------------------------------------------------------------------


def rates_an_outcome(door: Door) -> None:
    client, url = door.client_for(door.cast.manager), f"/plans/{door.plan.slug}/outcomes/2.1/rate/"
    typed = {"rag": "red", "commentary": WHY, "effective_on": str(timezone.localdate())}
    assert client.post(url, hidden(client.get(url).content.decode()) | typed).status_code == 302


def rates_a_section(door: Door) -> None:
    client, url = door.client_for(door.cast.manager), f"/plans/{door.plan.slug}/sections/2/rate/"
    cell = cell_name(door.plan, "2.1", "Wexley")
    typed = {f"rag-{cell}": "red", f"commentary-{cell}": WHY}
    assert client.post(url, filled_in(client.get(url).content.decode()) | typed).status_code == 302


def strikes_out(door: Door) -> None:
    client, wrong = door.client_for(door.cast.smt), Rating.objects.latest("pk")
    url = f"/plans/{door.plan.slug}/ratings/{wrong.pk}/correct/"
    typed = {"what": "strike", "reason": "Another outcome's"}
    assert client.post(url, hidden(client.get(url).content.decode()) | typed).status_code == 302
    assert Rating.objects.latest("pk").correction_reason == "Another outcome's"


def imports(door: Door) -> None:
    client = door.administrator
    preview = start(client, door.plan, PLAIN)["Location"]
    assert client.post(preview, posted(client, preview, confirm="1")).status_code == 302


def rolls_forward(door: Door) -> None:
    address = at("next_version", door.plan)
    sent = form_of(page(door.administrator, address)) | {"dated": ["June 2025"], "title": ["Second plan"]}
    confirmed = form_of(shown(door.administrator.post(address, sent)), "confirm")
    assert door.administrator.post(address, confirmed).status_code == 302


def matches(door: Door) -> None:
    draft = Plan.objects.get(predecessor=door.plan)
    address = at("matching", draft)
    sent = form_of(page(door.administrator, address))
    one = draft.outcomes.get(ref="1.1").pk
    sent |= {f"other-{one}": ["1.2"], "reason": ["The board said so"]}
    assert door.administrator.post(address, sent).status_code == 302


def sends_a_version(name: str) -> Callable[[Door], None]:
    def send(door: Door) -> None:
        address = at(name, Plan.objects.get(predecessor=door.plan))
        sent = form_of(page(door.administrator, address)) | {"reason": ["The board said so"], "sure": ["1"]}
        assert door.administrator.post(address, sent).status_code == 302

    return send


def chooses_a_password(door: Door) -> None:
    typed = {
        "oldpassword": PASSWORD,
        "password1": "another long password",
        "password2": "another long password",
    }
    client = door.client_for(door.cast.reader)
    assert client.post(reverse("account_change_password"), typed).status_code == 302


# --- Set-up -------------------------------------------------------------------------------------------------

MADE_HERE = "As the board decided"


def adds(model: str, **typed: Any) -> Callable[[Door], None]:
    def add(door: Door) -> None:
        client, url = door.client_for(door.cast.superuser), reverse(f"admin:plans_{model}_add")
        known = {
            "authority": door.plan.authority_id,
            "plan": door.plan.pk,
            "section": door.plan.sections.get(number="2").pk,
        }
        data = sent_back(client.get(url).content.decode())
        data |= {name: str(known[name]) for name in known if name in data} | typed | {"why": MADE_HERE}
        answer = client.post(url, data)
        assert answer.status_code == 302, answer.content.decode()

    return add


def changes(model: str, **typed: str) -> Callable[[Door], None]:
    def save(door: Door) -> None:
        pk = CHANGED[model](door).pk
        html = change(door.client_for(door.cast.superuser), model, pk, why=MADE_HERE, **typed)
        assert "was changed successfully" in html

    return save


def deletes(model: str) -> Callable[[Door], None]:
    def delete(door: Door) -> None:
        url = reverse(f"admin:plans_{model}_delete", args=[DELETED[model](door).pk])
        answer = door.client_for(door.cast.superuser).post(url, {"post": "yes", "why": MADE_HERE})
        assert answer.status_code == 302

    return delete


CHANGED: dict[str, Callable[[Door], Any]] = {
    "authority": lambda door: door.plan.authority,
    "locality": lambda door: place("Wexley"),
    "lead": lambda door: door.plan.authority.leads.first(),
    "theme": lambda door: door.plan.authority.themes.first(),
    "plan": lambda door: door.plan,
    "section": lambda door: door.plan.sections.get(number="2"),
    "statement": lambda door: door.plan.sections.get(number="2").statements.first(),
    "outcome": lambda door: door.plan.outcomes.get(ref="2.1"),
    "user": lambda door: door.cast.reader,
    "membership": lambda door: Membership.objects.get(user=door.cast.other_manager),
}
DELETED: dict[str, Callable[[Door], Any]] = {
    **CHANGED,
    "locality": lambda door: door.plan.authority.localities.get(name="Spare"),
    "lead": lambda door: door.plan.authority.leads.get(title="Spare"),
    "theme": lambda door: Theme.objects.get(name="Spare"),
    "section": lambda door: Section.objects.get(title="Spare"),
    "outcome": lambda door: Outcome.objects.get(statement="Spare"),
}


# --- The command line ---------------------------------------------------------------------------------------


def imports_a_file(door: Door) -> None:
    path = door.folder / "plan.txt"
    path.write_text(PLAIN)
    by, authority = door.cast.administrator.email, door.plan.authority.name
    call_command("import_plan", str(path), "--authority", authority, "--by", by, stdout=io.StringIO())


def rolls_forward_by_command(door: Door) -> None:
    by = door.cast.administrator.email
    call_command("roll_forward", door.plan.slug, "--dated", "2025-06", "--by", by, stdout=io.StringIO())


def works_in_a_shell(door: Door) -> None:
    outcome, by = door.plan.outcomes.get(ref="2.1"), door.cast.administrator
    outcome.statement = "Said better"
    themes = [records.save(Theme(authority=door.plan.authority, name="New"), by=by, reason=MADE_HERE)]
    save_outcome(
        outcome=outcome, leads=["Team Managers", "New"], themes=themes, localities=[], by=by, reason=MADE_HERE
    )
    records.delete(Outcome.objects.get(statement="Spare"), by=by, reason=MADE_HERE)
    correct_rating(rating=Rating.objects.latest("pk"), reason=MADE_HERE, rag=None, by=by)


ADA, SUE = "Ada Administrator", "Sue Superuser"
# What is done -> who does it, the reason that is kept (or what is in it), what is written.
WAYS: dict[str, tuple[Callable[[Door], None], str, str, set[str]]] = {
    "a rating": (rates_an_outcome, "Maya Team", "", {"Rating"}),
    "a section's ratings": (rates_a_section, "Maya Team", "", {"Rating"}),
    "a correction": (strikes_out, "Sana Director", "", {"Rating"}),
    "an import": (imports, ADA, "mported", {"Plan", "Section", "Outcome", "Lead", "Membership"}),
    "a next version": (rolls_forward, ADA, "", {"Plan", "Section", "Outcome", "OutcomePredecessor"}),
    "a matching": (matches, ADA, "The board said so", {"OutcomePredecessor"}),
    "a start": (sends_a_version("start_version"), ADA, "", {"Plan"}),
    "a draft given up": (sends_a_version("discard_version"), ADA, "", {"Plan", "Section", "Outcome"}),
    "a password": (chooses_a_password, "Rory Reader", "account holder", {"User"}),
    **{
        f"set-up adds: {model}": (adds(model, **typed), SUE, MADE_HERE, {model.title()})
        for model, typed in {
            "authority": {"name": "New Council", "slug": "new"},
            "locality": {"name": "New", "kind": "area"},
            "lead": {"title": "New"},
            "theme": {"name": "New"},
            "plan": {"title": "New", "slug": "new", "dated": "2025-01-01", "status": "draft"},
            "section": {"number": "9", "title": "New", "position": "9", "columns": "Wexley\nNew"},
            "statement": {"kind": "want", "number": "9", "text": "New"},
            "outcome": {"ref": "9.9", "position": "9", "statement": "New", "lead_titles": "New"},
            "user": {"email": "new@council.example", "name": "New"},
            "membership": {"email": "new@council.example", "name": "New", "role": "reader"},
        }.items()
    },
    **{
        f"set-up changes: {model}": (changes(model, **typed), SUE, MADE_HERE, {model.title()})
        for model, typed in {
            "authority": {"name": "Renamed"},
            "locality": {"name": "Renamed"},
            "lead": {"title": "Renamed"},
            "theme": {"name": "Renamed"},
            "plan": {"title": "Renamed", "status": "closed"},
            "section": {"title": "Renamed", "columns": "New\nWexley\nThornby"},
            "statement": {"text": "Reworded"},
            "outcome": {"statement": "Reworded", "lead_titles": "New"},
            "user": {"name": "Renamed"},
            "membership": {"role": "smt"},
        }.items()
    },
    **{
        f"set-up deletes: {model}": (deletes(model), SUE, MADE_HERE, {model.title()})
        for model in ("locality", "lead", "theme", "section", "statement", "outcome", "user", "membership")
    },
    "an import from the command line": (imports_a_file, ADA, "mported", {"Plan", "Section", "Outcome"}),
    "a next version from the command line": (rolls_forward_by_command, ADA, "", {"Plan", "Outcome"}),
    "a shell": (works_in_a_shell, ADA, MADE_HERE, {"Outcome", "Theme", "OutcomeLead", "Rating"}),
}
FROM_A_DRAFT = {"a matching", "a start", "a draft given up"}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_signed(door: Door, rate: Callable[..., Rating], way: str) -> None:
    do, by, why, wrote = WAYS[way]
    rate("2.1", "Thornby", Rag.GREEN)
    section = SectionFactory(plan=door.plan, title="Spare")
    StatementFactory(section=section)
    OutcomeFactory(section=door.plan.sections.get(number="2"), statement="Spare")
    ThemeFactory(authority=door.plan.authority, name="Spare")
    for model, field in (("localities", "name"), ("leads", "title")):
        manager = getattr(door.plan.authority, model)
        records.save(
            manager.model(authority=door.plan.authority, **{field: "Spare"}), by=door.cast.smt, reason="Spare"
        )
    if way in FROM_A_DRAFT:
        door.draft()
    before = marks()
    do(door)
    check_signed(before, by, why, wrote)


def test_every_kind_of_record_in_set_up_has_its_case() -> None:
    """A new set-up page is added here, with all that it lets people do."""
    pages = {
        model._meta.model_name: one
        for model, one in admin.site._registry.items()
        if isinstance(one, SetUpAdmin)
    }
    assert set(pages) == set(CHANGED)
    assert {name for name, one in pages.items() if one.deletable} == {
        way.removeprefix("set-up deletes: ") for way in WAYS if way.startswith("set-up deletes: ")
    }


def test_the_demonstration_is_signed_by_the_people_in_it(db: None) -> None:
    before = marks()
    call_command("demo", stdout=io.StringIO())
    for model in tracked_models():
        rows = model.history.filter(history_id__gt=before[model])
        # Nothing of the demonstration is a file that somebody would have to store.
        assert rows or model._meta.model_name in ("authority", "attachment")
        assert all(row.history_user and row.history_by and row.history_change_reason.strip() for row in rows)
    assert Rating.objects.count() > 500


def test_the_first_superuser_is_signed_by_themselves(db: None) -> None:
    call_command("createsuperuser", "--noinput", "--email", "it@council.example", stdout=io.StringIO())
    row = User.history.get()
    assert (row.history_by, row.history_user.email) == ("it@council.example", "it@council.example")
    assert row.history_change_reason == "Superuser made at the command line"


def test_ratings_of_many_at_once_are_signed(plan: Plan, cast: Cast) -> None:
    before = marks()
    rate_everything(plan, by=cast.smt, times=2)
    check_signed(before, "Sana Director", "", {"Rating"})
