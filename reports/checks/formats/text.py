"""For people: findings by pair of services, with the source line, why they matter and the ways out.

The first line of each finding starts with ``path:line:column: CODE``, which editors and grep understand. The delta,
and what was and was not inspected, are told in any case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from decompose.clustering.guarding.findings import CheckReport, Finding, Level, Moved, Outcome, PairChange
from decompose.extractors.places import Place
from decompose.reports.checks import wording
from decompose.reports.checks.frames import frame
from decompose.reports.checks.setting import Setting
from decompose.reports.lines import Line, Piece, at, file, inked, line, words
from decompose.reports.lines.blocks import BLANK
from decompose.reports.lines.cutting import visible
from decompose.reports.phrasing import verb

_STYLES = {Level.ERROR: "bold red", Level.WARN: "bold yellow", Level.OFF: "dim"}
_FEW = 5
_MOST_FRAMES = 200
"""With more findings than this, their source lines are left out: nobody reads so many one by one."""
_INDENT = 4


def render(report: CheckReport, setting: Setting) -> str:
    """The report for a terminal or a log."""
    return inked(_lines(report, setting), setting.screen)


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
    counts = f"  {change.before:,} → {change.after:,} couplings" if change is not None else ""
    return line(words(wording.pair_name(pair, findings), "bold cyan"), words(counts, "dim"))


def _group(findings: Sequence[Finding], setting: Setting) -> Iterator[Line]:
    for found in findings:
        yield from _finding(found, setting)
    first = findings[0]
    if first.why:
        yield line(words("why: ", "bold"), visible(first.why), indent=_INDENT, hang=5)
    if first.ways_out:
        yield line("ways out:" if len(first.ways_out) > 1 else "way out:", indent=_INDENT, style="bold")
        for way in first.ways_out:
            yield line(f"- {visible(way)}", indent=_INDENT + 2)
    yield BLANK


def _finding(found: Finding, setting: Setting) -> Iterator[Line]:
    here = visible(setting.from_here(found.spot.path or "."))
    pieces: list[str | Piece] = [at(Place(found.spot.path, found.spot.line), here, "bold")]
    if found.spot.line:
        pieces.append(words(f":{found.spot.line}:{found.spot.column}", "dim"))
    pieces += [
        ": ",
        words(visible(found.code), _STYLES[found.level]),
        f" {found.level.value}: {visible(found.message)}",
    ]
    doubt = wording.doubt(found.confidence)
    if doubt:
        pieces.append(words(f" ({doubt})", "dim"))
    if found.outcome is not Outcome.NEW:
        pieces.append(words(f" [{found.outcome.value}]", "dim"))
    yield line(*pieces, hang=_INDENT)
    yield from _frame(found, setting)
    if found.chain:
        yield line("by way of", indent=_INDENT, style="bold")
        for step in found.chain:
            told = f"{visible(step.symbol)} {visible(step.action)}  "
            yield line(told, _place(step.place, setting), indent=_INDENT + 2)
    if found.places:
        yield line(words("also at ", "dim"), *_places(found.places, setting), indent=_INDENT)


def _frame(found: Finding, setting: Setting) -> Iterator[Line]:
    gutter = len(str(found.spot.line + 1))
    room = max(20, setting.width - _INDENT - gutter - 5) if setting.width else 0
    for shown in frame(setting.source, found.spot, room):
        sign = ">" if shown.is_meant and shown.number else " "
        number = str(shown.number) if shown.number else ""
        is_mark = shown.is_meant and not shown.number
        before = words(f"{sign} {number:>{gutter}} │ ", "dim")
        code = file(shown.text, style=_STYLES[found.level] if is_mark else "")
        yield Line((before, code), _INDENT, is_cropped=True)


def _places(places: Sequence[Place], setting: Setting) -> Iterator[Piece]:
    """Places, in which a path that several share stands once: ``a.py:3, 9, b.py:4``."""
    for index, place in enumerate(places[:_FEW]):
        is_same_file = index > 0 and places[index - 1].path == place.path
        yield words(", " if index else "", "dim")
        yield at(place, str(place.line), "dim") if is_same_file else _place(place, setting)
    rest = len(places) - _FEW
    yield words(f" and {rest:,} more" if rest > 0 else "", "dim")


def _place(place: Place, setting: Setting) -> Piece:
    return at(place, visible(str(Place(setting.from_here(place.path), place.line))))


# -- what is told in any case --


def _delta(report: CheckReport, setting: Setting) -> Iterator[Line]:
    yield _verdict(report)
    since = wording.since(report)
    yield line(words(str(wording.delta(report)), "bold"), f" {since}" if since else "")
    if report.known and setting.shows_known:
        yield from _listed("known", [_known(report, index, setting) for index in range(len(report.known))], most=None)
    elif report.known:
        yield line(f"known: {wording.tolerated(report)}", style="dim")
    yield from _listed("moved", [[_moved(moved)] for moved in report.moved])
    gone = [
        [_coupling(one.kind, one.source, one.target, one.source_service, one.target_service)] for one in report.gone
    ]
    yield from _listed("gone", gone)
    yield from _drift(report)
    yield line(f"inspected: {wording.inspected(report)}", style="dim")
    missed = wording.missed(report.inspected)
    if missed:
        yield line(f"could not be analysed: {missed}", style="yellow")
    yield from _next(report)


def _verdict(report: CheckReport) -> Line:
    if report.errors:
        return line(f"failed: {wording.verdict(report)}", style="bold red")
    if report.warnings:
        return line(f"passed, with {wording.verdict(report)}", style="bold yellow")
    return line(f"passed: {wording.verdict(report)}", style="bold green")


def _listed(title: str, rows: Sequence[Sequence[str | Piece]], most: int | None = _FEW) -> Iterator[Line]:
    if not rows:
        return
    yield line(f"{title}:", style="dim")
    for row in rows[:most]:
        yield line(*row, indent=2)
    if most is not None and len(rows) > most:
        yield line(f"… and {len(rows) - most:,} more (--format json shows all)", indent=2, style="dim")


def _coupling(kind: str, source: str, target: str, source_service: str, target_service: str) -> str:
    shown = f"{visible(source)} {visible(verb(kind))} {visible(target)}"
    pair = wording.pair_name((source_service, target_service)) if source_service or target_service else ""
    return f"{shown}  ({pair})" if pair else shown


def _known(report: CheckReport, index: int, setting: Setting) -> Sequence[str | Piece]:
    known = report.known[index]
    found = known.coupling
    row = _coupling(found.kind.value, found.source, found.target, found.source_service, found.target_service)
    where: list[str | Piece] = ["  ", _place(found.places[0], setting)] if found.places else []
    reason = f": {visible(known.reason)}" if known.reason else ""
    return [row, *where, f"  [{visible(known.by)}{reason}]"]


def _moved(moved: Moved) -> str:
    found = moved.coupling
    ends = []
    for before, after in ((moved.source, found.source), (moved.target, found.target)):
        ends.append(visible(after) if before == after else f"{visible(after)} (was {visible(before)})")
    return f"{ends[0]} {verb(found.kind.value)} {ends[1]}"


def _drift(report: CheckReport) -> Iterator[Line]:
    total = next((change for change in report.drift if change.name == "total"), None)
    if total is None or f"{total.before:.3g}" == f"{total.after:.3g}":
        return
    is_better = (total.after > total.before) is total.is_better_higher
    told = f"score {total.before:.3g} → {total.after:.3g} ({'better' if is_better else 'worse'})"
    yield line(told, style="green" if is_better else "yellow")


def _next(report: CheckReport) -> Iterator[Line]:
    if report.gone and report.compared_with and not report.compared_commit:
        yield line("`decompose accept --prune` takes what is gone out of the baseline", style="dim")
    codes = [(found.level is not Level.ERROR, found.code) for found in report.findings if wording.name_of(found.code)]
    if codes:
        _, first = min(codes)
        yield line(f"`decompose check --explain {first}` says more about a code", style="dim")
