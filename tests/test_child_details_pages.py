"""Pages on which people write tell of what looks like a child's details before anything is saved, and ask."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.forms.child_details import WHAT_TO_DO
from plans.models import FalseAlarm, Plan, Rag, Rating, Statement, User

from .cast import Cast
from .factories import StatementFactory
from .rating_forms import cell_name, filled_in, hidden, standing
from .reading import Part, read
from .test_set_up_pages import sent_back

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
NUMBER = "943 476 5919"  # an NHS number by its check digit; used in examples, and nobody's
CHILD = f"Seen for {NUMBER} last week."
TOLD = f"“{NUMBER}” looks like an NHS number. {WHAT_TO_DO}"
QUESTION = "This is a false alarm because"
WHY_NOT = "It is the number of a contract."


def main(response: object) -> Part:
    return read(response.content.decode()).the("main")  # type: ignore[attr-defined]


# --- One outcome ---


@pytest.fixture
def rate_url(plan: Plan) -> str:
    return f"/plans/{plan.slug}/outcomes/2.1/rate/"


@pytest.fixture
def typed(cast: Cast, client_for: ClientFor, rate_url: str) -> dict[str, object]:
    """A rating of 2.1 in Wexley with a number in its reason."""
    html = client_for(cast.manager).get(rate_url).content.decode()
    today = timezone.localdate()
    return {**hidden(html), "rag": "red", "commentary": CHILD, "effective_on": today}


def test_the_question_is_not_there_until_it_is_needed(
    cast: Cast, client_for: ClientFor, rate_url: str
) -> None:
    assert QUESTION not in client_for(cast.manager).get(rate_url).content.decode()


def test_a_number_is_told_with_everything_typed_kept(
    cast: Cast, client_for: ClientFor, rate_url: str, typed: dict[str, object]
) -> None:
    response = client_for(cast.manager).post(rate_url, typed)
    seen = main(response)
    assert response.status_code == 200
    assert seen.the("p", css="govuk-error-message").words == f"Error: {TOLD}"
    assert (
        f"#{seen.the('textarea').attributes['id']}"
        in seen.the("div", css="govuk-error-summary").links.values()
    )
    assert seen.the("textarea").words == CHILD
    assert seen.has("input", value="red", checked="")
    assert QUESTION in [label.words for label in seen.all("label")]
    assert not Rating.objects.exists()
    assert not FalseAlarm.objects.exists()


def test_taken_out_it_is_saved_and_nothing_more_is_asked(
    plan: Plan, cast: Cast, client_for: ClientFor, rate_url: str, typed: dict[str, object]
) -> None:
    client = client_for(cast.manager)
    again = typed | hidden(client.post(rate_url, typed).content.decode()) | {"commentary": "Seen last week."}
    assert client.post(rate_url, again).status_code == 302
    assert standing(plan, "2.1", "Wexley") == (Rag.RED, "Seen last week.")
    assert not FalseAlarm.objects.exists()


def test_with_a_reason_it_is_saved_and_the_reason_kept(
    plan: Plan, cast: Cast, client_for: ClientFor, rate_url: str, typed: dict[str, object]
) -> None:
    client = client_for(cast.manager)
    told = hidden(client.post(rate_url, typed).content.decode())
    assert client.post(rate_url, typed | told | {"false_alarm": " "}).status_code == 200
    assert not Rating.objects.exists()
    assert client.post(rate_url, typed | told | {"false_alarm": WHY_NOT}).status_code == 302
    assert standing(plan, "2.1", "Wexley") == (Rag.RED, CHILD)
    kept = FalseAlarm.objects.get()
    assert (kept.where, kept.kinds, kept.reason, kept.said_by) == (
        "2.1 Wexley", "NHS number", WHY_NOT, cast.manager
    )  # fmt: skip


def test_what_nobody_was_told_of_is_not_answered_for(
    cast: Cast, client_for: ClientFor, rate_url: str, typed: dict[str, object]
) -> None:
    client = client_for(cast.manager)
    unasked = client.post(rate_url, typed | {"false_alarm": WHY_NOT})
    assert TOLD in main(unasked).words
    more = typed | hidden(unasked.content.decode()) | {"commentary": f"{CHILD} Born 3 May 2012."}
    seen = main(client.post(rate_url, more | {"false_alarm": WHY_NOT}))
    assert "“Born 3 May 2012” looks like a date of birth." in seen.words
    assert seen.the("input", name="false_alarm").attributes["value"] == WHY_NOT
    assert not Rating.objects.exists()


def test_a_reason_that_holds_one_itself_is_refused(
    cast: Cast, client_for: ClientFor, rate_url: str, typed: dict[str, object]
) -> None:
    client = client_for(cast.manager)
    told = hidden(client.post(rate_url, typed).content.decode())
    seen = main(client.post(rate_url, typed | told | {"false_alarm": f"{NUMBER} is a contract"}))
    assert "#id_false_alarm" in seen.the("div", css="govuk-error-summary").links.values()
    assert not Rating.objects.exists()


def test_the_question_stays_answered_where_something_else_is_wrong(
    cast: Cast, client_for: ClientFor, rate_url: str, typed: dict[str, object]
) -> None:
    client = client_for(cast.manager)
    told = hidden(client.post(rate_url, typed).content.decode())
    again = typed | told | {"false_alarm": WHY_NOT, "effective_on": "2999-01-01"}
    seen = main(client.post(rate_url, again))
    assert "The date must be today or in the past." in seen.words
    assert TOLD not in seen.words
    assert seen.the("input", name="false_alarm").attributes["value"] == WHY_NOT


# --- A section ---


@pytest.fixture
def grid_url(plan: Plan) -> str:
    return f"/plans/{plan.slug}/sections/2/rate/"


def test_each_cell_of_the_grid_is_told_of_and_one_reason_is_for_all(
    plan: Plan, cast: Cast, client_for: ClientFor, grid_url: str
) -> None:
    client = client_for(cast.manager)
    first, second = (cell_name(plan, ref, "Wexley") for ref in ("2.1", "2.2"))
    html = client.get(grid_url).content.decode()
    assert QUESTION not in html
    typed = filled_in(html) | {
        f"rag-{first}": "red", f"commentary-{first}": CHILD,
        f"rag-{second}": "amber", f"commentary-{second}": "Half, and d.o.b. 3.5.12.",
    }  # fmt: skip
    refused = client.post(grid_url, typed)
    seen = main(refused)
    summary = seen.the("div", css="govuk-error-summary").links
    assert summary[f"2.1 Wexley: {TOLD}"] == f"#commentary-{first}"
    assert summary["Or say why this is a false alarm"] == "#id_false_alarm"
    assert seen.the("p", id=f"error-{second}").words.startswith(
        "Error: “d.o.b. 3.5.12” looks like a date of birth."
    )
    assert [box.words for box in seen.all("textarea")] == [CHILD, "Half, and d.o.b. 3.5.12."]
    assert seen.the("label", **{"for": "id_false_alarm"}).words == QUESTION
    assert not Rating.objects.exists()

    told = hidden(refused.content.decode())
    saved = client.post(grid_url, typed | told | {"false_alarm": WHY_NOT}, follow=True)
    assert "2 changed: 2.1 Wexley red" in saved.content.decode()
    kept = set(FalseAlarm.objects.values_list("where", "kinds", "reason"))
    assert kept == {("2.1 Wexley", "NHS number", WHY_NOT), ("2.2 Wexley", "date of birth", WHY_NOT)}


def test_no_change_does_not_repeat_a_number_unasked(
    cast: Cast, client_for: ClientFor, rate: Callable[..., Rating], grid_url: str
) -> None:
    rate("2.1", "Wexley", Rag.GREEN, commentary=CHILD, false_alarm=WHY_NOT)
    client = client_for(cast.manager)
    typed = filled_in(client.get(grid_url).content.decode()) | {"same-all": "1"}
    refused = client.post(grid_url, typed)
    assert f"In the reason that stands, and that no change repeats, “{NUMBER}”" in main(refused).words
    assert Rating.objects.count() == 1
    typed |= hidden(refused.content.decode()) | {"false_alarm": WHY_NOT}
    assert client.post(grid_url, typed).status_code == 302
    assert Rating.objects.count() == 2


def test_a_cell_that_is_wrong_otherwise_is_told_of_too(
    plan: Plan, cast: Cast, client_for: ClientFor, grid_url: str
) -> None:
    client = client_for(cast.manager)
    first, second = (cell_name(plan, ref, "Wexley") for ref in ("2.1", "2.2"))
    typed = filled_in(client.get(grid_url).content.decode())
    typed |= {f"rag-{first}": "red", f"commentary-{first}": CHILD, f"commentary-{second}": "No colour."}
    told = hidden(client.post(grid_url, typed).content.decode())
    seen = main(client.post(grid_url, typed | told | {"false_alarm": WHY_NOT}))
    assert "2.2 Wexley: Choose a colour to go with the reason." in seen.words
    assert TOLD not in seen.words
    assert "Or say why" not in seen.words
    assert seen.the("input", name="false_alarm").attributes["value"] == WHY_NOT


# --- A correction ---


def test_a_correction_tells_of_both_its_texts(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, by=cast.manager)
    client, url = client_for(cast.manager), f"/plans/{plan.slug}/ratings/{wrong.pk}/correct/"
    typed = hidden(client.get(url).content.decode()) | {
        "reason": f"Not for {NUMBER}.", "what": "replace", "column": str(wrong.locality_id), "rag": "red",
        "commentary": CHILD, "effective_on": wrong.effective_on,
    }  # fmt: skip
    refused = client.post(url, typed)
    assert main(refused).words.count(TOLD) == 4  # each in the summary and at its field
    told = hidden(refused.content.decode())
    assert client.post(url, typed | told | {"false_alarm": WHY_NOT}).status_code == 302
    assert {where for (where,) in FalseAlarm.objects.values_list("where")} == {
        "2.1 Wexley: what was wrong", "2.1 Wexley: why"
    }  # fmt: skip


def test_a_rating_with_a_number_in_it_is_struck_out_without_a_question(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    wrong = rate("2.1", "Wexley", Rag.GREEN, commentary=CHILD, by=cast.manager, false_alarm=WHY_NOT)
    client, url = client_for(cast.manager), f"/plans/{plan.slug}/ratings/{wrong.pk}/correct/"
    typed = {**hidden(client.get(url).content.decode()), "what": "strike", "commentary": CHILD}
    assert client.post(url, typed | {"reason": "It was a child's number."}).status_code == 302


# --- Set-up ---


def test_set_up_asks_and_keeps_why(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    statement = StatementFactory(section=plan.sections.get(number="2"))
    client, url = client_for(cast.administrator), reverse("admin:plans_statement_change", args=[statement.pk])
    html = client.get(url).content.decode()
    assert '<input type="hidden" name="false_alarm"' in html
    typed = sent_back(html) | {"text": CHILD, "why": "As agreed"}
    refused = client.post(url, typed).content.decode()
    assert "looks like an NHS number" in refused
    assert '<input type="text" name="false_alarm"' in refused
    assert CHILD in refused
    answered = sent_back(refused) | {"false_alarm": WHY_NOT}
    assert client.post(url, answered).status_code == 302
    assert Statement.objects.get(pk=statement.pk).text == CHILD
    kept = FalseAlarm.objects.get()
    assert (kept.where, kept.plan) == (f"Statement {statement.number}: text", plan)
    # What stands there is not asked of again.
    typed = sent_back(client.get(url).content.decode()) | {"why": "Another kind", "kind": "change"}
    assert client.post(url, typed).status_code == 302


def test_administrators_see_what_was_said_and_change_nothing(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary=CHILD, false_alarm=WHY_NOT)
    kept = FalseAlarm.objects.get()
    index, one = (
        reverse("admin:plans_falsealarm_changelist"),
        reverse("admin:plans_falsealarm_change", args=[kept.pk]),
    )
    client = client_for(cast.administrator)
    for words in ("2.1 Wexley", "NHS number", WHY_NOT, "Sana Director"):
        assert words in client.get(index).content.decode()
        assert words in client.get(one).content.decode()
    assert NUMBER not in client.get(one).content.decode()
    assert client.post(one, {"reason": "Other"}).status_code == 403
    assert WHY_NOT not in client_for(cast.outsider).get(index).content.decode()
