"""For GitHub Actions: workflow commands that become annotations of the changed lines.

GitHub shows ten of each level per step; what is beyond is counted in one more line.
"""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.clustering.guarding.findings import CheckReport, Finding, Level, Spot
from decompose.reports.checks import wording
from decompose.reports.checks.setting import Setting
from decompose.reports.lines.cutting import visible

MOST = 10
"""How many annotations of a level GitHub takes from one step."""

_COMMANDS = {Level.ERROR: "error", Level.WARN: "warning"}


def render(report: CheckReport, setting: Setting) -> str:
    """One line per finding; nothing on a green run but the delta as a notice."""
    return "".join(f"{line}\n" for line in _lines(report, setting))


def _lines(report: CheckReport, setting: Setting) -> Iterator[str]:
    for level, name in _COMMANDS.items():
        findings = [found for found in report.findings if found.level is level]
        yield from (_annotation(found, name, setting) for found in findings[:MOST])
        if len(findings) > MOST:
            more = plural(len(findings) - MOST, name)
            yield command("notice", {"title": "decompose check"}, f"{more} more: see the log of this step")
    since = wording.since(report)
    yield command("notice", {"title": "decompose check"}, f"{wording.delta(report)}{f' {since}' if since else ''}")


def _annotation(found: Finding, name: str, setting: Setting) -> str:
    title = f"{found.code} {wording.name_of(found.code)}".strip()
    pair = (found.source_service, found.target_service)
    if all(pair):
        title += f": {wording.pair_name(pair)}"
    properties = {**_where(found.spot, setting), "title": visible(title)}
    lines = [visible(found.message)]
    doubt = wording.doubt(found.confidence)
    if doubt:
        lines[0] += f" ({doubt})"
    if found.why:
        lines.append(wording.sentence(found.why))
    for step in found.chain:
        place = f"{setting.from_repository(step.place.path)}:{step.place.line}"
        lines.append(f"by way of {visible(step.symbol)} {visible(step.action)} ({visible(place)})")
    lines += [f"{'Or' if index else 'Way out'}: {visible(way)}" for index, way in enumerate(found.ways_out)]
    return command(name, properties, "\n".join(lines))


def _where(spot: Spot, setting: Setting) -> dict[str, str]:
    """Columns only within one line: GitHub drops annotations with columns over several."""
    if not spot.path:
        return {}
    where = {"file": setting.from_repository(spot.path)}
    if spot.line:
        where["line"] = str(spot.line)
        if spot.end_line > spot.line:
            where["endLine"] = str(spot.end_line)
        else:
            where["col"] = str(spot.column)
            if spot.end_line == spot.line and spot.end_column - 1 > spot.column:
                where["endColumn"] = str(spot.end_column - 1)
    return where


def command(name: str, properties: dict[str, str], message: str) -> str:
    """A workflow command, escaped as the runner reads it."""
    given = ",".join(f"{key}={_escaped(value, is_property=True)}" for key, value in properties.items())
    return f"::{name} {given}::{_escaped(message)}" if given else f"::{name}::{_escaped(message)}"


def _escaped(text: str, *, is_property: bool = False) -> str:
    text = wording.storable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if is_property else text
