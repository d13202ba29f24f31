"""The README is true: what it names is there, and its table of settings is the whole of them."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from PIL import Image

from plans.demonstration import PASSWORD, sign_ins
from plans.models import Membership

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
PROSE = re.sub(r"```.*?```", "", README, flags=re.S)
BLOCKS = re.findall(r"```\w*\n(.*?)```", README, re.S)
SPANS = re.findall(r"`([^`\n]+)`", PROSE)
PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()}


def section(heading: str) -> str:
    """The text under a second-level heading."""
    return README.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """The first cell of every table row."""
    return re.findall(r"^\| ([^|]+?) \|", text, re.M)


def test_every_make_target_is_in_the_makefile() -> None:
    named = set(re.findall(r"\bmake ([a-z][\w./-]*)", "\n".join([*SPANS, *BLOCKS])))
    targets = set(re.findall(r"^([a-z.][\w./-]*):", (ROOT / "Makefile").read_text(), re.M))
    assert {"run", "test", "check"} <= named
    assert named - targets == set()


def test_every_target_that_people_call_is_in_the_readme() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.M)[1].split()
    assert [target for target in phony if f"`make {target}`" not in README] == []


def test_every_management_command_is_there() -> None:
    named = set(re.findall(r"manage\.py (\w+)", README))
    assert {"import_plan", "export_plan", "migrate", "createcachetable"} <= named
    assert named - set(get_commands()) == set()


def test_every_command_of_ours_is_in_the_readme() -> None:
    ours = {name for name, app in get_commands().items() if app == "plans"}
    assert [name for name in ours if f"`{name}`" not in README] == []


def test_every_option_of_the_import_is_in_its_table() -> None:
    source = (ROOT / "plans" / "management" / "commands" / "import_plan.py").read_text()
    options = set(re.findall(r'add_argument\(\s*"(--[\w-]+)"', source))
    table = section("Import your own plan").split("### From the command line")[1]
    assert {re.match(r"`(--[\w-]+)", cell)[1] for cell in first_cells(table) if "`--" in cell} == options


def test_every_path_is_there() -> None:
    paths = {
        span.rstrip("/")
        for span in SPANS
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", span) and (span.split("/")[0] in FOLDERS and "/" in span)
    }
    paths |= {span for span in SPANS if re.fullmatch(r"[\w.-]+\.(?:py|toml|md)", span)}
    assert len(paths) > 40
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_every_room_of_the_application_is_on_the_map() -> None:
    rooms = {
        f"plans/{path.name}{'/' if path.is_dir() else ''}"
        for path in (ROOT / "plans").iterdir()
        if not path.name.startswith("__") and path.name not in ("apps.py", "migrations")
    }
    assert sorted(room for room in rooms if f"`{room}`" not in section("For developers")) == []


def test_names_that_the_recipe_gives_are_in_the_files_it_gives_them_in() -> None:
    recipe = section("For developers").split("### Recipe")[1].split("\n### ")[0]
    places = {
        "save_outcome": "actions/setting_up.py", "set_links": "actions/records.py",
        "OutcomeForm": "admin/plan.py", "_outcome": "snapshot.py", "Field": "movement/outcomes.py",
        "OutcomeRow": "snapshot.py", "OutcomeDraft": "plan_draft.py", "section_part": "papers/plan_paper.py",
        "_all_ratings": "papers/plan_paper.py", "_rating_row": "papers/plan_paper.py",
    }  # fmt: skip
    for name, place in places.items():
        assert f"`{name}`" in recipe or f".{name}`" in recipe
        defined = rf"^(?:def|class) {name}\b|^{name} = "
        assert re.search(defined, (ROOT / "plans" / place).read_text(), re.M), name


def test_the_table_of_settings_is_what_the_settings_read() -> None:
    settings = (ROOT / "improvement" / "settings.py").read_text()
    read = re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', settings)
    table = section("Run it for a council").split("| variable |")[1].split("\n\n")[0]
    assert sorted(cell.strip("`") for cell in first_cells(table) if cell.startswith("`")) == sorted(read)


def test_the_example_settings_are_in_the_table_too() -> None:
    (example,) = (block for block in BLOCKS if "SECRET_KEY=" in block)
    names = re.findall(r"^([A-Z_]+)=", example, re.M)
    assert len(names) > 4
    assert [name for name in names if f"| `{name}` |" not in README] == []


def test_the_sign_ins_are_the_demonstrations() -> None:
    known = {person.email: person for person in sign_ins()}
    told = dict(re.findall(r"^\| `([^`@]+@[^`]+\.example)` \| (.+) \|$", README, re.M))
    assert len(told) > 4
    assert set(told) <= set(known)
    for email, words in told.items():
        assert known[email].post.split(",")[0] in words or "another council" in words
    assert f"`{PASSWORD}`" in README


def test_every_role_is_in_the_table_of_roles() -> None:
    table = section("People and what they may do")
    assert [role.label for role in Membership.Role if f"\n| {role.label} |" not in table] == []


@pytest.mark.parametrize(("alt", "path"), PICTURES, ids=[path.rsplit("/")[-1] for _, path in PICTURES])
def test_every_picture_is_there_small_and_described(alt: str, path: str) -> None:
    assert len(alt) > 40
    with Image.open(ROOT / path) as picture:
        assert picture.width >= 640
    assert (ROOT / path).stat().st_size < 250_000


def test_the_plan_the_grid_and_the_workbook_are_pictured() -> None:
    shown = {Path(path).stem for _, path in PICTURES}
    assert {
        "plan",
        "paper-check",
        "paper-word",
        "paper-pdf",
        "grid",
        "outcome",
        "phone",
        "changes",
        "months",
        "workbook",
        "finding",
        "journey",
    } == shown
    assert {path.stem for path in (ROOT / "static" / "pictures").iterdir()} == shown


def test_every_link_within_it_leads_somewhere() -> None:
    anchors = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", PROSE, re.M)
    }
    links = re.findall(r"\]\(#([^)]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if link not in anchors] == []


def test_every_decision_has_a_date() -> None:
    decisions = [part for part in section("Decisions").split("\n\n") if part.strip()]
    assert len(decisions) > 5
    assert [text for text in decisions if not re.match(r"\s*\*\*20\d\d-\d\d-\d\d\. ", text)] == []
