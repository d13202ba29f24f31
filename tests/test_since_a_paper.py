"""What changed since a paper is offered wherever something is compared, and is the same everywhere."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from plans.actions.correcting import correct_rating
from plans.models import Paper, Plan, Rag, Rating

from .cast import Cast
from .dated import on
from .papers import draft_for, issue, meeting_for
from .reading import Part, page

pytestmark = pytest.mark.usefixtures("clock")  # 12 June 2025
Rate = Callable[..., Rating]
PLAN = "/plans/westermoor-2024/"


@pytest.fixture
def paper(plan: Plan, cast: Cast, rate: Rate) -> Paper:
    """Issued on 24 January 2025 at nine; by the end of that day 2.2 was rated otherwise than it says."""
    with on("2025-01-20"):
        wrong = rate("1.1", None, Rag.GREEN, commentary="All in a day")
        rate("2.1", "Wexley", Rag.RED, commentary="Four of nine are late")
        rate("2.2", "Thornby", Rag.GREEN, commentary="Ten of ten")
        rate("3.1", "CiC", Rag.AMBER, commentary="Two of ten")
    with on("2025-01-24"):
        made = issue(draft_for(meeting_for(plan, days=0), cast.clerk), cast.clerk, files=False)
    with on("2025-01-24", hour=15):
        rate("2.2", "Thornby", Rag.RED, commentary="Counted again that afternoon")
    with on("2025-03-10"):
        rate("2.1", "Wexley", Rag.GREEN, commentary="One of nine is late")
        correct_rating(
            rating=wrong, rag=Rag.AMBER, locality=None, by=cast.smt, reason="Read off the wrong line"
        )
    return made


@pytest.fixture
def look(cast: Cast, client_for: Callable[..., Client]) -> Callable[..., Part]:
    return lambda address, **asked: page(client_for(cast.reader), address, **asked)


def changed(book: bytes | Path) -> list[tuple[object, ...]]:
    """The sheet of what changed, as values."""
    opened = openpyxl.load_workbook(io.BytesIO(book) if isinstance(book, bytes) else book)
    return [tuple(row) for row in opened["What changed"].iter_rows(values_only=True)]


def chosen(seen: Part) -> list[str]:
    return [option.words for option in seen.all("option") if "selected" in option.attributes]


def test_the_plan_page_offers_a_paper_and_tells_what_moved_since(
    paper: Paper, look: Callable[..., Part]
) -> None:
    name = "Paper of 24 January 2025 (1.0), Select Committee"
    assert name in [option.words for option in look(PLAN).all("option")]
    seen = look(PLAN, since=f"paper-{paper.pk}")
    assert chosen(seen) == [name]
    moved = seen.after("Since the paper of 24 January 2025 (1.0)")
    assert moved.after("Better (1)").items == ["2.1 Wexley Red to Green 10 Mar"]
    assert moved.after("Worse (1)").items == ["2.2 Thornby Green to Red 24 Jan"]
    assert "Better or worse since the paper of 24 January 2025 (1.0)" in seen.words
    assert "2.2 Thornby: Red, moved down" in seen.the("div", css="wall").words
    assert moved.links["Everything that changed since this paper"] == f"{PLAN}changes/?paper={paper.pk}"


def test_on_an_earlier_date_the_plan_page_offers_the_papers_of_then(
    paper: Paper, look: Callable[..., Part]
) -> None:
    asked = {"since": f"paper-{paper.pk}", "at": "2025-02-28"}
    moved = look(PLAN, **asked).after("Since the paper of 24 January 2025 (1.0)")
    assert moved.after("Better (0)").has("p")
    assert moved.after("Worse (1)").items == ["2.2 Thornby Green to Red 24 Jan"]
    link = moved.links["Everything that changed since this paper"]
    assert link == f"{PLAN}changes/?paper={paper.pk}&until=2025-02-28"
    before = look(PLAN, since=f"paper-{paper.pk}", at="2025-01-23")
    assert not [option for option in before.all("option") if "Paper of" in option.words]
    assert before.has("h2", id="moved")


@pytest.mark.parametrize("since", ["paper-", "paper-0", "paper-999999", "paper-x", "paper-²"])
def test_a_paper_that_is_not_offered_is_the_first_date(
    paper: Paper, look: Callable[..., Part], since: str
) -> None:
    seen = look(PLAN, since=since).words
    assert "Since 13 May 2025" in seen
    assert "cannot be compared with here, so it is compared with 13 May 2025 instead" in seen
    assert "cannot be compared" not in look(PLAN, since="30").words


def test_a_draft_and_a_paper_of_another_plan_are_not_offered(
    plan: Plan, cast: Cast, look: Callable[..., Part]
) -> None:
    draft = draft_for(meeting_for(plan), cast.clerk)
    assert "Paper of" not in look(PLAN, since=f"paper-{draft.pk}").words


def test_the_form_of_dates_keeps_the_paper_until_another_date_is_given(
    paper: Paper, look: Callable[..., Part]
) -> None:
    address = f"{PLAN}changes/"
    seen = look(address, paper=str(paper.pk))
    assert [field.attributes["value"] for field in seen.all("input", name="paper")] == [str(paper.pk)]
    assert [field.attributes["value"] for field in seen.all("input", name="since")] == ["2025-01-24"]
    filtered = look(address, paper=str(paper.pk), since="2025-01-24", section="2")
    assert "as the paper issued then had it" in filtered.words
    other = look(address, paper=str(paper.pk), since="2025-02-01")
    assert "What changed between 1 February 2025" in other.words
    assert "as the paper issued then had it" not in other.words
    assert not other.has("input", name="paper")
    end_of_day = look(address + seen.links["Compare with the end of that day instead"])
    assert "as the paper issued then had it" not in end_of_day.words
    assert "What changed between 24 January 2025" in end_of_day.words


def test_page_export_and_command_say_the_same_since_a_paper(
    plan: Plan, paper: Paper, cast: Cast, client_for: Callable[..., Client], tmp_path: Path
) -> None:
    client = client_for(cast.clerk)
    export = reverse("export_xlsx", kwargs={"slug": plan.slug})
    by_page = changed(client.get(f"{export}?paper={paper.pk}").content)
    file, said = tmp_path / "plan.xlsx", io.StringIO()
    call_command("export_plan", plan.slug, "--out", str(file), "--since-paper", str(paper.pk), stdout=said)
    assert changed(file) == by_page
    rows = [row for row in by_page if row[0] in ("1.1", "2.1", "2.2")]
    assert {(row[0], kind) for row in rows for kind in row if kind in ("Better", "Worse", "Corrected")} == {
        ("1.1", "Corrected"), ("2.1", "Better"), ("2.2", "Worse"),
    }  # fmt: skip
    assert "What changed since the paper of 24 January 2025 (1.0) is in it." in said.getvalue()
    # By the day alone, what was rated that afternoon is no change.
    call_command("export_plan", plan.slug, "--out", str(file), "--since", "2025-01-24", stdout=said)
    assert not [row for row in changed(file) if row[0] == "2.2" and "Worse" in row]


def test_as_at_the_papers_moment_nothing_has_changed_since_it(
    plan: Plan, paper: Paper, tmp_path: Path
) -> None:
    file = tmp_path / "plan.xlsx"
    call_command(
        "export_plan", plan.slug, "--out", str(file), "--at", "2025-01-24", "--known-at", "2025-01-24T09:00",
        "--since-paper", str(paper.pk), stdout=io.StringIO(),
    )  # fmt: skip
    words = {cell for row in changed(file) for cell in row}
    assert not words & {"Better", "Worse", "Corrected", "Newly rated"}


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["--since-paper", "999"], r"--since-paper: .*no issued paper 999.*24 January 2025 \(1.0\)"),
        (["--since-paper", "{paper}", "--since", "2025-01-01"], "not allowed with"),
        (["--since-paper", "{paper}", "--at", "2025-01-10"], "--since-paper: From must be an earlier day"),
    ],
)
def test_a_paper_it_cannot_be_compared_with_is_refused(
    plan: Plan, paper: Paper, tmp_path: Path, asked: list[str], says: str
) -> None:
    asked = [one.format(paper=paper.pk) for one in asked]
    with pytest.raises(CommandError, match=says):
        call_command("export_plan", plan.slug, "--out", str(tmp_path / "plan.xlsx"), *asked)
    assert list(tmp_path.iterdir()) == []


def test_of_a_plan_without_papers_the_command_says_so(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No paper of this plan has been issued yet"):
        call_command("export_plan", plan.slug, "--out", str(tmp_path / "x.xlsx"), "--since-paper", "1")
