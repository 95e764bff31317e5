"""The few findings that cost most, of each kind the worst, in a line or two with their places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, zip_longest

from decompose.reports.analysed import Analysed
from decompose.reports.explaining import placement
from decompose.reports.lines import Line, Piece, at, evidence, line, name, service
from decompose.reports.repetition import crosses, in_words, repeated_queries
from decompose.reports.terminal.couplings import heaviest_pairs
from decompose.reports.terminal.transactions import spanning
from decompose.reports.terminal.writers import contested


def obstacles(analysed: Analysed) -> list[Line]:
    """The worst pair of services, table, transaction and loop; then the second worst of each."""
    kinds = (_pairs(analysed), _tables(analysed), _transactions(analysed), _loops(analysed))
    ranked = chain.from_iterable(zip_longest(*kinds))
    return [found for found in ranked if found is not None]


def _pairs(analysed: Analysed) -> Iterator[Line]:
    for pair in heaviest_pairs(analysed):
        pieces: list[str | Piece] = [service(pair.source), " → ", service(pair.target)]
        pieces.append(f"  {pair.count:,} couplings, such as" if pair.count > 1 else "  a heavy coupling:")
        yield line(*pieces, *evidence(pair.worst.places), indent=2)


def _tables(analysed: Analysed) -> Iterator[Line]:
    for use in contested(analysed):
        others = len(use.writers) - 1
        whom = f"{others} more" if others > 1 else next(found for found in use.writers if found != use.owner)
        pieces: list[str | Piece] = [name(use.table, "magenta"), " is written by ", service(use.owner), f" and {whom}"]
        yield line(*pieces, *evidence(use.places), indent=2)


def _transactions(analysed: Analysed) -> Iterator[Line]:
    for found in spanning(analysed):
        told = f" writes tables of {len(found.services)} services in one transaction  "
        yield line(name(found.symbol), told, at(found.place), indent=2)


def _loops(analysed: Analysed) -> Iterator[Line]:
    placed = placement(analysed)
    for found in repeated_queries(analysed.graph, placed):
        if crosses(found, placed):
            yield line(name(found.symbol), f" {in_words(found)}  ", at(found.call), indent=2)
