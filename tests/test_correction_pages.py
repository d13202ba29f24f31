"""Correcting a rating that was entered wrongly, on its page."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from plans.models import Plan, Rag, Rating, User

from .cast import Cast
from .rating_forms import cell_name, hidden, standing

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


# --- A correction ---


@pytest.fixture
def wrong(cast: Cast, rate: Callable[..., Rating]) -> Rating:
    return rate("2.1", "Wexley", Rag.GREEN, commentary="Meant for 2.2.", by=cast.manager)


def correction(client: Client, plan: Plan, rating: Rating, **typed: object) -> tuple[str, object]:
    url = f"/plans/{plan.slug}/ratings/{rating.pk}/correct/"
    data = hidden(client.get(url).content.decode())
    return url, client.post(url, {**data, **typed}, follow=True)


def test_a_rating_entered_by_mistake_is_struck_out(
    plan: Plan, cast: Cast, client_for: ClientFor, wrong: Rating
) -> None:
    _, answer = correction(client_for(cast.manager), plan, wrong, what="strike", reason="Wrong outcome.")
    html = answer.content.decode()  # type: ignore[attr-defined]
    assert "is struck through" in html
    assert "Wrong outcome." in html
    assert '<s class="struck">Meant for 2.2.</s>' in html
    assert standing(plan, "2.1", "Wexley")[0] is None
    assert Rating.objects.get(pk=wrong.pk).rag == Rag.GREEN


def test_a_wrong_colour_is_replaced_and_needs_a_reason(
    plan: Plan, cast: Cast, client_for: ClientFor, wrong: Rating
) -> None:
    client = client_for(cast.manager)
    key = str(wrong.locality_id)
    typed = {"what": "replace", "column": key, "rag": "red", "commentary": "Two of ten.",
             "effective_on": wrong.effective_on}  # fmt: skip
    _, refused = correction(client, plan, wrong, **typed)
    assert "Say what was wrong with the rating." in refused.content.decode()  # type: ignore[attr-defined]
    correction(client, plan, wrong, reason="Misread the audit.", **typed)
    assert standing(plan, "2.1", "Wexley") == (Rag.RED, "Two of ten.")


def test_a_wrong_column_is_moved(plan: Plan, cast: Cast, client_for: ClientFor, wrong: Rating) -> None:
    thornby = cell_name(plan, "2.1", "Thornby").split("-")[1]
    correction(client_for(cast.smt), plan, wrong, reason="Wrong area.", what="replace", column=thornby,
               rag="green", commentary="Seen.", effective_on=wrong.effective_on)  # fmt: skip
    assert standing(plan, "2.1", "Wexley")[0] is None
    assert standing(plan, "2.1", "Thornby") == (Rag.GREEN, "Seen.")


def test_correcting_without_changing_anything_is_refused(
    plan: Plan, cast: Cast, client_for: ClientFor, wrong: Rating
) -> None:
    _, answer = correction(client_for(cast.manager), plan, wrong, reason="Hm.", what="replace",
                           column=str(wrong.locality_id), rag="green", commentary=wrong.commentary,
                           effective_on=wrong.effective_on)  # fmt: skip
    assert "This is the same as the rating" in answer.content.decode()  # type: ignore[attr-defined]
    assert Rating.objects.count() == 1


def test_a_rating_corrected_already_says_so(
    plan: Plan, cast: Cast, client_for: ClientFor, wrong: Rating
) -> None:
    client = client_for(cast.manager)
    url, _ = correction(client, plan, wrong, reason="Wrong outcome.", what="strike")
    assert "This rating has been corrected already" in client.get(url).content.decode()
    again = client.post(url, {"entry": uuid.uuid4(), "reason": "Again.", "what": "strike"})
    assert "corrected already by" in again.content.decode()
    assert Rating.objects.count() == 2


def test_a_manager_is_not_offered_to_correct_what_smt_gave(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    theirs = rate("2.1", "Wexley", Rag.RED, by=cast.smt)
    url = f"/plans/{plan.slug}/ratings/{theirs.pk}/correct/"
    page = f"/plans/{plan.slug}/outcomes/2.1/"
    assert url not in client_for(cast.manager).get(page).content.decode()
    assert client_for(cast.manager).get(url).status_code == 403
    assert url in client_for(cast.smt).get(page).content.decode()
    assert client_for(cast.smt).get(url).status_code == 200
