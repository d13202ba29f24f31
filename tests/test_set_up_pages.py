"""Set-up (Django admin): writes through actions, asks why, keeps to one's own plans, never overwrites."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from plans.actions.refusals import Refused
from plans.actions.setting_up import save_section
from plans.models import Locality, Membership, Outcome, Plan, Section, Theme, User

from .cast import Cast
from .factories import PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]


def sent_back(html: str) -> dict[str, str]:
    """What the page's main form would send if nothing were changed."""
    form = html[html.index('method="post" id=') :] if 'method="post" id=' in html else html
    data: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type")
        if (
            "name" not in attributes
            or kind == "submit"
            or (kind in ("checkbox", "radio") and " checked" not in tag)
        ):
            continue
        data[attributes["name"]] = attributes.get("value", "")
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S):
        data[name] = next(iter(re.findall(r'<option value="([^"]*)" selected', options)), "")
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        data[name] = text
    data.pop("_save", None)
    return data


def change(client: Client, model: str, pk: int, **typed: str) -> str:
    url = reverse(f"admin:plans_{model}_change", args=[pk])
    data = sent_back(client.get(url).content.decode())
    return client.post(url, {**data, **typed}, follow=True).content.decode()


@pytest.mark.parametrize("model", ["authority", "locality", "lead", "theme", "plan", "section", "statement",
                                   "outcome", "membership", "rating"])  # fmt: skip
def test_an_administrator_sees_each_list_and_nobody_elses_rows(
    plan: Plan, cast: Cast, client_for: ClientFor, model: str
) -> None:
    mine = client_for(cast.administrator).get(reverse(f"admin:plans_{model}_changelist"))
    theirs = client_for(cast.outsider).get(reverse(f"admin:plans_{model}_changelist"))
    assert (mine.status_code, theirs.status_code) == (200, 200)
    rows = {row.pk for row in mine.context["cl"].queryset}
    assert rows.isdisjoint({row.pk for row in theirs.context["cl"].queryset})
    assert rows or model == "rating"


@pytest.mark.parametrize("who", ["manager", "smt", "clerk", "reader", "stranger"])
def test_nobody_else_is_let_in(cast: Cast, client_for: ClientFor, who: str) -> None:
    answer = client_for(getattr(cast, who)).get(reverse("admin:index"))
    assert answer.status_code in (302, 403)


