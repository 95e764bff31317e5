"""For people: findings by pair of services, with the source line, why they matter and the ways out.

The first line of each finding starts with ``path:line:column: CODE``, which editors and grep understand. The delta,
and what was and was not inspected, are told in any case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rich.text import Text

from decompose.clustering.guarding.findings import CheckReport, Finding, Level, Moved, Outcome, PairChange
from decompose.extractors.places import Place
from decompose.reports.checks import wording
from decompose.reports.checks.frames import frame
from decompose.reports.checks.inking import Line, inked
from decompose.reports.checks.setting import Setting
from decompose.reports.checks.wording import visible
from decompose.reports.terminal import VERBS

_STYLES = {Level.ERROR: "bold red", Level.WARN: "bold yellow", Level.OFF: "dim"}
_FEW = 5
_MOST_FRAMES = 200
"""With more findings than this, their source lines are left out: nobody reads so many one by one."""
_INDENT = 4


def render(report: CheckReport, setting: Setting) -> str:
    """The report for a terminal or a log."""
    return inked(_lines(report, setting), setting)


def _lines(report: CheckReport, setting: Setting) -> Iterator[Line]:
    if len(report.findings) > _MOST_FRAMES:
        setting = replace(setting, source=None)
    changes = {(change.source_service, change.target_service): change for change in report.pairs}
    for pair, findings in wording.by_pair(report.findings):
        yield _heading(pair, findings, changes.get(pair))
        # findings with the same reason and the same ways out share one explanation
        ordered = sorted(findings, key=lambda found: (found.code, found.why, found.ways_out, found.spot))
        for _, alike in groupby(ordered, key=lambda found: (found.code, found.why, found.ways_out)):
            yield from _group(list(alike), setting)
    yield from _delta(report, setting)


def _heading(pair: wording.Pair, findings: Sequence[Finding], change: PairChange | None) -> Line:
    text = Text().append(wording.pair_name(pair, findings), style="bold cyan")
    if change is not None:
        text.append(f"  {change.before:,} → {change.after:,} couplings", style="dim")
    return Line(text)


def _group(findings: Sequence[Finding], setting: Setting) -> Iterator[Line]:
    for found in findings:
        yield from _finding(found, setting)
    first = findings[0]
    if first.why:
        yield Line(Text().append("why: ", style="bold").append(visible(first.why)), _INDENT, 5)
    if first.ways_out:
        yield Line(Text("ways out:" if len(first.ways_out) > 1 else "way out:", style="bold"), _INDENT)
        for way in first.ways_out:
            yield Line(Text(f"- {visible(way)}"), _INDENT + 2, 2)
    yield Line()


def _finding(found: Finding, setting: Setting) -> Iterator[Line]:
    here = visible(setting.from_here(found.spot.path or "."))
    text = Text().append(here, style="bold")
    if found.spot.line:
        text.append(f":{found.spot.line}:{found.spot.column}", style="dim")
    text.append(": ")
    text.append(visible(found.code), style=_STYLES[found.level])
    text.append(f" {found.level.value}: {visible(found.message)}")
    doubt = wording.doubt(found.confidence)
    if doubt:
        text.append(f" ({doubt})", style="dim")
    if found.outcome is not Outcome.NEW:
        text.append(f" [{found.outcome.value}]", style="dim")
    yield Line(text, hang=_INDENT)
    yield from _frame(found, setting)
    if found.chain:
        yield Line(Text("by way of", style="bold"), _INDENT)
        for step in found.chain:
            row = Text(f"{visible(step.symbol)} {visible(step.action)}")
            row.append(f"  {_place(step.place, setting)}", style="dim")
            yield Line(row, _INDENT + 2, 2)
    if found.places:
        yield Line(Text(f"also at {_places(found.places, setting)}", style="dim"), _INDENT, 2)


def _frame(found: Finding, setting: Setting) -> Iterator[Line]:
    gutter = len(str(found.spot.line + 1))
    room = max(20, setting.width - _INDENT - gutter - 5) if setting.width else 0
    for line in frame(setting.source, found.spot, room):
        sign = ">" if line.is_meant and line.number else " "
        number = str(line.number) if line.number else ""
        text = Text().append(f"{sign} {number:>{gutter}} │ ", style="dim")
        is_mark = line.is_meant and not line.number
        text.append(line.text, style=_STYLES[found.level] if is_mark else "")
        yield Line(text, _INDENT, is_cropped=True)


def _places(places: Sequence[Place], setting: Setting) -> str:
    """Places, in which a path that several share stands once: ``a.py:3, 9, b.py:4``."""
    shown = []
    for index, place in enumerate(places[:_FEW]):
        is_same_file = index > 0 and places[index - 1].path == place.path
        shown.append(str(place.line) if is_same_file else _place(place, setting))
    rest = len(places) - _FEW
    return f"{', '.join(shown)}{f' and {rest:,} more' if rest > 0 else ''}"


def _place(place: Place, setting: Setting) -> str:
    return visible(str(Place(setting.from_here(place.path), place.line)))


# -- what is told in any case --


def _delta(report: CheckReport, setting: Setting) -> Iterator[Line]:
    yield Line(_verdict(report))
    since = wording.since(report)
    counted = Text().append(str(wording.delta(report)), style="bold").append(f" {since}" if since else "")
    yield Line(counted, hang=2)
    if report.known and setting.shows_known:
        yield from _listed("known", [_known(report, index, setting) for index in range(len(report.known))], most=None)
    elif report.known:
        yield Line(Text(f"known: {wording.tolerated(report)}", style="dim"), hang=2)
    yield from _listed("moved", [_moved(moved) for moved in report.moved])
    gone = [_coupling(one.kind, one.source, one.target, one.source_service, one.target_service) for one in report.gone]
    yield from _listed("gone", gone)
    yield from _drift(report)
    yield Line(Text(f"inspected: {wording.inspected(report)}", style="dim"), hang=2)
    missed = wording.missed(report.inspected)
    if missed:
        yield Line(Text(f"could not be analysed: {missed}", style="yellow"), hang=2)
    yield from _next(report)


def _verdict(report: CheckReport) -> Text:
    if report.errors:
        return Text(f"failed: {wording.verdict(report)}", style="bold red")
    if report.warnings:
        return Text(f"passed, with {wording.verdict(report)}", style="bold yellow")
    return Text(f"passed: {wording.verdict(report)}", style="bold green")


def _listed(title: str, rows: Sequence[str], most: int | None = _FEW) -> Iterator[Line]:
    if not rows:
        return
    yield Line(Text(f"{title}:", style="dim"))
    for row in rows[:most]:
        yield Line(Text(row), 2, 2)
    if most is not None and len(rows) > most:
        yield Line(Text(f"… and {len(rows) - most:,} more (--format json shows all)", style="dim"), 2, 2)


def _coupling(kind: str, source: str, target: str, source_service: str, target_service: str) -> str:
    shown = f"{visible(source)} {VERBS.get(kind, visible(kind))} {visible(target)}"
    pair = wording.pair_name((source_service, target_service)) if source_service or target_service else ""
    return f"{shown}  ({pair})" if pair else shown


def _known(report: CheckReport, index: int, setting: Setting) -> str:
    known = report.known[index]
    found = known.coupling
    row = _coupling(found.kind.value, found.source, found.target, found.source_service, found.target_service)
    where = f"  {_place(found.places[0], setting)}" if found.places else ""
    reason = f": {visible(known.reason)}" if known.reason else ""
    return f"{row}{where}  [{visible(known.by)}{reason}]"


def _moved(moved: Moved) -> str:
    found = moved.coupling
    ends = []
    for before, after in ((moved.source, found.source), (moved.target, found.target)):
        ends.append(visible(after) if before == after else f"{visible(after)} (was {visible(before)})")
    return f"{ends[0]} {VERBS.get(found.kind.value, found.kind.value)} {ends[1]}"


def _drift(report: CheckReport) -> Iterator[Line]:
    total = next((change for change in report.drift if change.name == "total"), None)
    if total is None or f"{total.before:.3g}" == f"{total.after:.3g}":
        return
    is_better = (total.after > total.before) is total.is_better_higher
    text = Text(f"score {total.before:.3g} → {total.after:.3g} ({'better' if is_better else 'worse'})")
    text.stylize("green" if is_better else "yellow")
    yield Line(text)


def _next(report: CheckReport) -> Iterator[Line]:
    if report.gone and report.compared_with and not report.compared_commit:
        yield Line(Text("`decompose accept --prune` takes what is gone out of the baseline", style="dim"), hang=2)
    codes = [(found.level is not Level.ERROR, found.code) for found in report.findings if wording.name_of(found.code)]
    if codes:
        _, first = min(codes)
        yield Line(Text(f"`decompose check --explain {first}` says more about a code", style="dim"), hang=2)
