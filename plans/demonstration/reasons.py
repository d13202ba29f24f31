"""Chooses a reason from the bank for a rating that has none of its own."""

import datetime as dt
import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..models import Rag
from .sources import months_after

# How much of a sample meets the standard under each colour: where the colour begins, and where it ends up.
_SHARES = {Rag.RED: (0.2, 0.42), Rag.AMBER: (0.52, 0.75), Rag.GREEN: (0.84, 0.95), Rag.COMPLETE: (1.0, 1.0)}
_SAMPLES = (8, 10, 12, 14, 15, 16, 18, 20, 24)
_MONTHS_TO_GROW = 5


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a rating when its reason is chosen.

    Attributes:
        cell: the outcome's ref and the column.
        topic: which part of the bank its outcome belongs to.
        before: the colour that stood; None if none did.
        confirmed: looked at again with no change.
        where: how a sentence speaks of the column.
        spread: for Overall where every column has been rated: each column -> its colour.
    """

    cell: tuple[str, str]
    topic: str
    rag: Rag
    before: Rag | None
    on: dt.date
    confirmed: bool
    where: str
    spread: Mapping[str, Rag]


class ReasonBank:
    """Sentences by topic and colour; next is the one used least in the cell, then the one used least."""

    def __init__(self, sentences: Mapping[str, Any]) -> None:
        self._sentences = sentences
        self._used: Counter[str] = Counter()
        self._used_in: Counter[tuple[tuple[str, str], str]] = Counter()
        self._months: Counter[tuple[tuple[str, str], Rag]] = Counter()

    def reason(self, now: Circumstances) -> str:
        """A reason that fits."""
        topic, words = self._topic(now)
        self._months[(now.cell, now.rag)] += 1
        sentence = self._next(now.cell, topic, "any" if topic == "confirmed" else now.rag.value)
        if now.before and now.before != now.rag and topic == now.topic:
            # Every second step up is said to be one; every step down is.
            if now.rag.rank < now.before.rank:
                sentence = f"{self._next(now.cell, 'fallen', 'any')} {sentence}"
            elif self._used[sentence] % 2:
                sentence = f"{self._next(now.cell, 'risen', 'any')} {sentence}"
        said = sentence.format(**self._figures(now), **words)
        # A sentence may begin with what a team is called.
        return re.sub(r"(?:^|(?<=[.?] ))[a-z]", lambda found: found[0].upper(), said)

    def _topic(self, now: Circumstances) -> tuple[str, dict[str, str]]:
        """Which part of the bank to take from, and the names its sentences need."""
        if now.confirmed:
            return "confirmed", {}
        if now.spread:
            lowest, highest = min(now.spread.values(), key=_rank), max(now.spread.values(), key=_rank)
            behind = [name for name, rag in now.spread.items() if rag == lowest]
            others = [name for name, rag in now.spread.items() if rag != lowest]
            if lowest == highest == now.rag:
                return "overall_level", {}
            if lowest != highest and lowest.rank <= now.rag.rank <= highest.rank:
                if len(behind) == 1:
                    return "overall_spread", {"lowest": behind[0], "others": " and ".join(others)}
                return "overall_mixed", {"ahead": others[0]}
        return now.topic, {}

    def _next(self, cell: tuple[str, str], topic: str, colour: str) -> str:
        sentence: str = min(
            self._sentences[topic][colour], key=lambda text: (self._used_in[cell, text], self._used[text])
        )
        self._used[sentence] += 1
        self._used_in[cell, sentence] += 1
        return sentence

    def _figures(self, now: Circumstances) -> dict[str, str | int]:
        """The figures of the sample: a share that fits the colour and grows while it lasts."""
        mark = zlib.crc32(f"{now.cell} {self._months.total()}".encode())
        of = _SAMPLES[mark % len(_SAMPLES)]
        low, high = _SHARES[now.rag]
        grown = min(self._months[now.cell, now.rag] - 1, _MONTHS_TO_GROW) / _MONTHS_TO_GROW
        share = low + (high - low) * grown
        most = of if now.rag == Rag.COMPLETE else of - 1
        seen = min(max(round(of * share), 1), most)
        return {
            "seen": seen,
            "of": of,
            "gap": of - seen,
            "share": round(100 * share) + (mark >> 8) % 3 - (0 if share < 1 else 2),
            "where": now.where,
            "month": f"{now.on:%B}",
            "last_month": f"{months_after(now.on, -1):%B}",
        }


def _rank(rag: Rag) -> int:
    return rag.rank
