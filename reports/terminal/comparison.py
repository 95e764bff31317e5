"""Two decompositions side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from decompose.clustering.comparing import Change, Comparison, Moved
from decompose.clustering.decomposition import Coupling
from decompose.reports.lines import Block, Column, Line, Piece, Table, evidence, line, name, section, service, words
from decompose.reports.lines.bars import bar
from decompose.reports.lines.blocks import BLANK
from decompose.reports.phrasing import verb
from decompose.reports.terminal.more import IN_JSON, more

_MOST = 10
_FEW = 3
_UNCHANGED = 5e-5
_BAR = 10
_GUARDS = ("services", "largest share", "distributed transactions", "shared tables", "chatty pairs")
"""Metrics that anyone understands; the others are in the JSON."""


def comparison_blocks(found: Comparison, *, title: str) -> Iterator[Block]:
    """A comparison.

    Args:
        found: what differs.
        title: what is compared.
    """
    yield line(title, style="bold")
    yield _verdict(found)
    yield BLANK
    yield _figures(found)
    yield from section("Services", _services(found))
    yield from section(f"Moved ({len(found.moved):,})", _moved(found.moved))
    yield from section(f"Couplings gone ({len(found.couplings_gone):,})", _couplings(found.couplings_gone))
    yield from section(f"Couplings new ({len(found.couplings_new):,})", _couplings(found.couplings_new))


def _verdict(found: Comparison) -> Line:
    change = found.total.after - found.total.before
    if abs(change) < _UNCHANGED:
        return line("The score stays the same.")
    share = f" ({abs(change) / found.total.before:.1%})" if found.total.before else ""
    told = f"The score gets {'better' if change < 0 else 'worse'} by {abs(change):.4f}{share}; lower is better."
    return line(told, style="green" if change < 0 else "yellow")


def _figures(found: Comparison) -> Table:
    columns = (
        Column("", least=16),
        Column("before", is_right=True),
        Column(is_spare=True),
        Column("after", is_right=True),
        Column(is_spare=True),
        Column("change", is_right=True),
    )
    largest = max((max(change.before, change.after) for change in found.score[:-1]), default=0.0)
    rows = [_part(change, 0.0 if change is found.total else largest) for change in found.score]
    known = {change.name: change for change in found.metrics}
    rows += [_guard(known[title]) for title in _GUARDS if title in known]
    return Table(columns, tuple(rows))


def _part(change: Change, largest: float) -> tuple[Piece, ...]:
    delta = change.after - change.before
    told = "" if abs(delta) < _UNCHANGED else f"{delta:+.4f}"
    style = "green" if delta < 0 else "yellow"
    return (
        words(change.name, "" if largest else "bold"),
        words(f"{change.before:.4f}"),
        bar(change.before, largest, "dim", _BAR),
        words(f"{change.after:.4f}"),
        bar(change.after, largest, style if told else "dim", _BAR),
        words(told, style),
    )


def _guard(change: Change) -> tuple[Piece, ...]:
    is_share = change.name == "largest share"
    shown = [f"{value:.0%}" if is_share else f"{value:,.0f}" for value in (change.before, change.after)]
    delta = change.after - change.before
    told = f"{100 * delta:+.0f} points" if is_share else f"{delta:+,.0f}"
    cells = (change.name, shown[0], "", shown[1], "", "" if shown[0] == shown[1] else told)
    return tuple(map(words, cells))


def _services(found: Comparison) -> Iterator[Line]:
    for one in found.renamed:
        alike = f" ({one.overlap:.0%} alike)"
        yield line(service(one.before), " is now ", service(one.after), alike, indent=2)
    for added in found.added:
        yield line(words("new: ", "green"), service(added), indent=2)
    for gone in found.gone:
        yield line(words("gone: ", "yellow"), service(gone), indent=2)
    if found.code_added or found.code_gone:
        told = f"{found.code_added:,} units and tables are new, {found.code_gone:,} are gone"
        yield line(told, indent=2, style="dim")


def _moved(moved: Sequence[Moved]) -> list[Block]:
    """Grouped by where from and where to, the largest groups first."""
    groups = Counter((one.before, one.after) for one in moved)
    rows: list[Block] = []
    for (before, after), count in sorted(groups.items(), key=lambda item: (-item[1], item[0]))[:_MOST]:
        names = [one.name for one in moved if (one.before, one.after) == (before, after)]
        counted = f"  {count:,}" if count > 1 else ""
        rows.append(line(service(before), " → ", service(after), words(counted, "dim"), indent=2))
        rows += [line(name(found), indent=4) for found in names[:_FEW]]
        if count > _FEW:
            rows.append(line(f"… and {count - _FEW:,} more", indent=4, style="dim"))
    return rows + more(len(groups), _MOST, where=IN_JSON)


def _couplings(couplings: Sequence[Coupling]) -> list[Block]:
    rows: list[Block] = []
    for found in couplings[:_MOST]:
        rows.append(line(name(found.source), f" {verb(found.kind.value)} ", name(found.target), indent=2))
        ends: list[str | Piece] = [service(found.source_service), " → ", service(found.target_service)]
        rows.append(line(*ends, *evidence(found.places), indent=4))
    return rows + more(len(couplings), _MOST, where=IN_JSON)
