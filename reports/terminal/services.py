"""The proposed services, the largest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Service
from decompose.reports.analysed import Analysed
from decompose.reports.lines import Block, Column, Table, line, service, words
from decompose.reports.lines.bars import bar

_COLUMNS = (
    Column("lines", is_right=True),
    Column("share", is_right=True, drop=6),
    Column(drop=4),
    Column("units", is_right=True, drop=7),
    Column("tables", is_right=True),
    Column("entries", is_right=True, drop=2),
    Column("cohesion", is_right=True, drop=5),
    Column("in", is_right=True, drop=1),
    Column("out", is_right=True, drop=1),
)


def largest(analysed: Analysed) -> list[Service]:
    """All services, the largest first."""
    return sorted(analysed.decomposition.services, key=lambda found: (-found.lines, found.name))


def services_table(analysed: Analysed, services: Sequence[Service], title: str) -> Table:
    """Some services with their size, what they own, and the couplings that arrive and leave."""
    chosen = analysed.decomposition
    total = sum(found.lines for found in chosen.services) or 1
    most = max((found.lines for found in chosen.services), default=0)
    arriving = Counter(coupling.target_service for coupling in chosen.couplings)
    leaving = Counter(coupling.source_service for coupling in chosen.couplings)
    rows = tuple(
        (
            service(found.name),
            words(f"{found.lines:,}"),
            words(f"{found.lines / total:.0%}"),
            bar(found.lines, most),
            words(f"{len(found.units):,}"),
            words(f"{len(found.tables):,}"),
            words(f"{len(found.entry_points):,}"),
            words(f"{found.cohesion:.2f}"),
            words(f"{arriving[found.name]:,}"),
            words(f"{leaving[found.name]:,}"),
        )
        for found in services
    )
    return Table((Column(title, least=24), *_COLUMNS), rows, indent=2)


def all_services(analysed: Analysed) -> list[Block]:
    """All of them, and what is shared."""
    services = largest(analysed)
    shared = analysed.decomposition.shared
    rows: list[Block] = [services_table(analysed, services, "service")]
    if shared:
        rows.append(line(f"shared library: {plural(len(shared), 'unit')} of no service", indent=2, style="dim"))
    rows.append(line("in, out: couplings that arrive and leave", indent=2, style="dim"))
    return rows
