"""What the tests of the plan reader share: short documents, and what was read of them."""

from pathlib import Path

import pytest

from plans.importers.plan_text import read_plan
from plans.plan_draft import PlanDraft, SectionDraft

SEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"
REAL = SEEDS / "000_05168e2c9d4b0497.txt"
needs_seeds = pytest.mark.skipif(not REAL.exists(), reason="the real documents are not here")


def texts(points) -> list[str]:
    return [point.text for point in points]


def statements(section: SectionDraft) -> list[str]:
    return [outcome.statement for outcome in section.outcomes]


def refs(draft: PlanDraft) -> list[str]:
    return [outcome.ref for outcome in draft.outcomes]


def section_of(
    lists: str, table: str = "Ref\tOutcome\tLead\tRAG\n1.1\tCalls are answered.\tTeam Managers\t\n"
):
    """A plan of one section with these lists; its only section."""
    return read_plan(f"Improvement Plan, March 2023\n\n1. Front Door\n{lists}\n\n{table}").sections[0]


def with_row(*cells: str, heading: str = "Ref\tOutcome\tLead\tTimescale\tRAG") -> PlanDraft:
    row = "\t".join(cells)
    return read_plan(f"Improvement Plan, March 2023\n\n1. Front Door\n{heading}\n{row}\n")
