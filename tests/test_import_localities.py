"""Which localities the columns of an imported plan become: by a person's word, never by likeness alone."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from plans.actions.import_drafts import confirm_import, start_import
from plans.actions.refusals import Refused
from plans.importers.plan_text import read_plan
from plans.importers.source import ImportRefused, digest
from plans.models import ImportDraft, Locality, Plan, Rag, SectionColumn
from plans.plan_draft import PlanDraft

from .import_reading import REAL, needs_seeds
from .test_import_pages import START, client, posted, start, text_of  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

# Wexley and Thornby are localities of the cast's authority; its other names are not.
TWO_SECTIONS = """\
Improvement Plan, March 2023

1. Front Door
What do we want to see?
1. Callers reach a person.
Ref\tOutcome\tLead\tRAG\t\t
\t\t\tWEXLEY\tWesterby\tOverall
1.1\tEvery call is answered.\tTeam Managers\tRed\tAmber\t

2. Family Support
What do we want to see?
1. Help comes to the home.
Ref\tOutcome\tLead\tRAG\t\t
\t\t\tThornbys\tWesterbys\tOverall
2.1\tA visit follows within three days.\tTeam Managers\tGreen\tRed\t
"""


def columns_of(made: Plan) -> list[list[str]]:
    links = SectionColumn.objects.filter(section__plan=made).order_by("section__position", "position")
    found: dict[str, list[str]] = {}
    for link in links.select_related("section", "locality"):
        found.setdefault(link.section.number, []).append(link.locality.name)
    return list(found.values())


def ratings_of(made: Plan) -> dict[tuple[str, str], str]:
    ratings = [r for outcome in made.outcomes.all() for r in outcome.ratings.select_related("locality")]
    return {(r.outcome.ref, r.locality.name): r.rag for r in ratings}


@pytest.fixture
def preview(client, plan) -> str:  # noqa: F811
    return start(client, plan, text=TWO_SECTIONS)["Location"]


def answers(client, preview: str, **given: str) -> dict[str, str]:  # noqa: F811
    """What the browser sends with the answers as they stand, and those given by the column's name."""
    page = client.get(preview).content.decode()
    labels = re.findall(r'<label class="govuk-label" for="id_(locality-\d+)">([^<]+)<', page)
    data = posted(client, preview)
    for field, name in labels:
        select = page[page.index(f'<select name="{field}"') :]
        options = re.findall(r'<option value="([^"]*)"( selected)?>', select[: select.index("</select>")])
        chosen = [value for value, selected in options if selected]
        data[field] = given.get(name, chosen[0] if chosen else options[0][0])
    return data


def imported(plan: Plan) -> Plan:
    return Plan.objects.exclude(pk=plan.pk).get(authority=plan.authority)


def test_the_preview_asks_about_names_that_are_like_another_and_says_how(client, preview):  # noqa: F811
    said = text_of(client.get(preview))
    assert "You have Wexley already." in said
    assert "Thornbys Section 2. Like “Thornby”: one letter differs." in said
    assert "Westerbys Section 2. Like “Westerby”: one letter differs." in said
    assert "1 other name" in said
    assert answers(client, preview) == answers(
        client, preview, Thornbys="", Westerbys="", Westerby="Westerby"
    )


def test_what_can_still_be_said_later_is_told_as_it_is(client, plan, preview):  # noqa: F811
    never = "written in another way: two localities cannot be made one later."
    assert never in text_of(client.get(preview))
    text = TWO_SECTIONS.replace("2023", "2025")
    preview = client.post(f"{START}?follows={plan.slug}", {"text": text})["Location"]
    said = text_of(client.get(preview))
    assert never not in said
    assert (
        "That a column is one of the version before can still be said when the outcomes are matched" in said
    )
    given = answers(client, preview, Thornbys="Thornbys", Westerbys="Westerbys")
    matching = text_of(client.get(client.post(preview, given | {"confirm": "1"})["Location"]))
    columns = matching[matching.index("Columns that may be the same") :]
    assert "Thornbys Like “Thornby” of the version before" in columns
    assert "Like “Westerby”" not in columns


def test_a_name_like_another_is_never_joined_nor_kept_apart_unasked(client, plan, preview):  # noqa: F811
    response = client.post(preview, answers(client, preview) | {"confirm": "1"})
    assert response.status_code == 200
    assert "Say whether “Thornbys” is “Thornby” or a new locality." in text_of(response)
    assert "Say whether “Westerbys” is “Westerby” or a new locality." in text_of(response)
    assert Plan.objects.filter(authority=plan.authority).count() == 1
    # To keep one's changes, no answer is needed.
    assert client.post(preview, answers(client, preview) | {"save": "1"}).status_code == 302


