"""Whatever is typed on the pages comes through an issued paper as text, whole, in every format."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from plans.models import Meeting, Paper, Plan, Recommendation
from plans.parts import parts_for_papers
from plans.snapshot import take_snapshot

from .a_document import HARD_TEXTS
from .cast import Cast
from .file_reading import BETWEEN, said_in, squeezed
from .papers import meeting_for
from .rating_forms import hidden

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {**HARD_TEXTS, "control": "before\x07\x1bafter"}
"""A paste can bring along what no XML file can hold. (A NUL no form takes.)"""
READ = {**HARD_TEXTS, "control": "before\ufffd\ufffdafter"}


def test_what_is_typed_on_the_pages_is_whole_text_in_every_file(
    plan: Plan, cast: Cast, client_for: Callable[..., Client]
) -> None:
    clerk = client_for(cast.clerk)
    rated = rate_with_each(plan, client_for(cast.smt))
    meeting = meeting_for(plan)
    recommend(plan, clerk, meeting_for(plan, days=-20), TYPED["formula"])
    paper = issue_with_each(plan, clerk, meeting)
    call_command("db_worker", batch=True, verbosity=0)
    files = {}
    for file in paper.files.all():
        where = reverse("paper_file", kwargs={"slug": plan.slug, "pk": paper.pk, "file": file.pk})
        files[file.key] = said_in(file.name, b"".join(clerk.get(where).streaming_content))  # type: ignore[attr-defined]
    for key in ("xlsx", "docx", "pdf"):
        for name, text in READ.items():  # on the cover and, of those that were rated with it, as a reason
            least = 2 if name in rated else 1
            if (key, name) != ("xlsx", "long"):
                assert files[key].count(squeezed(text)) >= least, (key, name)
    # The row of a sheet has an end, so the longest text goes on in the row below.
    sentence = squeezed("The commentary goes on and on.")
    assert files["xlsx"].replace(BETWEEN, "").count(sentence) >= 2 * TYPED["long"].count("on and on.")
    for name in rated:
        assert squeezed(READ[name]) in files["csv-ratings"], name
    assert squeezed(TYPED["formula"]) in files["csv-recommendations"]
    page = clerk.get(reverse("paper_read", args=[plan.slug, paper.pk])).content.decode()
    shown = squeezed(html.fromstring(page).text_content())
    assert all(squeezed(TYPED[name]) in shown for name in rated - {"control"})
    assert "<script>alert" not in page


def rate_with_each(plan: Plan, smt: Client) -> set[str]:
    """Rate as many cells red as there are, each with one text for its reason; which texts were used."""
    used = set()
    for (outcome, cell), (name, text) in zip(take_snapshot(plan).cells, TYPED.items(), strict=False):
        where = reverse("rate_outcome", args=[plan.slug, outcome.ref])
        sent = hidden(smt.get(where).content.decode()) | {
            "column": cell.column.key,
            "rag": "red",
            "commentary": text,
            "effective_on": timezone.localdate().isoformat(),
        }
        assert smt.post(where, sent).status_code == 302, name
        used.add(name)
    return used


def recommend(plan: Plan, clerk: Client, meeting: Meeting, words: str) -> None:
    """Record what a meeting asked for."""
    where = f"{reverse('recommendation_new', args=[plan.slug])}?meeting={meeting.pk}"
    sent = hidden(clerk.get(where).content.decode()) | {
        "meeting": str(meeting.pk),
        "kind": "recommendation",
        "ref": "1",
        "words": words,
        "who": "Heads of Service",
        "reason": "minutes",
    }
    assert clerk.post(where, sent).status_code == 302
    assert Recommendation.objects.get().words == words


def issue_with_each(plan: Plan, clerk: Client, meeting: Meeting) -> Paper:
    """Make and issue the paper of a meeting, with all its parts, and each text under a heading of its own."""
    clerk.post(reverse("paper_begin", args=[plan.slug, meeting.pk]))
    paper = Paper.objects.get()

    def at(name: str) -> str:
        return reverse(name, args=[plan.slug, paper.pk])

    parts = {f"part_{key}": "on" for key in parts_for_papers()}
    chosen = {"compared": "none", "version": str(paper.version), **parts}
    assert clerk.post(at("paper_choices"), chosen).status_code == 302
    paper.refresh_from_db()
    assert len(paper.cover) >= len(TYPED)
    cover = {f"cover_{place}": text for place, text in enumerate(TYPED.values())}
    assert clerk.post(at("paper_cover"), {**cover, "version": str(paper.version)}).status_code == 302
    form = clerk.get(at("paper_issue")).context["form"]
    sent = {"version": form.initial["version"], "read": form.initial["read"], "agreed": "on"}
    assert clerk.post(at("paper_issue"), sent).status_code == 302
    return paper
