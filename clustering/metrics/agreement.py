"""How far two placements of the same things agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import comb


def adjusted_rand(truth: Mapping[str, str], found: Mapping[str, str]) -> float:
    """Adjusted Rand index (Hubert and Arabie, 1985) over what both place: 1 for the same groups, 0 by chance."""
    both = sorted(truth.keys() & found.keys())
    cells = _pairs(Counter((truth[name], found[name]) for name in both))
    rows, columns = _pairs(Counter(truth[name] for name in both)), _pairs(Counter(found[name] for name in both))
    expected = rows * columns / max(1, comb(len(both), 2))
    highest = (rows + columns) / 2
    return 1.0 if highest == expected else (cells - expected) / (highest - expected)


def mojofm(truth: Mapping[str, str], found: Mapping[str, str]) -> float:
    """MoJoFM (Wen and Tzerpos, 2004) over what both place, 0 … 1.

    1 - moves and joins that turn the placement into the true one / those that the worst placement needs.
    """
    both = sorted(truth.keys() & found.keys())
    groups: dict[str, Counter[str]] = {}
    for name in both:
        groups.setdefault(found[name], Counter())[truth[name]] += 1
    kept = sum(max(tags.values()) for tags in groups.values())
    needed = len(both) - kept + len(groups) - _most_matches(groups)
    distinct = 0
    for size in sorted(Counter(truth[name] for name in both).values()):
        distinct += size > distinct
    worst = len(both) - distinct
    return 1.0 - needed / worst if worst else 1.0


def _most_matches(groups: Mapping[str, Counter[str]]) -> int:
    """How many groups can each have a true one of its own, among those that it holds most of."""
    wanted = {
        name: sorted(tag for tag, count in tags.items() if count == max(tags.values())) for name, tags in groups.items()
    }
    holder: dict[str, str] = {}

    def placed(name: str, tried: set[str]) -> bool:
        for tag in wanted[name]:
            if tag not in tried:
                tried.add(tag)
                if tag not in holder or placed(holder[tag], tried):
                    holder[tag] = name
                    return True
        return False

    return sum(placed(name, set()) for name in wanted)


def _pairs(counts: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(comb(count, 2) for count in counts.values())
