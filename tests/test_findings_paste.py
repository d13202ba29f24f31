"""Many findings at once: the pasted list, the table it becomes, and what is saved of it."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ofsted.models import Finding, Visit
from plans.models import Plan, User

from .cast import Cast
from .reading import Part, page, read
from .visits import HOSTILE, a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]

LIST = """4. The main findings were:
 - a. Leaders have an accurate view of their service and improvement is well led.
 - b. Supervision is not held every four weeks, and what is decided is seldom written up.
 - c. Chronologies are not current in many open cases:
   - i. in Thornby hardly any were
   - ii. in Wexley half were
 - d. The council should review every plan that has waited for sign-off.
"""


@pytest.fixture
def visit(plan: Plan) -> Visit:
    return a_visit(plan)


@pytest.fixture
def clerk(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.clerk)


def address(visit: Visit) -> str:
    return reverse("findings_paste", args=[visit.plan.slug, visit.pk])


def split(client: Client, visit: Visit, text: str = LIST) -> Part:
    """The table that a list becomes."""
    response = client.post(address(visit), {"text": text})
    assert response.status_code == 200
    return read(response.content.decode()).the("main")


def as_sent(seen: Part) -> dict[str, Any]:
    """What the table's form sends if nothing is changed."""
    sent: dict[str, Any] = {}
    form = next(part for part in seen.all("form") if part.attributes.get("method") == "post")
    for part in form.all():
        name, kind = part.attributes.get("name", ""), part.attributes.get("type", "")
        if not name or name == "csrfmiddlewaretoken" or part.tag == "button":
            continue
        if part.tag == "select":
            chosen = [x.attributes["value"] for x in part.all("option") if "selected" in x.attributes]
            sent[name] = chosen[0] if chosen else next(part.all("option")).attributes["value"]
        elif part.tag == "textarea":
            sent[name] = "".join(x for x in part.inside if isinstance(x, str)).removeprefix("\n")
        elif kind != "checkbox" or "checked" in part.attributes:
            sent.setdefault(name, []).append(part.attributes.get("value", ""))
    return sent


def control(sent: dict[str, Any], ref: str) -> str:
    """The number of the row with that ref."""
    return next(name.removeprefix("ref-") for name, value in sent.items() if value == [ref])


def refused(response: HttpResponse) -> Part:
    assert response.status_code == 200
    return read(response.content.decode()).the("main")


def errors(seen: Part) -> list[str]:
    return seen.the("div", css="govuk-error-summary").items


def test_a_list_is_split_with_refs_words_and_guesses(clerk: Client, visit: Visit, plan: Plan) -> None:
    seen = split(clerk, visit)
    sent = as_sent(seen)
    refs = [sent[f"ref-{number}"][0] for number in sent["row"]]
    assert refs == ["4", "a", "b", "c", "c.i", "c.ii", "d"]
    a, b, c, d = (control(sent, ref) for ref in "abcd")
    assert sent[f"paragraph-{a}"] == ["4"]
    assert sent[f"words-{b}"].startswith("Supervision is not held every four weeks")
    assert [sent[f"kind-{number}"] for number in (a, b, d)] == ["strength", "improve", "recommend"]
    # What only leads in to other points is shown, and not ticked.
    assert [number for number in sent["row"] if f"keep-{number}" not in sent] == [control(sent, "4"), c]
    # Outcomes are offered where they fit, and none is ticked before somebody has looked.
    offered = [x.attributes["value"] for x in seen.all("input", name=f"outcome-{b}")]
    assert offered[0] == str(plan.outcomes.get(ref="2.1").pk)
    assert not seen.has("input", name=f"outcome-{a}")
    assert not [name for name in sent if name.startswith("outcome-")]
    assert "7 findings were found, and nothing is saved yet." in seen.words
    assert "The kind is a guess" in seen.words
    assert not Finding.objects.exists()