def test_names_said_to_be_one_become_one_locality_with_its_ratings(client, plan, preview):  # noqa: F811
    given = answers(client, preview, Thornbys="Thornby", Westerbys="Westerby")
    assert client.post(preview, given | {"confirm": "1"}).status_code == 302
    made = imported(plan)
    assert columns_of(made) == [["Wexley", "Westerby"], ["Thornby", "Westerby"]]
    assert ratings_of(made) == {
        ("1.1", "Wexley"): Rag.RED, ("1.1", "Westerby"): Rag.AMBER,
        ("2.1", "Thornby"): Rag.GREEN, ("2.1", "Westerby"): Rag.RED,
    }  # fmt: skip
    assert not Locality.objects.filter(name__in=("Thornbys", "Westerbys")).exists()


def test_names_said_to_be_new_become_new_localities(client, plan, preview):  # noqa: F811
    given = answers(client, preview, Thornbys="Thornbys", Westerbys="Westerbys")
    client.post(preview, given | {"confirm": "1"})
    assert columns_of(imported(plan)) == [["Wexley", "Westerby"], ["Thornbys", "Westerbys"]]
    assert set(plan.authority.localities.values_list("name", flat=True)) > {"Thornby", "Thornbys"}


def test_a_name_like_no_other_can_be_said_to_be_one_that_is_there(client, plan, preview):  # noqa: F811
    given = answers(client, preview, Westerby="CiC", Westerbys="Westerby", Thornbys="Thornbys")
    client.post(preview, given | {"confirm": "1"})
    assert columns_of(imported(plan)) == [["Wexley", "CiC"], ["Thornbys", "CiC"]]


def test_answers_are_kept_and_the_preview_shows_the_plan_with_them(client, preview):  # noqa: F811
    client.post(preview, answers(client, preview, Thornbys="Thornby", Westerbys="Westerbys") | {"save": "1"})
    again = answers(client, preview)
    assert sorted(v for k, v in again.items() if k.startswith("locality-")) == [
        "Thornby",
        "Westerby",
        "Westerbys",
    ]
    assert "Columns: Thornby, Westerbys, Overall." in text_of(client.get(preview))
    assert Locality.objects.filter(name="Westerbys").count() == 0
    # An answer that names a locality which is gone since is no answer.
    draft = ImportDraft.objects.get()
    draft.locality_names = {"Thornbys": "Gone"}
    draft.save()
    assert "" in answers(client, preview).values()
    assert "Gone" not in client.get(preview).content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"Thornbys": "Westerbys"}, "Section 2 has a column for “Thornbys” and one for “Westerbys”"),
        ({"Westerby": "Wexley"}, "Section 1 has a column for “WEXLEY” and one for “Westerby”"),
        ({"Westerby": "Westerbys", "Westerbys": "Westerby"}, "is said to be another name"),
        ({"Westerby": "Anywhere"}, "Choose what “Westerby” is from the list."),
    ],
)
def test_answers_that_cannot_be_are_refused_with_the_reason(client, plan, preview, given, says):  # noqa: F811
    filled = {"Thornbys": "Thornbys", "Westerbys": "Westerbys"} | given
    for button in ("save", "confirm"):
        response = client.post(preview, answers(client, preview, **filled) | {button: "1"})
        assert response.status_code == 200
        assert says in text_of(response)
    assert ImportDraft.objects.get().locality_names == {}
    assert Plan.objects.filter(authority=plan.authority).count() == 1


def test_a_column_is_never_overall(client, cast, plan, preview):  # noqa: F811
    Locality(authority=plan.authority, name="Overall")
    response = client.post(preview, answers(client, preview, Westerby="Overall") | {"save": "1"})
    assert "Choose what “Westerby” is from the list." in text_of(response)


def test_names_that_differ_in_capitals_and_spacing_alone_are_one_unasked(client, plan):  # noqa: F811
    text = TWO_SECTIONS.replace("Thornbys", "thornby").replace("Westerbys", "WESTERBY")
    preview = start(client, plan, text=text)["Location"]
    assert "like another" not in text_of(client.get(preview))
    client.post(preview, answers(client, preview) | {"confirm": "1"})
    assert columns_of(imported(plan)) == [["Wexley", "Westerby"], ["Thornby", "Westerby"]]


@needs_seeds
@pytest.mark.seeds
def test_of_the_real_plan_one_name_is_asked_about(client, plan):  # noqa: F811
    preview = start(client, plan, text=REAL.read_text(encoding="utf-8"))["Location"]
    said = text_of(client.get(preview))
    assert "Chiltern Section 7. Like “Chilterns”: one letter differs." in said
    assert said.count("differs.") == 1
    client.post(preview, answers(client, preview, Chiltern="Chilterns") | {"confirm": "1"})
    columns = columns_of(imported(plan))
    assert columns[-1] == columns[0] == ["Aylesbury", "Wycombe", "Chilterns"]


# --- The draft and the action -------------------------------------------------------------------------------


