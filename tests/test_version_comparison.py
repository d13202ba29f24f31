"""Two versions side by side: what became of every outcome, section, column and target. No database."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.models import Plan, Rag, Statement
from plans.snapshot import Cell, Column, Named, OutcomeRow, PlanSnapshot, SectionView, Sentence
from plans.versions import Aspect, Kind, LineChange, NamesChange, VersionComparison, compare_versions
from plans.word_difference import Kind as Fate

WEXLEY, THORNBY, CALDER = Column(1, "Wexley"), Column(2, "Thornby"), Column(3, "Calder")
OVERALL = Column(None, "Overall")


def row(
    pk: int,
    ref: str,
    statement: str = "Children are seen",
    *,
    columns: Sequence[Column] = (OVERALL,),
    only: Sequence[Column] | None = None,
    leads: Sequence[str] = (),
    themes: Sequence[str] = (),
    timescale: str = "",
) -> OutcomeRow:
    return OutcomeRow(
        id=pk,
        version=1,
        ref=ref,
        statement=statement,
        section_number=ref.split(".")[0],
        leads=tuple(Named(sum(map(ord, name)), name) for name in leads),
        themes=tuple(Named(sum(map(ord, name)), name) for name in themes),
        timescale=timescale,
        timescale_on=None,
        withdrawn_on=None,
        cells=tuple(Cell(column, only is None or column in only) for column in columns),
    )


def section(pk: int, title: str, *rows: OutcomeRow, columns: Sequence[Column] = (OVERALL,)) -> SectionView:
    return SectionView(pk, str(pk % 100), title, tuple(columns), (), rows)


def version(*sections: SectionView) -> PlanSnapshot:
    day = dt.date(2025, 6, 12)
    return PlanSnapshot(
        plan_id=1, slug="a-plan", title="A plan", authority="Westermoor", dated=day, status=Plan.Status.LIVE,
        introduction="", definitions=dict.fromkeys(Rag, ""), at=day, known_at=dt.datetime.now(dt.UTC),
        past=False, wording_at=None, starts_on=day, set_up_on=day, closed_on=None, sections=sections,
    )  # fmt: skip


def one(old: Sequence[OutcomeRow], new: OutcomeRow, links: Sequence[tuple[int, int]]) -> LineChange:
    """What became of one new outcome, its section having the same title as the old ones'."""
    compared = compare_versions(
        version(section(101, "First Response", *old)), version(section(201, "First Response", new)), links
    )
    return next(line for line in compared.lines if line.new is new)


# --- The one kind of each -----------------------------------------------------------------------------------


def test_the_same() -> None:
    line = one([row(11, "1.1")], row(21, "1.1"), [(21, 11)])
    assert (line.kind, line.moved, line.words_differ, line.aspects) == (Kind.SAME, False, (), frozenset())


def test_other_spacing_is_the_same() -> None:
    line = one([row(11, "1.1", "Children  are\nseen")], row(21, "1.1", "Children are seen"), [(21, 11)])
    assert line.kind == Kind.SAME


def test_reworded_gives_each_wording_with_what_differs() -> None:
    old = row(11, "1.1", "Plans quote the threshold guide.")
    line = one([old], row(21, "1.1", "Plans name the part of the threshold guide they rest on."), [(21, 11)])
    assert line.kind == Kind.REWORDED
    assert "".join(piece.text for piece in line.words_then) == old.statement
    assert "".join(piece.text for piece in line.words_now) == line.new.statement
    assert [p.text for p in line.words_then if p.kind == Fate.REMOVED] == ["quote "]
    assert [p.text for p in line.words_now if p.kind == Fate.ADDED] == ["name the part of ", "they rest on"]


def test_what_was_written_anew_is_not_marked_word_by_word() -> None:
    line = one(
        [row(11, "1.1", "Forty audits a month, read by a second person.")],
        row(21, "1.1", "Every child has a home that they can call theirs."),
        [(21, 11)],
    )
    assert line.kind == Kind.REWORDED
    assert line.words_differ == ()


def test_another_ref_is_moved() -> None:
    line = one([row(11, "1.2")], row(21, "1.1"), [(21, 11)])
    assert (line.kind, line.moved, line.from_section) == (Kind.MOVED, True, "")


def test_reworded_and_moved_is_reworded_and_says_so() -> None:
    line = one([row(11, "1.2", "Children are met")], row(21, "1.1"), [(21, 11)])
    assert (line.kind, line.moved) == (Kind.REWORDED, True)


