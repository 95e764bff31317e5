"""What code uses besides tables: how many functions use what, and names that several services share."""

from __future__ import annotations

from collections import Counter

from decompose.reports.analysed import Analysed
from decompose.reports.explaining import placement
from decompose.reports.lines import Block, at, line, name
from decompose.reports.lines.cutting import few
from decompose.reports.resources import shared_resources
from decompose.reports.terminal.more import more

_MOST = 3


def resource_rows(analysed: Analysed) -> tuple[str, list[Block]]:
    """The title of the section, and the first of what is shared."""
    users = Counter(use.kind.value for use in analysed.graph.resources)
    if not users:
        return "", []
    counted = ", ".join(f"{kind} {count:,}" for kind, count in sorted(users.items()))
    rows: list[Block] = [line(f"functions by what they use: {counted}", indent=2)]
    shared = shared_resources(analysed.graph.resources, placement(analysed))
    for found in shared[:_MOST]:
        told = f"  written by {few(found.writers) or 'nobody'}, read by {few(found.readers) or 'nobody'}"
        rows.append(line(f"{found.kind.value} ", name(found.name, "magenta"), told, indent=2))
        rows += [line(at(place), indent=4) for place in found.places[:1]]
    title = f"Used besides tables ({len(shared):,} shared by services)" if shared else "Used besides tables"
    return title, rows + more(len(shared), _MOST)
