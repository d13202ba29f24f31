"""What an import refuses before it has a plan to show: bytes, sizes and other people's drafts."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from plans.actions.import_drafts import KEPT_FOR_DAYS, change_import, discard_import, start_import
from plans.actions.refusals import NotAllowed
from plans.importers.plan_text import read_plan
from plans.importers.source import ImportRefused, decode
from plans.models import ImportDraft, Plan

from .cast import Cast
from .import_documents import PLAIN

pytestmark = pytest.mark.django_db
START = "/plans/import/"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_character_that_no_text_has_is_refused(encoding: str) -> None:
    with pytest.raises(ImportRefused):
        decode((PLAIN + "\0").encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_upload_with_such_a_character_is_answered_on_the_form(
    cast: Cast, client_for, encoding: str, plan: Plan
) -> None:
    file = SimpleUploadedFile("plan.txt", PLAIN.replace("a", "a\0", 1).encode(encoding))
    answer = client_for(cast.administrator).post(START, {"authority": plan.authority.pk, "file": file})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
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


def kept(plan: Plan, cast: Cast) -> ImportDraft:
    return start_import(
        authority=plan.authority, text=PLAIN, file_name="", draft=read_plan(PLAIN), by=cast.administrator
    )


def test_a_draft_is_changed_and_discarded_by_who_started_it(plan: Plan, cast: Cast) -> None:
    draft = kept(plan, cast)
    with pytest.raises(NotAllowed):
        change_import(
            import_draft=draft, title="x", dated=None, lead_splits={}, theme_names={}, by=cast.superuser
        )
    with pytest.raises(NotAllowed):
        discard_import(import_draft=draft, by=cast.superuser)
    discard_import(import_draft=draft, by=cast.administrator)
    assert not ImportDraft.objects.exists()


def test_drafts_left_lying_are_thrown_away_at_the_next_start(plan: Plan, cast: Cast) -> None:
    old, recent = kept(plan, cast), kept(plan, cast)
    long_ago = timezone.now() - dt.timedelta(days=KEPT_FOR_DAYS + 1)
    ImportDraft.objects.filter(pk=old.pk).update(started_at=long_ago)
    newest = kept(plan, cast)
    assert set(ImportDraft.objects.all()) == {recent, newest}
