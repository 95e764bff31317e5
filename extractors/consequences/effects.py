"""What a deletion does to a table besides the one that it is called on."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.extractors.linking.linkage import Access, QueryCall


@dataclass(frozen=True, slots=True, order=True)
class Effect:
    """A table that a deletion touches; ``is_certain``: whatever rows there are."""

    mapped: int
    writes: bool
    is_certain: bool = True

    def of(self, query: QueryCall) -> Access:
        """The access that a deletion makes by it."""
        is_conditional = not self.is_certain
        return Access(
            query.scope, query.line, self.mapped, self.writes, is_inferred=True, is_conditional=is_conditional
        )