def test_a_stranger_cannot_reach_another_plans_outcome_by_its_number(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    outcome = Outcome.objects.filter(plan=plan).first()
    assert outcome
    url = reverse("admin:plans_outcome_change", args=[outcome.pk])
    answer = client_for(cast.outsider).get(url)
    assert answer.status_code == 302
    assert outcome.statement not in client_for(cast.outsider).get(url, follow=True).content.decode()


def test_rewording_an_outcome_keeps_who_when_and_why(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    outcome = Outcome.objects.get(plan=plan, ref="2.1")
    client = client_for(cast.administrator)
    html = change(
        client, "outcome", outcome.pk, statement="Said better.", why="The board asked.",
        lead_titles="Team Managers\nNew Role",
    )  # fmt: skip
    assert "was changed successfully" in html
    newest = outcome.history.first()
    assert (newest.statement, newest.history_by, newest.history_change_reason) == (
        "Said better.", cast.administrator.display_name, "The board asked.",
    )  # fmt: skip
    assert [link.lead.title for link in outcome.lead_links.all()] == ["Team Managers", "New Role"]


def test_what_a_colour_means_has_room_for_a_sentence(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    html = client_for(cast.administrator).get(f"/set-up/plans/plan/{plan.pk}/change/").content.decode()
    boxes = {re.search(r'name="(\w+)"', tag)[1]: tag for tag in re.findall(r"<input[^>]* size=[^>]*>", html)}
    for name in ("title", "red_means", "amber_means", "green_means", "complete_means"):
        assert 'size="80"' in boxes[name]


def test_a_change_without_a_reason_is_refused(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    outcome = Outcome.objects.get(plan=plan, ref="2.1")
    html = change(client_for(cast.administrator), "outcome", outcome.pk, statement="Quietly changed.", why="")
    assert "This field is required." in html
    outcome.refresh_from_db()
    assert outcome.statement != "Quietly changed."


def test_a_stale_form_is_refused_with_both_texts_on_the_page(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    outcome = Outcome.objects.get(plan=plan, ref="2.1")
    url = reverse("admin:plans_outcome_change", args=[outcome.pk])
    client = client_for(cast.administrator)
    mine = sent_back(client.get(url).content.decode())
    change(client_for(cast.superuser), "outcome", outcome.pk, statement="Their words.", why="Theirs.")

    html = client.post(url, {**mine, "statement": "My words.", "why": "Mine."}).content.decode()

    assert "changed this while you had it open" in html
    assert "Their words." in html
    assert "My words." in html
    outcome.refresh_from_db()
    assert outcome.statement == "Their words."
    again = client.post(url, {**sent_back(html), "statement": "My words.", "why": "Mine."})
    assert again.status_code == 302
    outcome.refresh_from_db()
    assert outcome.statement == "My words."


def test_a_sections_columns_are_lines_and_new_names_make_localities(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    section = Section.objects.get(plan=plan, number="2")
    change(
        client_for(cast.administrator), "section", section.pk, columns="Newtown\nWexley", why="Areas redrawn."
    )
    assert [c.locality.name for c in section.columns.select_related("locality")] == ["Newtown", "Wexley"]
    assert Locality.objects.filter(name="Newtown", authority=plan.authority).exists()


def test_only_the_authoritys_own_themes_can_be_given(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    outcome = Outcome.objects.get(plan=plan, ref="2.1")
    page = client_for(cast.administrator).get(reverse("admin:plans_outcome_change", args=[outcome.pk]))
    offered = set(page.context["adminform"].form.fields["theme_choice"].queryset)
    assert offered == set(Theme.objects.filter(authority=plan.authority))


def test_a_new_member_gets_an_account_and_chooses_a_password_by_e_mail(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    url = reverse("admin:plans_membership_add")
    data = sent_back(client.get(url).content.decode())
    data |= {
        "plan": str(plan.pk),
        "email": "New.Person@council.example",
        "name": "New Person",
        "role": "reader",
    }
    assert client.post(url, data).status_code == 302
    member = Membership.objects.get(plan=plan, user__email="new.person@council.example")
    assert member.history.first().history_by == cast.administrator.display_name

    Client().post(reverse("account_reset_password"), {"email": "new.person@council.example"})

    assert len(mail.outbox) == 1
    assert "new.person@council.example" in mail.outbox[0].to


def test_a_manager_is_given_leads_and_localities(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    membership = Membership.objects.get(plan=plan, user=cast.other_manager)
    lead = plan.authority.leads.get(title="Team Managers")
    change(
        client_for(cast.administrator),
        "membership",
        membership.pk,
        lead_choice=str(lead.pk),
        why="Moved team.",
    )
    assert [link.lead for link in membership.lead_links.all()] == [lead]


def test_ratings_can_be_looked_at_and_not_changed(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., object]
) -> None:
    rate("2.1", "Wexley", "red")
    client = client_for(cast.superuser)
    pk = plan.outcomes.get(ref="2.1").ratings.get().pk
    page = client.get(reverse("admin:plans_rating_change", args=[pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(reverse("admin:plans_rating_change", args=[pk]), {"rag": "green"}).status_code == 403
    assert client.get(reverse("admin:plans_rating_delete", args=[pk])).status_code == 403


def test_deleting_keeps_the_reason(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.administrator)
    membership = Membership.objects.get(plan=plan, user=cast.reader)
    url = reverse("admin:plans_membership_delete", args=[membership.pk])
    assert 'name="why"' in client.get(url).content.decode()
    client.post(url, {"post": "yes", "why": "Left the board."})
    newest = Membership.history.filter(id=membership.pk).first()
    assert (newest.history_type, newest.history_change_reason) == ("-", "Left the board.")


def test_the_history_of_a_record_is_shown(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    outcome = Outcome.objects.get(plan=plan, ref="2.1")
    change(client_for(cast.administrator), "outcome", outcome.pk, statement="Newer.", why="As agreed in May.")
    page = client_for(cast.administrator).get(reverse("admin:plans_outcome_history", args=[outcome.pk]))
    assert "As agreed in May." in page.content.decode()


def test_a_section_and_an_outcome_stay_in_their_plan(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    other = PlanFactory(authority=plan.authority)
    elsewhere = SectionFactory(plan=other)
    section, outcome = Section.objects.get(plan=plan, number="2"), Outcome.objects.get(plan=plan, ref="2.1")
    client = client_for(cast.superuser)
    change(client, "section", section.pk, plan=str(other.pk), why="Moved.")
    html = change(client, "outcome", outcome.pk, section=str(elsewhere.pk), why="Moved.")
    assert "Select a valid choice" in html
    section.refresh_from_db()
    outcome.refresh_from_db()
    assert (section.plan, outcome.plan, outcome.section) == (plan, plan, section)
    section.plan = other
    with pytest.raises(Refused):
        save_section(section=section, columns=[], by=cast.superuser, reason="Moved.")


def test_a_column_that_holds_ratings_is_not_dropped(
    plan: Plan, cast: Cast, client_for: ClientFor, rate: Callable[..., object]
) -> None:
    rate("2.1", "Wexley", "red")
    rate("2.1", None, "amber")
    section = Section.objects.get(plan=plan, number="2")
    before = [link.locality.name for link in section.columns.all()]
    html = change(
        client_for(cast.administrator), "section", section.pk, columns="Wexleyx", has_overall="", why="Typo."
    )
    assert "Wexley holds 1 ratings" in html
    assert [link.locality.name for link in section.columns.all()] == before


TABLES = ["outcome", "section", "statement", "locality", "membership", "rating", "plan"]


@pytest.mark.parametrize("model", TABLES)
def test_filters_offer_nothing_of_another_authority(
    plan: Plan, cast: Cast, client_for: ClientFor, model: str
) -> None:
    html = client_for(cast.outsider).get(reverse(f"admin:plans_{model}_changelist")).content.decode()
    assert plan.title not in html
    assert plan.authority.name not in html


@pytest.mark.parametrize("lines", ["x" * 300, "a\x00b", "\n".join(map(str, range(99)))])
def test_lines_that_do_not_fit_are_refused(plan: Plan, cast: Cast, client_for: ClientFor, lines: str) -> None:
    section = Section.objects.get(plan=plan, number="2")
    html = change(client_for(cast.administrator), "section", section.pk, columns=lines, why="Why not.")
    assert "Please correct the error" in html
    assert section.columns.count() == 2


def test_numbers_and_addresses_that_name_nothing_are_no_accident(
    plan: Plan, cast: Cast, client_for: ClientFor
) -> None:
    client = client_for(cast.administrator)
    section, outcome = Section.objects.get(plan=plan, number="2"), Outcome.objects.get(plan=plan, ref="2.1")
    assert client.get("/set-up/plans/section/_00/history/").status_code == 404
    assert client.get(f"/set-up/plans/section/{section.pk}/history/a/").status_code == 404
    assert client.get("/set-up/plans/outcome/?q=" + "word+" * 3000).status_code == 200
    html = change(client, "outcome", outcome.pk, theme_choice="9" * 20, why="Why not.")
    assert "Please correct the error" in html


def test_nothing_is_deleted_without_a_reason(plan: Plan, cast: Cast, client_for: ClientFor) -> None:
    membership = Membership.objects.get(plan=plan, user=cast.reader)
    url = reverse("admin:plans_membership_delete", args=[membership.pk])
    answer = client_for(cast.administrator).post(url, {"post": "yes", "why": " "}, follow=True)
    assert "nothing has been deleted" in answer.content.decode()
    assert Membership.objects.filter(pk=membership.pk).exists()
