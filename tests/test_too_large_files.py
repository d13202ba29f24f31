"""A file larger than any page keeps: taken in to its end, never kept, and answered in words."""

import http.client
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import RequestFactory
from django.urls import reverse

from improvement.errors import HEARD_OUT, TooMuchToHear, bad_request
from improvement.uploads import LimitedUploadHandler
from ofsted.file_check import MAX_SIZE
from ofsted.models import Attachment
from plans.models import Plan

from .cast import Cast
from .gunicorn_server import gunicorn
from .reading import read
from .visit_files import PDF, stored, upload
from .visits import a_visit

MB = 1024 * 1024
BOUNDARY = "-----------------------------parts"


def test_the_largest_file_that_is_taken_in_is_the_largest_that_is_kept() -> None:
    assert settings.UPLOAD_MAX_FILE_SIZE == MAX_SIZE


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_told_with_its_size(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan)
    address = reverse("visit_file_add", args=[plan.slug, visit.pk])
    before = stored()
    large = upload("letter.pdf", PDF + bytes(MAX_SIZE))
    page = client_for(cast.clerk).post(address, {"kind": "report", "file": large})
    shown = read(page.content.decode())
    assert (
        "This file is 20.0 MB, and at most 20 MB can be kept"
        in shown.the("p", css="govuk-error-message").words
    )
    assert shown.the("input", value="report").attributes.get("checked") is not None
    assert stored() == before


@pytest.mark.django_db
def test_the_largest_file_is_kept(plan: Plan, cast: Cast, client_for: Any) -> None:
    visit = a_visit(plan)
    address = reverse("visit_file_add", args=[plan.slug, visit.pk])
    content = PDF[:-6] + bytes(MAX_SIZE - len(PDF)) + PDF[-6:]
    client_for(cast.clerk).post(address, {"kind": "report", "file": upload(content=content)})
    assert Attachment.objects.get().size == MAX_SIZE


@pytest.fixture
def send(plan: Plan, cast: Cast, client_for: Any) -> Iterator[Any]:
    """``send(megabytes)``: a file of that size, sent to the real server as a browser would."""
    visit = a_visit(plan)
    token = _get_new_csrf_string()
    session = client_for(cast.clerk).cookies[settings.SESSION_COOKIE_NAME].value
    with gunicorn() as port:

        def post(megabytes: int) -> tuple[int, str]:
            begin = (
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nreport\r\n'
                f"--{BOUNDARY}\r\n"
                'Content-Disposition: form-data; name="file"; filename="letter.pdf"\r\n\r\n'
            ).encode() + PDF
            end = f"\r\n--{BOUNDARY}--\r\n".encode()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            address = reverse("visit_file_add", args=[plan.slug, visit.pk])
            connection.putrequest("POST", address)
            for name, value in {
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
                "Content-Length": str(len(begin) + megabytes * MB + len(end)),
                "Cookie": f"csrftoken={token}; {settings.SESSION_COOKIE_NAME}={session}",
                "X-CSRFToken": token,
                "Origin": f"http://127.0.0.1:{port}",
            }.items():
                connection.putheader(name, value)
            connection.endheaders()
            try:
                # Like a browser, it reads no answer until all is sent.
                connection.send(begin)
                for _ in range(megabytes):
                    connection.send(bytes(MB))
                connection.send(end)
                answer = connection.getresponse()
                return answer.status, answer.read().decode()
            finally:
                connection.close()

        yield post


@pytest.mark.django_db(transaction=True)
def test_100_mb_are_answered_with_the_form(send: Any) -> None:
    before = stored()
    status, page = send(100)
    assert status == 200
    assert "This file is 100.0 MB, and at most 20 MB can be kept" in page
    assert stored() == before
    assert not Attachment.objects.exists()


def test_what_is_sent_on_and_on_is_refused_before_it_is_read(rf: RequestFactory) -> None:
    handler = LimitedUploadHandler()
    handler.handle_raw_input(None, {}, HEARD_OUT, b"", None)
    with pytest.raises(TooMuchToHear) as refused:
        handler.handle_raw_input(None, {}, HEARD_OUT + 2 * MB, b"", None)
    page = bad_request(rf.post("/"), refused.value)
    assert page.status_code == 400
    assert "more than 100 MB" in page.content.decode()


def test_nothing_is_passed_on_of_a_file_once_it_is_too_large() -> None:
    """Else a hundred megabytes would lie on the server's disk before anybody looked at their number."""
    handler = LimitedUploadHandler()
    handler.new_file("file", "letter.pdf", "application/pdf", None)
    assert handler.receive_data_chunk(b"a", MAX_SIZE - 1) == b"a"
    assert handler.file_complete(MAX_SIZE) is None
    assert handler.receive_data_chunk(b"a", MAX_SIZE) is None
    told = handler.file_complete(MAX_SIZE + 1)
    assert told is not None
    assert (told.name, told.size, told.read()) == ("letter.pdf", MAX_SIZE + 1, b"")