def test_another_section_is_moved_though_the_ref_is_the_same() -> None:
    old = version(section(101, "Front door", row(11, "1.1"), row(12, "1.2")), section(102, "Care"))
    new = version(section(201, "Front door", row(22, "1.2")), section(202, "Care", row(21, "1.1")))
    line = next(e for e in compare_versions(old, new, [(21, 11), (22, 12)]).lines if e.new and e.new.id == 21)
    assert (line.kind, line.from_section) == (Kind.MOVED, "1. Front door")


def test_split_names_where_the_rest_went() -> None:
    old, new = (
        version(section(101, "A", row(11, "1.1"))),
        version(section(201, "A", row(21, "1.1"), row(22, "1.2"))),
    )
    compared = compare_versions(old, new, [(21, 11), (22, 11)])
    assert [(line.kind, line.elsewhere) for line in compared.lines] == [
        (Kind.SPLIT, ("1.2",)),
        (Kind.SPLIT, ("1.1",)),
    ]


def test_merged_has_all_that_it_continues() -> None:
    line = one([row(11, "1.1"), row(12, "1.2")], row(21, "1.1"), [(21, 12), (21, 11)])
    assert line.kind == Kind.MERGED
    assert [each.outcome.ref for each in line.old] == ["1.1", "1.2"]


def test_new_and_dropped() -> None:
    compared = compare_versions(
        version(section(101, "A", row(11, "1.1"))), version(section(201, "A", row(21, "1.1"))), []
    )
    assert [(line.kind, bool(line.new), len(line.old)) for line in compared.lines] == [
        (Kind.NEW, True, 0),
        (Kind.DROPPED, False, 1),
    ]
    assert compared.counts[Kind.NEW] == compared.counts[Kind.DROPPED] == 1


def test_what_had_been_withdrawn_was_not_dropped() -> None:
    gone = dataclasses.replace(row(12, "1.2"), withdrawn_on=dt.date(2025, 1, 6))
    compared = compare_versions(
        version(section(101, "A", row(11, "1.1"), gone, row(13, "1.3"))),
        version(section(201, "A", row(21, "1.1"))),
        [(21, 11)],
    )
    assert [[each.outcome.ref for each in line.old] for line in compared.lines] == [["1.1"], ["1.3"]]
    assert compared.counts[Kind.DROPPED] == 1


def test_a_link_to_what_is_not_there_is_passed_over() -> None:
    assert one([row(11, "1.1")], row(21, "1.1"), [(21, 99), (98, 11)]).kind == Kind.NEW


# --- What else differs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "target", "aspect"),
    [
        (["May 2024"], "", ("May 2024", ""), Aspect.TARGET_LOST),
        ([""], "May 2024", ("", "May 2024"), Aspect.TARGET_GAINED),
        (["May 2024"], "TBC", ("May 2024", "TBC"), Aspect.TARGET_CHANGED),
        (["May 2024"], "May 2024", None, None),
        ([""], "", None, None),
        (["May 2024", "June 2024"], "June 2024", None, None),
        (["May 2024", ""], "", ("May 2024", ""), Aspect.TARGET_LOST),
        (
            ["May 2024", "June 2024"],
            "July 2024",
            ("May 2024 and June 2024", "July 2024"),
            Aspect.TARGET_CHANGED,
        ),
    ],
)
def test_targets(then: list[str], now: str, target: tuple[str, str] | None, aspect: Aspect | None) -> None:
    old = [row(10 + place, f"1.{place}", timescale=words) for place, words in enumerate(then)]
    line = one(old, row(21, "1.0", timescale=now), [(21, each.id) for each in old])
    assert line.target == target
    assert line.aspects == (frozenset([aspect]) if aspect else frozenset())


def test_leads_and_themes() -> None:
    line = one(
        [row(11, "1.1", leads=["Team Managers", "IROs"], themes=["Case recording"])],
        row(21, "1.1", leads=["Team Managers", "CPAs"]),
        [(21, 11)],
    )
    assert line.kind == Kind.SAME
    assert line.leads == NamesChange(gained=("CPAs",), lost=("IROs",))
    assert line.themes == NamesChange(lost=("Case recording",))
    assert line.aspects == {Aspect.LEADS, Aspect.THEMES}


def columns(
    old: Sequence[Column], new: Sequence[Column], only: Sequence[Column] | None = None
) -> VersionComparison:
    return compare_versions(
        version(section(101, "A", row(11, "1.1", columns=old), columns=old)),
        version(section(201, "A", row(21, "1.1", columns=new, only=only), columns=new)),
        [(21, 11)],
    )


