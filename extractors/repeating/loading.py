"""Attributes that load another row, which each row does once, where nothing fetched it along."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from decompose.extractors.consequences import Load
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.repeating.shapes import Query


def loading_queries(
    linkage: Linkage, loads: Iterable[Load], fetched: Collection[tuple[int, str]], names: Mapping[int, str]
) -> Iterator[Query]:
    """The loads of known tables; those that some query of the program fetches along may be there already."""
    for load in loads:
        if load.mapped in names and load.scope not in linkage.original and not load.is_there:
            is_sure = not {(load.owner, load.op.name), (-1, load.op.name)} & set(fetched)
            yield Query(
                load.scope,
                load.op.line,
                load.op.loop,
                (names[load.mapped],),
                "load",
                is_sure,
                load.op.base,
                load.mapped,
            )
