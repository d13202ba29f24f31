"""An administrator gives a body's Word papers the council's own look by the pages; refusals included."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx.shared import Pt, RGBColor

from plans.actions.body_templates import set_template
from plans.actions.refusals import ChildDetailsFound
from plans.kept_files import kept_files
from plans.models import Body, FalseAlarm, PaperTemplate, Plan
from plans.record import Asked, Kind, read_record

from .a_word_template import a_template, another_template, another_type, bomb, with_entry
from .cast import Cast
from .meetings import a_body, a_body_with_a_template, a_meeting
from .reading import read
from .visit_files import stored

NAME, WHY = "Council.docx", "New template from communications"


OTHER = another_template()


@pytest.fixture
def body(plan: Plan, cast: Cast) -> Body:
    return a_body(plan)


@pytest.fixture
def admin(cast: Cast, client_for: Callable[..., Client]) -> Client:
    return client_for(cast.administrator)


def address(body: Body, plan: Plan, name: str = "body_template", **more: int) -> str:
    return reverse(name, kwargs={"slug": plan.slug, "pk": body.pk, **more})


def choose(client: Client, plan: Plan, body: Body, content: bytes, name: str = NAME, **more: Any) -> Any:
    sent = {"file": SimpleUploadedFile(name, content), "reason": WHY, "version": body.version, **more}
    return client.post(address(body, plan), sent)


def words(response: Any) -> str:
    return " ".join(read(response.content.decode()).the("main").words.split())


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_nothing_is_in_use_until_a_document_is_chosen_and_then_it_says_which_and_why(
    plan: Plan, cast: Cast, body: Body, admin: Client
) -> None:
    empty = words(admin.get(address(body, plan)))
    assert "No template is in use. Word papers have the service" in empty
    assert "Stop using" not in empty
    template = a_template()
    assert choose(admin, plan, body, template).status_code == 302
    body.refresh_from_db()
    assert body.template
    page = admin.get(address(body, plan))
    said = words(page)
    assert f"“{NAME}” is now the Word template for Improvement Board." in said
    for part in (
        NAME,
        f"Chosen by {cast.administrator.display_name}",
        f"Why {WHY}",
        "Its text, and anything",
    ):
        assert part in said
    assert NAME in words(admin.get(reverse("bodies", kwargs={"slug": plan.slug})))
    got = admin.get(address(body, plan, "body_template_file", file=body.template.pk))
    assert content_of(got) == template
    assert got["Content-Disposition"] == f'attachment; filename="{NAME}"'
    assert "sandbox" in got["Content-Security-Policy"]
    kept = PaperTemplate.objects.get()
    assert (kept.added_by_name, kept.size) == (cast.administrator.display_name, len(template))


def test_a_sample_shows_the_look_with_and_without_a_template(plan: Plan, body: Body, admin: Client) -> None:
    sample = address(body, plan, "body_template_sample")

    def look() -> tuple[str | None, str]:
        got = admin.get(sample)
        assert got["Content-Disposition"] == 'attachment; filename="Sample paper for Improvement Board.docx"'
        document = docx.Document(io.BytesIO(content_of(got)))
        foot = document.sections[0].first_page_footer.paragraphs[0].text
        return document.styles["Normal"].font.name, foot

    assert look() == (None, "Sample paper for Improvement Board")
    choose(admin, plan, body, a_template())
    assert look() == ("Georgia", "County Hall, Marl Street")


def test_one_is_put_in_the_place_of_another_and_given_up_and_the_page_tells_of_all(
    plan: Plan, cast: Cast, body: Body, admin: Client
) -> None:
    a_meeting(plan, body=body)
    choose(admin, plan, body, a_template())
    body.refresh_from_db()
    choose(admin, plan, body, OTHER, name="New look.docx", reason="The council has a new logo")
    body.refresh_from_db()
    stop = address(body, plan, "body_template_remove")
    assert "New look.docx" in words(admin.get(stop))
    assert "Say why it is no longer used" in words(admin.post(stop, {"version": body.version}))
    given_up = admin.post(stop, {"version": body.version, "reason": "The logo is out of date"}, follow=True)
    assert "Word papers for Improvement Board have the service's own look again." in words(given_up)
    table = read(given_up.content.decode()).the("table").words
    assert table.index("New look.docx") < table.index(NAME)
    assert PaperTemplate.objects.count() == 2
    page = read_record(plan, Asked(frozenset({Kind.MEETING})), user=cast.superuser)
    told = [(change.sentence, save.reason) for save in page.saves for change in save.changes][:3]
    assert told == [
        ("Improvement Board: Word template “New look.docx” no longer used", "The logo is out of date"),
        (
            f"Improvement Board: Word template “New look.docx” put in place of “{NAME}”",
            "The council has a new logo",
        ),
        (f"Improvement Board: Word template “{NAME}” put in use", WHY),
    ]
    shown = words(admin.get(reverse("record", kwargs={"slug": plan.slug})))
    assert f"Word template “{NAME}” put in use" in shown


def test_files_of_one_name_are_told_apart_by_their_day_and_what_they_are(
    plan: Plan, body: Body, admin: Client
) -> None:
    usual = a_template()
    for content in (usual, OTHER, usual):
        body.refresh_from_db()
        choose(admin, plan, body, content)
    said = words(admin.get(address(body, plan)))
    first, second = PaperTemplate.objects.all()
    assert first.name == second.name
    for template, times in ((first, 2), (second, 1)):
        day = f"{timezone.localtime(template.added_at):%-d %B %Y}"
        assert said.count(f"{NAME} added {day}, SHA-256 {template.sha256[:8]}") == times


def test_pressed_twice_it_is_one_template_and_one_change(plan: Plan, body: Body, admin: Client) -> None:
    template = a_template()
    choose(admin, plan, body, template)
    changes, files = body.history.count(), stored()
    again = choose(admin, plan, body, template)
    assert again.status_code == 302
    assert "the same file, is in use already" in words(admin.get(again["Location"]))
    assert (PaperTemplate.objects.count(), body.history.count(), stored()) == (1, changes, files)
    stop = address(body, plan, "body_template_remove")
    body.refresh_from_db()
    sent = {"version": body.version, "reason": "Out of date"}
    admin.post(stop, sent)
    second = admin.post(stop, sent, follow=True)
    assert "This body has no Word template in use." in words(second)
    assert body.history.count() == changes + 1


def test_two_bodies_may_have_the_same_file_which_is_kept_once(plan: Plan, body: Body, admin: Client) -> None:
    template = a_template()
    cabinet = a_body_with_a_template(plan, template, name="Cabinet")
    files = stored()
    choose(admin, plan, body, template, name="The same.docx")
    body.refresh_from_db()
    assert body.template == cabinet.template
    assert stored() == files
    found = address(body, plan, "body_template_file", file=body.template_id)
    assert admin.get(found).status_code == 200


def test_a_file_of_another_body_or_authority_is_not_given_out(
    plan: Plan, body: Body, admin: Client, cast: Cast, client_for: Callable[..., Client]
) -> None:
    cabinet = a_body_with_a_template(plan, name="Cabinet")
    asked = address(body, plan, "body_template_file", file=cabinet.template_id)
    assert admin.get(asked).status_code == 404
    right = address(cabinet, plan, "body_template_file", file=cabinet.template_id)
    assert client_for(cast.outsider).get(right).status_code == 404
    assert client_for(cast.clerk).get(right).status_code == 403


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HOSTILE = {
    "PDF renamed": (b"%PDF-1.7\n%%EOF\n", NAME, "not a Word document"),
    "empty": (b"", NAME, "This file is empty"),
    "macros by type": (another_type("ms-word.document.macroEnabled.main+xml"), NAME, "holds macros"),
    "macros by name": (with_entry(a_template(), "word/vbaProject.bin", b"x"), NAME, "holds macros"),
    "locked": (LOCKED, NAME, "locked with a password"),
    "bomb": (bomb(), NAME, "unpacks to far more"),
    "over 10 MB": (b"PK\x03\x04" + bytes(10 * 1024 * 1024), NAME, "10.0 MB, and at most 10 MB can be used"),
    "over all that is taken in": (bytes(21 * 1024 * 1024), NAME, "21.0 MB, and at most 10 MB can be used"),
    "damaged": (a_template()[:-300], NAME, "damaged or not whole"),
    "another ending": (a_template(), "Council.pdf", "its name ends in .pdf"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_cannot_be_used_is_refused_beside_its_field_and_the_rest_stays(
    kind: str, plan: Plan, body: Body, admin: Client
) -> None:
    content, name, because = HOSTILE[kind]
    before = stored()
    page = choose(admin, plan, body, content, name)
    assert page.status_code == 200
    shown = read(page.content.decode())
    assert because in shown.the("p", css="govuk-error-message").words
    assert shown.the("input", name="reason").attributes["value"] == WHY
    assert "choose it again" in words(page)
    assert stored() == before
    assert not PaperTemplate.objects.exists()


@pytest.mark.past_the_actions
def test_a_colour_that_not_everybody_can_read_is_named(plan: Plan, body: Body, admin: Client) -> None:
    def pale(document: Any) -> None:
        for name, colour in (("Heading 1", "7A1F4B"), ("Heading 2", "4F81BD"), ("Heading 3", "1F3864")):
            document.styles[name].font.color.rgb = RGBColor.from_string(colour)
        document.styles["Heading 2"].font.size = Pt(13)
        document.styles["Caption"].font.color.rgb = RGBColor.from_string("333333")

    choose(admin, plan, body, a_template(pale))
    said = words(admin.get(address(body, plan)))
    assert "Heading 2: its contrast is 4.0 to 1, and at least 4.5 to 1 is needed." in said
    assert said.count("its contrast is") == 1
    kept_files().delete(PaperTemplate.objects.get().stored_as)
    assert said.split("In use now")[1] in words(admin.get(address(body, plan))), "it is not read for a page"


def test_no_file_and_no_reason_are_asked_for(plan: Plan, body: Body, admin: Client) -> None:
    said = words(admin.post(address(body, plan), {"version": body.version}))
    assert "Choose the Word document." in said
    assert "Say where it comes from" in said


def test_a_childs_details_are_refused_in_the_name_of_the_file(plan: Plan, body: Body, admin: Client) -> None:
    page = choose(admin, plan, body, a_template(), name="NHS number 943 476 5919.docx")
    assert "looks like an NHS number" in words(page)
    assert not PaperTemplate.objects.exists()


def test_a_childs_details_at_the_head_or_foot_are_refused_unless_it_is_said_why_it_is_a_false_alarm(
    plan: Plan, cast: Cast, body: Body, admin: Client
) -> None:
    def change(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "NHS number 943 476 5919"

    template = a_template(change)
    with pytest.raises(ChildDetailsFound) as found:
        set_template(
            body=body, plan=plan, name=NAME, content=template, by=cast.administrator, reason="New look"
        )
    assert list(found.value.found) == ["Head and foot of a Word template"]
    page = choose(admin, plan, body, template)
    assert "looks like an NHS number" in words(page)
    assert not PaperTemplate.objects.exists()
    shown = read(page.content.decode())
    told = shown.the("input", name="child_details_told").attributes["value"]
    sent = choose(
        admin, plan, body, template, child_details_told=told, false_alarm="The number of the switchboard"
    )
    assert sent.status_code == 302
    assert FalseAlarm.objects.get().where == "Head and foot of a Word template"


def test_of_two_who_choose_the_second_sees_both_and_keeps_the_reason(
    plan: Plan, body: Body, admin: Client
) -> None:
    seen = body.version
    a_body_with_a_template(plan, OTHER, file="Theirs.docx")
    before = stored()
    page = choose(admin, plan, body, a_template(), version=seen)
    assert page.status_code == 409
    table = read(page.content.decode()).the("table").words
    assert "Theirs.docx" in table
    assert NAME in table
    assert read(page.content.decode()).the("input", name="reason").attributes["value"] == WHY
    assert stored() == before
    version = read(page.content.decode()).the("input", name="version").attributes["value"]
    assert choose(admin, plan, body, a_template(), version=version).status_code == 302
    body.refresh_from_db()
    assert str(body.template) == NAME


def test_what_was_replaced_meanwhile_is_not_given_up_unseen(plan: Plan, body: Body, admin: Client) -> None:
    before = a_body_with_a_template(plan)
    seen = before.version
    set_template(
        body=before,
        plan=plan,
        name="Theirs.docx",
        content=OTHER,
        by=body.history.first().history_user,
        reason="New",
    )
    stop = address(body, plan, "body_template_remove")
    page = admin.post(stop, {"version": seen, "reason": "The logo is out of date"})
    assert page.status_code == 409
    table = read(page.content.decode()).the("table").words
    assert "Theirs.docx" in table
    assert NAME in table
    body.refresh_from_db()
    assert str(body.template) == "Theirs.docx"


def test_lost_from_the_folder_it_is_said_so_and_put_back_by_choosing_it_again(
    plan: Plan, body: Body, admin: Client
) -> None:
    template = a_template()
    kept = a_body_with_a_template(plan, template).template
    assert kept
    kept_files().delete(kept.stored_as)
    found = address(body, plan, "body_template_file", file=kept.pk)
    for asked in (found, address(body, plan, "body_template_sample")):
        missing = admin.get(asked)
        assert missing.status_code == 404
        assert "Choose the same file again" in words(missing)
    body.refresh_from_db()
    choose(admin, plan, body, template)
    assert content_of(admin.get(found)) == template
