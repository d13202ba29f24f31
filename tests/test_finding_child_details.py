"""No child's details in findings: told where before anything is saved, and kept why it is a false alarm."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ofsted.actions.findings import add_findings, respond, save_finding
from ofsted.models import Finding, Visit
from plans.actions.refusals import ChildDetailsFound
from plans.models import FalseAlarm, Plan, User

from .cast import Cast
from .rating_forms import hidden
from .reading import read
from .test_findings_paste import as_sent
from .visits import a_finding, a_visit

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
NHS = "943 476 5919"
FORM = {"words": "Plans drift", "kind": "improve", "why": "From the letter", "ref": "d"}


@pytest.fixture
def visit(plan: Plan) -> Visit:
    return a_visit(plan)


@pytest.mark.parametrize(
    "said", [{"words": f"Case {NHS}"}, {"others": "2.1", "others_why": f"See {NHS}"}, {"why": f"Of {NHS}"}]
)
def test_it_is_told_before_a_finding_is_saved_and_saved_with_why_it_is_none(
    visit: Visit, cast: Cast, client_for: ClientFor, said: dict[str, str]
) -> None:
    client, where = client_for(cast.smt), reverse("finding_new", args=[visit.plan.slug, visit.pk])
    sent = {**hidden(client.get(where).content.decode()), **FORM, **said}
    refused = client.post(where, sent)
    assert refused.status_code == 200
    assert f"“{NHS}” looks like an NHS number." in read(refused.content.decode()).words
    assert not Finding.objects.exists()
    sent |= hidden(refused.content.decode()) | {"false_alarm": "It is the number of our audit"}
    assert client.post(where, sent).status_code == 302
    assert Finding.objects.count() == 1
    assert FalseAlarm.objects.get().reason == "It is the number of our audit"


def test_it_is_told_of_a_response_and_of_a_deletion(visit: Visit, cast: Cast, client_for: ClientFor) -> None:
    finding, client = a_finding(visit), client_for(cast.smt)
    for name, said in (
        ("finding_respond", {"response": NHS, "status": "open", "version": finding.version}),
        ("finding_delete", {"reason": NHS}),
    ):
        refused = client.post(reverse(name, args=[visit.plan.slug, finding.pk]), said)
        assert "looks like an NHS number" in refused.content.decode()
    assert Finding.objects.get().response == ""


def test_it_is_told_in_the_table_where_it_stands(visit: Visit, cast: Cast, client_for: ClientFor) -> None:
    client, where = client_for(cast.clerk), reverse("findings_paste", args=[visit.plan.slug, visit.pk])

    def main(response: Any) -> Any:
        assert response.status_code == 200
        return read(response.content.decode()).the("main")

    text = f"a. Plans drift\nb. {NHS} was seen\nc. Left out: {NHS}"
    sent = as_sent(main(client.post(where, {"text": text})))
    del sent["keep-3"]
    refused = main(client.post(where, sent))
    said = refused.the("div", css="govuk-error-summary").items
    assert any(line.startswith("Row 2 (b): “943 476 5919” looks like an NHS number.") for line in said)
    assert not any("Row 3" in line for line in said)
    assert not Finding.objects.exists()
    sent = as_sent(refused) | {"false_alarm": "It is the number of our audit"}
    assert client.post(where, sent).status_code == 302
    assert visit.findings.count() == 2
    assert FalseAlarm.objects.get().where == "Finding 2 (b): words"


def test_actions_refuse_it_wherever_it_is(visit: Visit, plan: Plan, cast: Cast) -> None:
    finding, outcome = a_finding(visit), plan.outcomes.get(ref="2.1")
    signed: dict[str, Any] = {"plan": plan, "by": cast.smt, "reason": "Read in the letter"}
    with pytest.raises(ChildDetailsFound):
        add_findings(visit=visit, findings=[(Finding(words=NHS, kind="improve"), {})], **signed)
    with pytest.raises(ChildDetailsFound):
        add_findings(
            visit=visit, findings=[(Finding(words="a", kind="improve"), {outcome.pk: NHS})], **signed
        )
    with pytest.raises(ChildDetailsFound):
        save_finding(finding=finding, links={outcome.pk: NHS}, **signed)
    with pytest.raises(ChildDetailsFound):
        respond(finding=finding, response=NHS, due_on=None, status="open", evidence="", **signed)
    assert Finding.objects.count() == 1
