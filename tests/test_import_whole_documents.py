"""Reading a plan from text: packs, themes, refusals, invented input and the real documents."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.plan_text import read_plan
from plans.importers.source import MAX_BYTES, ImportRefused, decode, digest
from plans.models import Rag
from plans.plan_draft import PlanDraft

from .import_documents import PACK, PLAIN
from .import_reading import REAL, SEEDS, needs_seeds, refs, statements, texts

# --- A part of a longer document ----------------------------------------------------------------------------


def test_a_plan_in_a_committee_pack_is_found_and_the_rest_counted():
    draft = read_plan(PACK)
    assert (draft.title, draft.dated) == ("Children's Services Improvement Plan", dt.date(2023, 3, 1))
    assert refs(draft) == ["1.1", "1.2"]
    assert statements(draft.sections[0]) == ["Every call is answered.", "Notes are kept."]
    assert draft.not_understood == ()
    assert (draft.left_out_before, draft.left_out_after) == (15, 7)
    assert draft.before[0].text == "Westermoor County Council"
    assert draft.after[0].text == "Minutes of the last meeting"


def test_paragraphs_below_the_title_are_the_introduction():
    draft = read_plan(PLAIN.replace("2023\n", "2023\n\nWe want to do better.\n\nThis is how.\n", 1))
    assert draft.introduction == "We want to do better.\n\nThis is how."
    assert draft.left_out_before == 0


@pytest.mark.parametrize(
    ("cover", "title", "dated"),
    [
        ("Improvement Plan\nMarch 2023", "Improvement Plan", dt.date(2023, 3, 1)),
        ("Improvement Plan\n6th March 2023", "Improvement Plan", dt.date(2023, 3, 1)),
        ("Appendix 2: Recovery plan (March 2023)", "Recovery plan", dt.date(2023, 3, 1)),
        ("Westermoor Improvement Plan", "Westermoor Improvement Plan", None),
        ("A paper", "", None),
    ],
)
def test_the_cover_gives_title_and_month(cover, title, dated):
    draft = read_plan(PLAIN.replace("Westermoor Children's Services\nImprovement Plan, March 2023", cover))
    assert (draft.title, draft.dated) == (title, dated)


# --- Themes and notes ---------------------------------------------------------------------------------------


def test_near_identical_outcomes_in_several_sections_are_a_theme():
    wordings = [
        "Regular supervision takes place and helps staff to think about each child.",
        "Regular supervision takes place and helps the staff to think about each child. It is written down.",
        "Regular supervision takes place and helps staff think about each child.",
    ]
    text = "Improvement Plan, March 2023\n" + "".join(
        f"{n}. Part {n}\nRef\tOutcome\tLead\tRAG\n{n}.1\t{wording}\tIROs\t\n{n}.2\tOnly {n} has "
        f"this: {'xyz'[n - 1] * 40}\t\t\n"
        for n, wording in enumerate(wordings, start=1)
    )
    themes = read_plan(text).themes
    assert [(theme.name, theme.refs) for theme in themes] == [("Supervision", ("1.1", "2.1", "3.1"))]


def test_the_same_wording_within_one_section_is_no_theme():
    text = PLAIN.replace(
        "What a caller says is written down once.", "Every call is answered within a minute."
    )
    assert read_plan(text).themes == ()


def test_names_that_differ_by_a_letter_are_pointed_out():
    text = PLAIN.replace("North\tSouth", "Chiltern\tChilterns")
    note = "Section 2 has a column “Chiltern” and a column “Chilterns”: they are kept as two localities."
    assert note in read_plan(text).notes


# --- What is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(encoding):
    text = PLAIN.replace("Children's", "Children\u2019s").replace("home", "home \u2013 café")
    draft = read_plan(decode(text.encode(encoding)))
    assert draft.title == "Westermoor Children\u2019s Services Improvement Plan"
    assert texts(draft.sections[1].wants) == ["Help comes to the home \u2013 café."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no text"),
        (b" \r\n\t \n", "no text"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04 ...", "Word"),
        (b"\x00\x01\x02 plan", "not text"),
        (b"\x81\x8d\x8f plan", "not text"),
        (b"\xff\xfe\x00", "not text"),
        (bytes(range(1, 32)) * 40, "not text"),
        (b"a" * (MAX_BYTES + 1), "MB"),
        (b"1.1\tcalls\n" * (50 * 1024 * 1024 // 10), "50.0 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, says):
    with pytest.raises(ImportRefused, match=says):
        read_plan(decode(data))


def test_more_outcomes_than_a_plan_can_have_are_refused():
    rows = "".join(f"1.{n}\tOutcome {n}\tIROs\t\n" for n in range(1, 1000))
    more = "".join(f"2.{n}\tOutcome {n}\tIROs\t\n" for n in range(1, 1000))
    third = "".join(f"3.{n}\tOutcome {n}\tIROs\t\n" for n in range(1, 10))
    head = "Ref\tOutcome\tLead\tRAG\n"
    with pytest.raises(ImportRefused, match="2,000 outcomes"):
        read_plan(f"Improvement Plan\n1. One\n{head}{rows}2. Two\n{head}{more}3. Three\n{head}{third}")


def test_hostile_text_stays_text():
    tag = "<script>alert(1)</script>"
    hostile = f'{tag} =HYPERLINK("http://x") @SUM(1+1) \u202ebackwards\u202c \x07\x1b[31m &lt;b&gt;'
    draft = read_plan(PLAIN.replace("Every call is answered within a minute.", hostile))
    assert next(draft.outcomes).statement == (
        '<script>alert(1)</script> =HYPERLINK("http://x") @SUM(1+1) backwards [31m <b>'
    )


def test_spacing_and_line_ends_do_not_make_another_text():
    assert digest(PLAIN) == digest(PLAIN.replace("\n", "\r\n\r\n").replace("1.1\t", " 1.1 \t "))
    assert digest(PLAIN) != digest(PLAIN.replace("Every", "Each"))


# --- Invented input -----------------------------------------------------------------------------------------


@given(st.text())
def test_no_text_crashes_the_reader(text):
    try:
        read_plan(text)
    except ImportRefused as refused:
        assert refused.message  # noqa: PT017 - most are refused, and not all


_PIECES = st.sampled_from(
    ["1. ", "2. ", "3) ", "- ", "• ", "\t", "\t\t\t", "\n", "\n\n", "What do we want to see?",
     "What needs to change?", "Objectives:", "Ref\tOutcome\tLead\tRAG", "\t\t\tNorth\tSouth\tOverall",
     "1.1\t", "2.1\t", "Red", "12\n", "Page 3", "<ol> ", "<li>", "**", "| ", "|", "Section 2: ",
     "Team Managers and ", "March 2023", "Improvement Plan", "word. "]
)  # fmt: skip


@given(st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=60))
def test_no_jumble_of_a_plans_parts_crashes_the_reader(pieces):
    try:
        draft = read_plan("".join(pieces))
    except ImportRefused as refused:
        assert refused.message  # noqa: PT017 - most are refused, and not all
    else:
        assert all(lost.line > 0 and lost.why for lost in draft.not_understood)


@st.composite
def documents(draw) -> str:
    """A plan with all sorts of lines thrown in; every word of it is unlike every other."""
    count = 0

    def word() -> str:
        nonlocal count
        count += 1
        return f"Word{chr(97 + count // 26)}{chr(97 + count % 26)}"

    def words() -> str:
        return " ".join(word() for _ in range(draw(st.integers(1, 4)))) + draw(st.sampled_from(["", "."]))

    def noise() -> list[str]:
        kinds = draw(st.lists(st.sampled_from("tbpnrcg"), max_size=3))
        made = {
            "t": words,
            "b": lambda: f"- {words()}",
            "p": lambda: "",
            "n": lambda: f"{draw(st.integers(1, 9))}. {words()}",
            "r": lambda: "\t".join(words() for _ in range(3)),
            "c": lambda: f"\t{words()}\t\t",
            "g": lambda: "17",
        }
        return [made[kind]() for kind in kinds]

    lines = [*noise(), f"Improvement Plan {word()}", "", "March 2023", ""]
    for number in range(1, draw(st.integers(1, 4)) + 1):
        lines += [f"{number}. {words()}", *noise()]
        for heading in ("What do we want to see?", "What needs to change?"):
            if draw(st.booleans()):
                lines += [
                    heading,
                    *(f"{n}. {words()}" for n in range(1, draw(st.integers(1, 4)) + 1)),
                    *noise(),
                ]
        lines += ["Ref\tOutcome\tLead\tTimescale\tRAG"]
        for row in range(1, draw(st.integers(1, 4)) + 1):
            rag = draw(st.sampled_from(["", "Red", word()]))
            lines += [f"{number}.{row}\t{words()}\t{words()}\t{words()}\t{rag}", *noise()]
    return "\n".join([*lines, *noise()])


@given(documents())
def test_nothing_is_lost(text):
    """Every word is imported, listed with its line, or in the lines left out and counted."""
    draft = read_plan(text)
    kept = " ".join(
        [draft.title, draft.introduction]
        + [section.title for section in draft.sections]
        + [p.text for s in draft.sections for p in (*s.wants, *s.changes, *s.objectives, *s.measures)]
        + [" ".join([o.statement, *o.leads, o.timescale]) for o in draft.outcomes]
        + [name for section in draft.sections for name in section.columns]
    )
    listed = {lost.line: "" for lost in draft.not_understood}
    for lost in draft.not_understood:
        listed[lost.line] += f" {lost.text}"
    left_out = {line.number: line.text for line in (*draft.before, *draft.after)}
    for number, line in enumerate(text.split("\n"), start=1):
        for token in re.findall(r"Word[a-z][a-z]", line):
            places = [kept, listed.get(number, ""), left_out.get(number, "")]
            assert sum(place.count(token) for place in places) >= 1, (number, line)
            assert kept.count(token) <= 1, (number, line)
    assert [o.ref for o in draft.outcomes] == list(dict.fromkeys(o.ref for o in draft.outcomes))


# --- The real documents -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> PlanDraft:
    return read_plan(decode(REAL.read_bytes()))


@needs_seeds
@pytest.mark.seeds
def test_the_real_plan_has_its_counts(real):
    assert (real.title, real.dated) == ("Children's Services Improvement Plan", dt.date(2021, 10, 1))
    assert [len(section.outcomes) for section in real.sections] == [6, 5, 5, 10, 9, 7, 5]
    assert [len(section.wants) for section in real.sections] == [7, 7, 8, 11, 7, 0, 7]
    assert [len(section.changes) for section in real.sections] == [4, 9, 7, 9, 3, 0, 6]
    assert [section.column_names for section in real.sections] == [
        ("Overall",),
        ("Aylesbury", "Wycombe", "Chilterns", "Overall"),
        ("Aylesbury", "Wycombe", "Chilterns", "Overall"),
        ("CiC", "Care Leavers", "Overall"),
        ("CPAs", "IROs", "Overall"),
        ("Overall",),
        ("Aylesbury", "Wycombe", "Chiltern"),
    ]
    assert [(o.ref, dict(o.ratings)) for o in real.outcomes if o.ratings] == [
        ("6.6", {"Overall": Rag.COMPLETE})
    ]
    assert (real.not_understood, real.left_out_before, real.left_out_after) == ((), 0, 0)


@needs_seeds
@pytest.mark.seeds
def test_the_real_plan_is_read_word_for_word(real):
    lines = REAL.read_text(encoding="utf-8").split("\n")
    rows = {cells[0]: cells for line in lines if re.match(r"\d\.\d+\t", line) and (cells := line.split("\t"))}
    assert len(rows) == 47
    for outcome in real.outcomes:
        assert (outcome.ref, outcome.statement, outcome.lead_cell) == tuple(rows[outcome.ref][:3])
    points = [point for s in real.sections for point in (*s.wants, *s.changes)]
    printed: list[str] = []
    for line in lines:
        if line.startswith("<ol"):
            inside = re.sub(r"<[^>]*>", "", line).strip()
            printed += [part.strip() for part in re.split(r"(?:^|\s)\d+\. (?=[A-Z])", inside) if part.strip()]
        elif re.match(r"(\d+\.|-) .*", line) and "\t" not in line and len(line) > 75:
            printed.append(re.sub(r"^(\d+\.|-) ", "", line).strip())
    # Every long line of a list is a point, and every point is printed so.
    assert set(printed) <= {point.text for point in points}
    source = " ".join("\n".join(lines).split())
    assert all(point.text in source for point in points)


@needs_seeds
@pytest.mark.seeds
def test_the_real_plans_recurring_outcomes_are_themes_of_six(real):
    themes = {theme.name: theme.refs for theme in real.themes}
    assert themes["Supervision"] == ("1.1", "2.1", "3.1", "4.1", "5.1", "7.1")
    assert themes["Management oversight"] == ("1.2", "2.2", "3.2", "4.2", "5.2", "7.2")


@needs_seeds
@pytest.mark.seeds
def test_the_real_plan_is_found_among_other_real_papers(real):
    others = [decode(path.read_bytes()) for path in sorted(SEEDS.glob("00[124]_*.txt"))]
    text = "\n".join([*others[:2], REAL.read_text(encoding="utf-8"), *others[2:]])
    draft = read_plan(text)
    assert (draft.title, draft.dated, draft.not_understood) == (real.title, real.dated, ())
    assert list(draft.outcomes) != []
    assert [(o.ref, o.statement, o.leads) for o in draft.outcomes] == [
        (o.ref, o.statement, o.leads) for o in real.outcomes
    ]
    count = sum(bool(line.strip()) for other in others for line in re.split(r"\r\n|\r|\n", other))
    assert draft.left_out_before + draft.left_out_after == count


@needs_seeds
@pytest.mark.seeds
def test_another_councils_plan_is_read_with_what_it_has_in_other_words():
    draft = read_plan(decode((SEEDS / "003_6a87f648617abc11.txt").read_bytes()))
    assert len(draft.sections) == 17
    assert draft.outcome_count == 48
    assert draft.dated == dt.date(2015, 1, 1)
    assert all(section.objectives and section.wants and section.measures for section in draft.sections)
    assert {lost.why.split("column")[0] for lost in draft.not_understood if "column" in lost.why}
    by_ref = {outcome.ref: outcome for outcome in draft.outcomes}
    assert by_ref["1.4"].timescale == "March 2015; TBC; TBC"
    assert by_ref["2.1"].timescale_on == dt.date(2015, 3, 31)


@needs_seeds
@pytest.mark.seeds
@pytest.mark.parametrize("name", [path.name for path in sorted(SEEDS.glob("00[124]_*.txt"))])
def test_real_papers_that_hold_no_plan_are_refused(name):
    with pytest.raises(ImportRefused, match="No plan was found"):
        read_plan(decode((SEEDS / name).read_bytes()))
