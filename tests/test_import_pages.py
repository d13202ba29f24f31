"""Importing in the browser: start, preview, confirm, discard."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.actions import records
from plans.models import Authority, ImportDraft, Membership, Plan, Rating, Theme

from .import_documents import PACK, PLAIN

pytestmark = pytest.mark.django_db

START = "/plans/import/"


@pytest.fixture
def client(client_for, cast):
    """The administrator of the cast's plan."""
    return client_for(cast.administrator)


def start(client, plan, text=PLAIN, **more):
    return client.post(START, {"authority": plan.authority.pk, "text": text, **more})


@pytest.fixture
def preview(client, plan) -> str:
    """The address of a preview of PLAIN."""
    return start(client, plan)["Location"]


def posted(client, url: str, **changes) -> dict[str, str]:
    """What a browser would send from the preview as it stands, with some fields changed."""
    page = client.get(url).content.decode()
    form = page[page.index('id="preview"') :]
    form = form[: form.index("</form>")]
    data = {}
    for name, value in re.findall(r'<input type="(?:hidden|text)" name="([^"]+)"(?: value="([^"]*)")?', form):
        data[name] = html.unescape(value)
    for name, value in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        data[name] = html.unescape(value)
    data.pop("csrfmiddlewaretoken", None)
    return data | changes


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_statements_are_counted_under_their_headings(client, preview):
    said = text_of(client.get(preview))
    assert "2 wanted, 1 to change" in said
    assert "1 wanted, 2 to change" in said


def test_a_leads_box_shows_all_of_it_where_it_takes_several_lines(client, plan):
    title = "Head of Family Support, Early Help and Partnerships for the north of the county"
    text = PLAIN.replace("Head of Family Support and Team Managers", f"{title} and Team Managers")
    page = client.get(start(client, plan, text)["Location"]).content.decode()
    assert re.findall(r'<textarea name="leads-0"[^>]* rows="(\d+)"', page) == ["4"]


def test_only_people_who_administer_a_plan_may_import(client_for, cast):
    for person in (cast.administrator, cast.outsider, cast.superuser):
        assert client_for(person).get(START).status_code == 200
    for person in (cast.reader, cast.manager, cast.smt, cast.clerk, cast.stranger):
        assert client_for(person).get(START).status_code == 403
        assert client_for(person).post(START, {}).status_code == 403
    assert client_for(None).get(START).status_code == 302


def test_an_administrator_is_offered_their_own_authority_only(client, client_for, cast, plan):
    page = client.get(START)
    others = Authority.objects.exclude(pk=plan.authority.pk)
    assert others.exists()
    assert plan.authority.name in page.content.decode()
    assert all(other.name not in page.content.decode() for other in others)
    assert "new_authority" not in page.content.decode()
    assert "new_authority" in client_for(cast.superuser).get(START).content.decode()
    refused = client.post(START, {"authority": others.first().pk, "text": PLAIN})
    assert refused.status_code == 200
    assert ImportDraft.objects.count() == 0


def test_pasted_text_leads_to_a_preview_that_shows_what_was_read(client, plan):
    response = start(client, plan)
    assert response.status_code == 302
    page = client.get(response["Location"])
    said = text_of(page)
    assert page.status_code == 200
    assert "2 sections, 4 outcomes, 6 statements, 3 leads and 4 ratings" in said
    assert "part of the text was understood" in said
    assert "1. Front Door" in said
    assert "Columns: North, South, Overall" in said
    assert "Each family has its own copy of the plan." in said
    assert "Calls wait too long at the start of the week." in said
    assert 'value="March 2023"' in page.content.decode()
    assert Plan.objects.filter(authority=plan.authority).count() == 1


