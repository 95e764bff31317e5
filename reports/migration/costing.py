"""What the services cost a month, as far as it is known, and where functions and containers cost the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.recommenders.costs.breaking_even import DURATIONS
from decompose.recommenders.costs.estimating import CostLine, Curve, Estimate
from decompose.reports.migration.marking import folded, table, text

_SHARED = "what all share"


def costs(estimate: Estimate) -> Iterator[str]:
    """The section of the plan; nothing where nothing runs."""
    if not estimate.lines:
        return
    yield "## Costs"
    yield ""
    yield f"{total(estimate)}. {_basis(estimate)}"
    yield ""
    yield from table(
        ("service", "from, USD a month", "to", "what depends on traffic that is not stated"),
        (
            (text(name or _SHARED), f"{low:,.0f}", f"{high:,.0f}{' and more' if parts else ''}", text("; ".join(parts)))
            for name, low, high, parts in by_service(estimate.lines)
        ),
    )
    yield from folded(f"All {len(estimate.lines)} parts", _parts(estimate.lines))
    if estimate.curves:
        yield "From so many requests a month on, a container costs less than a function; below, the function does:"
        yield ""
        yield from table(
            ("workload", "container, USD a month", *(f"{duration:g} s" for duration in DURATIONS)),
            (
                (text(f"{curve.service}.{curve.workload}"), f"{curve.container:,.2f}", *points_of(curve))
                for curve in estimate.curves
            ),
        )
    yield from folded(
        f"{len(estimate.questions)} figures to state in decompose.toml under [cost.traffic]",
        (f"- {text(question)}" for question in estimate.questions),
    )


def total(estimate: Estimate) -> str:
    """The sum in words."""
    if estimate.high is None:
        return f"At least {estimate.low:,.0f} USD a month; what depends on traffic that is not stated is open"
    return f"{estimate.low:,.0f} to {estimate.high:,.0f} USD a month"


def by_service(lines: tuple[CostLine, ...]) -> list[tuple[str, float, float, list[str]]]:
    """(service, from, to as far as it is known, parts without an upper end), what all share last."""
    groups: dict[str, list[CostLine]] = defaultdict(list)
    for line in lines:
        groups[line.service].append(line)
    found = []
    for name in sorted(groups, key=lambda name: (not name, name)):
        high = sum(line.low if line.high is None else line.high for line in groups[name])
        unknown = [line.part for line in groups[name] if line.high is None]
        found.append((name, sum(line.low for line in groups[name]), high, unknown))
    return found


def points_of(curve: Curve) -> Iterator[str]:
    """The break-even for each duration, in millions of requests."""
    yield from (f"{point.requests / 1e6:.2g} M" for point in curve.points)


def _parts(lines: tuple[CostLine, ...]) -> Iterator[str]:
    yield from table(
        ("service", "part", "from", "to", "from what"),
        (
            (
                text(line.service or _SHARED),
                text(line.part),
                f"{line.low:,.2f}",
                "open" if line.high is None else f"{line.high:,.2f}",
                text(line.basis),
            )
            for line in lines
        ),
    )


def _basis(estimate: Estimate) -> str:
    return f"Prices of {estimate.region} as of {estimate.as_of}, on demand, without free tiers and taxes."


def terminal_lines(estimate: Estimate) -> Iterator[str]:
    """The sum, and what would have to be known."""
    if estimate.lines:
        yield f"{total(estimate)} ({estimate.region}, {estimate.as_of})"
        if estimate.questions:
            yield f"{len(estimate.questions)} figures to state in decompose.toml, [cost.traffic]; plan.md lists them"
