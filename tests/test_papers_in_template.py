"""Word papers in the council's own look: frozen with the paper, proved with it, and new for the next one."""

import io
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from plans.actions.body_templates import remove_template, set_template
from plans.actions.refusals import NotAllowed, RecordedAlready, Refused
from plans.kept_files import TemplateLost, kept_files
from plans.models import Body, Paper, PaperTemplate, Plan, Rag, Rating
from plans.packs import packs_of, template_of, write_pack
from plans.papers.accessible import faults_of
from plans.papers.sample import check_on_sample, sample_document
from plans.tasks import make_files
from plans.uploaded.template_check import TemplateRefused

from .a_document import PRODUCED_AT
from .a_word_template import a_template, another_template, rewritten
from .cast import Cast
from .factories import PlanFactory
from .papers import draft_for, issue, meeting_for
from .word_reading import Word

PLUM = "7a1f4b"
OTHER = another_template()
MISSING, ANOTHER = "it is not in the folder of files", "its content is not what was uploaded"


def give(plan: Plan, body: Body, cast: Cast, content: bytes, name: str = "Council.docx") -> None:
    body = Body.objects.get(pk=body.pk)
    set_template(body=body, plan=plan, name=name, content=content, by=cast.administrator, reason="New look")


def word_of(paper: Paper) -> bytes:
    with kept_files().open(paper.files.get(pack="public", key="docx").stored_as) as file:
        return bytes(file.read())


def foot_of(content: bytes) -> str:
    document: Any = docx.Document(io.BytesIO(content))
    return str(document.sections[0].first_page_footer.paragraphs[0].text)


def digests(paper: Paper) -> dict[str, str]:
    return dict(paper.files.values_list("key", "sha256"))


def the_same(capsys: pytest.CaptureFixture[str]) -> bool:
    call_command("verify_papers")
    return "Nothing is wrong." in capsys.readouterr().out


