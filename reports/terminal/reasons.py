"""Why these services: the score in its parts, the alternatives, and how firmly it all stands."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.decomposition import Decomposition, Score
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import on_the_fence, stability_line
from decompose.reports.lines import Block, Column, Piece, Table, line, name, service, words
from decompose.reports.lines.bars import bar
from decompose.reports.lines.blocks import BLANK

_MOST_DOUBTS = 3
_PROPOSED = "proposed"


def reason_rows(analysed: Analysed) -> Iterator[Block]:
    """The sentence, the parts of the score, the alternatives."""
    chosen = analysed.decomposition
    if analysed.why:
        yield line(analysed.why, indent=2, hang=0)
    if chosen.evidence_missing:
        yield line(f"no evidence of: {', '.join(chosen.evidence_missing)}", indent=2, style="dim")
    if chosen.score.parts:
        yield BLANK
        yield _parts(chosen.score)
    if analysed.alternatives:
        yield BLANK
        yield _alternatives(analysed)


def _parts(score: Score) -> Table:
    total = score.total
    rows = [
        (words(part.name), words(f"{value:.3g}"), words(f"{value / total:.0%}" if total else ""), bar(value, total))
        for part in score.parts
        for value in (part.value * part.weight,)
    ]
    rows.append((words("total", "bold"), words(f"{total:.3g}", "bold"), words(""), words("")))
    columns = (
        Column("score, lower is better", least=12),
        Column("", is_right=True),
        Column("share", is_right=True, drop=1),
        Column(is_spare=True),
    )
    return Table(columns, tuple(rows), indent=2)


def _alternatives(analysed: Analysed) -> Table:
    """The Pareto front, from few services to many."""
    front = sorted((*analysed.alternatives, analysed.decomposition), key=lambda found: len(found.services))
    worst = max(found.score.total for found in front)
    rows = tuple(_alternative(found, worst, is_chosen=found is analysed.decomposition) for found in front)
    columns = (
        Column("alternatives", least=12),
        Column("services", is_right=True),
        Column("score", is_right=True),
        Column(is_spare=True),
        Column("largest", is_right=True, drop=2),
        Column("couplings", is_right=True, drop=1),
    )
    return Table(columns, rows, indent=2)


def _alternative(found: Decomposition, worst: float, *, is_chosen: bool) -> tuple[Piece, ...]:
    style = "bold" if is_chosen else ""
    total = sum(service.lines for service in found.services) or 1
    largest = max((service.lines for service in found.services), default=0)
    return (
        words(f"> {_PROPOSED}" if is_chosen else f"  {found.label}", style),
        words(f"{len(found.services):,}", style),
        words(f"{found.score.total:.3f}", style),
        bar(found.score.total, worst, "cyan" if is_chosen else "dim"),
        words(f"{largest / total:.0%}", style),
        words(f"{len(found.couplings):,}" if found.couplings else "", style),
    )


def doubt_rows(analysed: Analysed) -> Iterator[Block]:
    """How firmly the whole stands, and the placements that are least sure."""
    chosen = analysed.decomposition
    told = stability_line(chosen)
    if told:
        yield line(told, indent=2)
    for doubt in on_the_fence(chosen)[:_MOST_DOUBTS]:
        rival = (" or ", service(doubt.rival), "?")
        yield line(name(doubt.name), ": ", service(doubt.service), *rival, indent=4)