def test_all_that_is_ticked_is_saved_in_one_go(clerk: Client, visit: Visit, plan: Plan, cast: Cast) -> None:
    earlier = a_visit(plan, number=1, first_on=dt.date(2025, 1, 9), last_on=dt.date(2025, 1, 9))
    old = a_finding(earlier, ref="1", words="Supervision is not held every four weeks and seldom written up")
    sent = as_sent(split(clerk, visit))
    b, d = control(sent, "b"), control(sent, "d")
    section, lead = plan.sections.get(number="2"), plan.authority.leads.get(title="Team Managers")
    sent |= {
        f"section-{b}": section.pk, f"owner-{b}": lead.pk, f"area-{b}": "Management", f"others-{b}": "1.2",
        f"outcome-{b}": [plan.outcomes.get(ref="2.1").pk], f"why-{b}": "Both ask for supervision",
        f"repeats-{b}": old.pk, f"words-{d}": "Review what waits",
        "reason": "From the letter of 1 April",
    }  # fmt: skip
    del sent[f"keep-{control(sent, 'a')}"]
    response = clerk.post(address(visit), sent)
    assert response["Location"] == reverse("visit", args=[plan.slug, visit.pk])
    assert "Saved: 4 findings of this visit." in page(clerk, response["Location"]).words
    saved = {row.ref: row for row in visit.findings.all()}
    assert list(saved) == ["b", "c.i", "c.ii", "d"]
    row = saved["b"]
    assert (row.section, row.owner, row.area, row.repeats) == (section, lead, "Management", old)
    assert set(row.outcome_links.values_list("outcome__ref", "reason")) == {
        ("2.1", "Both ask for supervision"), ("1.2", "Both ask for supervision")
    }  # fmt: skip
    assert saved["d"].words == "Review what waits"
    assert {one.history.get().history_change_reason for one in saved.values()} == {
        "From the letter of 1 April"
    }


def test_an_earlier_finding_that_is_alike_is_proposed_and_not_chosen(
    clerk: Client, visit: Visit, plan: Plan
) -> None:
    earlier = a_visit(plan, number=1, first_on=dt.date(2025, 1, 9), last_on=dt.date(2025, 1, 9))
    old = a_finding(earlier, ref="1", words="Supervision is not held every four weeks and seldom written up")
    later = a_visit(plan, number=3, first_on=dt.date(2025, 9, 9), last_on=dt.date(2025, 9, 9))
    a_finding(later, ref="2", words=old.words)
    sent = as_sent(seen := split(clerk, visit))
    b = control(sent, "b")
    offered = [option.words for option in seen.the("select", name=f"repeats-{b}").all("option")]
    assert offered[0] == "Nothing: it is new"
    assert len(offered) == 2
    assert re.match(r"\d+% alike: First monitoring visit, 1: Supervision", offered[1])
    assert sent[f"repeats-{b}"] == ""
    assert not seen.has("select", name=f"repeats-{control(sent, 'a')}")


def test_what_is_wrong_is_said_in_place_and_nothing_is_saved_or_lost(
    clerk: Client, visit: Visit, plan: Plan
) -> None:
    sent = as_sent(split(clerk, visit))
    a, b, d = (control(sent, ref) for ref in "abd")
    sent |= {
        f"words-{a}": "", f"others-{b}": "2.1, 9.9", f"kind-{d}": "nonsense", f"area-{d}": "x" * 201,
        f"words-{b}": "Typed anew", "reason": "",
    }  # fmt: skip
    sent[f"outcome-{d}"] = [str(plan.outcomes.get(ref="3.2").pk)]
    seen = refused(clerk.post(address(visit), sent))
    said = errors(seen)
    assert f"Row {a} (a): Enter the finding, or untick it." in said
    assert f"Row {b} (b): The plan has no outcome 9.9. Enter refs such as 2.1, 4.10." in said
    assert f"Row {d} (d): Choose a kind from the list." in said
    assert f"Row {d} (d): Shorten the area to 200 characters." in said
    assert "Say where they come from, in up to 500 characters." in said
    for link in seen.the("div", css="govuk-error-summary").links.values():
        assert seen.has(id=link.removeprefix("#")), link
    kept = as_sent(seen)
    assert kept[f"words-{b}"] == "Typed anew"
    assert kept[f"others-{b}"] == ["2.1, 9.9"]
    assert kept[f"outcome-{d}"] == [str(plan.outcomes.get(ref="3.2").pk)]
    assert not Finding.objects.exists()


def test_a_reason_with_no_outcome_is_asked_about_and_not_lost(clerk: Client, visit: Visit) -> None:
    sent = as_sent(split(clerk, visit)) | {"reason": "The letter"}
    a, b = control(sent, "a"), control(sent, "b")
    sent |= {f"why-{a}": "It is about leaders", f"why-{b}": "Both ask for it", f"others-{b}": "2.1"}
    seen = refused(clerk.post(address(visit), sent))
    assert errors(seen) == [f"Row {a} (a): Tick the outcome or enter its ref, or take the reason out."]
    assert seen.the("input", id=f"why-{a}").attributes["value"] == "It is about leaders"
    assert not Finding.objects.exists()
    assert clerk.post(address(visit), as_sent(seen) | {f"others-{a}": "1.1"}).status_code == 302
    assert visit.findings.get(ref="a").outcome_links.get().reason == "It is about leaders"


