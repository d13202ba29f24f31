"""From the documents that come with visits to the trail: by the pages alone, as a clerk would put them in.

The documents are made up, in the shapes that real ones have: a committee report with lettered findings that
run on over a page, a cabinet report with the themes of two visits of which only the months are known, and a
case review that counts.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.models import Finding, SampleResult, Visit
from plans.models import Plan, Rag, User

from .cast import Cast
from .reading import page, read
from .test_findings_paste import as_sent
from .visit_forms import typed

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]

COMMITTEE = """4. What the inspectors found, in short:
 - a. Managers know their services well.
 - b. Leaders act on what figures tell them.
 - c. Some work is weak, and children wait for decisions.
 - d. Vacancies make steady practice hard.
 - e. This service has moved less than others.
 - f. Supervision is thin and is not written up.
 - g. Reviewing officers challenge more than they did.
 - h. Homes are chosen with care.
 - i. Most children are settled where they live.
 - j. Plans differ widely in quality.
 - k. A few children are not visited often enough.
 - l. Direct work is seen on some files and not on others.
 - m. Matching to long-term carers is late.


 - n. Audits have not yet reached
 every team.
 - o. The board asks better questions, and health checks have slipped again.
"""
CABINET = """ - Workers know the children
 - Decisions are quicker but some still wait
 - Recording is better and uneven
"""
REVIEW = """Threshold agreed with: 18 of 20 (90%)
Checks with other agencies: met 8 partly 7 not 5
Days taken: up to 20 days 3; 21 to 30 days 7; longer 10
Manager's reason on the file: 20 of 20
"""


def visit(client: Client, plan: Plan, **said: str) -> Visit:
    """Record one by its form."""
    answer = client.post(reverse("visit_new", args=[plan.slug]), typed(**said))
    assert answer.status_code == 302, read(answer.content.decode()).words
    return Visit.objects.latest("pk")


def paste(client: Client, one: Visit, text: str, outcomes: dict[str, str]) -> None:
    """Paste a list, link some of its rows to outcomes, and save all that is ticked.

    Args:
        outcomes: how a finding begins -> refs of the outcomes that answer it.
    """
    address = reverse("findings_paste", args=[one.plan.slug, one.pk])
    table = as_sent(read(client.post(address, {"text": text}).content.decode()).the("main"))
    for begins, refs in outcomes.items():
        (number,) = (name.removeprefix("words-") for name, value in table.items()
                     if name.startswith("words-") and value.startswith(begins))  # fmt: skip
        table[f"others-{number}"] = refs
    answer = client.post(address, table)
    assert answer.status_code == 302, read(answer.content.decode()).words


def test_from_letters_to_the_trail(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., object]
) -> None:
    clerk = client_for(cast.clerk)
    rate("2.1", None, Rag.GREEN, by=cast.smt)
    fourth = visit(clerk, plan)
    paste(clerk, fourth, COMMITTEE, {"Supervision is thin": "2.1, 1.2", "Plans differ": "2.3"})
    for number, month in (("1", "August 2016"), ("2", "December 2016")):
        dates = {"letter_on": "", "ofsted_published_on": "", "council_published_on": ""}
        early = visit(clerk, plan, number=number, on_site=month, **dates)
        paste(clerk, early, CABINET, {})
    review = visit(
        clerk, plan, kind="case_review", number="", on_site="13, 14, 18, 19 and 20 January 2016",
        letter_on="2016-01-22", ofsted_published_on="", council_published_on="",
    )  # fmt: skip
    address = reverse("sample_new", args=[plan.slug, review.pk])
    asked = {"cohort": "assessments", "size": "20", "results": REVIEW, "reason": "The review"}
    table = as_sent(read(clerk.post(address, asked).content.decode()).the("main"))
    assert clerk.post(address, table).status_code == 302

    found = list(Finding.objects.filter(visit=fourth))
    assert [row.ref for row in found] == list("abcdefghijklmno")
    assert found[13].words == "Audits have not yet reached every team."
    assert {link.outcome.ref for link in found[5].outcome_links.all()} == {"2.1", "1.2"}
    assert Finding.objects.count() == 21
    counted = {row.question: (row.met, row.partly, row.not_met, row.of) for row in SampleResult.objects.all()}
    assert counted["Checks with other agencies"] == (8, 7, 5, 20)
    assert counted["Threshold agreed with"] == (18, 0, 2, 20)

    reader = client_for(cast.reader)
    on = {
        name: page(reader, reverse(name, args=[plan.slug])).words
        for name in ("coverage", "journey", "measured")
    }
    assert "Rated well, with an open finding (1)" in on["coverage"]
    assert on["journey"].index("August 2016") < on["journey"].index("16 and 17 October 2019")
    assert "18 of 20, 90%" in on["measured"]
    assert "Supervision is thin" in page(reader, reverse("outcome", args=[plan.slug, "2.1"])).words
    assert "Supervision is thin" in page(reader, reverse("visit_document", args=[plan.slug, fourth.pk])).words
