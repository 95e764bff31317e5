"""The terminal: two decompositions side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from decompose.clustering.comparing import Change, Comparison, Moved
from decompose.clustering.decomposition import Coupling
from decompose.reports.fitting import plain, tail
from decompose.reports.terminal import VERBS

_MOST = 10
_UNCHANGED = 5e-5
_GUARDS = ("services", "largest share", "distributed transactions", "shared tables", "chatty pairs")
"""Metrics that anyone understands; the others are in the JSON."""


def comparison_text(found: Comparison, *, width: int, title: str) -> RenderableType:
    """A comparison for the terminal.

    Args:
        found: what differs.
        width: columns of the terminal.
        title: what is compared.
    """
    parts: list[RenderableType] = [Text(plain(title), style="bold"), _verdict(found), Text(), _figures(found)]
    for heading, rows in (
        ("Services", _services(found)),
        (f"Moved ({len(found.moved):,})", _moved(found.moved, width)),
        (f"Couplings gone ({len(found.couplings_gone):,})", _couplings(found.couplings_gone, width)),
        (f"Couplings new ({len(found.couplings_new):,})", _couplings(found.couplings_new, width)),
    ):
        if rows:
            parts += [Text(), Text(heading, style="bold"), *rows]
    return Group(*parts)


def _verdict(found: Comparison) -> Text:
    change = found.total.after - found.total.before
    if abs(change) < _UNCHANGED:
        return Text("The score stays the same.")
    share = f" ({abs(change) / found.total.before:.1%})" if found.total.before else ""
    better = change < 0
    return Text(
        f"The score gets {'better' if better else 'worse'} by {abs(change):.4f}{share}; lower is better.",
        style="green" if better else "yellow",
    )


def _figures(found: Comparison) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    table.add_column("", no_wrap=True)
    for title in ("before", "after", "change"):
        table.add_column(title, justify="right", no_wrap=True)
    for change in found.score:
        table.add_row(change.name, *(f"{value:.4f}" for value in (change.before, change.after)), _delta(change))
    known = {change.name: change for change in found.metrics}
    for name in _GUARDS:
        if name in known:
            change = known[name]
            shown = [f"{value:.0%}" if name == "largest share" else f"{value:,.0f}" for value in _ends(change)]
            table.add_row(name, *shown, "" if shown[0] == shown[1] else _plain_delta(change, name))
    return table


def _ends(change: Change) -> tuple[float, float]:
    return change.before, change.after


def _delta(change: Change) -> Text:
    delta = change.after - change.before
    if abs(delta) < _UNCHANGED:
        return Text("")
    return Text(f"{delta:+.4f}", style="green" if delta < 0 else "yellow")


def _plain_delta(change: Change, name: str) -> str:
    delta = change.after - change.before
    return f"{100 * delta:+.0f} points" if name == "largest share" else f"{delta:+,.0f}"


def _services(found: Comparison) -> list[RenderableType]:
    rows = [Text(f"  {plain(one.before)} is now {plain(one.after)} ({one.overlap:.0%} alike)") for one in found.renamed]
    rows += [Text(f"  new: {plain(name)}", style="green") for name in found.added]
    rows += [Text(f"  gone: {plain(name)}", style="yellow") for name in found.gone]
    if found.code_added or found.code_gone:
        rows.append(Text(f"  {found.code_added:,} units and tables are new, {found.code_gone:,} are gone", style="dim"))
    return list(rows)


def _moved(moved: Sequence[Moved], width: int) -> list[RenderableType]:
    """Grouped by where from and where to, the largest groups first."""
    groups = Counter((one.before, one.after) for one in moved)
    rows: list[RenderableType] = []
    for (before, after), count in sorted(groups.items(), key=lambda item: (-item[1], item[0]))[:_MOST]:
        names = [one.name for one in moved if (one.before, one.after) == (before, after)]
        head = Text("  ")
        head.append(f"{plain(before)} → {plain(after)}", style="cyan")
        head.append(f"  {count:,}" if count > 1 else "", style="dim")
        rows += [head, *(Text(f"    {tail(plain(name), width - 4)}") for name in names[:3])]
        if count > 3:
            rows.append(Text(f"    … and {count - 3:,} more", style="dim"))
    return rows + _more(len(groups))


def _couplings(couplings: Sequence[Coupling], width: int) -> list[RenderableType]:
    rows: list[RenderableType] = []
    for found in couplings[:_MOST]:
        verb = VERBS.get(found.kind.value, found.kind.value)
        room = max(12, (width - len(verb) - 4) // 2)
        source = tail(plain(found.source), max(room, width - len(verb) - 4 - len(found.target)))
        rows.append(Text(f"  {source} {verb} {tail(plain(found.target), room)}"))
        where = Text("    ")
        where.append(f"{plain(found.source_service)} → {plain(found.target_service)}", style="cyan")
        where.append(f"  {plain(str(found.places[0]))}" if found.places else "", style="dim")
        rows.append(where)
    return rows + _more(len(couplings))


def _more(count: int) -> list[RenderableType]:
    return [Text(f"  … and {count - _MOST:,} more (--format json shows all)", style="dim")] if count > _MOST else []
