"""Files of a visit: attached, given out as a download and nothing else, removed with their bytes."""

import logging
import stat
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ofsted.actions.attachments import attach_file
from ofsted.actions.deadlines import meet_deadline
from ofsted.models import Attachment, Visit
from plans.actions import records
from plans.models import FalseAlarm, Plan

from .cast import Cast, at, days_ago
from .reading import read
from .visit_files import PDF, a_file, docx, stored, upload, where
from .visits import a_visit

pytestmark = pytest.mark.django_db
MB = 1024 * 1024
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def visit(plan: Plan) -> Visit:
    return a_visit(plan)


@pytest.fixture
def attach(plan: Plan, visit: Visit, cast: Cast, client_for: Any) -> Any:
    """``attach(file, **more)``: what the clerk gets who sends a file."""

    def send(file: Any, **more: Any) -> Any:
        address = reverse("visit_file_add", args=[plan.slug, visit.pk])
        sent = {"kind": "letter", **({"file": file} if file else {}), **more}
        return client_for(cast.clerk).post(address, sent)

    return send


def given_out(client: Client, plan: Plan, attachment: Attachment) -> Any:
    return client.get(reverse("visit_file", args=[plan.slug, attachment.visit_id, attachment.pk]))


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_kept_under_a_made_up_name_and_given_out_as_a_download(
    attach: Any, plan: Plan, visit: Visit, cast: Cast, client_for: Any
) -> None:
    assert attach(upload("Monitoring letter £1.pdf")).url == reverse("visit", args=[plan.slug, visit.pk])
    kept = Attachment.objects.get()
    assert (kept.name, kept.content_type, kept.size) == (
        "Monitoring letter £1.pdf",
        "application/pdf",
        len(PDF),
    )
    assert uuid.UUID(kept.stored_as).hex == kept.stored_as
    assert stat.S_IMODE(where(kept).stat().st_mode) == 0o600
    assert stat.S_IMODE(where(kept).parent.stat().st_mode) == 0o700
    page = client_for(cast.reader).get(reverse("visit", args=[plan.slug, visit.pk]))
    assert "Letter, PDF, 1 KB" in read(page.content.decode()).words
    response = given_out(client_for(cast.reader), plan, kept)
    assert content_of(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Monitoring%20letter%20")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]
    told = kept.history.get()
    assert (told.history_user, told.history_change_reason) == (cast.clerk, "Letter attached")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("letter.pdf", b"", "This file is empty"),
        ("letter.pdf", SVG, "web page"),
        ("letter.svg", SVG, "web page"),
        ("letter.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "web page"),
        ("letter.html", b"<html><script>alert(1)</script></html>", "web page"),
        ("letter.html", PDF, "its name ends in .html"),
        ("letter.pdf", docx(), "its name ends in .pdf"),
        ("bomb.docx", docx(("word/media/big", bytes(60 * MB))), "unpacks to far more"),
        ("macros.docx", docx(("word/vbaProject.bin", b"x")), "macros"),
        ("run.pdf", b"MZ" + bytes(100), "program"),
    ],
)
def test_what_is_no_letter_or_report_is_refused(
    attach: Any, visit: Visit, name: str, content: bytes, said: str
) -> None:
    before = stored()
    page = attach(upload(name, content), kind="report")
    assert page.status_code == 200
    shown = read(page.content.decode())
    assert said in shown.the("p", css="govuk-error-message").words
    assert shown.the("input", value="report").attributes.get("checked") is not None
    assert not Attachment.objects.exists()
    assert stored() == before


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere(attach: Any, sent: str, kept: str) -> None:
    before = stored()
    attach(upload(sent))
    one = Attachment.objects.get()
    assert one.name == kept
    assert stored() - before == {one.stored_as}


def test_a_name_breaks_no_header(plan: Plan, visit: Visit, cast: Cast, client_for: Any) -> None:
    kept = a_file(visit, name='a";\r\nSet-Cookie: x=1; .pdf')
    response = given_out(client_for(cast.reader), plan, kept)
    assert "Set-Cookie" not in response
    assert "\n" not in response["Content-Disposition"]


def test_nothing_and_no_kind_are_asked_for(attach: Any) -> None:
    page = read(attach(None, kind="").content.decode()).words
    assert "Choose the file." in page
    assert "Choose what the file is." in page


def test_the_same_content_is_kept_once(attach: Any, plan: Plan, visit: Visit) -> None:
    attach(upload("letter.pdf"))
    before = stored()
    page = attach(upload("copy.pdf"))
    assert "This file is here already, as “letter.pdf”." in page.content.decode()
    assert Attachment.objects.count() == 1
    assert stored() == before
    elsewhere = a_visit(plan, number=3)
    assert a_file(elsewhere).sha256 == Attachment.objects.get(visit=visit).sha256


def test_a_childs_details_in_a_name_are_told(attach: Any) -> None:
    page = attach(upload("case 943 476 5919.pdf"))
    assert "looks like an NHS number" in read(page.content.decode()).words
    assert not Attachment.objects.exists()
    told = page.context["form"]["child_details_told"].value()
    attach(upload("case 943 476 5919.pdf"), child_details_told=told, false_alarm="The audit's number")
    assert Attachment.objects.get().name == "case 943 476 5919.pdf"
    assert FalseAlarm.objects.get().reason == "The audit's number"


