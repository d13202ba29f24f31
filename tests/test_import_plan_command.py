"""``manage.py import_plan``."""

import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from plans.actions.importing import import_plan, kind_of_locality
from plans.actions.refusals import Refused
from plans.importers.plan_text import read_plan
from plans.importers.source import digest
from plans.models import (
    Authority,
    Lead,
    Locality,
    Membership,
    Outcome,
    Plan,
    Rag,
    Rating,
    Section,
    Statement,
    Theme,
    User,
)

from .import_documents import PACK, PLAIN
from .import_reading import REAL, needs_seeds

pytestmark = pytest.mark.django_db

# Everything that an import may write to.
TABLES = (
    Authority,
    Plan,
    Section,
    Statement,
    Locality,
    Lead,
    Theme,
    Outcome,
    Rating,
    Membership,
    Plan.history.model,
)


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


@pytest.fixture
def boss(db) -> User:
    return User.objects.create_superuser(email="boss@council.example", password="secret", name="Bo Marsh")


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def run(
    file: Any, *options: str, by: str = "boss@council.example", authority: str = "Westermoor Council"
) -> str:
    out = io.StringIO()
    call_command("import_plan", str(file), "--authority", authority, "--by", by, *options, stdout=out)
    return out.getvalue()


def test_a_file_becomes_a_live_plan_with_all_that_belongs_to_it(boss, file):
    said = run(file)
    plan = Plan.objects.get()
    assert f"Imported as {plan.slug}." in said
    assert (plan.title, plan.dated, plan.status) == (
        "Westermoor Children's Services Improvement Plan",
        dt.date(2023, 3, 1),
        "live",
    )
    assert plan.authority.name == "Westermoor Council"
    assert [(s.number, s.title, s.position, s.has_overall) for s in plan.sections.all()] == [
        ("1", "Front Door", 1, True),
        ("2", "Family Support", 2, True),
    ]
    second = plan.sections.get(number="2")
    assert [column.locality.name for column in second.columns.all()] == ["North", "South"]
    assert list(second.statements.values_list("kind", "number", "text")) == [
        ("change", 1, "Families wait for a visit."),
        ("change", 2, "Plans are not shared with the family."),
        ("want", 1, "Help comes to the home."),
    ]
    outcome = plan.outcomes.get(ref="2.2")
    assert outcome.statement == "Each family has its own copy of the plan."
    assert [link.lead.title for link in outcome.lead_links.all()] == [
        "Head of Family Support",
        "Team Managers",
    ]
    assert Lead.objects.filter(title="Team Managers").count() == 1


def test_printed_colours_become_ratings_of_the_plans_month(boss, file):
    run(file)
    ratings = Rating.objects.order_by("id")
    assert [(r.outcome.ref, r.locality and r.locality.name, r.rag) for r in ratings] == [
        ("1.1", None, Rag.GREEN),
        ("2.1", "North", Rag.RED),
        ("2.1", "South", Rag.AMBER),
        ("2.2", None, Rag.COMPLETE),
    ]
    assert {(r.effective_on, r.commentary, r.recorded_by_name) for r in ratings} == {
        (dt.date(2023, 3, 1), "As printed in the plan dated March 2023.", "Bo Marsh")
    }


def test_every_record_says_who_imported_it_and_from_what(boss, file):
    run(file)
    plan = Plan.objects.get()
    for record in (
        plan,
        *plan.sections.all(),
        *plan.outcomes.all(),
        *Lead.objects.all(),
        *Statement.objects.all(),
    ):
        row = record.history.get()
        assert (row.history_user, row.history_by, row.history_change_reason) == (
            boss,
            "Bo Marsh",
            "Imported from plan.txt",
        )


def test_title_and_month_can_be_given(boss, file):
    run(file, "--title", "Getting better", "--dated", "2022-07")
    assert str(Plan.objects.get()) == "Getting better, July 2022"


def test_a_dry_run_changes_nothing(boss, file):
    before = counts()
    said = run(file, "--dry-run")
    assert "nothing was changed" in said
    assert "4 outcomes" in said
    assert counts() == before


