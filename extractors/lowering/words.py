"""Vocabulary: the words that identifiers are made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_MOST = 40
"""Words kept for a unit: its most frequent ones say what it is about."""


@lru_cache(maxsize=65536)
def split_identifier(name: str) -> tuple[str, ...]:
    """Split ``orderLines_total`` into ``("order", "lines", "total")``; words of one letter are dropped."""
    return tuple(word.lower() for word in _WORD.findall(name) if len(word) > 1)


def vocabulary(identifiers: Iterable[str]) -> dict[str, int]:
    """The most frequent words of the identifiers, with their counts, most frequent first."""
    counts: Counter[str] = Counter()
    for name, times in Counter(identifiers).items():
        for word in split_identifier(name):
            counts[word] += times
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:_MOST])
