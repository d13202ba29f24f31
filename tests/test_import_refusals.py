"""What an import refuses before it has a plan to show: bytes, sizes and other people's drafts."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from plans.actions import records
from plans.actions.import_drafts import change_import, confirm_import, discard_import, start_import
from plans.actions.refusals import NotAllowed
from plans.importers.plan_text import read_plan
from plans.importers.source import ImportRefused, decode, digest
from plans.models import ImportDraft, Membership, Plan
from plans.models.import_draft import KEPT_FOR_DAYS

from .cast import Cast
from .import_documents import PLAIN

pytestmark = pytest.mark.django_db
START = "/plans/import/"


# As "Every call" in line 12 of PLAIN reads, where an extraction went wrong.
WITH_NUL = PLAIN.replace("Every call is", "Every call\0 is")
SAYS = "Line 12 has a character that cannot be kept, after “1.1 Every call”."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_character_that_cannot_be_kept_is_refused_with_its_line(encoding: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        decode(WITH_NUL.encode(encoding))
    assert refused.value.message.startswith(SAYS)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_lines_are_counted_as_an_editor_counts_them(end: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_plan(WITH_NUL.replace("\n", end))
    assert refused.value.message.startswith(SAYS)


def test_several_such_lines_are_named_and_a_file_full_of_them_is_no_text() -> None:
    text = PLAIN.replace("\n", "\0\n", 3)
    with pytest.raises(ImportRefused) as refused:
        read_plan(text)
    assert refused.value.message.startswith(
        "Lines 1, 2 and 3 have a character that cannot be kept; in line 1 "
    )
    with pytest.raises(ImportRefused) as refused:
        read_plan(PLAIN.replace(" ", "\0"))
    assert "This is not text that can be read" in refused.value.message


@pytest.mark.parametrize("pasted", [True, False])
def test_in_the_browser_it_is_said_beside_the_field(cast: Cast, client_for, plan: Plan, pasted: bool) -> None:
    text = WITH_NUL if pasted else ""
    file = {} if pasted else {"file": SimpleUploadedFile("plan.txt", WITH_NUL.encode("utf-16"))}
    answer = client_for(cast.administrator).post(
        START, {"authority": plan.authority.pk, "text": text, **file}
    )
    assert answer.status_code == 200
    assert answer.content.decode().count(SAYS) == 2  # at the top of the page and at the field
    assert not ImportDraft.objects.exists()


def test_a_paste_too_large_for_a_page_says_so(cast: Cast, client_for, plan: Plan) -> None:
    answer = client_for(cast.administrator).post(
        START, {"authority": plan.authority.pk, "text": "Improvement Plan\n" * 600_000}
    )
    assert answer.status_code == 400
    assert "more than 8 MB" in answer.content.decode()
    assert not ImportDraft.objects.exists()


def test_a_fingerprint_that_is_none_is_not_found(cast: Cast, client_for) -> None:
    answer = client_for(cast.administrator).post(f"{START}999/", {"confirm": "1", "fingerprint": "a\0b"})
    assert answer.status_code == 404


NOTHING_SAID: dict[str, dict[str, str]] = {"lead_splits": {}, "theme_names": {}, "locality_names": {}}


def kept(plan: Plan, cast: Cast) -> ImportDraft:
    return start_import(
        authority=plan.authority, text=PLAIN, file_name="", draft=read_plan(PLAIN), by=cast.administrator
    )


def test_a_draft_is_changed_and_discarded_by_who_started_it(plan: Plan, cast: Cast) -> None:
    draft = kept(plan, cast)
    with pytest.raises(NotAllowed):
        change_import(import_draft=draft, title="x", dated=None, by=cast.superuser, **NOTHING_SAID)
    with pytest.raises(NotAllowed):
        discard_import(import_draft=draft, by=cast.superuser)
    discard_import(import_draft=draft, by=cast.administrator)
    assert not ImportDraft.objects.exists()


def test_a_draft_is_confirmed_by_who_started_it(plan: Plan, cast: Cast) -> None:
    """A superuser may import for every authority, and still not what somebody else is checking."""
    draft = kept(plan, cast)
    before = Plan.objects.count()
    confirm: dict[str, Any] = {
        "import_draft": draft, "draft": read_plan(PLAIN), "source_text_digest": digest(PLAIN)
    }  # fmt: skip
    for other in (cast.superuser, cast.outsider, cast.reader):
        with pytest.raises(NotAllowed):
            confirm_import(**confirm, by=other)
    assert (Plan.objects.count(), ImportDraft.objects.get()) == (before, draft)
    for membership in Membership.objects.filter(user=cast.administrator):
        records.delete(membership, by=cast.superuser, reason="They have left")
    with pytest.raises(NotAllowed):
        confirm_import(**confirm, by=cast.administrator)
    assert ImportDraft.objects.get() == draft


@pytest.mark.parametrize("days", [KEPT_FOR_DAYS - 1, KEPT_FOR_DAYS + 1])
def test_a_draft_is_open_for_as_long_as_the_page_says(plan: Plan, cast: Cast, client_for, days: int) -> None:
    draft, client = kept(plan, cast), client_for(cast.administrator)
    ImportDraft.objects.update(started_at=timezone.now() - dt.timedelta(days=days))
    start = client.get(START).content.decode()
    assert f"kept for {KEPT_FOR_DAYS} days" in start
    assert (settings.BASE_DIR / "README.md").read_text().count(f"for {KEPT_FOR_DAYS} days") == 2
    still = days < KEPT_FOR_DAYS
    assert ("Imports you have not finished" in start) == still
    preview = client.get(f"{START}{draft.pk}/")
    assert preview.status_code == (200 if still else 404)
    if still:
        until = f"{timezone.localdate(timezone.now() + dt.timedelta(days=1)):%-d %B %Y}"
        assert until in start
        assert f"kept for you until {until}" in preview.content.decode()


def test_the_clocks_that_change_do_not_move_the_last_day() -> None:
    """Begun in the first hour of 24 October 2026, in summer time; thirty days end late on 22 November."""
    draft = ImportDraft(started_at=dt.datetime(2026, 10, 23, 23, 30, tzinfo=dt.UTC))
    assert draft.kept_until == dt.date(2026, 11, 22)


def test_drafts_left_lying_are_thrown_away_at_the_next_start(plan: Plan, cast: Cast) -> None:
    old, recent = kept(plan, cast), kept(plan, cast)
    long_ago = timezone.now() - dt.timedelta(days=KEPT_FOR_DAYS + 1)
    ImportDraft.objects.filter(pk=old.pk).update(started_at=long_ago)
    newest = kept(plan, cast)
    assert set(ImportDraft.objects.all()) == {recent, newest}
