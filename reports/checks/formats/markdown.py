"""For a comment on a pull request, or a step's summary: Markdown with a table, a map and the findings.

It begins with a hidden mark by which a workflow finds its comment and updates it, and keeps within the size that GitHub
takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decompose.clustering.counting import plural
from decompose.clustering.guarding.findings import CheckReport, Finding, Level, PairChange
from decompose.extractors.places import Place
from decompose.reports.checks import wording
from decompose.reports.checks.setting import Setting
from decompose.reports.escaping import mermaid_text
from decompose.reports.lines.cutting import visible
from decompose.reports.markdown.texts import code, prose, told
from decompose.reports.phrasing import verb

LONGEST = 60_000
"""Characters; GitHub takes 65,536 in a comment."""
MARK = "<!-- decompose check -->"
"""The first line, by which the comment is found again; with the analysed folder in it, if that is not the root."""

_MOST_PAIRS = 20
_MOST_LISTED = 20
_SIGNS = {Level.ERROR: "❌", Level.WARN: "⚠️", Level.OFF: ""}


def render(report: CheckReport, setting: Setting) -> str:
    """The comment; findings that do not fit are counted."""
    head, tail = "\n".join(_head(report, setting)), "\n".join(_tail(report, setting))
    room = LONGEST - len(head) - len(tail) - 200
    blocks: list[str] = []
    left = len(report.findings)
    for block in _blocks(report, setting):
        if len(block) > room:
            break
        blocks.append(block)
        room -= len(block) + 1
        left -= 1
    if left:
        blocks.append(f"\n… and {plural(left, 'more finding')}; the log of the check lists all.")
    return "\n".join(part for part in (head, *blocks, tail) if part).rstrip() + "\n"


def _blocks(report: CheckReport, setting: Setting) -> Iterator[str]:
    """A text for each finding, with the title before the first of a pair."""
    for _, findings in wording.by_pair(report.findings):
        for number, found in enumerate(findings):
            title = "\n" if number else f"\n### {_pair(found, findings)}\n\n"
            yield title + "\n".join(_finding(found, setting))


def mark(setting: Setting) -> str:
    """The hidden line; a repository with several analysed folders has a comment for each."""
    folder = re.sub(r"[^\w./-]|--", "_", setting.root)
    return f"<!-- decompose check {folder} -->" if folder else MARK


def _place(place: Place, setting: Setting) -> str:
    shown = code(str(Place(setting.from_repository(place.path), place.line)))
    link = setting.linked(place.path, place.line)
    return f"[{shown}]({link})" if link else shown


# -- before the findings --


def _head(report: CheckReport, setting: Setting) -> Iterator[str]:
    yield mark(setting)
    sign = "❌" if report.errors else "⚠️" if report.warnings else "✅"
    yield f"## {sign} decompose check: {wording.verdict(report)}"
    yield ""
    since = wording.since(report)
    yield f"**{wording.delta(report)}**{f' {prose(since)}' if since else ''}"
    if report.pairs:
        yield ""
        yield from _table(report.pairs)
        yield ""
        yield from _map(report.pairs)


def _table(changes: Sequence[PairChange]) -> Iterator[str]:
    yield "| from | to | before | after | |"
    yield "|---|---|--:|--:|--:|"
    for change in _largest(changes):
        ends = f"{code(change.source_service)} | {code(change.target_service)}"
        yield f"| {ends} | {change.before:,} | {change.after:,} | {_difference(change)} |"
    if len(changes) > _MOST_PAIRS:
        yield f"\n… and {plural(len(changes) - _MOST_PAIRS, 'more pair')} of services"


def _largest(changes: Sequence[PairChange]) -> Sequence[PairChange]:
    return sorted(changes, key=lambda found: (-abs(found.after - found.before), found))[:_MOST_PAIRS]


def _difference(change: PairChange) -> str:
    step = change.after - change.before
    return f"+{step:,}" if step > 0 else f"−{-step:,}" if step else "±0"


def _map(changes: Sequence[PairChange]) -> Iterator[str]:
    """The services whose couplings have changed; what grew is red and thick, what shrank is green and dashed."""
    shown = sorted(_largest(changes))
    names = sorted({name for change in shown for name in (change.source_service, change.target_service)})
    ids = {name: f"s{index}" for index, name in enumerate(names)}
    yield "```mermaid"
    yield "graph LR"
    for name in names:
        yield f'  {ids[name]}["{mermaid_text(name, 60)}"]'
    for change in shown:
        arrow = "==>" if change.after > change.before else "-.->"
        yield f'  {ids[change.source_service]} {arrow}|"{_difference(change)}"| {ids[change.target_service]}'
    for index, change in enumerate(shown):
        yield f"  linkStyle {index} stroke:{'#d1242f' if change.after > change.before else '#1a7f37'}"
    yield "```"


# -- the findings --


def _pair(found: Finding, findings: Sequence[Finding]) -> str:
    pair = (found.source_service, found.target_service)
    return " → ".join(map(code, pair)) if all(pair) else prose(wording.pair_name(pair, findings))


def _finding(found: Finding, setting: Setting) -> Iterator[str]:
    names = (found.source, found.target, *(step.symbol for step in found.chain))
    title = f"{visible(found.code, 20)} {wording.name_of(found.code)}".strip()
    doubt = wording.doubt(found.confidence)
    sure = f" *({doubt})*" if doubt else ""
    yield f"- {_SIGNS[found.level]} **{prose(title)}** {told(found.message, names)}{sure}"
    if found.spot.path:
        yield f"  {_place(Place(found.spot.path, found.spot.line), setting)}"
    details = list(_details(found, names, setting))
    if details:
        yield ""
        yield "  <details><summary>why, and ways out</summary>"
        yield ""
        yield from (f"  {line}".rstrip() for line in details)
        yield ""
        yield "  </details>"


def _details(found: Finding, names: Sequence[str], setting: Setting) -> Iterator[str]:
    if found.why:
        yield told(wording.sentence(found.why), names)
        yield ""
    for number, step in enumerate(found.chain, start=1):
        yield f"{number}. {code(step.symbol)} {told(step.action, names)} — {_place(step.place, setting)}"
    if found.chain:
        yield ""
    for way in found.ways_out:
        yield f"- {told(way, names)}"
    if found.places:
        listed = ", ".join(_place(place, setting) for place in found.places[:5])
        more = f" and {len(found.places) - 5:,} more" if len(found.places) > 5 else ""
        yield ""
        yield f"Also at {listed}{more}."


# -- behind the findings --


def _tail(report: CheckReport, setting: Setting) -> Iterator[str]:
    known = []
    for held in report.known if setting.shows_known else ():
        found = held.coupling
        by = f" ({prose(held.by)}{': ' if held.reason else ''}{prose(held.reason)})"
        known.append(_relation(found.kind.value, found.source, found.target) + by)
    yield from _folded("known", known)
    moved = [_relation(one.coupling.kind.value, one.coupling.source, one.coupling.target) for one in report.moved]
    was = [f", was {code(one.source)} and {code(one.target)}" for one in report.moved]
    yield from _folded("moved", [now + before for now, before in zip(moved, was, strict=True)])
    yield from _folded("gone", [_relation(one.kind, one.source, one.target) for one in report.gone])
    yield ""
    missed = wording.missed(report.inspected)
    not_seen = f" Could not be analysed: {missed}." if missed else ""
    yield f"<sub>Inspected: {wording.inspected(report)}.{not_seen}</sub>"


def _relation(kind: str, source: str, target: str) -> str:
    return f"{code(source)} {prose(verb(kind))} {code(target)}"


def _folded(title: str, rows: Sequence[str]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield f"<details><summary>{len(rows):,} {title}</summary>"
    yield ""
    yield from (f"- {row}" for row in rows[:_MOST_LISTED])
    if len(rows) > _MOST_LISTED:
        yield f"- … and {len(rows) - _MOST_LISTED:,} more"
    yield ""
    yield "</details>"
