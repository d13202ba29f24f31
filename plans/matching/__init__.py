"""The outcomes, sections and columns of two versions of a plan, matched for a person to confirm. Reads only.

What a printed plan calls "2.3" may be another outcome in the next version, so nothing is matched by its ref
alone: wording comes first, then place. Nothing here decides anything either; it proposes.
"""

from ..lineage import Kind
from .localities import LocalityAlike, alike_localities
from .outcomes import Matcher, propose
from .proposals import Match, Proposal, proposals_of
from .sections import SectionPair, pair_sections

__all__ = [
    "Kind",
    "LocalityAlike",
    "Match",
    "Matcher",
    "Proposal",
    "SectionPair",
    "alike_localities",
    "pair_sections",
    "proposals_of",
    "propose",
]