def test_json_says_what_was_read(boss, file):
    read = json.loads(run(file, "--json"))
    assert read == {
        "plan": Plan.objects.get().slug,
        "sections": [
            {
                "number": "1",
                "title": "Front Door",
                "want": 2,
                "change": 1,
                "outcomes": 2,
                "columns": [],
                "overall": True,
            },
            {
                "number": "2",
                "title": "Family Support",
                "want": 1,
                "change": 2,
                "outcomes": 2,
                "columns": ["North", "South"],
                "overall": True,
            },
        ],
        "outcomes": 4,
        "leads": ["Team Managers", "Social Workers", "Head of Family Support"],
        "ratings": 4,
        "not_understood": [],
    }


def test_json_of_a_dry_run_has_no_plan_and_lists_what_was_not_understood(boss, tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(PLAIN.replace("\tGreen", "\tGreenish"), encoding="utf-8")
    read = json.loads(run(path, "--json", "--dry-run"))
    assert read["plan"] is None
    assert read["not_understood"] == [
        {"line": 12, "text": "Greenish", "why": "1.1 Overall: this names no colour, or more than one."}
    ]


def test_what_was_left_out_is_counted(boss, tmp_path):
    path = tmp_path / "pack.txt"
    path.write_text(PACK, encoding="utf-8")
    assert "15 lines before the plan and 7 after it" in run(path)


def test_standard_input_is_read(boss, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode())))
    run("-")
    assert Plan.objects.get().history.get().history_change_reason == "Imported from pasted text"


def test_the_same_text_twice_is_refused_and_the_plan_named(boss, file, tmp_path):
    run(file)
    before = counts()
    again = tmp_path / "again.txt"
    again.write_text(PLAIN.replace("\n", "\r\n"), encoding="utf-16")
    with pytest.raises(CommandError, match="Westermoor Children's Services Improvement Plan, March 2023"):
        run(again, "--title", "Another name")
    assert counts() == before


def test_another_authority_may_import_the_same_text(boss, file):
    run(file)
    run(file, authority="Eastermoor Council")
    assert Plan.objects.count() == 2
    assert len({plan.slug for plan in Plan.objects.all()}) == 2


def test_a_new_version_uses_the_authoritys_own_localities_and_leads(boss, file, tmp_path):
    run(file)
    names = set(Lead.objects.values_list("title", flat=True))
    newer = tmp_path / "newer.txt"
    newer.write_text(
        PLAIN.replace("2023", "2024").replace("North\tSouth", "NORTH\tsouth").replace("Social W", "social w"),
        encoding="utf-8",
    )
    run(newer, authority="westermoor council")
    assert set(Locality.objects.values_list("name", flat=True)) == {"North", "South"}
    assert set(Lead.objects.values_list("title", flat=True)) == names
    assert Authority.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no text"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x00\x01\x02", "not text"),
        (b"Dear colleague", "No plan was found"),
        (b"x" * (50 * 1024 * 1024), "50 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(boss, tmp_path, content, says):
    path = tmp_path / "plan.txt"
    path.write_bytes(content)
    before = counts()
    with pytest.raises(CommandError, match=says):
        run(path)
    assert counts() == before


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--dated", "October"], "2021-10"),
        (["--dated", "2021-13"], "2021-10"),
        (["--dated", "2999-01"], "cannot be the month"),
        (["--title", "x" * 201], "200 characters"),
    ],
)
def test_a_wrong_title_or_month_is_refused_and_changes_nothing(boss, file, options, says):
    before = counts()
    with pytest.raises(CommandError, match=says):
        run(file, *options)
    assert counts() == before


