"""Rating: one outcome, a whole section, a correction; two people at once; a form sent twice."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from plans.actions import records
from plans.actions.correcting import correct_rating
from plans.models import Outcome, Plan, Rag, Rating, User

from .cast import Cast, days_ago
from .rating_forms import cell_name, filled_in, hidden, standing
from .reading import page

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


# --- One outcome ---


def test_a_manager_rates_an_outcome_they_lead(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.manager)
    page = client.get(f"/plans/{plan.slug}/outcomes/2.1/rate/")
    assert page.status_code == 200
    html = page.content.decode()
    for definition in (plan.red_means, plan.amber_means, plan.green_means, plan.complete_means):
        assert definition in html

    answer = client.post(
        page.wsgi_request.path,
        {
            **hidden(html),
            "rag": "amber",
            "commentary": "Supervision notes seen on 6 of 10 files.",
            "effective_on": timezone.localdate(),
        },
        follow=True,
    )

    assert answer.redirect_chain == [(f"/plans/{plan.slug}/outcomes/2.1/", 302)]
    assert "Saved: 2.1 Wexley Amber" in answer.content.decode()
    assert standing(plan, "2.1", "Wexley") == (Rag.AMBER, "Supervision notes seen on 6 of 10 files.")
    assert Rating.objects.get(outcome__ref="2.1").recorded_by == cast.manager


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"rag": "red"}, "Say why it is red."),
        ({"rag": "green"}, "Say why it changes from not rated to green."),
        ({"commentary": "No colour"}, "Choose a colour."),
        ({"rag": "purple", "commentary": "x"}, "purple is not one of the available choices"),
        ({"rag": "red", "commentary": "x", "effective_on": "tomorrow"}, "Enter a date like 31/10/2026."),
        (
            {"rag": "red", "commentary": "x", "effective_on": "2999-01-01"},
            "The date must be today or in the past.",
        ),
        (
            {"rag": "red", "commentary": "x", "effective_on": "1999-01-01"},
            "must not be before the plan itself",
        ),
    ],
)
def test_a_rating_that_cannot_be_saved_says_why_and_keeps_what_was_typed(
    plan: Plan, cast: Cast, client_for: ClientFor, typed: dict[str, str], says: str
) -> None:
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/outcomes/2.1/rate/"
    data = {**hidden(client.get(url).content.decode()), "effective_on": str(timezone.localdate()), **typed}

    html = client.post(url, data).content.decode()

    assert says in html
    assert "There is a problem" in html
    if "commentary" in typed:
        assert f"{typed['commentary']}</textarea>" in html
    assert not Rating.objects.exists()


def test_a_form_sent_twice_makes_one_rating(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/outcomes/2.1/rate/"
    data = {**hidden(client.get(url).content.decode()), "rag": "red", "commentary": "No cover.",
            "effective_on": timezone.localdate()}  # fmt: skip

    first, second = client.post(url, data), client.post(url, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Rating.objects.count() == 1


def test_the_second_of_two_people_is_shown_both_versions(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    url = f"/plans/{plan.slug}/outcomes/2.1/rate/"
    wexley = cell_name(plan, "2.1", "Wexley").split("-")[1]
    manager, smt = client_for(cast.manager), client_for(cast.smt)
    mine = {**hidden(manager.get(url).content.decode()), "rag": "red", "commentary": "Mine: two vacancies.",
            "effective_on": timezone.localdate()}  # fmt: skip
    theirs = {**hidden(smt.get(url).content.decode()), "column": wexley, "rag": "green",
              "commentary": "Theirs: all seen.", "effective_on": timezone.localdate()}  # fmt: skip
    assert smt.post(url, theirs).status_code == 302

    refused = manager.post(url, mine)

    html = refused.content.decode()
    assert refused.status_code == 409
    assert "Theirs: all seen." in html
    assert "Mine: two vacancies.</textarea>" in html
    assert Rating.objects.count() == 1

    again = manager.post(url, {**mine, **hidden(html)})

    assert again.status_code == 302
    assert standing(plan, "2.1", "Wexley")[0] == Rag.RED


# --- A section ---


def test_the_grid_offers_only_the_cells_the_person_rates(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    html = client_for(cast.manager).get(f"/plans/{plan.slug}/sections/2/rate/").content.decode()

    offered = set(re.findall(r'data-label="([^"]+)"', html))
    assert offered == {"2.1 Wexley", "2.2 Wexley"}
    assert html.count("grid__cell--fixed") == 7


def test_the_grid_marks_old_ratings_and_says_what_the_mark_is(
    cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Wexley", Rag.GREEN, effective_on=days_ago(61))
    rate("2.1", "Thornby", Rag.GREEN, effective_on=days_ago(61))
    seen = page(client_for(cast.manager), "/plans/westermoor-2024/sections/2/rate/")
    assert "Rated over 60 days ago" in seen.the("ul", css="key").items
    assert seen.has("div", css="letters--stale")  # one's own
    assert seen.has("span", css="rag--stale")  # another's


def test_one_save_changes_some_and_confirms_the_rest(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    before = timezone.now() - dt.timedelta(days=3)
    rate("2.1", "Wexley", Rag.GREEN, commentary="Seen on all files.", by=cast.smt, recorded_at=before)
    rate("2.2", "Wexley", Rag.AMBER, commentary="Half of files.", by=cast.smt, recorded_at=before)
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    data = filled_in(client.get(url).content.decode())
    name = cell_name(plan, "2.1", "Wexley")
    data |= {f"rag-{name}": "amber", f"commentary-{name}": "One team slipped.", "same-all": "1"}

    answer = client.post(url, data, follow=True)

    html = answer.content.decode()
    assert "1 changed: 2.1 Wexley amber (was green)" in html
    assert "1 confirmed with no change of colour: 2.2 Wexley" in html
    assert standing(plan, "2.1", "Wexley") == (Rag.AMBER, "One team slipped.")
    rag, said = standing(plan, "2.2", "Wexley")
    assert rag == Rag.AMBER
    assert said.startswith(f"No change. Half of files. ({cast.smt.display_name}, ")
    assert Rating.objects.filter(recorded_by=cast.manager).count() == 2


def test_a_row_can_be_confirmed(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    before = timezone.now() - dt.timedelta(days=3)
    for ref in ("2.1", "2.2"):
        rate(ref, "Wexley", Rag.GREEN, commentary="Seen.", by=cast.smt, recorded_at=before)
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    outcome = Outcome.objects.get(plan=plan, ref="2.2")

    client.post(url, {**filled_in(client.get(url).content.decode()), f"same-row-{outcome.pk}": "1"})

    assert [r.outcome.ref for r in Rating.objects.filter(recorded_by=cast.manager)] == ["2.2"]


def test_nothing_changed_is_said_and_nothing_saved(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    html = client.post(url, filled_in(client.get(url).content.decode())).content.decode()
    assert "Nothing has changed yet" in html
    assert not Rating.objects.exists()


def test_one_wrong_cell_saves_none_and_keeps_all(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    good, bad = cell_name(plan, "2.1", "Wexley"), cell_name(plan, "2.2", "Wexley")
    data = filled_in(client.get(url).content.decode())
    data |= {f"rag-{good}": "amber", f"commentary-{good}": "Good reason.", f"rag-{bad}": "red"}

    html = client.post(url, data).content.decode()

    assert f'href="#commentary-{bad}"' in html
    assert "2.2 Wexley: Say why it is red." in html
    assert "Good reason.</textarea>" in html
    assert not Rating.objects.exists()


def test_a_cell_the_person_may_not_rate_is_left_alone_whatever_is_sent(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    data = filled_in(client.get(url).content.decode())
    for column in ("Thornby", "Overall"):
        name = cell_name(plan, "2.1", column)
        data |= {f"rag-{name}": "green", f"commentary-{name}": "Not mine to say."}
    client.post(url, data)
    assert not Rating.objects.exists()


def test_a_stale_grid_is_refused_with_both_versions(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    url = f"/plans/{plan.slug}/sections/2/rate/"
    manager, smt = client_for(cast.manager), client_for(cast.smt)
    name = cell_name(plan, "2.1", "Wexley")
    other = cell_name(plan, "2.2", "Wexley")
    mine = filled_in(manager.get(url).content.decode())
    mine |= {
        f"rag-{name}": "red",
        f"commentary-{name}": "Mine.",
        f"rag-{other}": "green",
        f"commentary-{other}": "O.",
    }
    theirs = filled_in(smt.get(url).content.decode())
    smt.post(url, theirs | {f"rag-{name}": "complete", f"commentary-{name}": "Theirs."})

    refused = manager.post(url, mine)

    html = refused.content.decode()
    assert refused.status_code == 409
    assert "Theirs." in html
    assert "Mine.</textarea>" in html
    assert "O.</textarea>" in html
    assert Rating.objects.count() == 1
    again = mine | filled_in(html) | {f"commentary-{name}": "Mine.", f"commentary-{other}": "O."}
    assert manager.post(url, again).status_code == 302
    assert standing(plan, "2.1", "Wexley")[0] == Rag.RED


def test_a_cell_left_untouched_in_a_stale_grid_is_not_rated(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Wexley", Rag.GREEN, commentary="First.", by=cast.smt)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    manager = client_for(cast.manager)
    mine = filled_in(manager.get(url).content.decode())
    rate("2.1", "Wexley", Rag.RED, commentary="Since then.", by=cast.smt)
    other = cell_name(plan, "2.2", "Wexley")

    manager.post(url, mine | {f"rag-{other}": "green", f"commentary-{other}": "Seen."})

    assert standing(plan, "2.1", "Wexley")[0] == Rag.RED
    assert standing(plan, "2.2", "Wexley")[0] == Rag.GREEN


def test_a_grid_sent_twice_saves_once(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    name = cell_name(plan, "2.1", "Wexley")
    data = filled_in(client.get(url).content.decode()) | {f"rag-{name}": "red", f"commentary-{name}": "Why."}
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert Rating.objects.count() == 1


def test_a_closed_plan_takes_no_ratings(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    plan.status = Plan.Status.CLOSED
    records.save(plan, by=cast.administrator, reason="Replaced")
    client = client_for(cast.smt)
    assert client.get(f"/plans/{plan.slug}/sections/2/rate/").status_code == 403
    assert client.get(f"/plans/{plan.slug}/outcomes/2.1/rate/").status_code == 403


def test_going_back_and_sending_the_form_with_another_rating_loses_nothing(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/outcomes/2.1/rate/"
    data = {**hidden(client.get(url).content.decode()), "rag": "red", "commentary": "No cover.",
            "effective_on": timezone.localdate()}  # fmt: skip
    client.post(url, data)

    second = client.post(url, data | {"rag": "amber", "commentary": "Cover found after all."})

    html = second.content.decode()
    assert second.status_code == 409
    assert "No cover." in html
    assert "Cover found after all.</textarea>" in html
    third = client.post(url, data | hidden(html) | {"rag": "amber", "commentary": "Cover found after all."})
    assert third.status_code == 302
    assert standing(plan, "2.1", "Wexley") == (Rag.AMBER, "Cover found after all.")


def test_confirming_what_was_struck_out_meanwhile_is_refused(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., Rating]
) -> None:
    gone = rate("2.1", "Wexley", Rag.GREEN, by=cast.smt)
    rate("2.2", "Wexley", Rag.GREEN, by=cast.smt)
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    mine = filled_in(client.get(url).content.decode())
    correct_rating(rating=gone, reason="Wrong outcome.", rag=None, by=cast.smt)

    refused = client.post(url, mine | {"same-all": "1"})

    assert refused.status_code == 409
    assert "2.1 Wexley: The rating you were shown has been corrected" in refused.content.decode()
    assert not Rating.objects.filter(recorded_by=cast.manager).exists()


def test_a_reason_too_long_to_keep_is_refused_whole(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.manager)
    url = f"/plans/{plan.slug}/sections/2/rate/"
    name = cell_name(plan, "2.1", "Wexley")
    long = "x" * 10_001
    typed = {f"rag-{name}": "red", f"commentary-{name}": long}
    answer = client.post(url, {**hidden(client.get(url).content.decode()), **typed}).content.decode()
    assert "Keep the reason to 10,000 characters." in answer
    assert f"{long}</textarea>" in answer
    assert not Rating.objects.exists()