def test_nothing_ticked_and_nothing_pasted_are_said(clerk: Client, visit: Visit) -> None:
    sent = {
        name: value for name, value in as_sent(split(clerk, visit)).items() if not name.startswith("keep")
    }
    assert errors(refused(clerk.post(address(visit), sent))) == ["Tick the findings that are to be saved."]
    assert errors(refused(clerk.post(address(visit), {"text": " "}))) == ["Paste the findings first."]
    too_much = refused(clerk.post(address(visit), {"text": "a. More words. " * 8000}))
    assert "at most 100,000" in errors(too_much)[0]
    assert too_much.the("textarea", name="text").words


def test_sent_twice_it_is_saved_once(clerk: Client, visit: Visit, plan: Plan) -> None:
    sent = as_sent(split(clerk, visit))
    for said in ("Saved: 5 findings", "5 findings have been saved already; nothing was added."):
        response = clerk.post(address(visit), sent)
        assert response.status_code == 302
        assert said in page(clerk, response["Location"]).words
    assert visit.findings.count() == 5


def test_sent_again_with_a_change_the_rows_that_are_saved_are_named(clerk: Client, visit: Visit) -> None:
    sent = as_sent(split(clerk, visit))
    clerk.post(address(visit), sent)
    d = control(sent, "d")
    seen = refused(clerk.post(address(visit), sent | {f"words-{d}": "Another after all"}))
    assert len(errors(seen)) == 4
    assert all("saved already" in said for said in errors(seen))
    assert visit.findings.count() == 5
    only = {name: value for name, value in sent.items() if not name.startswith("keep-")}
    done = clerk.post(address(visit), only | {f"keep-{d}": "1", f"words-{d}": "Another after all"})
    assert done.status_code == 302
    assert visit.findings.count() == 6


def test_the_same_words_pasted_later_on_purpose_are_saved(clerk: Client, visit: Visit) -> None:
    for _ in range(2):
        clerk.post(address(visit), as_sent(split(clerk, visit)))
    assert visit.findings.count() == 10


def test_sixty_findings_are_one_table_and_one_save(clerk: Client, visit: Visit, plan: Plan) -> None:
    text = "\n".join(f"{n}. Supervision of team {n} is not written up" for n in range(1, 61))
    asked = []
    for lines in (text.splitlines()[:5], text.splitlines()):
        with CaptureQueriesContext(connection) as queries:
            sent = as_sent(split(clerk, visit, "\n".join(lines)))
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert len(sent["row"]) == 60
    assert clerk.post(address(visit), sent).status_code == 302
    assert visit.findings.count() == 60
    assert [row.position for row in visit.findings.all()] == list(range(1, 61))


def test_hostile_text_is_text(clerk: Client, visit: Visit) -> None:
    text = f'a. {HOSTILE}\nb. "><img src=x onerror=alert(2)> \u202e\u05d0\u05d1 \U0001f600'
    seen = clerk.post(address(visit), {"text": text})
    assert "<script>alert(1)" not in seen.content.decode()
    assert "<img src=x" not in seen.content.decode()
    sent = as_sent(read(seen.content.decode()).the("main"))
    again = clerk.post(address(visit), sent | {f"{n}-1": HOSTILE for n in ("ref", "area", "others", "why")})
    assert "<script>alert(1)" not in again.content.decode()
    assert clerk.post(address(visit), sent).status_code == 302
    assert "\U0001f600" in visit.findings.get(ref="b").words


@pytest.mark.parametrize(
    "sent",
    [
        {"row": "x"},
        {"row": ["1", "1", "-5", "99999999"], "keep-1": "1"},
        {"row": "1", "keep-1": "1", "words-1": "a\x00b", "kind-1": "improve", "reason": "x"},
        {"row": "1", "keep-1": "1", "words-1": "a", "kind-1": "improve", "section-1": "99", "reason": "x"},
        {"row": "1", "keep-1": "1", "words-1": "a", "kind-1": "improve", "owner-1": "0", "reason": "x"},
        {"row": "1", "keep-1": "1", "words-1": "a", "kind-1": "improve", "repeats-1": "7", "reason": "x"},
        {"row": "1", "keep-1": "1", "words-1": "a", "kind-1": "improve", "reason": "x" * 501},
    ],
)
def test_what_no_page_sends_is_refused(clerk: Client, visit: Visit, sent: dict[str, Any]) -> None:
    assert clerk.post(address(visit), sent).status_code == 200
    assert not Finding.objects.exists()


def test_it_is_reached_from_the_visit(clerk: Client, visit: Visit, cast: Cast, client_for: ClientFor) -> None:
    where = reverse("visit", args=[visit.plan.slug, visit.pk])
    assert page(clerk, where).links["Paste findings"] == address(visit)
    assert page(clerk, address(visit)).has("textarea", name="text")
    assert "Paste findings" not in page(client_for(cast.reader), where).links
    assert client_for(cast.reader).get(address(visit)).status_code == 403
