"""The old code goes."""

from __future__ import annotations

from collections import defaultdict

from decompose.clustering.counting import plural
from decompose.extractors.places import Place
from decompose.recommenders.phases.extraction import PLACES, Extraction, listed
from decompose.recommenders.plan import Action, Phase


def phase(extraction: Extraction) -> Phase:
    """What is deleted from the monolith: whole files, and single units of files that others share."""
    held: dict[str, list[str]] = defaultdict(list)
    for unit in extraction.profile.units:
        held[unit.path].append(unit.name)
    mixed = {
        unit.path for unit in extraction.terrain.graph.units if unit.path in held and unit.name not in held[unit.path]
    }
    whole, parts = sorted(held.keys() - mixed), sorted(mixed)
    actions = []
    if whole:
        places = tuple(Place(path, 0) for path in whole[:PLACES])
        actions.append(
            Action(f"Delete {plural(len(whole), 'file')} that hold nothing else: {listed(whole, 6)}", places)
        )
    if parts:
        names = sorted(name for path in parts for name in held[path])
        what = f"Take {plural(len(names), 'unit')} out of {plural(len(parts), 'file')} that others keep"
        where = tuple(unit.place for unit in extraction.profile.units if unit.path in mixed)[:PLACES]
        actions.append(Action(f"{what}: {listed(names, 6)}", where))
    if extraction.profile.tables and extraction.profile.units:
        actions.append(
            Action("Keep the migrations that made its tables; add none that drops them before the contract step")
        )
    return Phase(
        "Remove the old path",
        "",
        tuple(actions),
        "the monolith starts and its tests pass without this code",
        "removal",
        "",
        "revert the commit: the code comes back, the traffic stays where it is",
        ("decompose graph PATH --view services --format json  # the service is no longer listed",),
        extraction.efforts(file=len(held)),
    )
