"""Puts two versions of a plan side by side, by the links between their outcomes."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from ..lineage import Kind, kind_of, same_words
from ..own_words import plan_fields
from ..snapshot import Column, Named, OutcomeRow, PlanSnapshot, SectionView
from .lines import LineChange, NamesChange, OldLine, SectionComparison, VersionComparison
from .statements import statement_changes

Link = tuple[int, int]
"""(id of an outcome of the newer version, id of the one of the older that it continues)"""


def compare_versions(old: PlanSnapshot, new: PlanSnapshot, links: Iterable[Link]) -> VersionComparison:
    """What the newer version made of the older.

    Args:
        old: the older version, as it was left.
        new: the newer one, at any date.
        links: which outcome continues which. One that names an outcome which is not in its snapshot (because
            it came or went on another day) is passed over.
    """
    was = {row.id: OldLine(row, section.heading) for section in old.sections for row in section.outcomes}
    now = {row.id: row for row in new.outcomes}
    continues: dict[int, list[int]] = defaultdict(list)
    heirs: dict[int, list[int]] = defaultdict(list)
    for newer, older in sorted(set(links)):
        if newer in now and older in was:
            continues[newer].append(older)
            heirs[older].append(newer)
    pairs = _paired_sections(old, new, continues)
    paired = {pair.id for pair in pairs.values()}
    sections = []
    for section in new.sections:
        pair = pairs.get(section.id)
        columns = _columns(pair, section) if pair else NamesChange()
        lines = [
            _line(
                row,
                tuple(was[pk] for pk in continues[row.id]),
                in_pair={each.id for each in pair.outcomes} if pair else set(),
                heirs=[now[pk].ref for pk in sorted({h for pk in continues[row.id] for h in heirs[pk]})],
                of_section=columns,
            )
            for row in section.outcomes
        ]
        dropped = _dropped(pair, heirs, was) if pair else ()
        statements = statement_changes(pair, section) if pair else ()
        sections.append(SectionComparison(pair, section, columns, (*lines, *dropped), statements))
    sections += [
        SectionComparison(section, None, NamesChange(), _dropped(section, heirs, was))
        for section in old.sections
        if section.id not in paired
    ]
    plan = tuple(plan_fields(old, new, same_version=False))
    return VersionComparison(old, new, tuple(sections), plan)


def _line(
    row: OutcomeRow,
    old: tuple[OldLine, ...],
    *,
    in_pair: Collection[int],
    heirs: list[str],
    of_section: NamesChange,
) -> LineChange:
    """One outcome of the newer version beside what it continues.

    Args:
        in_pair: the outcomes of the older section that its section goes on from.
        heirs: refs of all outcomes that continue the same.
        of_section: what became of its section's columns.
    """
    rows = [each.outcome for each in old]
    moved = any(each.ref != row.ref or each.id not in in_pair for each in rows)
    kind = kind_of(
        predecessors=len(rows),
        heirs=len(heirs),
        reworded=any(not same_words(each.statement, row.statement) for each in rows),
        moved=moved,
    )
    if not rows:
        return LineChange(kind, row, ())
    then = list(dict.fromkeys(each.timescale for each in rows if each.timescale))
    whole = {*of_section.gained, *of_section.lost}
    columns = _names(_columns_of(rows), _columns_of([row]))
    return LineChange(
        kind,
        row,
        old,
        moved=moved,
        from_section=" and ".join(
            dict.fromkeys(each.heading for each in old if each.outcome.id not in in_pair)
        ),
        elsewhere=tuple(ref for ref in heirs if ref != row.ref),
        target=(" and ".join(then), row.timescale) if row.timescale not in (then or [""]) else None,
        leads=_names(_named(lead for each in rows for lead in each.leads), _named(row.leads)),
        themes=_names(_named(theme for each in rows for theme in each.themes), _named(row.themes)),
        columns=NamesChange(
            tuple(name for name in columns.gained if name not in whole),
            tuple(name for name in columns.lost if name not in whole),
        ),
    )


def _dropped(
    section: SectionView, heirs: Mapping[int, list[int]], was: Mapping[int, OldLine]
) -> tuple[LineChange, ...]:
    """What nothing continues. An outcome that was withdrawn had gone already, and no version dropped it."""
    return tuple(
        LineChange(Kind.DROPPED, None, (was[row.id],))
        for row in section.outcomes
        if not heirs.get(row.id) and not row.withdrawn_on
    )


def _paired_sections(
    old: PlanSnapshot, new: PlanSnapshot, continues: Mapping[int, list[int]]
) -> dict[int, SectionView]:
    """For each section of the newer version, by id, the one of the older that it goes on from.

    That is the one it takes most outcomes from, if those are at least half of either's; else the one of the
    same title. No section goes on in two.
    """
    home = {row.id: section.id for section in old.sections for row in section.outcomes}
    taken: Counter[tuple[int, int]] = Counter()
    for section in new.sections:
        for row in section.outcomes:
            taken.update((section.id, of) for of in {home[pk] for pk in continues[row.id]})
    likely = []
    for place, section in enumerate(new.sections):
        for other in old.sections:
            shared, same = taken[section.id, other.id], _title(section) == _title(other)
            fewer = min(len(section.outcomes), len(other.outcomes))
            if same or (shared and 2 * shared >= fewer):
                likely.append((-shared, not same, place, section, other))
    pairs: dict[int, SectionView] = {}
    gone: set[int] = set()
    for *_, section, other in sorted(likely, key=lambda each: each[:3]):
        if section.id not in pairs and other.id not in gone:
            pairs[section.id] = other
            gone.add(other.id)
    return pairs


def _title(section: SectionView) -> str:
    return " ".join(section.title.split()).casefold()


def _columns(old: SectionView, new: SectionView) -> NamesChange:
    return _names(_called(old.columns), _called(new.columns))


def _columns_of(rows: Iterable[OutcomeRow]) -> dict[int | None, str]:
    return _called(cell.column for row in rows for cell in row.cells if cell.applies)


def _called(columns: Iterable[Column]) -> dict[int | None, str]:
    return {column.locality_id: column.name for column in columns}


def _named(things: Iterable[Named]) -> dict[int | None, str]:
    return {thing.id: thing.name for thing in things}


def _names(old: Mapping[int | None, str], new: Mapping[int | None, str]) -> NamesChange:
    return NamesChange(
        gained=tuple(name for key, name in new.items() if key not in old),
        lost=tuple(name for key, name in old.items() if key not in new),
        renamed=tuple((old[key], name) for key, name in new.items() if key in old and old[key] != name),
    )
