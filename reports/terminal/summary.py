"""The summary of an analysis: a first screen, then the details, the most important first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decompose.reports.analysed import Analysed
from decompose.reports.lines import Block, Piece, section
from decompose.reports.terminal.chatty import chatty_rows
from decompose.reports.terminal.couplings import coupling_rows
from decompose.reports.terminal.opening import MOST_SERVICES, opening
from decompose.reports.terminal.pointers import file_rows, next_rows
from decompose.reports.terminal.reasons import doubt_rows, reason_rows
from decompose.reports.terminal.resources import resource_rows
from decompose.reports.terminal.services import all_services
from decompose.reports.terminal.transactions import transaction_rows
from decompose.reports.terminal.unreached import unreached_rows
from decompose.reports.terminal.unresolved import unresolved_rows
from decompose.reports.terminal.writers import writer_rows

_DETAILS = (
    coupling_rows,
    writer_rows,
    transaction_rows,
    chatty_rows,
    resource_rows,
    unresolved_rows,
    unreached_rows,
)


def summary(analysed: Analysed, *, source: str = "PATH", files: Sequence[Piece] = ()) -> Iterator[Block]:
    """What was found, what it would cost, what to do next.

    Args:
        analysed: the results.
        source: what was analysed, as other commands take it.
        files: files that were written, the one to open first.
    """
    yield from opening(analysed, source, files)
    services = analysed.decomposition.services
    if len(services) > MOST_SERVICES:
        yield from section(f"All {len(services):,} services", all_services(analysed))
    yield from section("Why these", reason_rows(analysed))
    yield from section("How firmly they stand", doubt_rows(analysed))
    for details in _DETAILS:
        yield from section(*details(analysed))
    yield from section("Files", file_rows(files))
    yield from section("Next", next_rows(analysed, source))
