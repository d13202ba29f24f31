"""Timing, so that a slow minute of the machine falls on both sides of a ratio."""

import gc
import statistics
import time
from collections.abc import Callable

Work = Callable[[], object]


def pair(floor: Work, work: Work, rounds: int) -> tuple[float, float]:
    """Median seconds of two pieces of work, done in turn after two rounds that do not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 2):
        for which, one in enumerate((floor, work)):
            gc.collect()
            gc.disable()
            start = time.perf_counter()
            one()
            spent = time.perf_counter() - start
            gc.enable()
            if number >= 2:
                times[which].append(spent)
    return statistics.median(times[0]), statistics.median(times[1])
