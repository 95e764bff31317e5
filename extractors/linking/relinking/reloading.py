"""Loading what changed into the solved state of an earlier link.

The constraints of the scopes that changed are taken out, and those of their later version put in; what is new
propagates as in any link. What the old constraints had put elsewhere and nothing puts there any more is taken back,
or, where too much was made of it already, a full link is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from decompose.extractors.facts import Copy, FileFacts, Scope
from decompose.extractors.linking.attributes import install
from decompose.extractors.linking.forwarding import forwarding_calls
from decompose.extractors.linking.hierarchy import add_member, descendants, watch_bases
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.loading import load_ops, load_scope, seed_receiver
from decompose.extractors.linking.relinking import refusing
from decompose.extractors.linking.relinking.aligning import align, operands
from decompose.extractors.linking.relinking.contributing import Contributions, settle
from decompose.extractors.linking.relinking.differing import Difference, difference, values_of
from decompose.extractors.linking.relinking.refusing import TooMuch
from decompose.extractors.linking.relinking.solving import RestoredSolver
from decompose.extractors.linking.rounds import continue_rounds
from decompose.extractors.linking.selectors import (
    class_positions,
    classes_given,
    note_selectors,
    queried_attributes,
    queried_by,
)

_GONE = "gone"
"""The kind of a scope that is no longer written."""


@dataclass(frozen=True, slots=True)
class _Selecting:
    """What a scope tells about which functions are copied for what they are given."""

    given: frozenset[tuple[str, int | str, str]]
    queried: frozenset[tuple[int, str]]


def _selecting(linkage: Linkage, gids: Iterable[int]) -> list[_Selecting]:
    return [
        _Selecting(
            frozenset(classes_given(linkage, gid)),
            frozenset((linkage.class_of_method(gid), name) for name in queried_by(linkage, gid)),
        )
        for gid in gids
    ]


@dataclass(slots=True)
class _Changes:
    """What became of the scopes of the files that changed.

    Attributes:
        known: scope → how it differs, for those that are not quite the same.
        added: scopes that were not there.
        inner: nodes that only the scopes put something into of which something went away.
        params: nodes of their parameters.
        told: nodes of these through which what went away told others something.
        selecting: what the earlier versions told about which functions select.
    """

    known: dict[int, Difference] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)
    inner: set[int] = field(default_factory=set)
    params: set[int] = field(default_factory=set)
    told: set[int] = field(default_factory=set)
    selecting: list[_Selecting] = field(default_factory=list)

    def loaded(self) -> list[int]:
        """The scopes with operations that are loaded."""
        return sorted([*self.added, *(gid for gid, its in self.known.items() if its.came or its.went)])

    def rewritten(self) -> list[int]:
        """The scopes that are loaded as a whole, since something of them went away."""
        return sorted(gid for gid, its in self.known.items() if its.went)


def reload(linkage: Linkage, solver: RestoredSolver, later: Mapping[int, FileFacts]) -> set[int]:
    """Let a restored linkage be what a full link of the later versions of some files would make of it.

    Args:
        linkage: in its earlier state.
        solver: its solver.
        later: file → its later facts.

    Returns:
        the scopes of which something may have changed.

    Raises:
        TooMuch: a full link has to tell.
    """
    linkage.first_fresh = len(solver.objects_of)
    changes = _Changes()
    for file, file_facts in later.items():
        refusing.check_file(linkage.facts[file], file_facts)
        _renew_file(linkage, file, file_facts, changes)
    loaded = changes.loaded()
    linkage.fresh = [variant for gid in loaded for variant in linkage.variants(gid)]
    _check_selectors(linkage, loaded, changes.selecting)
    for gid in changes.rewritten():
        refusing.check_unpacked(changes.known[gid].told())
        _find_own_nodes(linkage, gid, changes)
    _leave_shared(linkage, changes)
    before = Contributions.of(
        linkage, changes.told, changes.inner, [(gid, changes.known[gid].told()) for gid in changes.rewritten()]
    )
    _forget(linkage, solver, changes, before)
    install(linkage)
    _load(linkage, changes)
    continue_rounds(linkage)
    after = Contributions.of(
        linkage, changes.inner | changes.params, changes.inner, [(gid, linkage.scopes[gid].ops) for gid in loaded]
    )
    shrunk = settle(linkage, solver, before, after)
    for gid in linkage.loaded_classes():
        refusing.check_bases(linkage, gid)
    refusing.check_special_methods(linkage, solver.grown)
    _show_lines(linkage, changes)
    return set(loaded) | scopes_of_nodes(linkage, (solver.grown | shrunk) - changes.inner)


def _renew_file(linkage: Linkage, file: int, later: FileFacts, changes: _Changes) -> None:
    offset = linkage.scope_offset[file]
    value_offset = linkage.value_offset[file]
    solver = linkage.solver
    aligned = align(linkage.facts[file], later, len(linkage.scopes) - offset, len(solver.objects_of) - value_offset)
    solver.new_nodes(aligned.new_values)
    linkage.facts[file] = aligned.facts
    for number in aligned.gone:
        _drop_scope(linkage, offset + number, changes)
    for number, scope in zip(aligned.numbers, aligned.facts.scopes, strict=True):
        gid = offset + number
        if gid >= len(linkage.scopes):
            changes.added.append(linkage.add_scope(file, scope))
        elif linkage.scopes[gid] != scope:
            _renew_scope(linkage, gid, scope, changes)
    names = set(aligned.facts.scopes[0].bound)
    was = set(linkage.scopes[offset].bound) if offset not in changes.known else set(changes.known[offset].earlier.bound)
    refusing.check_globals(linkage, file, names - linkage.global_names[file], was - names)
    linkage.global_names[file] |= names
    linkage.global_names[file] -= was - names


def _drop_scope(linkage: Linkage, gid: int, changes: _Changes) -> None:
    """A scope is no longer written."""
    scope = linkage.scopes[gid]
    if scope.kind == "class" or gid in linkage.copies:
        raise TooMuch("classes that are gone")
    nothing = msgspec.structs.replace(scope, kind=_GONE, ops=(), params=(), decorators=())
    changes.known[gid] = difference(scope, nothing)
    changes.selecting += _selecting(linkage, [gid])
    linkage.renew_scope(gid, nothing)
    linkage.gone.add(gid)


def _renew_scope(linkage: Linkage, gid: int, scope: Scope, changes: _Changes) -> None:
    its = difference(linkage.scopes[gid], scope)
    refusing.check_scope(its.earlier, scope)
    if gid in linkage.copies and (its.came or its.went):
        raise TooMuch("functions that are copied for what they are given")
    changes.known[gid] = its
    if its.came or its.went:
        changes.selecting += _selecting(linkage, [gid])
    linkage.renew_scope(gid, its.solved_as())
    if gid in linkage.classes:
        info = linkage.classes[gid]
        gained, lost = set(scope.bound) - info.members, set(its.earlier.bound) - set(scope.bound)
        refusing.check_members(linkage, gid, gained | lost)
        info.members -= lost
        for name in sorted(gained):
            add_member(linkage, gid, name)


def _check_selectors(linkage: Linkage, gids: Sequence[int], before: list[_Selecting]) -> None:
    """Refuse changes by which functions are copied that were not, or the other way round.

    Raises:
        TooMuch: there are such.
    """
    after = _selecting(linkage, gids)
    given = [{told for each in version for told in each.given} for version in (before, after)]
    same = given[0] == given[1] or class_positions(linkage) == linkage.class_positions
    queried = [{told for each in version for told in each.queried} for version in (before, after)]
    same = same and (queried[0] == queried[1] or queried_attributes(linkage) == linkage.queried)
    tables = (linkage.keyed, linkage.given_queries, linkage.by_receiver)
    new = set(linkage.added)
    known = [gid for gid in gids if gid not in new]
    was = [(linkage.selectors.pop(gid, -1), *[gid in table for table in tables]) for gid in known]
    for table in tables:
        table.difference_update(known)
    note_selectors(linkage, gids)
    now = [(linkage.selectors.get(gid, -1), *[gid in table for table in tables]) for gid in known]
    if not same or was != now:
        raise TooMuch("functions that are copied for what they are given")


def _find_own_nodes(linkage: Linkage, gid: int, changes: _Changes) -> None:
    """The nodes that a rewritten scope alone defines."""
    its = changes.known[gid]
    kept: set[int] = set()
    params: set[int] = set()
    for scope in (its.earlier, its.later):
        kept |= {scope.returned, scope.yielded, scope.sent}
        params |= {param.value for param in scope.params}
    defined = values_of(its.earlier.ops) | values_of(its.later.ops)
    changes.params.update(linkage.node(gid, value) for value in params)
    changes.inner.update(linkage.node(gid, value) for value in defined - kept - params)
    changes.told.update(linkage.node(gid, value) for value in its.touched())


def _leave_shared(linkage: Linkage, changes: _Changes) -> None:
    """Values that scopes read which are not rewritten stay as they are.

    Raises:
        TooMuch: something else than a copy no longer goes into a value that stays.
    """
    rewritten = changes.rewritten()
    for file in {linkage.file_of[gid] for gid in rewritten}:
        offset = linkage.value_offset[file]
        for gid in set(linkage.gids_of(file)).difference(rewritten):
            shared = {offset + value for op in linkage.scopes[gid].ops for value in operands(op)}
            changes.inner -= shared
            changes.params -= shared
    for gid in rewritten:
        for op in changes.known[gid].told():
            target = getattr(op, "target", -1)
            if target >= 0 and not isinstance(op, Copy) and linkage.node(gid, target) not in changes.inner:
                raise TooMuch("what annotations say of parameters")


def _forget(linkage: Linkage, solver: RestoredSolver, changes: _Changes, before: Contributions) -> None:
    """Take the constraints of the rewritten scopes out, and what was noted of them."""
    for node in changes.inner:
        solver.forget_constraints(node)
        if node not in solver.saturated:  # which objects such a node holds depends on which came first
            solver.objects_of[node] = None
    for node in (*changes.params, *before.passing):
        solver.forget_constraints(node)
    linkage.forget_notes(set(changes.rewritten()), changes.inner)


def _load(linkage: Linkage, changes: _Changes) -> None:
    gids = changes.loaded()
    linkage.forwarding.update(forwarding_calls(linkage, gids))
    for cls in sorted({linkage.parent_of[gid] for gid in gids} & linkage.classes.keys()):
        _renew_static_names(linkage, cls)
    for gid in gids:
        scope = linkage.scopes[gid]
        its = changes.known.get(gid)
        if its is not None and not its.went:
            load_ops(linkage, gid, its.loaded())
            continue
        linkage.handed_back.pop(gid, None)
        load_scope(linkage, gid)
        if scope.kind == "class" and its is None:
            watch_bases(linkage, gid)
        elif scope.kind == "function":
            seed_receiver(linkage, gid)


def _renew_static_names(linkage: Linkage, cls: int) -> None:
    """The names that the methods of a class set on its instances, once one of them has changed."""
    info = linkage.classes[cls]
    gained: set[str] = set()
    for child in linkage.children_of(cls):
        gained |= linkage.set_on_receiver(child) - info.set_on_self
    if gained:
        info.set_on_self |= gained
        for listener in linkage.order_listeners:
            for gid in descendants(linkage, cls):
                listener(gid)


def _show_lines(linkage: Linkage, changes: _Changes) -> None:
    """From here on all lines are those of the later version."""
    for gid, its in changes.known.items():
        linkage.renew_scope(gid, its.later)
        for copy in linkage.copies.get(gid, {}).values():
            linkage.renew_scope(copy, _with_lines_of(linkage.scopes[copy], its.later))
    linkage.move_notes({gid: its.line for gid, its in changes.known.items()})


def _with_lines_of(copy: Scope, later: Scope) -> Scope:
    """A copy of a scope that only moved."""
    ops = []
    for copied, new in zip(copy.ops, later.ops, strict=True):
        lines = {name: getattr(new, name) for name in ("line", "end_line") if hasattr(new, name)}
        ops.append(msgspec.structs.replace(copied, **lines) if lines else copied)
    return msgspec.structs.replace(copy, ops=tuple(ops), line=later.line, end_line=later.end_line)


def scopes_of_nodes(linkage: Linkage, nodes: Iterable[int]) -> set[int]:
    """The scopes, as they are written, whose values these nodes stand for; other nodes are left out."""
    by_file: dict[int, set[int]] = {}
    starts = linkage.value_offset
    others = {node for node in nodes if node >= linkage.value_end}
    for node in set(nodes) - others:
        file = bisect_right(starts, node) - 1
        by_file.setdefault(file, set()).add(node - starts[file])
    found: set[int] = set()
    for copy, original in linkage.original.items() if others else ():
        if any(linkage.node(copy, value) in others for value in values_of(linkage.scopes[copy].ops)):
            found.add(original)
    for file, values in by_file.items():
        for gid in linkage.gids_of(file):
            scope = linkage.scopes[gid]
            if not values.isdisjoint(values_of(scope.ops)) or not values.isdisjoint(
                [scope.returned, scope.yielded, *(param.value for param in scope.params)]
            ):
                found.add(gid)
    return found
