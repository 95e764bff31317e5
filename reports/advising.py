"""What a service becomes on AWS, for the terminal: where it runs, what was weighed, which rules fired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from rich.text import Text

from decompose.extractors.places import Place
from decompose.recommenders.architecture import Compute, Considered, Workload
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.reports.fitting import plain

_MARKS = {Strength.RECOMMENDED: "+", Strength.VIABLE: "~", Strength.NOT_RECOMMENDED: "-"}
_STYLES = {Strength.RECOMMENDED: "green", Strength.VIABLE: "yellow", Strength.NOT_RECOMMENDED: "red"}
_MOST_PLACES = 2


def workload_rows(workloads: Sequence[Workload], width: int) -> Iterator[Text]:
    """Each workload with its target and size, and below it what was weighed: + chosen, ~ possible, - not."""
    for workload in workloads:
        row = Text("  ")
        row.append(plain(workload.name), style="bold")
        row.append(f"  {workload.compute.value}, {size_text(workload)}, {_entered(workload)}")
        yield row
        for considered in workload.considered:
            if considered.rules:
                yield from _weighed(considered, width)
        unasked = [found.compute.value for found in workload.considered if not found.rules]
        if unasked:
            yield Text(f"    nothing speaks for {', '.join(unasked)}", style="dim")


def size_text(workload: Workload) -> str:
    """The size that a workload starts with, in a few words."""
    size = workload.size
    if workload.compute is Compute.LAMBDA:
        return f"{size.memory:,} MB, {size.timeout} s"
    return f"{size.cpu / 1024:g} vCPU and {size.memory / 1024:g} GB"


def advice_rows(advice: Sequence[Recommendation], width: int) -> Iterator[Text]:
    """Every rule that fired, but for those on where code runs, by topic."""
    for found in advice:
        if found.topic is not Topic.COMPUTE:
            row = Text("  ")
            row.append(_MARKS[found.strength], style=_STYLES[found.strength])
            about = f" ({plain(found.subject)})" if found.subject else ""
            row.append(f" {found.topic.value}{about}: ")
            row.append(plain(found.target), style="bold")
            row.append(f"  {found.rule}", style="dim")
            yield row
            places = [place for evidence in found.evidence for place in evidence.places]
            yield from _indented(plain(found.reason) + _at(places), width)


def _weighed(considered: Considered, width: int) -> Iterator[Text]:
    row = Text("    ")
    row.append(_MARKS[considered.strength], style=_STYLES[considered.strength])
    row.append(f" {considered.compute.value}")
    row.append(f"  {', '.join(considered.rules)}", style="dim")
    yield row
    yield from _indented("; ".join(map(plain, considered.reasons)) + _at(considered.places), width, 6)


def _at(places: Sequence[Place]) -> str:
    """The first few places, and how many more."""
    if not places:
        return ""
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return f" ({', '.join(str(place) for place in places[:_MOST_PLACES])}{more})"


def _entered(workload: Workload) -> str:
    count = len(workload.entry_points)
    return "called by other services" if not count else f"{count} entry point{'' if count == 1 else 's'}"


def _indented(text: str, width: int, margin: int = 4) -> Iterator[Text]:
    for line in wrap(text, max(30, width - margin), break_on_hyphens=False):
        yield Text(" " * margin + line, style="dim")
