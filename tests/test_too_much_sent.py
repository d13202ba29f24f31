"""More than a page takes, sent to the real server: the browser must be shown why, not a broken connection."""

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import RequestFactory

from improvement.errors import HEARD_OUT, hear_out
from plans.models import ImportDraft, Plan, User

from .cast import Cast
from .gunicorn_server import gunicorn

pytestmark = pytest.mark.django_db(transaction=True)
START = "/plans/import/"
MB = 1024 * 1024
BOUNDARY = "-----------------------------parts"


@pytest.fixture
def server() -> Iterator[int]:
    with gunicorn() as port:
        yield port


@pytest.fixture
def send(server: int, cast: Cast, client_for: Any) -> Any:
    """``send(body, kind)``: post it as the administrator's browser would; the status and the page."""
    token = _get_new_csrf_string()
    session = client_for(cast.administrator).cookies[settings.SESSION_COOKIE_NAME].value

    def post(body: bytes, kind: str = "application/x-www-form-urlencoded") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", server, timeout=120)
        headers = {
            "Content-Type": kind,
            "Cookie": f"csrftoken={token}; {settings.SESSION_COOKIE_NAME}={session}",
            "X-CSRFToken": token,
            "Origin": f"http://127.0.0.1:{server}",
        }
        try:
            # Like a browser, it reads no answer until all is sent.
            connection.request("POST", START, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    return post


def test_a_paste_of_50_mb_is_answered_in_words(send: Any, plan: Plan) -> None:
    plans, people = Plan.objects.count(), User.objects.count()
    body = urlencode({"authority": plan.authority_id}).encode() + b"&text=" + b"a" * (50 * MB)
    status, page = send(body)
    assert status == 400
    assert "more than 8 MB" in page
    assert "nothing was changed" in page
    assert (Plan.objects.count(), User.objects.count(), ImportDraft.objects.count()) == (plans, people, 0)


def test_pasted_into_the_form_itself_it_is_told_to_choose_a_file(send: Any, plan: Plan) -> None:
    """The form on the page sends its fields in parts; Django finds out only while it reads them."""
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    body = part.encode() + b"a" * (50 * MB) + f"\r\n--{BOUNDARY}--\r\n".encode()
    status, page = send(body, f"multipart/form-data; boundary={BOUNDARY}")
    assert status == 400
    assert "more than 8 MB" in page
    assert "save it as a plain text file and choose that" in page
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("in_parts", [False, True])
def test_too_many_fields_are_answered_in_words_of_their_own(send: Any, in_parts: bool) -> None:
    if in_parts:
        part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="leads"\r\n\r\na\r\n'
        body = (part * 200_000 + f"--{BOUNDARY}--\r\n").encode()
        status, page = send(body, f"multipart/form-data; boundary={BOUNDARY}")
    else:
        status, page = send(b"a=1&" * 200_000)
    assert status == 400
    assert "more than 20,000 fields" in page
    assert "a part at a time" in page
    assert "could not be understood" not in page


def test_whoever_sends_without_end_is_hung_up_on(rf: RequestFactory) -> None:
    """The rest of a request is taken in up to a limit, and a browser that gives up is no error."""
    sent = Endless()
    request = rf.generic("POST", START)
    request._stream = sent
    hear_out(request)
    assert HEARD_OUT <= sent.read_so_far < HEARD_OUT + MB
    request._stream = Endless(breaks_at=MB)
    hear_out(request)


class Endless:
    def __init__(self, breaks_at: int | None = None) -> None:
        self.read_so_far, self.breaks_at = 0, breaks_at

    def read(self, size: int) -> bytes:
        if self.breaks_at and self.read_so_far >= self.breaks_at:
            raise ConnectionResetError
        self.read_so_far += size
        return b"a" * size