def test_a_text_without_title_or_month_asks_for_them(boss, tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("".join(PLAIN.splitlines(keepends=True)[3:]), encoding="utf-8")
    with pytest.raises(CommandError, match="--title"):
        run(path)
    with pytest.raises(CommandError, match="--dated"):
        run(path, "--title", "Improvement Plan")
    run(path, "--title", "Improvement Plan", "--dated", "2023-03")
    assert Plan.objects.get().outcomes.count() == 4


def test_a_missing_file_and_an_unknown_person_are_refused(boss, file):
    with pytest.raises(CommandError, match="cannot be read"):
        run(file.with_name("other.txt"))
    with pytest.raises(CommandError, match=r"no account with the address nobody@council\.example"):
        run(file, by="nobody@council.example")
    assert Plan.objects.count() == 0


def test_an_administrator_imports_for_their_own_authority_and_no_other(cast, plan, file):
    mine = plan.authority.name
    run(file, authority=mine, by=cast.administrator.email)
    imported = Plan.objects.exclude(pk=plan.pk).get(authority=plan.authority)
    assert imported.memberships.get().user == cast.administrator
    assert imported.memberships.get().role == "administrator"
    others = Plan.objects.exclude(authority=plan.authority).get().authority.name
    before = counts()
    for authority in (others, "Nowhere Council"):
        for options in ([], ["--dry-run"]):
            with pytest.raises(CommandError):
                run(file, *options, authority=authority, by=cast.administrator.email)
    for person in (cast.manager, cast.smt, cast.reader, cast.clerk, cast.stranger):
        with pytest.raises(CommandError):
            run(file, authority=mine, by=person.email)
    assert counts() == before


def test_an_import_that_fails_half_way_leaves_nothing(boss, monkeypatch):
    authority = Authority(name="Westermoor", slug="westermoor")
    authority._history_user, authority._change_reason = boss, "Made for a test"  # type: ignore[attr-defined]
    authority.save()
    before = counts()
    draft = read_plan(PLAIN)
    broken = draft.with_leads({"Social Workers": ["x" * 10, None]})  # type: ignore[list-item]
    with pytest.raises(AttributeError):
        import_plan(draft=broken, authority=authority, by=boss, source_text_digest=digest(PLAIN))
    assert counts() == before


def test_a_plan_with_ratings_cannot_be_dated_in_the_future(boss, file):
    authority = Authority.objects.first() or None
    assert authority is None
    next_year = dt.date.today().year + 1
    with pytest.raises(CommandError, match="future"):
        run(file, "--dated", f"{next_year}-01")


@pytest.mark.parametrize("name", ["CiC", "Care Leavers", "CPAs", "IROs", "Court Team", "Fostering"])
def test_service_columns_are_known_by_name(name):
    assert kind_of_locality(name) == Locality.Kind.SERVICE


@pytest.mark.parametrize("name", ["Aylesbury", "Wycombe", "Chilterns", "North", "South East"])
def test_area_columns_are_known_by_name(name):
    assert kind_of_locality(name) == Locality.Kind.AREA


def test_two_thousand_outcomes_are_imported_in_few_queries(boss, django_assert_max_num_queries):
    rows = "".join(f"1.{n}\tOutcome number {n} is met.\tTeam Managers and IROs\tRed\n" for n in range(1, 500))
    text = f"Improvement Plan, March 2023\n1. One\nRef\tOutcome\tLead\tRAG\n{rows}"
    draft = read_plan(text)
    authority = Authority(name="Westermoor", slug="westermoor")
    authority._history_user, authority._change_reason = boss, "Made for a test"  # type: ignore[attr-defined]
    authority.save()
    with django_assert_max_num_queries(120):
        plan = import_plan(draft=draft, authority=authority, by=boss, source_text_digest=digest(text))
    assert plan.outcomes.count() == 499
    with pytest.raises(Refused, match="imported before"):
        import_plan(draft=draft, authority=authority, by=boss, source_text_digest=digest(text))


@needs_seeds
@pytest.mark.seeds
def test_the_real_plan_is_imported(boss):
    read = json.loads(run(REAL, "--json", authority="Buckinghamshire Council"))
    plan = Plan.objects.get(slug=read["plan"])
    assert read["outcomes"] == plan.outcomes.count() == 47
    assert read["not_understood"] == []
    rating = Rating.objects.get()
    assert (rating.outcome.ref, rating.locality, rating.rag, rating.effective_on) == (
        "6.6", None, "complete", dt.date(2021, 10, 1)
    )  # fmt: skip
    assert Theme.objects.get(name="Supervision").outcome_links.count() == 6
    assert Theme.objects.get(name="Management oversight").outcome_links.count() == 6
    kinds = dict(Locality.objects.values_list("name", "kind"))
    assert {name for name, kind in kinds.items() if kind == "service"} == {
        "CiC",
        "Care Leavers",
        "CPAs",
        "IROs",
    }
