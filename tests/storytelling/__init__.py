"""Makes things happen to a plan, through the same actions as people's own work, and writes down what did."""

from hypothesis import strategies as st

from .beginning import GAPS
from .outcomes import Outcomes
from .sections import Sections


class Teller(Outcomes):
    """All that may happen; see ``Beginning``."""


HAPPENINGS = sorted(
    name
    for part in (Sections, Outcomes)
    for name in vars(part)
    if not name.startswith("_") and name not in {"close", "reopen"}
)
NUMBER = st.integers(0, 15)
GAP = st.sampled_from([0, 0, 0, *range(len(GAPS))])  # the same instant oftener than the rest
# Ratings oftener than the rest; closing seldom, since most of what comes after it is refused.
WHAT = st.sampled_from([*HAPPENINGS, *HAPPENINGS, *["rate"] * 8, "rate_late", "correct", "close", "reopen"])
STORIES = st.lists(st.tuples(GAP, WHAT, NUMBER, NUMBER, NUMBER), min_size=6, max_size=40)
