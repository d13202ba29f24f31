"""One to one: of all ways to pair two sets, the one whose likenesses come to the most."""

from collections import defaultdict
from collections.abc import Mapping

_MOST = 50  # on one side; the work grows with the cube, so beyond it the best pair is taken first

Scores = Mapping[tuple[int, int], float]
"""(one, other) -> how good a pair they make, above 0; pairs that are no pair are left out."""


def best_pairs(scores: Scores) -> dict[int, int]:
    """Pair each at most once, so that the scores come to the most.

    Args:
        scores: which pairs are possible.

    Returns:
        one -> other.
    """
    paired: dict[int, int] = {}
    for group in _apart(scores):
        ones, others = sorted({one for one, _ in group}), sorted({other for _, other in group})
        if max(len(ones), len(others)) > _MOST:
            paired |= _best_first(group)
        else:
            paired |= _best_total(group, ones, others)
    return paired


def _apart(scores: Scores) -> list[dict[tuple[int, int], float]]:
    """The pairs in groups that have nobody in common."""
    of_one, of_other = defaultdict(list), defaultdict(list)
    for pair in scores:
        of_one[pair[0]].append(pair)
        of_other[pair[1]].append(pair)
    groups, seen = [], set()
    for first in scores:
        if first in seen:
            continue
        group, waiting = {}, [first]
        seen.add(first)
        while waiting:
            pair = waiting.pop()
            group[pair] = scores[pair]
            for beside in (*of_one.pop(pair[0], ()), *of_other.pop(pair[1], ())):
                if beside not in seen:
                    seen.add(beside)
                    waiting.append(beside)
        groups.append(group)
    return groups


def _best_first(scores: Scores) -> dict[int, int]:
    paired: dict[int, int] = {}
    taken = set()
    for (one, other), _ in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if one not in paired and other not in taken:
            paired[one] = other
            taken.add(other)
    return paired


def _best_total(scores: Scores, ones: list[int], others: list[int]) -> dict[int, int]:
    """The Hungarian method, with a column of no pair (score 0) for every row."""
    rows, columns = len(ones), len(others) + len(ones)
    cost = [[-scores.get((one, other), 0.0) for other in others] + [0.0] * rows for one in ones]
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_in, came_from = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_in[0], column = row, 0
        least, done = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while row_in[column]:
            done[column] = True
            here, by, following = row_in[column], float("inf"), 0
            for other in range(1, columns + 1):
                if done[other]:
                    continue
                over = cost[here - 1][other - 1] - of_row[here] - of_column[other]
                if over < least[other]:
                    least[other], came_from[other] = over, column
                if least[other] < by:
                    by, following = least[other], other
            for other in range(columns + 1):
                if done[other]:
                    of_row[row_in[other]] += by
                    of_column[other] -= by
                else:
                    least[other] -= by
            column = following
        while column:
            row_in[column] = row_in[came_from[column]]
            column = came_from[column]
    return {
        ones[row_in[column] - 1]: others[column - 1]
        for column in range(1, len(others) + 1)
        if row_in[column] and (ones[row_in[column] - 1], others[column - 1]) in scores
    }