def draft_of(text: str = TWO_SECTIONS) -> PlanDraft:
    return read_plan(text)


def test_a_draft_takes_names_through_each_other_and_is_itself_left_as_it_was():
    draft = draft_of()
    joined = draft.with_locality_names({"westerbys": "Westerby", "WESTERBY": "Wexley  Area", "Unknown": "X"})
    assert [section.columns for section in joined.sections] == [
        ("WEXLEY", "Wexley  Area"),
        ("Thornbys", "Wexley  Area"),
    ]
    assert joined.sections[1].outcomes[0].ratings == {"Thornbys": Rag.GREEN, "Wexley  Area": Rag.RED}
    assert draft == draft_of()
    assert draft.with_locality_names({}) == draft
    assert draft.with_locality_names({"Westerby": "Westerby"}) == draft


@pytest.mark.parametrize("ring", [("Westerby", "Westerbys"), ("WEXLEY", "Thornbys", "Westerby")])
def test_names_that_are_each_other_in_a_ring_are_an_error(ring):
    names = dict(zip(ring, (*ring[1:], ring[0]), strict=True))
    with pytest.raises(ValueError, match="is said to be another name"):
        draft_of().with_locality_names(names)


def test_the_action_refuses_two_columns_of_a_section_that_are_one_locality(cast, plan):
    draft = draft_of().with_locality_names({"Thornbys": "Westerbys"})
    stored = start_import(
        authority=plan.authority, text=TWO_SECTIONS, file_name="", draft=draft, by=cast.administrator
    )
    with pytest.raises(Refused, match="Section 2 would have two columns for “Westerbys”"):
        confirm_import(
            import_draft=stored, draft=draft, source_text_digest=digest(TWO_SECTIONS), by=cast.administrator
        )
    assert Plan.objects.filter(authority=plan.authority).count() == 1
    assert ImportDraft.objects.get() == stored


def test_more_names_of_columns_than_a_plan_has_are_refused():
    def section(number: int) -> str:
        names = "\t".join(f"Area {number}{letter}" for letter in "abcdefghijklm")
        row = f"{number}.1\tEvery call is answered.\tTeam Managers\tRed"
        return f"{number}. Part {number} of it\nRef\tOutcome\tLead\tRAG\n\t\t\t{names}\n{row}\n\n"

    assert len(read_plan("".join(map(section, (1, 2)))).localities) == 26
    with pytest.raises(ImportRefused, match="more than 60 columns"):
        read_plan("".join(map(section, range(1, 6))))


# --- The command --------------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, cast, plan):
    path = tmp_path / "plan.txt"
    path.write_text(TWO_SECTIONS)

    def go(*options: str) -> str:
        out = io.StringIO()
        given = ["--authority", plan.authority.name, "--by", cast.administrator.email]
        call_command("import_plan", str(path), *given, *options, stdout=out)
        return out.getvalue()

    return go


@pytest.mark.parametrize("dry", [True, False])
def test_the_command_joins_nothing_unasked_and_says_what_is_alike(run, plan, dry):
    said = run(*["--dry-run"] * dry)
    assert "Look at: the column “Thornbys” is like “Thornby”: one letter differs. They are two local" in said
    assert '--same-locality "Thornbys=Thornby".' in said
    assert '--same-locality "Westerbys=Westerby"' in said
    if not dry:
        assert columns_of(imported(plan)) == [["Wexley", "Westerby"], ["Thornbys", "Westerbys"]]


def test_the_command_joins_what_it_is_told_to(run, plan):
    said = run("--same-locality", "thornbys=Thornby", "--same-locality", "Westerbys = Westerby")
    assert "is like" not in said
    assert columns_of(imported(plan)) == [["Wexley", "Westerby"], ["Thornby", "Westerby"]]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            "Nowhere=Thornby",
            "“Nowhere” is no column of this plan. It has: WEXLEY, Westerby, Thornbys, Westerbys.",
        ),
        ("Thornbys=Nowhere", "“Nowhere” is no locality that is there"),
        ("Thornbys", "“” is no locality that is there"),
        ("Thornbys=Westerbys", "Section 2 would have two columns for “Westerbys”"),
        ("Thornbys=Overall", "“Overall” is no locality"),
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_the_command_refuses_what_cannot_be_joined(run, plan, given, says, dry):
    with pytest.raises(CommandError) as refused:
        run("--same-locality", given, *["--dry-run"] * dry)
    assert says in str(refused.value)
    assert Plan.objects.filter(authority=plan.authority).count() == 1


def test_a_dry_run_refuses_a_text_that_was_imported_before_as_the_import_does(run, plan):
    run()
    for options in (["--dry-run"], ["--dry-run", "--json"], []):
        with pytest.raises(
            CommandError, match="This text was imported before: it is the plan “Improvement Plan"
        ):
            run(*options)
