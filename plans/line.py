"""Which versions of a plan a version's visits and meetings come from: its own and every one before it.

A visit, a finding or a meeting names the version of the plan that was in use when it was last written about.
A version shows what was written under it or before it, and nothing that was written after it was closed.
"""

from .as_at import fetch
from .models import Plan

_LINE = """
WITH RECURSIVE line(id, predecessor_id) AS (
 SELECT p.id, p.predecessor_id FROM plans_plan p WHERE p.id = %(plan)s
 UNION
 SELECT p.id, p.predecessor_id FROM plans_plan p JOIN line l ON p.id = l.predecessor_id
)
SELECT id FROM line"""


def line_of(plan: Plan) -> frozenset[int]:
    """Ids of a version and of every version before it. One query; none where it is the first."""
    if plan.predecessor_id is None:
        return frozenset({plan.pk})
    return frozenset(pk for (pk,) in fetch(_LINE, plan))
