"""Code and tables that belong to no declared service, to two, and declarations that match nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from decompose.clustering.guarding.findings import Finding, Level, Spot
from decompose.clustering.guarding.inspecting import Inspection, finding, rule
from decompose.extractors.graph import Unit

_SHOWN = 3
"""Names that a sentence lists."""


@rule
def code_of_nobody(inspection: Inspection) -> Iterable[Finding]:
    """Units of no service, one finding a module, with the service that they are judged as part of."""
    had = set(inspection.before.placed.unplaced_units) if inspection.before is not None else set()
    by_module: dict[str, list[Unit]] = defaultdict(list)
    for unit in inspection.now.graph.units:
        if unit.name in inspection.unplaced and unit.name not in had:
            by_module[unit.module].append(unit)
    for module, units in sorted(by_module.items()):
        judged_as = Counter(inspection.adopted[unit.name] for unit in units if unit.name in inspection.adopted)
        service = min(judged_as, key=lambda name: (-judged_as[name], name), default="")
        names = ", ".join(unit.name.rpartition(".")[2] for unit in units[:_SHOWN])
        more = f" and {len(units) - _SHOWN} more" if len(units) > _SHOWN else ""
        first = min(units, key=lambda unit: unit.line)
        yield finding(
            "DC803", inspection.rules.unplaced, Spot(first.path, first.line),
            f"{module} ({names}{more}) belongs to no declared service" + _judged(service), module,
            ways_out=_ways(service, "units", module), services=(service, ""),
        )  # fmt: skip


@rule
def tables_of_nobody(inspection: Inspection) -> Iterable[Finding]:
    """Tables of no service, with the one that would own them."""
    had = set(inspection.before.placed.unplaced_tables) if inspection.before is not None else set()
    for table in inspection.now.graph.tables:
        if table.name not in inspection.unplaced or table.name in had:
            continue
        service = inspection.adopted.get(table.name, "")
        spot = Spot(table.place.path, table.place.line) if table.place else inspection.place("boundaries")
        message = f"no declared service owns table {table.name}" + _judged(service)
        yield finding(
            "DC804", inspection.rules.unplaced, spot, message, table.name,
            ways_out=_ways(service, "tables", table.name), services=(service, ""),
        )  # fmt: skip


def _judged(service: str) -> str:
    return f"; it is judged as part of {service}, which it is tied to most" if service else ""


def _ways(service: str, key: str, name: str) -> tuple[str, ...]:
    if not service:
        return ()
    return (f'add "{name}" to `{key}` of [boundaries.{service}], or run `decompose accept`',)


@rule
def claimed_twice(inspection: Inspection) -> Iterable[Finding]:
    """What two services name equally closely."""
    for claim in inspection.now.placed.claims:
        one, other = claim.services
        message = f"{claim.kind} {claim.name} is claimed by {one} and by {other}"
        yield finding(
            "DC805", Level.ERROR, inspection.place("boundaries", other), message, claim.name, services=(one, other)
        )


@rule
def matching_nothing(inspection: Inspection) -> Iterable[Finding]:
    """Entries of the boundaries that match no code and no table."""
    if inspection.is_partial:
        return
    for service, entry in inspection.now.placed.unmatched:
        message = f'"{entry}" of [boundaries.{service}] matches nothing'
        spot = inspection.place("boundaries", service)
        yield finding("DC806", inspection.rules.stale, spot, message, f"{service}:{entry}", services=(service, ""))
