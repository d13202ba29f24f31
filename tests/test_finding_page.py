"""One finding: its words, where it stands, its outcomes' ratings before and since the visit, its history."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ofsted.actions.findings import delete_finding, link_outcomes, respond, save_finding
from ofsted.models import Finding
from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.models import Lead, Plan, Rag, Rating, User

from .cast import Cast, at, days_ago
from .factories import set_up_by
from .next_version import start
from .reading import Part, page
from .visits import HOSTILE, a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
VISITED = 40  # days ago


def visited(plan: Plan, **said: object):
    day = days_ago(VISITED)
    return a_visit(plan, on_site="Two days", first_on=day, last_on=day, when=at(39), **said)


def address(finding: Finding, plan: Plan) -> str:
    return reverse("finding", args=[plan.slug, finding.pk])


@pytest.fixture
def see(plan: Plan, cast: Cast, client_for: ClientFor) -> Callable[..., Part]:
    """``see(finding, user=None, at=...)``: its page as a board member sees it."""

    def look(finding: Finding, user: User | None = None, on: Plan = plan, **asked: object) -> Part:
        return page(client_for(user or cast.reader), address(finding, on), **asked)

    return look


def ratings(seen: Part, ref: str) -> dict[str, list[str]]:
    """By column: then, now, what became of it, from when and why."""
    part = next(
        x for x in seen.all("section", css="answer") if x.attributes["aria-label"] == f"Outcome {ref}"
    )
    return {row[0]: row[1:] for row in part.rows}


def test_its_words_visit_owner_and_place(plan: Plan, see: Callable[..., Part]) -> None:
    visit = visited(plan)
    lead = plan.authority.leads.get(title="Team Managers")
    finding = a_finding(
        visit,
        paragraph="4",
        owner=lead,
        section=plan.sections.get(number="2"),
        area="Supervision",
        when=at(30),
    )
    seen = see(finding)
    assert seen.the("h1").words == "Supervision is not recorded often enough"
    facts = seen.the("dl", css="facts").words
    for said in ("To improve", "Open", "No date is set", "Team Managers", "c, paragraph 4", "Supervision"):
        assert said in facts
    assert seen.links["Second monitoring visit"] == reverse("visit", args=[plan.slug, visit.pk])
    assert seen.links["2. Assessment Teams"] == reverse("section", args=[plan.slug, "2"])
    assert "No outcome of the plan answers this finding yet." in seen.words
    assert "Nobody has answered it yet." in seen.words


def test_what_is_done_about_it_and_that_it_is_overdue(
    plan: Plan, cast: Cast, see: Callable[..., Part]
) -> None:
    finding = a_finding(visited(plan), when=at(30))
    respond(finding=finding, plan=plan, response="A weekly check", due_on=days_ago(2), status="addressed",
            evidence="", by=cast.smt, when=at(20))  # fmt: skip
    assert "Overdue" in see(finding).the("dl", css="facts").words
    assert "A weekly check" in see(finding).after("What we are doing about it").words
    respond(finding=finding, plan=plan, response="A weekly check", due_on=days_ago(2), status="closed",
            evidence="Audit of ten", by=cast.smt)  # fmt: skip
    assert "Overdue" not in see(finding).the("dl", css="facts").words
    assert "Audit of ten" in see(finding).words
    then = see(finding, at=days_ago(10).isoformat())
    assert "Being addressed" in then.the("dl", css="facts").words
    assert "Audit of ten" not in then.words


def test_a_strength_has_no_status_and_is_not_answered(
    plan: Plan, cast: Cast, see: Callable[..., Part]
) -> None:
    seen = see(a_finding(visited(plan), kind=Finding.Kind.STRENGTH), cast.smt)
    assert "Status" not in seen.the("dl", css="facts").words
    assert "Respond" not in seen.links


def test_the_ratings_of_its_outcomes_on_the_last_day_of_the_visit_and_now(
    plan: Plan, see: Callable[..., Part], rate: Callable[..., Rating]
) -> None:
    for days, rag in ((60, Rag.RED), (50, Rag.AMBER), (20, Rag.GREEN)):
        rate(
            "2.1", "Wexley", rag, effective_on=days_ago(days), recorded_at=at(days), commentary=f"{rag} then"
        )
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(5), recorded_at=at(5), commentary="Still so")
    rate("2.1", "Thornby", Rag.GREEN, effective_on=days_ago(60), recorded_at=at(60))
    rate(
        "2.1",
        "Thornby",
        Rag.RED,
        effective_on=days_ago(VISITED - 1),
        recorded_at=at(10),
        commentary="Slipped",
    )
    rate("2.2", "Wexley", Rag.AMBER, effective_on=days_ago(7), recorded_at=at(7), commentary="Looked at")
    rate("2.2", "Thornby", Rag.AMBER, effective_on=days_ago(VISITED), recorded_at=at(VISITED))
    finding = a_finding(
        visited(plan), plan.outcomes.get(ref="2.1"), plan.outcomes.get(ref="2.2"), when=at(30)
    )
    seen = see(finding)
    first, second = ratings(seen, "2.1"), ratings(seen, "2.2")
    # What changed is told by the rating that brought the colour, not by the one that confirmed it.
    assert first["Wexley"][:3] == ["Amber", "Green, moved up", "Better"]
    assert first["Wexley"][4] == "green then"
    assert first["Thornby"][1:3] == ["Red, moved down", "Worse"]
    assert first["Thornby"][4] == "Slipped"
    assert first["Overall"][:3] == ["Not rated", "Not rated", "Not rated"]
    assert second["Wexley"][:3] == ["Not rated", "Amber", "First rated since"]
    assert second["Thornby"][:5] == ["Amber", "Amber", "No change", "", ""]
    assert "It asks for the same as 2.1" in seen.words


def test_at_an_earlier_date_they_are_those_of_then(
    plan: Plan, see: Callable[..., Part], rate: Callable[..., Rating]
) -> None:
    for days, rag in ((50, Rag.AMBER), (20, Rag.GREEN), (5, Rag.RED)):
        rate("2.1", "Wexley", rag, effective_on=days_ago(days), recorded_at=at(days))
    finding = a_finding(visited(plan), plan.outcomes.get(ref="2.1"), when=at(30))
    assert ratings(see(finding), "2.1")["Wexley"][2] == "Worse"
    assert ratings(see(finding, at=days_ago(10).isoformat()), "2.1")["Wexley"][2] == "Better"
    assert ratings(see(finding, at=days_ago(25).isoformat()), "2.1")["Wexley"][2] == "No change"


def test_a_rating_that_was_corrected_since_does_not_count(
    plan: Plan, see: Callable[..., Part], rate: Callable[..., Rating], cast: Cast
) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(50), recorded_at=at(50))
    correct_rating(rating=wrong, reason="Wrong letter", by=cast.smt, rag=Rag.RED, commentary="Two of ten",
                   locality=wrong.locality, effective_on=days_ago(50))  # fmt: skip
    finding = a_finding(visited(plan), plan.outcomes.get(ref="2.1"), when=at(30))
    assert ratings(see(finding), "2.1")["Wexley"][:3] == ["Red", "Red", "No change"]


def test_what_stood_under_the_version_before_is_told_by_that_version(
    plan: Plan,
    cast: Cast,
    see: Callable[..., Part],
    rate: Callable[..., Rating],
    forward: Callable[..., Plan],
) -> None:
    rate("2.1", "Wexley", Rag.RED, effective_on=days_ago(50), recorded_at=at(50))
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(9), recorded_at=at(9), commentary="Nine of ten")
    finding = a_finding(visited(plan), plan.outcomes.get(ref="2.1"), when=at(30))
    new = forward(carries="all")
    start(new, cast)
    row = ratings(see(finding, cast.superuser, on=Plan.objects.get(pk=new.pk)), "2.1")["Wexley"]
    assert row[:3] == ["Red", "Green, moved up", "Better"]
    assert row[4] == "Nine of ten"


def test_what_it_repeats_and_what_repeats_it(plan: Plan, see: Callable[..., Part]) -> None:
    visits = [
        a_visit(plan, number=n, on_site=f"Visit {n}", first_on=days_ago(90 - n), last_on=days_ago(90 - n))
        for n in (1, 2, 3)
    ]
    first = a_finding(visits[0], ref="a")
    second = a_finding(visits[1], ref="b", repeats=first)
    third = a_finding(visits[2], ref="c", repeats=second)
    assert [item.split(" ")[0:4] for item in see(third).after("It was raised before").items] == [
        ["Second", "monitoring", "visit,", "b"], ["First", "monitoring", "visit,", "a"]
    ]  # fmt: skip
    middle = see(second)
    assert middle.links["Third monitoring visit, c"] == address(third, plan)
    assert middle.links["First monitoring visit, a"] == address(first, plan)
    assert "It was raised before" not in see(first).words


def test_its_history_says_who_changed_what_when_and_why(
    plan: Plan, cast: Cast, see: Callable[..., Part]
) -> None:
    finding = a_finding(visited(plan), plan.outcomes.get(ref="2.1"), by=cast.clerk, when=at(30))
    finding.words, finding.kind = "Supervision is not recorded every month", Finding.Kind.PRIORITY_ACTION
    finding.owner = plan.authority.leads.get(title="Team Managers")
    save_finding(finding=finding, plan=plan, by=cast.smt, reason="As the final letter has it", when=at(20))
    links = {plan.outcomes.get(ref="2.2").pk: "It is about records"}
    link_outcomes(
        finding=finding, plan=plan, links=links, by=cast.administrator, reason="Agreed", when=at(10)
    )
    respond(finding=finding, plan=plan, response="Weekly", due_on=days_ago(-9), status="addressed",
            evidence="", by=cast.smt, when=at(5))  # fmt: skip
    saves = [part.words for part in see(finding).all("section", css="save")]
    assert len(saves) == 4
    assert "Sana Director Response and status updated" in saves[0]
    assert "Status: being addressed, was open" in saves[0]
    assert "Response given Weekly" in saves[0]
    assert "Ada Administrator Agreed Linked to outcome 2.2 It is about records" in saves[1]
    assert "No longer linked to outcome 2.1" in saves[1]
    assert "Kind: priority action, was to improve" in saves[2]
    assert "Owner: Team Managers" in saves[2]
    assert "[added: every month]" in saves[2]
    assert "Cleo Clerk Recorded from the letter Recorded as to improve" in saves[3]
    assert "Linked to outcome 2.1" in saves[3]
    then = see(finding, at=days_ago(15).isoformat())
    assert len(list(then.all("section", css="save"))) == 2


def test_in_its_history_a_lead_is_called_what_they_were_called_on_the_date_shown(
    plan: Plan, cast: Cast, see: Callable[..., Part]
) -> None:
    lead = Lead(authority=plan.authority, title="Team Managers, Wexley")
    records.save(lead, by=cast.administrator, reason="Appointed", when=at(50))
    finding = a_finding(visited(plan), owner=lead, when=at(30))
    lead.title = "Practice Managers"
    records.save(lead, by=cast.administrator, reason="They are called so now", when=at(10))
    assert "Owner: Practice Managers" in see(finding).the("section", css="save").words
    then = see(finding, at=days_ago(15).isoformat())
    assert "Owner: Team Managers, Wexley" in then.the("section", css="save").words


def test_before_it_was_recorded_the_page_says_so(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    finding = a_finding(visited(plan), when=at(30))
    response = client_for(cast.reader).get(address(finding, plan), {"at": days_ago(35).isoformat()})
    assert response.status_code == 404
    assert "first recorded on" in response.content.decode()


def test_deleted_it_is_said_to_be_and_another_plans_is_not_found(
    plan: Plan, cast: Cast, client_for: ClientFor, make_plan: Callable[..., Plan]
) -> None:
    finding = a_finding(visited(plan), when=at(30))
    elsewhere = a_finding(a_visit(make_plan(outcomes=1)))
    delete_finding(finding=finding, plan=plan, by=cast.smt, reason="Entered twice")
    client = client_for(cast.superuser)
    response = client.get(address(Finding(pk=1), plan).replace("/1/", f"/{elsewhere.pk}/"))
    assert response.status_code == 404
    assert "recorded on" not in response.content.decode()


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("reader", set()),
        ("other_manager", set()),
        ("manager", {"Respond"}),
        ("smt", {"Respond", "Change the finding or its outcomes", "Delete"}),
        ("clerk", {"Respond", "Change the finding or its outcomes", "Delete"}),
    ],
)
def test_what_a_person_may_do_is_offered(
    plan: Plan, cast: Cast, see: Callable[..., Part], who: str, offered: set[str]
) -> None:
    finding = a_finding(visited(plan), owner=plan.authority.leads.get(title="Team Managers"), when=at(30))
    every = {"Respond", "Change the finding or its outcomes", "Delete"}
    assert every & set(see(finding, getattr(cast, who)).links) == offered
    assert not every & set(see(finding, getattr(cast, who), at=days_ago(20).isoformat()).links)


def test_hostile_text_is_text(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    finding = a_finding(
        visited(plan), plan.outcomes.get(ref="2.1"), words=HOSTILE + "x" * 10_000, area=HOSTILE
    )
    link_outcomes(finding=finding, plan=plan, links={plan.outcomes.get(ref="2.1").pk: HOSTILE}, by=cast.smt,
                  reason=HOSTILE)  # fmt: skip
    body = client_for(cast.smt).get(address(finding, plan)).content.decode()
    assert "<script>alert(1)" not in body
    assert body.count("&lt;script&gt;alert(1)") >= 4


def test_it_asks_as_much_of_many_outcomes_and_changes_as_of_none(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    visit, asked = visited(plan), []
    client = client_for(cast.reader)
    for outcomes in (plan.outcomes.none(), plan.outcomes.all()):
        finding = a_finding(visit, *outcomes)
        for number in range(outcomes.count()):
            respond(finding=finding, plan=plan, response=f"{number}", due_on=None, status="open", evidence="",
                    by=set_up_by())  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(finding, plan)).status_code == 200
        asked.append(len(queries))
        rate("2.1", "Wexley", Rag.RED, effective_on=dt.date(2024, 12, 1))
    assert asked[0] == asked[1]
    assert asked[0] <= 30
