"""The page of the record: who sees what, its links, its filter, page by page."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.actions import records
from plans.actions.rolling_forward import roll_forward
from plans.actions.setting_up import delete_record
from plans.actions.versions import discard_draft, start_version
from plans.models import Lead, Membership, Plan, Rag, User
from plans.record.keys import Key

from .cast import Cast, withdraw
from .factories import MembershipFactory, OutcomeFactory, SectionFactory, UserFactory, set_up_by
from .next_version import MONTH
from .reading import Part, page, read
from .version_pages import at

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


def record_of(plan: Plan) -> str:
    return reverse("record", args=[plan.slug])


def reword(
    plan: Plan, ref: str, text: str, reason: str = "Agreed by the board", by: User | None = None
) -> None:
    outcome = plan.outcomes.get(ref=ref)
    outcome.statement = text
    records.save(outcome, by=by or set_up_by(), reason=reason)


def lines(part: Part) -> list[str]:
    """What is listed, without the letter of a rating."""
    return [line.words for line in part.all("ul", css="save__changes") for line in line.all("li")]


# --- Who sees what ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reader", "manager", "smt", "clerk", "administrator", "superuser"])
def test_every_member_sees_who_changed_what_and_why(
    plan: Plan, cast: Cast, client_for: ClientFor, who: str
) -> None:
    reword(plan, "2.3", "Plans are reviewed a day early", "Agreed in May", by=cast.administrator)
    main = page(client_for(getattr(cast, who)), record_of(plan))
    save = main.the("section", css="save")
    assert save.the("h3").words.endswith("Ada Administrator")
    assert "Agreed in May" in save.words
    assert [part.words.replace(" ]", "]") for part in save.all("del")] == [
        "[removed: on the]",
        "[removed: they are due]",
    ]
    assert [part.words.replace(" ]", "]") for part in save.all("ins")] == ["[added: a]", "[added: early]"]


@pytest.mark.parametrize("who", ["stranger", "outsider"])
def test_a_stranger_finds_nothing(plan: Plan, cast: Cast, client_for: ClientFor, who: str) -> None:
    assert client_for(getattr(cast, who)).get(record_of(plan)).status_code == 404


@pytest.mark.parametrize(
    ("who", "sees"),
    [("reader", False), ("smt", False), ("clerk", False), ("administrator", True), ("superuser", True)],
)
def test_who_became_a_member_is_for_those_who_administer(
    plan: Plan, cast: Cast, client_for: ClientFor, who: str, sees: bool
) -> None:
    records.save(
        Membership(user=UserFactory(name="Dana Okafor"), plan=plan, role="manager"),
        by=UserFactory(name="Hugo Recruiter", is_superuser=True),
        reason="In for Maya, who is away until spring",
    )
    client = client_for(getattr(cast, who))
    main = page(client, record_of(plan))
    assert ("Dana Okafor became a manager" in main.words) is sees
    assert ("away until spring" in main.words) is sees
    # Nor is it to be had by asking for it, and who only did that is not among the people to choose from.
    assert ("People" in main.the("fieldset").words) is sees
    assert ("Hugo Recruiter" in main.the("select", name="person").words) is sees
    asked = page(client, record_of(plan), kind="people")
    assert ("Dana Okafor" in asked.words) is sees
    assert ("Choose from the kinds of change listed" in asked.words) is not sees


@pytest.mark.parametrize(
    ("who", "sees"),
    [("reader", False), ("smt", False), ("clerk", False), ("administrator", True), ("superuser", True)],
)
def test_a_draft_that_was_discarded_is_told_to_those_who_administer(
    plan: Plan, cast: Cast, client_for: ClientFor, who: str, sees: bool
) -> None:
    maker, quitter = (UserFactory(name=name, is_superuser=True) for name in ("Mia Maker", "Quinn Quitter"))
    draft = roll_forward(plan=plan, title="A second plan", dated=MONTH, by=maker, reason="A new year")
    client = client_for(getattr(cast, who))
    # While it is there its own record tells of it, to whoever may see it.
    assert "A new year" not in page(client, record_of(plan)).words
    discard_draft(plan=draft, by=quitter, reason="The board wants to wait")
    main = page(client, record_of(plan))
    saves = [save.words for save in main.all("section", css="save") if "Draft of the next" in save.words]
    told = [
        "Quinn Quitter The board wants to wait Draft of the next version discarded: June 2025",
        "Mia Maker A new year Draft of the next version made: June 2025",
    ]
    assert [save.partition(" ")[2] for save in saves] == (told if sees else [])
    assert draft.title not in main.words
    for words in ("Quinn Quitter", "The board wants to wait", "A new year", "Drafts of the next version"):
        assert (words in main.words) is sees
    assert ("Mia Maker" in main.the("select", name="person").words) is sees
    asked = page(client, record_of(plan), kind="draft")
    assert ("Choose from the kinds of change listed" in asked.words) is not sees
    assert len(lines(asked)) == (2 if sees else 0)


def test_what_a_draft_is_discarded_from_says_where_that_is_told(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    draft = roll_forward(plan=plan, title="Second", dated=MONTH, by=cast.administrator, reason="On")
    assert "Its record tells its administrators" in page(client, at("discard_version", draft)).words
    client.post(at("discard_version", draft), {"reason": "Not yet"})
    started = roll_forward(plan=plan, title="Second", dated=MONTH, by=cast.administrator, reason="After all")
    start_version(plan=started, by=cast.administrator, reason="Agreed")
    asked = page(client, record_of(plan), kind="draft")
    assert lines(asked) == [
        "Draft of the next version discarded: June 2025",
        "Draft of the next version made: June 2025",
    ]
    assert lines(page(client, record_of(started), kind="draft")) == []


# --- Links --------------------------------------------------------------------------------------------------


def test_what_a_change_is_about_and_who_made_it_are_links(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable
) -> None:
    rate("2.1", "Wexley", Rag.RED)
    section = plan.sections.get(number="2")
    section.title = "Assessment"
    records.save(section, by=cast.administrator, reason="Renamed")
    client = client_for(cast.reader)
    links = page(client, record_of(plan)).links
    assert links["2.1"] == reverse("outcome", args=[plan.slug, "2.1"])
    assert links["Section 2"] == reverse("section", args=[plan.slug, "2"])
    one = page(client, record_of(plan) + links["Sana Director"])
    assert one.the("h1").words == "Record of Sana Director"
    assert lines(one) == [
        f"2.1 Wexley rated Red (not rated before), from {timezone.localdate():%-d %B %Y} "
        "Six of ten audited cases met the standard"
    ]


def test_other_pages_lead_to_it(plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable) -> None:
    rate("2.1", "Wexley", Rag.RED)
    client = client_for(cast.reader)
    for name, args, link in [
        ("outcome", ["2.1"], "Record of this outcome"),
        ("section", ["2"], "Record of this section"),
    ]:
        address = page(client, reverse(name, args=[plan.slug, *args])).links[link]
        assert "2.1 Wexley rated Red" in page(client, address).words
    answer = client.get(reverse("plan", args=[plan.slug]))
    assert read(answer.content.decode()).links["Record"] == record_of(plan)


def test_a_page_of_the_past_leads_to_the_record_until_then(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    address = reverse("outcome", args=[plan.slug, "2.1"])
    link = page(client_for(cast.reader), address, at="2024-11-30").links["Record of this outcome"]
    assert link.endswith("&to=2024-11-30")


def test_an_outcome_deleted_since_is_still_to_be_chosen(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    outcome = OutcomeFactory(section=plan.sections.get(number="1"), statement="Calls are answered")
    pk = outcome.pk
    delete_record(record=outcome, by=set_up_by(), reason="Added twice")
    client = client_for(cast.reader)
    main = page(client, record_of(plan))
    assert "1.3 Calls are answered (deleted)" in main.the("select", name="outcome").words
    assert main.links["Outcome 1.3"] == f"?outcome={pk}"
    one = page(client, record_of(plan), outcome=pk)
    assert (
        lines(one) == ["Outcome 1.3 added Calls are answered", "Outcome 1.3 deleted Calls are answered"][::-1]
    )


def test_somebody_whose_account_is_gone_is_still_to_be_chosen(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    gone = UserFactory(name="Gwen Gone & Co")
    reword(plan, "2.1", "Reworded", by=gone)
    records.delete(gone, by=set_up_by(), reason="Asked to be removed")
    client = client_for(cast.reader)
    main = page(client, record_of(plan))
    assert "Gwen Gone & Co (account removed)" in main.the("select", name="person").words
    one = page(client, record_of(plan) + main.links["Gwen Gone & Co"])
    assert [line.split(" reworded")[0] for line in lines(one)] == ["Outcome 2.1"]


# --- The filter ---------------------------------------------------------------------------------------------


def test_the_filter_is_kept_in_the_address_and_said_in_words(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable
) -> None:
    rate("2.1", "Wexley", Rag.RED, by=cast.manager)
    rate("2.1", "Thornby", Rag.RED)
    reword(plan, "2.1", "Reworded", "A target of 50%", by=cast.manager)
    outcome, client = plan.outcomes.get(ref="2.1"), client_for(cast.reader)
    asked = {"kind": ["rating"], "person": cast.manager.pk, "outcome": outcome.pk}
    main = page(client, record_of(plan), **asked)
    assert [line[:10] for line in lines(main)] == ["2.1 Wexley"]
    assert "Kind: Ratings" in main.the("p", role="status").words
    assert "Person: Maya Team" in main.the("p", role="status").words
    chosen = [one.words for one in main.all("option", selected="") if "selected" in one.attributes]
    assert chosen == ["Maya Team", "Any", "2.1 Reworded"]
    assert main.links["Clear"] == record_of(plan)
    found = page(client, record_of(plan), q="50%")
    assert [line.split(" reworded")[0] for line in lines(found)] == ["Outcome 2.1"]
    today = timezone.localdate()
    assert lines(page(client, record_of(plan), to="2024-01-01")) == []
    assert len(lines(page(client, record_of(plan), since=today, to=today, q="50%"))) == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kind": "rumour"}, "Choose from the kinds of change listed."),
        ({"person": "0"}, "Choose a person who changed something in this plan."),
        ({"person": "name:' OR 1=1 --"}, "Choose a person who changed something in this plan."),
        ({"section": "99999999999999999999"}, "Choose a section of this plan."),
        ({"outcome": "1 UNION SELECT 1"}, "Choose an outcome of this plan."),
        ({"since": "31/31/2025"}, "From must be a date, such as 31/10/2026."),
        ({"to": "yesterday"}, "To must be a date, such as 31/10/2026."),
        ({"since": "2025-02-01", "to": "2025-01-01"}, "To must not be before From."),
        ({"q": "x" * 201}, "at most 200 characters"),
        ({"q": "\x00"}, "Null characters are not allowed."),
    ],
)
def test_an_address_that_asks_for_what_is_not_there_is_told_so_and_lists_nothing(
    plan: Plan, cast: Cast, client_for: ClientFor, asked: dict[str, str], says: str
) -> None:
    main = page(client_for(cast.administrator), record_of(plan), **asked)
    assert says in main.the("div", css="govuk-error-summary").words
    assert lines(main) == []
    assert "Nothing is listed" in main.words


def test_another_plans_outcome_section_and_people_are_not_to_be_chosen(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    other = Plan.objects.get(slug="eastholme-2024")
    theirs = OutcomeFactory(section=SectionFactory(plan=other))
    client = client_for(cast.administrator)
    for asked in ({"outcome": theirs.pk}, {"section": theirs.section_id}, {"person": cast.outsider.pk}):
        assert lines(page(client, record_of(plan), **asked)) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "0001-01-01"},
        {"to": "9999-12-31"},
        {"q": "'; DROP TABLE plans_rating; --"},
        {"q": "%"},
        {"q": "\\"},
        {"before": "nonsense"},
        {"after": "MjAyNQ"},
        {"before": "\x00"},
        {"page": "2", "sort": "name"},
    ],
)
def test_odd_addresses_are_answered(plan: Plan, cast: Cast, client_for: ClientFor, asked: dict) -> None:
    main = page(client_for(cast.administrator), record_of(plan), **asked)
    assert not main.has("div", css="govuk-error-summary")


def test_where_nothing_matches_it_says_so(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    main = page(client_for(cast.reader), record_of(plan), q="no such words")
    assert "No change matches this filter." in main.words
    assert main.links["Show the whole record"] == record_of(plan)


# --- Page by page -------------------------------------------------------------------------------------------


def test_older_and_newer_lead_through_every_change_and_back(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    for number in range(70):
        reword(plan, "1.1", f"Version {number}", f"Reason {number}", by=cast.administrator)
    client, start = client_for(cast.reader), record_of(plan) + "?kind=wording"
    first = page(client, start)
    older = first.links["Older changes"]
    second = page(client, record_of(plan) + older)
    assert "kind=wording" in older
    reasons = [head.the("p").words for part in (first, second) for head in part.all("div", css="save__head")]
    assert reasons == [f"Reason {number}" for number in reversed(range(70))]
    assert "Older changes" not in second.links
    assert "Newer changes" not in first.links
    # A change made meanwhile is on the newest page alone.
    reword(plan, "1.1", "Version 70", "Reason 70", by=cast.administrator)
    assert lines(page(client, record_of(plan) + older)) == lines(second)
    again = page(client, record_of(plan) + second.links["Newer changes"])
    assert lines(again) == lines(first)
    newest = page(client, record_of(plan) + again.links["Newer changes"])
    assert [head.the("p").words for head in newest.all("div", css="save__head")] == ["Reason 70"]
    assert lines(page(client, record_of(plan) + newest.links["Back to the newest"]))[:1] == lines(newest)


def test_beyond_the_oldest_is_a_way_back(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    reword(plan, "1.1", "Reworded")
    client = client_for(cast.reader)
    ancient = Key(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), 0, 0).address
    main = page(client, record_of(plan), before=ancient)
    assert "There are no further changes here." in main.words
    assert main.links["Back to the newest"] == "?"


# --- Safe and small -----------------------------------------------------------------------------------------


def test_what_people_typed_is_never_markup(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable
) -> None:
    bad = "<script>alert(1)</script>\"'&"
    person = UserFactory(name=bad, email="bad@council.example")
    MembershipFactory(user=person, plan=plan, role="smt")
    rate("2.1", "Wexley", Rag.RED, by=person, commentary=bad)
    reword(plan, "2.1", f"{bad} and more", bad, by=person)
    reword(plan, "2.1", f"{bad} and less", bad, by=person)
    lead = Lead.objects.get(title="Team Managers")
    lead.title = bad
    records.save(lead, by=person, reason=bad)
    withdraw(plan, "2.2")
    answer = client_for(cast.administrator).get(record_of(plan)).content.decode()
    assert "<script>alert" not in answer
    assert bad in read(answer).the("main").words


def test_it_asks_no_more_of_a_large_plan(make_plan: Callable[..., Plan], client_for: ClientFor) -> None:
    """A statement for each table on the page, and as many besides whatever the size of the plan."""
    besides = []
    for outcomes, ratings in ((5, 2), (50, 3)):
        plan, user = make_plan(outcomes=outcomes, ratings=ratings), UserFactory()
        MembershipFactory(user=user, plan=plan, role=Membership.Role.ADMINISTRATOR)
        client = client_for(user)
        with CaptureQueriesContext(connection) as queries:
            page(client, record_of(plan))
        asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
        tables = [sql for sql in asked if "LEFT JOIN plans_" in sql]
        assert 4 <= len(tables) <= 17
        besides.append(len(asked) - len(tables))
    assert besides[0] == besides[1] <= 8
