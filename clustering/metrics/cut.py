"""A decomposition as the metrics see it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Pair = tuple[str, str]


@dataclass(frozen=True)
class Cut:
    """Elements (units) in services, and what ties them. The shared library is left out.

    Attributes:
        services: element → service.
        calls: (caller, callee) → volume > 0; calls within an element are left out.
        accesses: table → elements that read or write it.
        lines: element → lines of code; 1 each where unknown.
        spanning: transactions that write tables of several services.
        contexts: element → business contexts (entry points) that it takes part in.
    """

    services: Mapping[str, str]
    calls: Mapping[Pair, float]
    accesses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    spanning: int = 0
    contexts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Service → number of elements, sorted by service."""
        return dict(sorted(Counter(self.services.values()).items()))

    @cached_property
    def inside(self) -> dict[str, int]:
        """Service → unordered pairs of its elements with a call in either direction."""
        found = Counter(self.services[a] for a, b in self._pairs if self.services[a] == self.services[b])
        return {service: found[service] for service in self.sizes}

    @cached_property
    def across(self) -> dict[Pair, int]:
        """Unordered pair of services → unordered pairs of elements with a call between them."""
        found: dict[Pair, int] = defaultdict(int)
        for a, b in self._pairs:
            one, other = sorted((self.services[a], self.services[b]))
            if one != other:
                found[one, other] += 1
        return dict(sorted(found.items()))

    @cached_property
    def volume(self) -> dict[Pair, float]:
        """(calling service, called service) → volume of calls."""
        found: dict[Pair, float] = defaultdict(float)
        for (a, b), volume in sorted(self.calls.items()):
            found[self.services[a], self.services[b]] += volume
        return dict(found)

    def crosses(self, a: str, b: str) -> bool:
        """Whether the two elements are in different services."""
        return self.services[a] != self.services[b]

    @cached_property
    def _pairs(self) -> list[Pair]:
        return sorted({(a, b) if a < b else (b, a) for a, b in self.calls if a != b})