def test_a_paper_looks_as_the_template_and_is_as_accessible_as_without(
    plan: Plan, cast: Cast, rate: Callable[..., Rating]
) -> None:
    rate("2.1", "Wexley", Rag.RED, commentary="Four teams of nine are late")
    meeting = meeting_for(plan)
    give(plan, meeting.body, cast, a_template())
    paper = issue(draft_for(meeting, cast.clerk), cast.clerk)
    document: Any = docx.Document(io.BytesIO(word_of(paper)))
    assert document.styles["Normal"].font.name == "Georgia"
    assert str(document.styles["Heading 1"].font.color.rgb).lower() == PLUM
    assert foot_of(word_of(paper)) == "County Hall, Marl Street"
    assert any("image" in rel.reltype for rel in document.sections[0].header.part.rels.values())
    word = Word(word_of(paper))
    levels = [level for level, _ in word.headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    red = [cell for table in document.tables for cell in table._cells if cell.text == "Red"]
    assert red
    assert all("d4351c" in cell._tc.xml for cell in red if "w:shd" in cell._tc.xml)
    assert paper.word_template == PaperTemplate.objects.get()


def test_another_template_later_leaves_what_was_issued_and_the_next_paper_has_it(
    plan: Plan, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting = meeting_for(plan, days=-7)
    plain = issue(draft_for(meeting_for(plan, days=-30), cast.clerk, parts={"plan": 0}), cast.clerk)
    give(plan, meeting.body, cast, a_template())
    first = issue(draft_for(meeting, cast.clerk, parts={"plan": 0}), cast.clerk)
    before = {paper.pk: digests(paper) for paper in (plain, first)}
    give(plan, meeting.body, cast, OTHER, "New look.docx")
    second = issue(draft_for(meeting_for(plan), cast.clerk, parts={"plan": 0}), cast.clerk)
    assert [foot_of(word_of(paper)) for paper in (first, second)] == [
        "County Hall, Marl Street",
        "Civic Centre",
    ]
    body = Body.objects.get(pk=meeting.body_id)
    remove_template(body=body, plan=plan, by=cast.administrator, reason="Out of date")
    assert {paper.pk: digests(paper) for paper in (plain, first)} == before
    assert [str(paper.word_template) for paper in (plain, first, second)] == [
        "None",
        "Council.docx",
        "New look.docx",
    ]
    assert the_same(capsys)


def test_a_draft_goes_by_what_its_body_has_now(plan: Plan, cast: Cast) -> None:
    meeting = meeting_for(plan)
    draft = draft_for(meeting, cast.clerk, parts={"plan": 0})
    give(plan, meeting.body, cast, OTHER)
    draft = Paper.objects.select_related("plan", "meeting__body__template").get(pk=draft.pk)
    assert template_of(draft) == OTHER


def test_the_pages_of_a_paper_say_which_template(
    plan: Plan, cast: Cast, client_for: Callable[..., Client]
) -> None:
    meeting = meeting_for(plan)
    draft = draft_for(meeting, cast.clerk, parts={"plan": 0})
    page = reverse("paper", kwargs={"slug": plan.slug, "pk": draft.pk})

    def said(who: Any) -> str:
        return " ".join(client_for(who).get(page).content.decode().split())

    assert "<dt>Word template</dt><dd>None: the service" in said(cast.clerk)
    give(plan, meeting.body, cast, a_template())
    assert '<dt>Word template</dt><dd><span class="breaks">Council.docx' in said(cast.clerk)
    issue(draft, cast.clerk, files=False)
    give(plan, meeting.body, cast, OTHER, "New look.docx")
    assert '<dt>Word template</dt><dd><span class="breaks">Council.docx' in said(cast.reader)
    assert "docx</span></a>" in said(cast.administrator)
    assert "New look.docx" not in said(cast.administrator)


@pytest.mark.past_the_actions
def test_verify_papers_names_a_template_that_is_lost_or_another(
    plan: Plan, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting = meeting_for(plan)
    give(plan, meeting.body, cast, a_template())
    paper = issue(draft_for(meeting, cast.clerk, parts={"plan": 0}), cast.clerk)
    assert the_same(capsys)
    kept = PaperTemplate.objects.get()
    kept_files().delete(kept.stored_as)
    for wrong in (MISSING, ANOTHER):
        with pytest.raises(CommandError, match="2 things are wrong"):
            call_command("verify_papers")
        told = capsys.readouterr().out
        assert f"Word template “Council.docx”: {wrong}, so its Word files cannot be made anew" in told
        assert "made anew, it" not in told
        kept_files().save(kept.stored_as, ContentFile(bytes(kept.size)))
    with pytest.raises(TemplateLost):
        list(write_pack(packs_of(paper)[0], paper))


def test_a_lost_template_keeps_no_other_file_from_being_made_and_the_rest_follow_once_it_is_back(
    plan: Plan, cast: Cast, client_for: Callable[..., Client]
) -> None:
    meeting, template = meeting_for(plan), a_template()
    give(plan, meeting.body, cast, template)
    paper = issue(draft_for(meeting, cast.clerk, parts={"plan": 0, "changes": 3}), cast.clerk, files=False)
    packs = {pack for pack, _ in paper.to_make}
    assert len(packs) == 2
    kept_files().delete(PaperTemplate.objects.get().stored_as)
    with pytest.raises(TemplateLost, match="it is not in the folder of files"):
        make_files.call(paper.pk)
    there = set(paper.files.values_list("pack", "key"))
    assert {(pack, key) for pack, key in paper.to_make} - there == {(pack, "docx") for pack in packs}
    there_on = reverse("paper", args=[plan.slug, paper.pk])
    assert "Its Word file cannot be made" in client_for(cast.clerk).get(there_on).content.decode()
    give(plan, meeting.body, cast, OTHER, "New look.docx")
    give(plan, meeting.body, cast, template)
    assert make_files.call(paper.pk) == 2


@pytest.mark.past_the_actions
def test_verify_history_names_a_template_that_is_lost_or_another_with_what_to_do(
    plan: Plan, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    give(plan, meeting_for(plan).body, cast, a_template())
    call_command("verify_history")
    assert "Word templates read: 1." in capsys.readouterr().out
    kept = PaperTemplate.objects.get()
    kept_files().delete(kept.stored_as)
    for wrong in (MISSING, ANOTHER):
        with pytest.raises(CommandError, match="One thing is wrong"):
            call_command("verify_history", plan=plan.slug)
        told = capsys.readouterr().out
        assert f"The Word template “Council.docx” of {plan.authority} (file {kept.pk}): {wrong}. Have" in told
        assert "choose the same file again" in told
        kept_files().save(kept.stored_as, ContentFile(bytes(kept.size)))
    call_command("verify_history", plan=PlanFactory().slug)


@pytest.mark.past_the_actions
def test_no_paper_is_issued_whose_template_is_lost(plan: Plan, cast: Cast) -> None:
    meeting = meeting_for(plan)
    give(plan, meeting.body, cast, a_template())
    draft = draft_for(meeting, cast.clerk, parts={"plan": 0})
    kept_files().delete(PaperTemplate.objects.get().stored_as)
    with pytest.raises(Refused, match="Ask an administrator to choose the file again"):
        issue(draft, cast.clerk)
    assert not Paper.objects.get().is_issued


@pytest.mark.past_the_actions
def test_the_database_refuses_to_change_or_delete_a_template(plan: Plan, cast: Cast) -> None:
    give(plan, meeting_for(plan).body, cast, a_template())
    for sql in ("UPDATE plans_papertemplate SET name = 'x'", "DELETE FROM plans_papertemplate"):
        refused = pytest.raises(DatabaseError, match="never changed or deleted")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_only_administrators_of_an_open_plan_of_its_authority_choose(plan: Plan, cast: Cast) -> None:
    body = meeting_for(plan).body
    given: dict[str, Any] = {"name": "Council.docx", "content": a_template(), "reason": "New look"}
    for person in (cast.clerk, cast.smt, cast.manager, cast.reader, cast.stranger):
        with pytest.raises(NotAllowed):
            set_template(body=body, plan=plan, by=person, **given)
        with pytest.raises(NotAllowed):
            remove_template(body=body, plan=plan, by=person, reason="Out of date")
    with pytest.raises(Refused, match="another authority"):
        set_template(body=body, plan=PlanFactory(), by=cast.superuser, **given)
    with pytest.raises(Refused, match="not a Word document"):
        set_template(body=body, plan=plan, by=cast.administrator, **given | {"content": b"%PDF-1.7"})
    with pytest.raises(RecordedAlready):
        remove_template(body=body, plan=plan, by=cast.administrator, reason="Out of date")
    assert not PaperTemplate.objects.exists()


def test_the_sample_can_be_followed_by_everybody() -> None:
    assert faults_of(sample_document(body="Cabinet", owner="Westermoor", at=PRODUCED_AT)) == []


def test_what_the_writer_trips_over_is_refused_and_not_found_out_when_a_paper_is_made() -> None:
    def misnumbered(styles: bytes) -> bytes:
        return re.sub(rb'<w:numId w:val="\d+"', b'<w:numId w:val="x"', styles)

    check_on_sample(a_template())
    with pytest.raises(TemplateRefused, match="damaged or not whole"):
        check_on_sample(rewritten(a_template(), styles_xml=misnumbered))
