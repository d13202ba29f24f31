"""A child's details in the text of an import, and in why a version is made, started or given up."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from plans.actions.refusals import ChildDetailsFound
from plans.actions.versions import match_outcomes
from plans.models import FalseAlarm, ImportDraft, Outcome, Plan, User

from .cast import Cast
from .import_documents import PLAIN
from .reading import read
from .test_import_pages import posted, start
from .version_pages import at, form_of, shown

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
NUMBER = "943 476 5919"  # an NHS number by its check digit; used in examples, and nobody's
TEXT = PLAIN.replace("Help comes to the home.", f"Help comes to the home of {NUMBER}.").replace(
    "A visit follows within three days.", "A visit follows to the child born on 3 May 2012."
)
WHY_NOT = "It is the number of a contract."
LINES = [number for number, line in enumerate(TEXT.splitlines(), start=1) if "943" in line or "born" in line]


@pytest.fixture
def client(cast: Cast, client_for: ClientFor) -> Client:
    return client_for(cast.administrator)


# --- An import ---


@pytest.fixture
def preview(client: Client, plan: Plan) -> str:
    return start(client, plan, text=TEXT)["Location"]


def test_the_preview_says_what_was_found_and_on_which_line(client: Client, preview: str) -> None:
    seen = read(client.get(preview).content.decode()).the("main").after("Looks like")
    assert [(row[0], row[1], row[3]) for row in seen.rows] == [
        (str(LINES[0]), "Section 2: What do we want to see? 1", f"an NHS number: {NUMBER}"),
        (str(LINES[1]), "Outcome 2.1", "a date of birth: born on 3 May 2012"),
    ]
    assert f"the home of {NUMBER}" in seen.rows[0][2]


def test_a_plan_in_which_nothing_is_found_is_asked_nothing(client: Client, plan: Plan) -> None:
    html = client.get(start(client, plan)["Location"]).content.decode()
    assert "Looks like" not in html
    assert "false alarm" not in html


def test_it_is_imported_only_with_a_reason_and_keeps_what_was_typed(client: Client, preview: str) -> None:
    sent = posted(client, preview, title="Our plan", confirm="1")
    refused = read(client.post(preview, sent).content.decode()).the("main")
    assert refused.the("div", css="govuk-error-summary").links == {
        "Say why this is a false alarm.": "#id_false_alarm"
    }
    assert refused.the("input", name="title").attributes["value"] == "Our plan"
    assert not Plan.objects.filter(title="Our plan").exists()
    assert client.post(preview, sent | {"false_alarm": WHY_NOT}).status_code == 302
    made = Plan.objects.get(title="Our plan")
    assert set(FalseAlarm.objects.values_list("plan", "where", "kinds", "reason")) == {
        (made.pk, f"Section 2: What do we want to see? 1 (line {LINES[0]})", "NHS number", WHY_NOT),
        (made.pk, f"Outcome 2.1 (line {LINES[1]})", "date of birth", WHY_NOT),
    }


def test_changes_are_kept_without_an_answer(client: Client, preview: str) -> None:
    assert client.post(preview, posted(client, preview, title="Ours", save="1")).status_code == 302
    assert ImportDraft.objects.get().title == "Ours"


def test_what_is_typed_into_the_preview_is_told_at_its_field(client: Client, preview: str) -> None:
    sent = posted(client, preview, title=f"Plan of {NUMBER[:-1]}8, 401 023 2137", confirm="1")
    first = client.post(preview, sent | {"false_alarm": WHY_NOT})
    seen = read(first.content.decode()).the("main")
    assert "“401 023 2137” looks like an NHS number." in seen.words
    again = posted(client, preview) | sent
    told = seen.the("input", name="child_details_told").attributes["value"]
    answered = again | {"child_details_told": told, "false_alarm": WHY_NOT}
    assert client.post(preview, answered).status_code == 302
    assert "Title" in FalseAlarm.objects.values_list("where", flat=True)


def test_the_command_refuses_it_without_a_reason(plan: Plan, cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT)
    given = [str(file), "--authority", plan.authority.name, "--by", cast.administrator.email]
    said = StringIO()
    call_command("import_plan", *given, "--dry-run", stdout=said)
    assert f"Look at: Outcome 2.1 (line {LINES[1]}): “born on 3 May 2012” looks like" in said.getvalue()
    with pytest.raises(CommandError, match=f"“{NUMBER}” looks like an NHS number"):
        call_command("import_plan", *given)
    assert Plan.objects.filter(authority=plan.authority).count() == 1
    call_command("import_plan", *given, "--false-alarm", WHY_NOT, stdout=said)
    assert FalseAlarm.objects.filter(reason=WHY_NOT, said_by=cast.administrator).count() == 2


# --- Versions ---


def asked(client: Client, url: str, sent: dict[str, object]) -> str:
    """Send it with a number in the reason, which is told of; what the page then keeps of that."""
    seen = shown(client.post(url, sent))
    assert f"“{NUMBER}” looks like an NHS number." in seen.words
    return seen.the("input", name="child_details_told").attributes["value"]


@pytest.mark.parametrize(
    ("page", "where"), [("start_version", "Start: why"), ("discard_version", "Discarded draft: why")]
)
def test_why_a_version_starts_or_goes(
    client: Client, forward: Callable[..., Plan], plan: Plan, page: str, where: str
) -> None:
    url = at(page, forward())
    sent = form_of(shown(client.get(url))) | {"reason": f"As {NUMBER} asked", "unfinished": "on"}
    answer = {"child_details_told": asked(client, url, sent), "false_alarm": WHY_NOT}
    assert client.post(url, sent | answer).status_code == 302
    kept = FalseAlarm.objects.get()
    assert kept.where == where
    assert kept.plan == (plan if page == "discard_version" else plan.successor)


def test_why_a_version_is_made(client: Client, plan: Plan) -> None:
    url = at("next_version", plan)
    sent = form_of(shown(client.get(url))) | {"reason": f"As {NUMBER} asked"}
    answer = {"child_details_told": asked(client, url, sent), "false_alarm": WHY_NOT}
    previewed = client.post(url, sent | answer).content.decode()
    assert not Plan.objects.filter(predecessor=plan).exists()
    digest = read(previewed).the("input", name="previewed").attributes["value"]
    assert client.post(url, sent | answer | {"previewed": digest, "confirm": "1"}).status_code == 302
    assert FalseAlarm.objects.get().where == "Next version: why"


def test_why_outcomes_are_matched_is_to_be_said_in_other_words(
    cast: Cast, forward: Callable[..., Plan]
) -> None:
    draft = forward()
    with pytest.raises(ChildDetailsFound, match="Matching: why"):
        match_outcomes(plan=draft, matches={}, by=cast.administrator, reason=f"As {NUMBER} asked")
    assert Outcome.objects.filter(plan=draft).exists()