def test_columns_gained_lost_and_renamed_are_told_of_the_section() -> None:
    compared = columns([WEXLEY, THORNBY, OVERALL], [Column(1, "Wexley and Calder"), CALDER])
    (part,) = compared.sections
    assert part.columns == NamesChange(
        ("Calder",), ("Thornby", "Overall"), (("Wexley", "Wexley and Calder"),)
    )
    (line,) = compared.lines
    assert not line.columns
    assert compared.aspect_counts[Aspect.COLUMNS] == 1


def test_an_outcome_narrowed_to_fewer_columns_is_told_of_the_outcome() -> None:
    compared = columns([WEXLEY, THORNBY], [WEXLEY, THORNBY, CALDER], only=[WEXLEY])
    assert compared.sections[0].columns == NamesChange(gained=("Calder",))
    (line,) = compared.lines
    assert line.columns == NamesChange(lost=("Thornby",))


# --- Sections -----------------------------------------------------------------------------------------------


def headings(compared: VersionComparison) -> list[tuple[str | None, str | None]]:
    return [
        (part.old.heading if part.old else None, part.new.heading if part.new else None)
        for part in compared.sections
    ]


def test_sections_are_paired_by_their_outcomes_then_by_title() -> None:
    old = version(
        section(101, "Looked After Children", row(11, "1.1"), row(12, "1.2")),
        section(102, "Workforce"),
        section(103, "Old things", row(13, "3.1")),
    )
    new = version(
        section(202, "Children in Care", row(21, "2.1"), row(22, "2.2")),
        section(203, " WORKFORCE "),
        section(204, "Early help", row(24, "4.1")),
    )
    compared = compare_versions(old, new, [(21, 11), (22, 12)])
    assert headings(compared) == [
        ("1. Looked After Children", "2. Children in Care"),
        ("2. Workforce", "3.  WORKFORCE "),
        (None, "4. Early help"),
        ("3. Old things", None),
    ]
    assert compared.sections[0].heading_then == "1. Looked After Children"
    assert [line.kind for line in compared.sections[3].lines] == [Kind.DROPPED]


def test_one_outcome_that_moves_does_not_take_its_section_along() -> None:
    old = version(section(101, "A", row(11, "1.1"), row(12, "1.2"), row(13, "1.3")))
    new = version(
        section(201, "A", row(22, "1.2"), row(23, "1.3")),
        section(202, "B", row(21, "2.1"), row(24, "2.2"), row(25, "2.3")),
    )
    compared = compare_versions(old, new, [(21, 11), (22, 12), (23, 13)])
    assert headings(compared) == [("1. A", "1. A"), (None, "2. B")]


def test_a_section_that_took_in_one_outcome_does_not_go_on_from_its_old_section() -> None:
    old = version(section(101, "A", *(row(10 + n, f"1.{n}") for n in range(4))))
    new = version(section(202, "B", *(row(20 + n, f"2.{n}") for n in range(4))))
    assert headings(compare_versions(old, new, [(21, 11)])) == [(None, "2. B"), ("1. A", None)]
    assert headings(compare_versions(old, new, [(21, 11), (22, 12)])) == [("1. A", "2. B")]


def test_only_some_lines_are_listed_and_counted_as_before() -> None:
    old = version(
        section(101, "A", row(11, "1.1", timescale="TBC"), row(12, "1.2")), section(102, "B", row(13, "2.1"))
    )
    new = version(section(201, "A", row(21, "1.1"), row(22, "1.2")), section(202, "B", row(23, "2.1")))
    whole = compare_versions(old, new, [(21, 11), (23, 13)])
    assert [line.new.ref for line in whole.only(Kind.NEW).lines if line.new] == ["1.2"]
    assert [part.section.number for part in whole.only(Kind.NEW).sections] == ["1"]
    assert [line.new.ref for line in whole.only(Aspect.TARGET_LOST).lines if line.new] == ["1.1"]
    assert list(whole.only(Kind.MERGED).sections) == []


# --- Whatever the links -------------------------------------------------------------------------------------


