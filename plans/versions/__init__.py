"""Two versions of a plan, line by line: what the newer one made of every outcome of the older.

No queries here. Which outcome continues which is a person's word, kept as links; nothing is guessed from
wording. An outcome of the newer version has exactly one kind, and so has one of the older that nothing
continues: dropped. What else differs (its target, leads, themes, columns) is told beside it.
"""

from ..lineage import Kind
from .comparing import Link, compare_versions
from .lines import Aspect, LineChange, NamesChange, OldLine, SectionComparison, VersionComparison

__all__ = [
    "Aspect",
    "Kind",
    "LineChange",
    "Link",
    "NamesChange",
    "OldLine",
    "SectionComparison",
    "VersionComparison",
    "compare_versions",
]