def test_an_uploaded_file_is_read_and_named(client, plan):
    file = SimpleUploadedFile("board paper.txt", PLAIN.encode("utf-16"))
    response = client.post(START, {"authority": plan.authority.pk, "file": file})
    assert "from board paper.txt" in text_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7 ...", "This is a PDF, not text"),
        (b"PK\x03\x04", "Word"),
        (b"\x00\x01", "not text"),
        (b"Dear colleague", "No plan was found"),
        (b" \n", "no text here"),
        (b"", "The submitted file is empty"),
        (b"x" * (50 * 1024 * 1024), "50 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(client, plan, content, says):
    response = client.post(
        START, {"authority": plan.authority.pk, "file": SimpleUploadedFile("plan.txt", content)}
    )
    assert response.status_code == 200
    assert "There is a problem" in text_of(response)
    assert says in text_of(response)
    assert ImportDraft.objects.count() == 0


def test_text_that_cannot_be_read_stays_in_the_form(client, plan):
    response = start(client, plan, text="Dear colleague,\n\tthank you")
    assert "No plan was found" in text_of(response)
    assert "Dear colleague,\n\tthank you" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"text": PLAIN}, "Say whose plan this is"),
        ({"authority": "mine"}, "Paste the plan&#x27;s text, or choose a file"),
        ({"authority": "mine", "text": PLAIN, "file": True}, "not both"),
    ],
)
def test_what_is_missing_is_asked_for(client, plan, data, says):
    if data.get("authority"):
        data = {**data, "authority": plan.authority.pk}
    if data.get("file"):
        data = {**data, "file": SimpleUploadedFile("plan.txt", PLAIN.encode())}
    assert says in text_of(client.post(START, data))
    assert ImportDraft.objects.count() == 0


def test_a_superuser_names_a_new_authority(client_for, cast):
    client = client_for(cast.superuser)
    response = client.post(START, {"new_authority": "Nettlefield Council", "text": PLAIN})
    draft = ImportDraft.objects.get()
    assert response["Location"] == reverse("import_preview", args=[draft.pk])
    assert draft.authority.name == "Nettlefield Council"


def test_an_import_is_its_starters_alone(client_for, cast, preview):
    for person in (cast.superuser, cast.outsider, cast.stranger, cast.reader):
        other = client_for(person)
        assert other.get(preview).status_code == 404
        assert other.post(preview, {"confirm": "1"}).status_code == 404
        assert other.post(f"{preview}discard/").status_code == 404
    assert ImportDraft.objects.count() == 1


def test_confirming_makes_the_plan_with_what_was_typed(client, cast, plan, preview):
    data = posted(client, preview, title="Our plan", dated="2023-04", confirm="1")
    assert data["leads-0"].splitlines() == ["Head of Family Support", "Team Managers"]
    data["leads-0"] = "Head of Family Support\n  Deputy   Head \n\n"
    response = client.post(preview, data)
    made = Plan.objects.get(title="Our plan")
    assert response["Location"] == made.get_absolute_url()
    assert str(made.dated) == "2023-04-01"
    assert [link.lead.title for link in made.outcomes.get(ref="2.2").lead_links.all()] == [
        "Head of Family Support",
        "Deputy Head",
    ]
    assert Rating.objects.filter(outcome__plan=made).count() == 4
    assert Membership.objects.get(plan=made).user == cast.administrator
    assert not ImportDraft.objects.exists()


def test_changes_are_kept_and_nothing_is_imported(client, plan, preview):
    before = Plan.objects.count()
    data = posted(client, preview, title="", dated="", save="1")
    data["leads-0"] = "Everybody"
    response = client.post(preview, data)
    assert response.status_code == 302
    again = posted(client, preview)
    assert (again["title"], again["dated"], again["leads-0"]) == ("", "", "Everybody")
    assert "Everybody" in text_of(client.get(preview))
    assert Plan.objects.count() == before
    assert "Imports you have not finished" in text_of(client.get(START))