@given(
    st.data(),
    st.integers(0, 6),
    st.integers(0, 6),
)
def test_every_outcome_is_told_once_whatever_the_links(data: st.DataObject, olds: int, news: int) -> None:
    """Each new one has one kind; each old one is continued by somebody or dropped, and never both."""
    text = st.sampled_from(["Children are seen", "Children are met", "Plans are short"])
    place = st.integers(1, 3)
    old_rows = [row(100 + n, f"{data.draw(place)}.{n}", data.draw(text)) for n in range(olds)]
    new_rows = [row(200 + n, f"{data.draw(place)}.{n}", data.draw(text)) for n in range(news)]
    links = data.draw(st.lists(st.tuples(st.integers(200, 207), st.integers(100, 107)), max_size=12))

    def in_sections(rows: list[OutcomeRow], base: int) -> PlanSnapshot:
        title = st.sampled_from(["Front door", "Care", "Early help"])
        return version(
            *(
                section(base + n, data.draw(title), *(r for r in rows if r.section_number == str(n)))
                for n in (1, 2, 3)
            )
        )

    compared = compare_versions(in_sections(old_rows, 1100), in_sections(new_rows, 1200), links)

    lines = list(compared.lines)
    assert sorted(line.new.id for line in lines if line.new) == sorted(r.id for r in new_rows)
    dropped = [line.old[0].outcome.id for line in lines if line.kind == Kind.DROPPED]
    continued = {old.outcome.id for line in lines if line.new for old in line.old}
    assert sorted([*dropped, *continued]) == sorted(r.id for r in old_rows)
    assert sum(compared.counts.values()) == len(lines) == news + len(dropped)
    real = {(a, b) for a, b in links if a < 200 + news and b < 100 + olds}
    for line in lines:
        refs = {old.outcome.id for old in line.old}
        if line.new:
            assert refs == {b for a, b in real if a == line.new.id}
            assert (line.kind == Kind.NEW) == (not refs)
            assert (line.kind == Kind.MERGED) == (len(refs) > 1)
            shared = {a for a, b in real if b in refs}
            assert (line.kind == Kind.SPLIT) == (len(refs) == 1 and len(shared) > 1)
            if line.kind in (Kind.SAME, Kind.MOVED):
                assert line.old[0].outcome.statement == line.new.statement
            if line.words_differ:
                assert "".join(p.text for p in line.words_then) == line.old[0].outcome.statement
                assert "".join(p.text for p in line.words_now) == line.new.statement
    for kind in Kind:
        assert len(list(compared.only(kind).lines)) == compared.counts[kind]


# --- Statements and the plan's own words --------------------------------------------------------------------


def says(pk: int, *texts: str, kind: Statement.Kind = Statement.Kind.CHANGE) -> SectionView:
    sentences = tuple(Sentence(kind, number, text) for number, text in enumerate(texts, start=1))
    return SectionView(pk, "1", "A", (OVERALL,), sentences, (row(pk + 10, "1.1"),))


def test_statements_are_paired_by_what_they_say_and_not_by_number() -> None:
    old = says(101, "Visits are late", "Plans are thin and old", "Notes go missing")
    new = says(201, "Managers do not sign plans off", "Visits are late", "Plans are thin, and often old")
    (part,) = compare_versions(version(old), version(new), [(211, 111)]).sections
    assert [(change.number, change.was, change.now) for change in part.statements] == [
        (1, "", "Managers do not sign plans off"),
        (3, "Plans are thin and old", "Plans are thin, and often old"),
        (3, "Notes go missing", ""),
    ]


def test_a_statement_under_another_heading_is_another() -> None:
    old, new = says(101, "Visits are late"), says(201, "Visits are late", kind=Statement.Kind.WANT)
    (part,) = compare_versions(version(old), version(new), [(211, 111)]).sections
    assert [(change.kind, change.was, change.now) for change in part.statements] == [
        (Statement.Kind.WANT, "", "Visits are late"),
        (Statement.Kind.CHANGE, "Visits are late", ""),
    ]


def test_statements_are_counted_and_chosen_by_themselves() -> None:
    compared = compare_versions(version(says(101, "One")), version(says(201, "Two")), [(211, 111)])
    assert compared.aspect_counts[Aspect.STATEMENTS] == 2
    (part,) = compared.only(Aspect.STATEMENTS).sections
    assert (len(part.statements), part.lines) == (2, ())
    (part,) = compared.only(Kind.MOVED).sections or compared.only(Kind.SAME).sections
    assert part.statements == ()


def test_the_plans_own_words_are_compared() -> None:
    old, new = version(), version()
    new = dataclasses.replace(new, introduction="For the board", definitions=dict.fromkeys(Rag, "Said anew"))
    compared = compare_versions(old, dataclasses.replace(new, dated=dt.date(2026, 1, 1)), [])
    assert [change.label for change in compared.plan] == [
        "Introduction", "Red means", "Amber means", "Green means", "Complete means"
    ]  # fmt: skip
    assert compared.only(Kind.NEW).plan == ()
