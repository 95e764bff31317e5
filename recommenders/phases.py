"""The phases of extracting one service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import EdgeKind, EntryKind
from decompose.extractors.places import Place
from decompose.recommenders.ordering import Turn
from decompose.recommenders.plan import Action, Phase, Recommendation, Strength, Topic
from decompose.recommenders.profile import ServiceProfile, plural

_MOST = 12
_PLACES = 4


def phases_of(profile: ServiceProfile, turn: Turn, advice: Sequence[Recommendation]) -> tuple[Phase, ...]:
    """What is done, in order; a phase with nothing to do is left out."""
    candidates = (
        _seam(profile, turn),
        _outgoing(profile, turn),
        _data(profile, turn),
        _events(turn),
        _traffic(profile, advice),
        _removal(profile),
    )
    return tuple(phase for phase in candidates if phase.actions)


def _seam(profile: ServiceProfile, turn: Turn) -> Phase:
    """What others call becomes the interface."""
    called: dict[str, list[Coupling]] = defaultdict(list)
    for coupling in turn.to_cut:
        if coupling.target_service == profile.name and coupling.kind is EdgeKind.CALLS:
            called[coupling.target].append(coupling)
    ranked = sorted(called, key=lambda name: (-len(called[name]), name))
    actions = [
        Action(
            f"Make {name} part of the interface ({plural(len(called[name]), 'caller')})",
            _places(called[name]),
        )
        for name in ranked[:_MOST]
    ]
    if len(ranked) > _MOST:
        rest = [c for name in ranked[_MOST:] for c in called[name]]
        actions.append(Action(f"… and {plural(len(ranked) - _MOST, 'more function')}", _places(rest)))
    writes = [c for c in turn.to_cut if c.target_service == profile.name and c.kind is EdgeKind.WRITES]
    for table in sorted({coupling.target for coupling in writes}):
        found = [coupling for coupling in writes if coupling.target == table]
        actions.append(
            Action(f"Replace {plural(len(found), 'write')} to {table} by calls of the interface", _places(found))
        )
    reads = [c for c in turn.to_cut if c.target_service == profile.name and c.kind is EdgeKind.READS]
    for table in sorted({coupling.target for coupling in reads})[:_MOST]:
        found = [coupling for coupling in reads if coupling.target == table]
        actions.append(
            Action(f"Replace {plural(len(found), 'read')} of {table} by queries of the interface", _places(found))
        )
    return Phase(
        "Prepare the seam inside the monolith",
        "branch by abstraction",
        tuple(actions),
        f"`decompose explain {profile.name} PATH` shows calls into {profile.name} through the interface alone",
    )


def _outgoing(profile: ServiceProfile, turn: Turn) -> Phase:
    """What the service needs from the rest goes through one adapter."""
    by_service: dict[str, list[Coupling]] = defaultdict(list)
    for coupling in turn.to_cut:
        if coupling.source_service == profile.name and coupling.kind in {
            EdgeKind.CALLS,
            EdgeKind.READS,
            EdgeKind.WRITES,
        }:
            by_service[coupling.target_service].append(coupling)
    actions = [
        Action(
            f"Put {plural(len(found), 'use')} of {service} behind an adapter: "
            f"{', '.join(sorted({c.target for c in found})[:5])}",
            _places(found),
        )
        for service, found in sorted(by_service.items())
    ]
    done = f"nothing outside the adapters of {profile.name} names another service's code or tables"
    return Phase("Turn its own dependencies round", "anti-corruption layer", tuple(actions), done)


def _data(profile: ServiceProfile, turn: Turn) -> Phase:
    """Tables move."""
    actions: list[Action] = []
    keys = [c for c in turn.to_cut if c.kind is EdgeKind.FOREIGN_KEY]
    for coupling in keys[:_MOST]:
        text = f"Drop the constraint of {coupling.source} → {coupling.target}; keep the column"
        actions.append(Action(text, coupling.places[:_PLACES]))
    if len(keys) > _MOST:
        rest = keys[_MOST:]
        actions.append(Action(f"… and {plural(len(rest), 'more constraint')}", _places(rest)))
    joins = [c for c in turn.to_cut if c.kind is EdgeKind.JOINS]
    if joins:
        actions.append(Action(f"Take {plural(len(joins), 'join')} apart", _places(joins)))
    for found in profile.transactions:
        text = f"Make a saga of {found.symbol}: it writes {', '.join(found.tables[:5])}"
        actions.append(Action(text, (found.place,)))
    if profile.tables:
        names = ", ".join(table.name for table in profile.tables[:8])
        more = " …" if len(profile.tables) > 8 else ""
        actions.append(
            Action(
                f"Copy {names}{more} to the new database by change data capture, compare, then let "
                f"{profile.name} write there alone"
            )
        )
    done = f"only {profile.name} connects to the database that holds its {plural(len(profile.tables), 'table')}"
    return Phase("Move the data", "database per service", tuple(actions), done)


def _events(turn: Turn) -> Phase:
    """Signals and tasks become messages."""
    actions = []
    for coupling in turn.to_cut:
        if coupling.kind is EdgeKind.EVENT:
            text = f"Send a message from {coupling.source} to {coupling.target} of {coupling.target_service}"
            actions.append(Action(text, coupling.places[:_PLACES]))
    done = "the in-process signal or task has no receiver across the boundary"
    return Phase("Publish what is sent today in process", "publish-subscribe", tuple(actions[:_MOST]), done)


def _traffic(profile: ServiceProfile, advice: Sequence[Recommendation]) -> Phase:
    """Requests and jobs go to the new place."""
    return Phase(
        "Shift the traffic",
        "strangler fig",
        tuple(_shifts(profile, advice)),
        "a week without routing back, with error rate and latency as before",
    )


def _shifts(profile: ServiceProfile, advice: Sequence[Recommendation]) -> Iterator[Action]:
    for found in advice:
        if found.topic is Topic.COMPUTE and found.strength is Strength.RECOMMENDED:
            yield Action(f"Deploy its {found.subject} on {found.target}")
    routes = profile.entries_of(EntryKind.HTTP, EntryKind.WEBSOCKET)
    if routes:
        yield Action(
            f"Route {plural(len(routes), 'path')} to it, a small share first; rolling back is removing the rule",
            tuple(sorted({entry.place for entry in routes})[:_PLACES]),
        )
    jobs = profile.entries_of(EntryKind.TASK, EntryKind.SCHEDULE, EntryKind.MESSAGE, EntryKind.COMMAND)
    if jobs:
        yield Action(
            f"Start {plural(len(jobs), 'job')} there and stop them in the monolith",
            tuple(sorted({entry.place for entry in jobs})[:_PLACES]),
        )


def _removal(profile: ServiceProfile) -> Phase:
    """The old code goes."""
    paths = sorted({unit.path for unit in profile.units})
    shown = ", ".join(paths[:4]) + (" …" if len(paths) > 4 else "")
    action = Action(
        f"Delete {plural(len(profile.units), 'unit')} in {plural(len(paths), 'file')}: {shown}",
        tuple(Place(path, 0) for path in paths[:_PLACES]),
    )
    return Phase("Remove the old path", "", (action,), "the monolith's tests pass without this code")


def _places(couplings: Sequence[Coupling]) -> tuple[Place, ...]:
    return tuple(sorted({place for coupling in couplings for place in coupling.places[:1]})[:_PLACES])
