"""Why something is where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decompose.extractors.graph import UnresolvedCall
from decompose.reports.explaining import Explanation, Pull, Tie
from decompose.reports.lines import (
    Block,
    Column,
    Line,
    Piece,
    Table,
    at,
    evidence,
    line,
    name,
    section,
    service,
    told,
    words,
)
from decompose.reports.lines.bars import bar
from decompose.reports.lines.cutting import visible
from decompose.reports.terminal.more import IN_JSON, more
from decompose.reports.terminal.targets import advice_rows, workload_rows

_PULLS = 5
_MOST = 15
_VIA_NAME = {"to": "→", "from": "←"}


def explanation_blocks(explanation: Explanation, *, most: int = _MOST) -> Iterator[Block]:
    """An explanation; at most so many relations per kind are shown."""
    yield _title(explanation)
    for fact in explanation.facts:
        yield line(*told(fact), indent=2)
    is_service = explanation.kind == "service"
    yield from section("Coupled with" if is_service else "Drawn to", _pulls(explanation.pulls))
    yield from section("Runs on", workload_rows(explanation.workloads))
    yield from section("Rules that fired", advice_rows(explanation.advice))
    for direction, kind in dict.fromkeys((tie.direction, tie.kind) for tie in explanation.ties):
        ties = [tie for tie in explanation.ties if (tie.direction, tie.kind) == (direction, kind)]
        rows: list[Block] = [_tie(explanation.name, tie) for tie in ties[:most]]
        title = f"{kind.replace('_', ' ')} {_VIA_NAME[direction]} ({len(ties):,})"
        yield from section(title, rows + more(len(ties), most, where=IN_JSON))
    calls = explanation.unresolved
    listed: list[Block] = [_unresolved(call) for call in calls[:most]]
    yield from section(f"not resolved ({len(calls):,})", listed + more(len(calls), most, where=IN_JSON))


def _title(explanation: Explanation) -> Line:
    title: list[str | Piece] = [f"{explanation.kind} ", words(visible(explanation.name), "bold")]
    if explanation.kind != "service":
        title += [" is in ", service(explanation.service or "no service")]
    if explanation.place is not None:
        title += ["  ", at(explanation.place)]
    return line(*title)


def _pulls(pulls: Sequence[Pull]) -> list[Block]:
    """The services that attract it most."""
    if not pulls:
        return []
    strongest = max(pull.weight for pull in pulls)
    rows = tuple(
        (
            service(pull.service),
            words(f"{pull.weight:g}"),
            words(f"{pull.relations:,}"),
            bar(pull.weight, strongest),
        )
        for pull in pulls[:_PULLS]
    )
    columns = (
        Column("", least=16),
        Column("weight", is_right=True),
        Column("relations", is_right=True, drop=1),
        Column(is_spare=True),
    )
    return [Table(columns, rows, indent=2), *more(len(pulls), _PULLS, where=IN_JSON)]


def _tie(about: str, tie: Tie) -> Line:
    """One relation; the explained thing itself and certainty go without saying."""
    via = [] if tie.via == about or not tie.via else [name(tie.via), words(" ")]
    marks = list(evidence(tie.places))
    if tie.confidence != "exact":
        marks.append(words(f"  {tie.confidence}", "dim"))
    ends = [words(f"{_VIA_NAME[tie.direction]} "), name(tie.other), words(" ["), service(tie.service), words("]")]
    return line(*via, *(ends if tie.service else ends[:2]), *marks, indent=2, hang=4)


def _unresolved(call: UnresolvedCall) -> Line:
    """A call of which nothing is known: what it looks like, why, and what it may be."""
    likely = f"; likely {', '.join(call.likely)}" if call.likely else ""
    return line(name(f"{call.expression}()"), f": {call.reason}{likely}  ", at(call.place), indent=2)
