"""The terminal: a summary on one screen, and explanations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from decompose.clustering.decomposition import Coupling, Decomposition
from decompose.extractors.graph import UnresolvedCall
from decompose.extractors.places import Confidence, Place
from decompose.reports.advising import advice_rows, workload_rows
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import on_the_fence, stability_line
from decompose.reports.explaining import Explanation, Tie, placement
from decompose.reports.fitting import few, middle, plain, tail
from decompose.reports.repetition import in_words, repeated_queries
from decompose.reports.resources import shared_resources

_WORST = 6
_FEW = 5
_NARROW = 90
_MOST_DOUBTS = 3
VERBS = {
    "foreign_key": "has a foreign key to",
    "imports": "refers to",
    "inherits": "inherits from",
    "joins": "is joined with",
    "transaction": "changes in its transaction",
}


def summary(analysed: Analysed, *, width: int, out_files: Sequence[str] = ()) -> RenderableType:
    """What was found, what it would cost, what to do next.

    Args:
        analysed: the results.
        width: columns of the terminal.
        out_files: files that were written.
    """
    parts: list[RenderableType] = [_read(analysed), Text(), _services(analysed, width)]
    parts += _section("Worst crossing couplings", _couplings(analysed, width))
    parts += _section("Tables that several services write", _contested(analysed, width))
    parts += _section("Transactions that the cut would break", _transactions(analysed, width))
    parts += _section("Chatty in a loop", _repeated(analysed, width))
    parts += _section("Used besides tables", _resources(analysed, width))
    parts += _section("Not resolved", _unresolved(analysed, width))
    parts += _section("Possibly dead", _unreached(analysed, width))
    parts += _section("Files", [Text(f"  {plain(file)}") for file in out_files])
    parts += _section("Next", _next(analysed))
    return Group(*parts)


def _section(title: str, rows: Sequence[RenderableType]) -> list[RenderableType]:
    return [Text(), Text(title, style="bold"), *rows] if rows else []


def _read(analysed: Analysed) -> Text:
    coverage = analysed.graph.coverage
    calls = coverage.calls_internal + coverage.calls_external + coverage.calls_unresolved
    known = 1 - coverage.calls_unresolved / calls if calls else 1.0
    text = Text()
    text.append(plain(analysed.graph.name), style="bold")
    text.append(
        f": {coverage.lines:,} lines in {coverage.files_analysed:,} files, {coverage.functions:,} functions, "
        f"{len(analysed.graph.tables):,} tables, {len(analysed.graph.entry_points):,} entry points; "
        f"{known:.0%} of {calls:,} calls resolved"
    )
    if analysed.graph.frameworks:
        text.append(f" ({', '.join(analysed.graph.frameworks)})")
    if coverage.files_not_parsed:
        text.append(f"; {coverage.files_not_parsed} files could not be parsed", style="yellow")
    return text


def _services(analysed: Analysed, width: int) -> RenderableType:
    chosen = analysed.decomposition
    total = sum(service.lines for service in chosen.services) or 1
    arriving = Counter(coupling.target_service for coupling in chosen.couplings)
    leaving = Counter(coupling.source_service for coupling in chosen.couplings)
    table = Table(box=None, pad_edge=False, header_style="dim", show_edge=False)
    table.add_column(f"{len(chosen.services)} services", no_wrap=True)
    for title in ("lines", "share", "units", "tables", "entries", "cohesion", "in", "out"):
        if width >= _NARROW or title not in {"units", "share"}:
            table.add_column(title, justify="right", no_wrap=True)
    name_width = max(12, min(40, width - 55))
    for service in sorted(chosen.services, key=lambda found: (-found.lines, found.name)):
        cells = {
            "lines": f"{service.lines:,}",
            "share": f"{service.lines / total:.0%}",
            "units": f"{len(service.units):,}",
            "tables": f"{len(service.tables)}",
            "entries": f"{len(service.entry_points)}",
            "cohesion": f"{service.cohesion:.2f}",
            "in": f"{arriving[service.name]}",
            "out": f"{leaving[service.name]}",
        }
        shown = [cells[str(column.header)] for column in table.columns[1:]]
        table.add_row(Text(middle(plain(service.name), name_width), style="cyan"), *shown)
    rows: list[RenderableType] = [table]
    if chosen.shared:
        rows.append(Text(f"shared library: {len(chosen.shared):,} units", style="dim"))
    parts = ", ".join(f"{part.name} {part.value * part.weight:.3g}" for part in chosen.score.parts)
    rows.append(Text(f"score {chosen.score.total:.3g} ({parts})", style="dim"))
    if analysed.why:
        rows.append(Text(plain(analysed.why), style="dim"))
    rows += _stability(chosen, width)
    if chosen.evidence_missing:
        rows.append(Text(f"no evidence of: {', '.join(chosen.evidence_missing)}", style="dim"))
    return Group(*rows)


def _stability(chosen: Decomposition, width: int) -> list[RenderableType]:
    """One line, and the placements that are least sure."""
    line = stability_line(chosen)
    rows: list[RenderableType] = [Text(line, style="dim")] if line else []
    for doubt in on_the_fence(chosen)[:_MOST_DOUBTS]:
        rival = f" or {plain(doubt.rival)}?"
        text = Text("  ")
        text.append(tail(plain(doubt.name), max(12, width - len(rival) - len(doubt.service) - 6)))
        text.append(f": {plain(doubt.service)}{rival}", style="cyan")
        rows.append(text)
    return rows


def _couplings(analysed: Analysed, width: int) -> list[RenderableType]:
    """The worst coupling of each pair of services, for the worst pairs."""
    couplings = analysed.decomposition.couplings
    pairs = Counter((found.source_service, found.target_service) for found in couplings)
    worst: dict[tuple[str, str], Coupling] = {}
    for found in couplings:
        worst.setdefault((found.source_service, found.target_service), found)
    shown = list(worst.items())[:_WORST]
    return [row for pair, found in shown for row in _coupling(found, pairs[pair], width)]


def _coupling(found: Coupling, count: int, width: int) -> list[RenderableType]:
    first = Text("  ")
    first.append(f"{plain(found.source_service)} → {plain(found.target_service)}", style="cyan")
    if count > 1:
        first.append(f"  {count:,} couplings, the worst:", style="dim")
    verb = VERBS.get(found.kind.value, found.kind.value)
    room = max(12, (width - len(verb) - 6) // 2)
    source = tail(plain(found.source), max(room, width - len(verb) - 6 - len(found.target)))
    rows: list[RenderableType] = [first, Text(f"    {source} {verb} {tail(plain(found.target), room)}")]
    return rows + _place_row(found.places)


def _place_row(places: Sequence[Place]) -> list[RenderableType]:
    return [Text(f"    {_place(places)}", style="dim")] if places else []


def _place(places: Sequence[Place]) -> str:
    return plain(str(places[0])) if places else ""


def _contested(analysed: Analysed, width: int) -> list[RenderableType]:
    contested = [use for use in analysed.decomposition.table_uses if len(use.writers) > 1]
    rows: list[RenderableType] = []
    for use in contested[:_WORST]:
        text = Text("  ")
        text.append(middle(plain(use.table), max(20, width // 3)), style="magenta")
        others = [writer for writer in use.writers if writer != use.owner]
        text.append(f"  owned by {plain(use.owner)}, also written by {few(others)}")
        rows += [text, *_place_row(use.places)]
    return rows + _more(len(contested), _WORST)


def _transactions(analysed: Analysed, width: int) -> list[RenderableType]:
    rows: list[RenderableType] = []
    spanning = analysed.decomposition.spanning_transactions
    for found in spanning[:_FEW]:
        rows.append(Text(f"  {tail(plain(found.symbol), width - 2)}"))
        count = len(found.services)
        rows.append(Text(f"    writes tables of {count} services: {few(found.services)}"))
        rows += _place_row([found.place])
    return rows + _more(len(spanning), _FEW)


_MOST_REPEATED = 3


def _repeated(analysed: Analysed, width: int) -> list[RenderableType]:
    """Loops that run a query for each element."""
    found = repeated_queries(analysed.graph, placement(analysed))
    sure = [one for one in found if one.confidence is not Confidence.HEURISTIC]
    if not found:
        return []
    count = f"  {len(sure):,} queries that loops repeat; {len(found) - len(sure):,} more that may be"
    rows: list[RenderableType] = [Text(count)]
    for one in sure[:_MOST_REPEATED]:
        rows.append(Text(f"  {tail(plain(one.symbol), width - 2)}"))
        rows.append(Text("    " + middle(plain(in_words(one)), width - 4)))
        rows += _place_row([one.call])
    return rows + _more(len(sure), _MOST_REPEATED)


_MOST_SHARED = 3


def _resources(analysed: Analysed, width: int) -> list[RenderableType]:
    """How many functions use what; names that several services share."""
    users = Counter(use.kind.value for use in analysed.graph.resources)
    if not users:
        return []
    counted = ", ".join(f"{kind} {count:,}" for kind, count in sorted(users.items()))
    rows: list[RenderableType] = [Text(f"  {counted}", overflow="fold")]
    shared = shared_resources(analysed.graph.resources, placement(analysed))
    for found in shared[:_MOST_SHARED]:
        text = Text(f"  {found.kind.value} ")
        text.append(middle(plain(found.name), max(20, width // 3)), style="magenta")
        text.append(f"  written by {few(found.writers) or 'nobody'}, read by {few(found.readers) or 'nobody'}")
        rows += [text, *_place_row(found.places)]
    return rows + _more(len(shared), _MOST_SHARED)


def _more(count: int, shown: int) -> list[RenderableType]:
    return [Text(f"  … and {count - shown} more in report.html", style="dim")] if count > shown else []


def _unresolved(analysed: Analysed, width: int) -> list[RenderableType]:
    coverage = analysed.graph.coverage
    rows: list[RenderableType] = []
    reasons: Counter[str] = Counter()
    for group in coverage.unresolved:
        reasons[group.reason] += group.count
    if coverage.calls_unresolved:
        listed = ", ".join(f"{count:,} {reason}" for reason, count in reasons.most_common(3))
        rows.append(Text(f"  {coverage.calls_unresolved:,} calls: {listed}"))
    if coverage.calls_guessed:
        rows.append(Text(f"  {coverage.calls_guessed:,} of them have a likely callee, by the method's name"))
    if coverage.statements:
        text = f"  {coverage.statements:,} SQL calls: {coverage.statements_understood:,} understood"
        text += f", {coverage.statements_dynamic:,} with a computed table name"
        lost = coverage.statements - coverage.statements_understood - coverage.statements_dynamic
        rows.append(Text(text + (f", {lost:,} not understood" if lost > 0 else "")))
    if coverage.roles:
        counted = ", ".join(f"{count:,} {role}" for role, count in coverage.roles.items())
        rows.append(Text(f"  left out of the clustering: {counted} files"))
    problems = [found for found in analysed.graph.diagnostics if found.severity.value == "error"]
    rows += [Text("  " + middle(plain(str(found)), width - 2), style="yellow") for found in problems[:3]]
    if len(problems) > 3:
        rows.append(Text(f"  … and {len(problems) - 3} more in report.html", style="dim"))
    return rows


_MOST_UNREACHED = 3


def _unreached(analysed: Analysed, width: int) -> list[RenderableType]:
    lost = analysed.graph.unreached
    sure = [found for found in lost if found.confidence is not Confidence.HEURISTIC]
    if not lost:
        return []
    count = f"  {len(sure):,} functions ({sum(found.lines for found in sure):,} lines) that no entry point reaches"
    rows: list[RenderableType] = [Text(f"{count}; {len(lost) - len(sure):,} more that calls of unknowns may mean")]
    for found in sorted(sure, key=lambda found: (-found.lines, found))[:_MOST_UNREACHED]:
        listed = f"{plain(found.symbol)}  {plain(str(found.place))} ({found.lines:,} lines)"
        rows.append(Text("  " + middle(listed, width - 2)))
    return rows + _more(len(sure), _MOST_UNREACHED)


def _next(analysed: Analysed) -> list[RenderableType]:
    services = analysed.decomposition.services
    largest = max(services, key=lambda found: (found.lines, found.name)).name if services else "NAME"
    steps = [
        (f"decompose explain {plain(largest)} PATH", "what ties the largest service to the others"),
        ("pins in decompose.toml", "move what is misplaced, then analyze again"),
        ("decompose plan PATH", "who leaves when, what is done for it, where it runs"),
        ("open report.html", "the map, the tables, every coupling with its place"),
    ]
    margin = max(len(step) for step, _ in steps)
    return [Text(f"  {step:<{margin}}  {why}") for step, why in steps]


def explanation_text(explanation: Explanation, *, width: int, most: int = 15) -> RenderableType:
    """An explanation for the terminal; at most so many relations per kind are shown."""
    title = Text(f"{explanation.kind} ")
    title.append(plain(explanation.name), style="bold")
    if explanation.kind != "service":
        title.append(" is in ")
        title.append(plain(explanation.service or "no service"), style="cyan")
    if explanation.place is not None:
        title.append(f"  {explanation.place}", style="dim")
    parts: list[RenderableType] = [title, *(Text("  " + plain(fact)) for fact in explanation.facts)]
    if explanation.pulls:
        heading = "Coupled with" if explanation.kind == "service" else "Drawn to"
        rows = [
            Text(f"  {plain(pull.service)}: weight {pull.weight:g} in {pull.relations} relations")
            for pull in explanation.pulls[:_FEW]
        ]
        parts += _section(heading, rows)
    if explanation.workloads:
        parts += _section("Runs on", list(workload_rows(explanation.workloads, width)))
    if explanation.advice:
        parts += _section("Rules that fired", list(advice_rows(explanation.advice, width)))
    kinds = dict.fromkeys((tie.direction, tie.kind) for tie in explanation.ties)
    for direction, kind in kinds:
        ties = [tie for tie in explanation.ties if (tie.direction, tie.kind) == (direction, kind)]
        arrow = "→" if direction == "to" else "←"
        rows = []
        for tie in ties[:most]:
            rows.append(_tie_row(explanation.name, tie, arrow, width))
        if len(ties) > most:
            rows.append(Text(f"  … and {len(ties) - most} more (--format json shows all)", style="dim"))
        parts += _section(f"{kind.replace('_', ' ')} {arrow} ({len(ties)})", rows)
    if explanation.unresolved:
        rows = [_unresolved_row(call, width) for call in explanation.unresolved[:most]]
        if len(explanation.unresolved) > most:
            rows.append(
                Text(f"  … and {len(explanation.unresolved) - most} more (--format json shows all)", style="dim")
            )
        parts += _section(f"not resolved ({len(explanation.unresolved)})", rows)
    return Group(*parts)


def _unresolved_row(call: UnresolvedCall, width: int) -> Text:
    """A call of which nothing is known: what it looks like, why, and what it may be."""
    likely = f"; likely {', '.join(call.likely)}" if call.likely else ""
    room = max(20, width - len(str(call.place)) - 8)
    row = Text("  ")
    row.append(middle(plain(f"{call.expression}(): {call.reason}{likely}"), room))
    row.append(f"  {call.place}", style="dim")
    return row


def _tie_row(name: str, tie: Tie, arrow: str, width: int) -> Text:
    """One relation; the explained thing itself and certainty go without saying."""
    marks = _place(tie.places) + ("" if tie.confidence == "exact" else f"  {tie.confidence}")
    via = "" if tie.via == name else plain(tie.via)
    room = width - len(marks) - len(tie.service) - 10
    row = Text("  ")
    if via:
        row.append(f"{tail(via, max(12, room // 2))} ")
    row.append(f"{arrow} {tail(plain(tie.other), max(12, room // 2 if via else room))}")
    row.append(f" [{plain(tie.service)}]", style="cyan")
    row.append(f"  {marks}", style="dim")
    return row
