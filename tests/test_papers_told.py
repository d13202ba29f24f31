"""What a paper says of itself and of others is so: in its checks, its CSV, and what changed since it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.actions.correcting import correct_rating
from plans.changes import CannotCompare, read_changes_since
from plans.models import Paper, Plan, Rag, Rating
from plans.movement import CellKind
from plans.packs import brief_of, packs_of
from plans.paper_checks import findings_of

from .cast import Cast, days_ago
from .papers import draft_for, issue, meeting_for
from .reading import page

pytestmark = pytest.mark.django_db
Rate = Callable[..., Rating]
BORN = "Kayleigh B, DOB 14/03/2015"
LONG = "Nine of ten visits were made within three days of the referral"


def found_in(paper: Paper) -> str:
    """What the checks of a draft find."""
    paper = Paper.objects.select_related("plan", "meeting__body", "since_paper").get(pk=paper.pk)
    return " ".join(findings_of(paper, brief_of(paper), packs_of(paper)))


def data_of(paper: Paper, name: str) -> list[dict[str, object]]:
    """The rows of a CSV file of a paper's last pack, by the keys of their columns."""
    paper = Paper.objects.select_related("plan", "meeting__body", "since_paper").get(pk=paper.pk)
    [table] = [one.table for one in packs_of(paper)[-1].data if one.name == name]
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def test_a_childs_details_in_a_csv_file_alone_are_told(plan: Plan, cast: Cast, rate: Rate) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="Two are late")
    rate("2.1", "Wexley", Rag.GREEN, commentary=BORN, false_alarm="A made-up child")
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"record": 0})
    assert "in ratings.csv" in found_in(paper)


def test_exempt_words_in_a_public_csv_file_are_told(plan: Plan, cast: Cast, rate: Rate) -> None:
    rate("2.1", "Wexley", Rag.GREEN, commentary=LONG, effective_on=days_ago(2))
    parts = {"changes": 0, "record": 1}
    paper = draft_for(meeting_for(plan), cast.clerk, parts=parts, since=days_ago(5))
    assert "changes.csv" in found_in(paper)


def test_of_a_rating_that_is_only_counted_no_reason_is_in_the_public_csv(
    plan: Plan, cast: Cast, rate: Rate
) -> None:
    rate(
        "2.1",
        "Wexley",
        Rag.GREEN,
        commentary=LONG,
        effective_on=days_ago(20),
        recorded_at=timezone.now() - dt.timedelta(days=20),
    )
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"changes": 0}, since=days_ago(5))
    rows = {(row["ref"], row["column"]): row for row in data_of(paper, "changes")}
    quiet = rows["2.1", "Wexley"]
    assert quiet["change"] == CellKind.NO_UPDATE.label
    assert (quiet["reason"], quiet["recorded_by"]) == (None, None)


def test_the_csv_of_ratings_has_every_rating_corrected_ones_too(plan: Plan, cast: Cast, rate: Rate) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="Two are late", effective_on=days_ago(30))
    wrong = rate("2.1", "Wexley", Rag.AMBER, commentary="One is late", effective_on=days_ago(20))
    right = correct_rating(
        rating=wrong,
        rag=Rag.GREEN,
        commentary="None is late",
        reason="Counted again",
        by=cast.smt,
        locality=wrong.locality,
    )
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"record": 0})
    rows = data_of(paper, "ratings")
    told = [(row["rag"], row["stands"], row["corrects_rating_id"], row["why_corrected"]) for row in rows]
    assert told == [
        ("Red", "No", None, None),
        ("Amber", "Corrected", None, None),
        ("Green", "Yes", wrong.pk, "Counted again"),
    ]
    assert [row["rating_id"] for row in rows][1:] == [wrong.pk, right.pk]
    assert {(row["ref"], row["column"]) for row in rows} == {("2.1", "Wexley")}


def test_a_part_with_nothing_to_compare_is_told_and_not_called_left_out(plan: Plan, cast: Cast) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0, "changes": 3})
    assert "compared with nothing" in found_in(paper)
    public = packs_of(Paper.objects.get(pk=paper.pk))[0].document
    assert "left out of this pack" not in str(public.parts[0].blocks)


def test_what_changed_since_a_paper_never_knows_less_than_the_paper(
    plan: Plan, cast: Cast, rate: Rate
) -> None:
    """A paper of the end of a month is issued weeks later, when a rating of then has been corrected."""
    wrong = rate("2.1", "Wexley", Rag.AMBER, commentary="One is late", effective_on=days_ago(40))
    correct_rating(
        rating=wrong,
        rag=Rag.GREEN,
        commentary="None is",
        reason="Counted again",
        by=cast.smt,
        locality=wrong.locality,
    )
    paper = issue(draft_for(meeting_for(plan), cast.clerk, at=days_ago(30)), cast.clerk, files=False)
    since = read_changes_since(plan, paper, until=days_ago(20))
    kinds = {(cell.outcome.ref, cell.column.name): cell.kind for cell in since.comparison.cells}
    assert kinds["2.1", "Wexley"] is CellKind.NO_UPDATE
    early = timezone.now() - dt.timedelta(days=20)
    with pytest.raises(CannotCompare, match="when more was known"):
        read_changes_since(plan, paper, until=days_ago(20), known_at=early)


def test_a_rating_moved_by_its_correction_says_where_from(
    plan: Plan, cast: Cast, client_for: Callable[..., Client], rate: Rate
) -> None:
    wrong = rate("2.1", "Wexley", Rag.RED, commentary="Two are late", effective_on=days_ago(10))
    paper = issue(draft_for(meeting_for(plan), cast.clerk, at=days_ago(5)), cast.clerk, files=False)
    correct_rating(
        rating=wrong, rag=Rag.RED, locality=wrong.locality, effective_on=days_ago(8),
        commentary="Two are late", reason="It was that of the week after", by=cast.smt,
    )  # fmt: skip
    seen = page(client_for(cast.clerk), reverse("paper", args=[plan.slug, paper.pk])).words
    assert ", moved to " in seen


def test_the_paper_of_another_body_is_named_with_it(plan: Plan, cast: Cast) -> None:
    board = issue(
        draft_for(meeting_for(plan, days=-9, name="Board"), cast.clerk, at=days_ago(9)),
        cast.clerk,
        files=False,
    )
    paper = draft_for(meeting_for(plan), cast.clerk, since_paper=board)
    brief = brief_of(Paper.objects.select_related("plan", "meeting__body", "since_paper").get(pk=paper.pk))
    assert brief.compared_with.endswith("(1.0) to the Board")


def test_no_browser_keeps_a_page_with_what_is_exempt(
    plan: Plan, cast: Cast, client_for: Callable[..., Client]
) -> None:
    paper = draft_for(meeting_for(plan), cast.clerk, parts={"plan": 2})
    for name in ("paper_read", "paper_choices", "paper_cover", "paper_issue"):
        answer = client_for(cast.clerk).get(reverse(name, args=[plan.slug, paper.pk]), {"pack": "full"})
        assert "no-store" in answer["Cache-Control"], name