# --- Bytes and row stand or fall together -------------------------------------------------------------------


def test_bytes_go_again_if_the_row_is_not_committed(
    visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored()

    def fails(*args: Any, **given: Any) -> None:
        assert len(stored()) == len(before) + 1
        raise RuntimeError("the database went away")

    monkeypatch.setattr(records, "save", fails)
    with pytest.raises(RuntimeError, match="went away"):
        a_file(visit, by=cast.clerk)
    assert stored() == before
    assert not Attachment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_is_not_attached_within_another_transaction(visit: Visit, cast: Cast) -> None:
    before = stored()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        a_file(visit, by=cast.clerk)
    assert stored() == before


def test_removing_takes_a_reason_and_the_bytes(
    plan: Plan, visit: Visit, cast: Cast, client_for: Any, django_capture_on_commit_callbacks: Any
) -> None:
    kept = a_file(visit)
    address = reverse("visit_file_remove", args=[plan.slug, visit.pk, kept.pk])
    client = client_for(cast.clerk)
    assert "letter.pdf" in client.get(address).content.decode()
    assert "Say why it is removed" in client.post(address, {"reason": ""}).content.decode()
    with django_capture_on_commit_callbacks() as callbacks:
        assert client.post(address, {"reason": "The wrong letter"}).status_code == 302
    assert where(kept).exists()  # until it is certain that the row is gone
    for callback in callbacks:
        callback()
    assert not where(kept).exists()
    assert not Attachment.objects.exists()
    assert Attachment.history.filter(id=kept.pk).first().history_change_reason == "The wrong letter"
    assert given_out(client, plan, kept).status_code == 404


def test_a_file_that_meets_a_deadline_stays(plan: Plan, visit: Visit, cast: Cast, client_for: Any) -> None:
    focused = a_visit(plan, kind=Visit.Kind.FOCUSED_VISIT)
    kept = a_file(focused)
    meet_deadline(
        visit=focused, plan=plan, clock="focused-visit-final-plan", met_on=days_ago(3), document=kept,
        by=cast.clerk,
    )  # fmt: skip
    address = reverse("visit_file_remove", args=[plan.slug, focused.pk, kept.pk])
    page = client_for(cast.clerk).post(address, {"reason": "The wrong letter"})
    assert "A deadline is recorded as met by this file" in page.content.decode()
    assert where(kept).exists()


# --- Who is given it, and what if it is not there -----------------------------------------------------------


def test_another_plans_member_is_given_nothing(
    plan: Plan, visit: Visit, cast: Cast, client_for: Any, make_plan: Any
) -> None:
    kept = a_file(visit)
    other = make_plan(outcomes=1)
    theirs = a_visit(other)
    outsider = client_for(cast.outsider)
    assert given_out(outsider, plan, kept).status_code == 404
    assert given_out(client_for(cast.stranger), plan, kept).status_code == 404
    superuser = client_for(cast.superuser)
    for slug, of in ((other.slug, theirs.pk), (other.slug, visit.pk), (plan.slug, theirs.pk)):
        assert superuser.get(reverse("visit_file", args=[slug, of, kept.pk])).status_code == 404
        assert superuser.get(reverse("visit_file_remove", args=[slug, of, kept.pk])).status_code == 404


@pytest.mark.past_the_actions
def test_a_file_that_is_lost_is_said_to_be_and_noted(
    plan: Plan, visit: Visit, cast: Cast, client_for: Any, caplog: pytest.LogCaptureFixture
) -> None:
    kept = a_file(visit)
    where(kept).write_bytes(bytes(kept.size))
    with caplog.at_level(logging.ERROR):
        changed = given_out(client_for(cast.reader), plan, kept)
        where(kept).unlink()
        lost = given_out(client_for(cast.reader), plan, kept)
    for response, wrong in (
        (changed, "its content is not what was attached"),
        (lost, "it is not in the folder of files"),
    ):
        assert response.status_code == 404
        assert f"cannot be given out as it was attached: {wrong}." in response.content.decode()
        assert f"File {kept.pk} of visit {visit.pk} cannot be given out: {wrong}" in caplog.text


def test_a_page_of_the_past_lists_what_was_there(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan, when=at(9))
    attach_file(visit=visit, plan=plan, file=upload(), kind="letter", by=cast.clerk, when=at(5))
    page = reverse("visit", args=[plan.slug, visit.pk])
    client = client_for(cast.reader)
    assert "letter.pdf" not in client.get(page, {"at": days_ago(7).isoformat()}).content.decode()
    assert "letter.pdf" in client.get(page, {"at": days_ago(3).isoformat()}).content.decode()
    kept = Attachment.objects.get()
    address = reverse("visit_file", args=[plan.slug, visit.pk, kept.pk])
    assert client.get(address, {"at": days_ago(7).isoformat()}).status_code == 404
    assert client.get(address, {"at": days_ago(3).isoformat()}).status_code == 200