def test_a_wrong_month_is_refused_with_all_that_was_typed(client, preview):
    data = posted(client, preview, title="Our <b>plan</b>", dated="soon", confirm="1")
    data["leads-0"] = "Everybody"
    response = client.post(preview, data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Enter a month and year" in page
    assert 'value="Our &lt;b&gt;plan&lt;/b&gt;"' in page
    assert 'value="soon"' in page
    assert "Everybody" in page


@pytest.mark.parametrize(("field", "says"), [("title", "title"), ("dated", "month on the plan")])
def test_title_and_month_are_needed_to_confirm(client, preview, field, says):
    response = client.post(preview, posted(client, preview, confirm="1") | {field: ""})
    assert says in text_of(response)
    assert ImportDraft.objects.count() == 1


def test_pressing_twice_makes_one_plan(client, plan, preview):
    data = posted(client, preview, confirm="1")
    first, second = client.post(preview, data), client.post(preview, data)
    assert first["Location"] == second["Location"]
    assert Plan.objects.filter(authority=plan.authority).count() == 2
    assert client.post(preview, {"confirm": "1"}).status_code == 404
    assert client.get(preview).status_code == 404


def test_the_same_text_again_is_refused_and_the_plan_named(client, plan, preview):
    client.post(preview, posted(client, preview, confirm="1"))
    again = start(client, plan, text=PLAIN.replace("\n", "\r\n"))["Location"]
    assert "This text was imported before" in text_of(client.get(again))
    response = client.post(again, posted(client, again, title="Another name", confirm="1"))
    assert "it is the plan “Westermoor Children&#x27;s Services Improvement Plan, March 2023”" in text_of(
        response
    )
    assert 'value="Another name"' in response.content.decode()
    assert Plan.objects.filter(authority=plan.authority).count() == 2


def test_what_was_not_understood_is_listed_with_its_line_and_reason(client, plan):
    text = PLAIN.replace("\tGreen", "\tGreenish").replace("1.2\t", "7\n1.2\t")
    said = text_of(client.get(start(client, plan, text=text)["Location"]))
    assert re.search(r"Line Text Why 12 Greenish 1\.1 Overall: this names no colour", said)
    assert "stand at line 13" in said


def test_what_stands_around_the_plan_is_counted_and_shown(client, plan):
    said = text_of(client.get(start(client, plan, text=PACK)["Location"]))
    assert "15 lines before it and 7 lines after it" in said
    assert "Westermoor County Council" in said
    assert "Minutes of the last meeting" in said


RECURRING = PLAIN.replace(
    "What a caller says is written down once.", "Regular supervision takes place and helps staff to think."
).replace("A visit follows within three days.", "Regular supervision takes place and helps staff to think.")


@pytest.mark.parametrize("name", ["Supervision", "Thinking time", ""])
def test_a_proposed_theme_is_taken_renamed_or_left_out(client, plan, name):
    preview = start(client, plan, text=RECURRING)["Location"]
    data = posted(client, preview)
    assert data["theme-1.2"] == "Supervision"
    client.post(preview, data | {"theme-1.2": name, "confirm": "1"})
    made = Plan.objects.exclude(pk=plan.pk).get(authority=plan.authority)
    themes = set(Theme.objects.filter(outcomes__plan=made).values_list("name", "outcomes__ref"))
    assert themes == ({(name, "1.2"), (name, "2.1")} if name else set())


def test_discarding_leaves_nothing(client, plan, preview):
    before = Plan.objects.count()
    assert client.get(f"{preview}discard/").status_code == 405
    response = client.post(f"{preview}discard/")
    assert response["Location"] == START
    assert not ImportDraft.objects.exists()
    assert Plan.objects.count() == before
    assert client.post(f"{preview}discard/").status_code == 404


def test_a_person_who_lost_their_right_cannot_confirm(client, cast, plan, preview):
    data = posted(client, preview, confirm="1")
    for membership in Membership.objects.filter(user=cast.administrator):
        records.delete(membership, by=cast.superuser, reason="They have left")
    assert client.post(preview, data).status_code == 403
    assert ImportDraft.objects.count() == 1


def test_hostile_text_is_shown_as_text(client, plan):
    text = PLAIN.replace("Front Door", "<script>alert(1)</script>").replace(
        "Head of Family Support and", "<img src=x onerror=alert(1)> Manager and"
    )
    page = client.get(start(client, plan, text=text)["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
