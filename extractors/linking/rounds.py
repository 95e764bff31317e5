"""Solving in rounds: what the first round tells about relations and receivers feeds the second."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.attributes import install
from decompose.extractors.linking.calls import initialise_late, link_unselected
from decompose.extractors.linking.elements import read_unknown, write_unknown
from decompose.extractors.linking.facades import follow_facades
from decompose.extractors.linking.fallbacks import (
    follow_composed_names,
    follow_mixins,
    keep_decorated,
    keep_untested,
    name_descriptors,
    tell_of_subclasses,
)
from decompose.extractors.linking.libraries import call_model, round_hooks
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.loaders import follow_loaders
from decompose.extractors.linking.loading import call_site, load
from decompose.extractors.linking.metaclasses import create_classes
from decompose.extractors.linking.session_names import is_called_session
from decompose.extractors.tables.django import assign_labels


def solve(linkage: Linkage) -> None:
    """Load all facts and solve them."""
    install(linkage)
    load(linkage)
    continue_rounds(linkage)


def continue_rounds(linkage: Linkage) -> None:
    """Solve what is loaded, and what the first round tells about it."""
    linkage.solver.solve()
    assign_labels(linkage)
    follow_loaders(linkage)
    linkage.solver.solve()
    assign_labels(linkage)  # classes that only a loader returns have subclasses that are models, too
    follow_loaders(linkage)
    follow_facades(linkage)
    keep_decorated(linkage)
    keep_untested(linkage)
    read_unknown(linkage)
    write_unknown(linkage)
    link_unselected(linkage)
    initialise_late(linkage)
    follow_mixins(linkage)
    tell_of_subclasses(linkage)
    create_classes(linkage)
    name_descriptors(linkage)
    follow_composed_names(linkage)
    for hook in round_hooks():
        hook(linkage)
    _guess_receivers(linkage)
    linkage.solver.solve()


def _guess_receivers(linkage: Linkage) -> None:
    """A method that only sessions and cursors have tells enough where the receiver is unknown."""
    for gid in linkage.loaded():
        methods = {op.target: op for op in linkage.of_type(gid, facts.Attr)}
        for op in linkage.of_type(gid, facts.Call):
            if op.func in methods:
                method = methods[op.func]
                model = call_model(f"*.{method.name}")
                if method.name in _ALSO_OF_CONTAINERS and not is_called_session(linkage, gid, method.base):
                    continue
                if model is not None and not linkage.solver.get(linkage.node(gid, op.func)):
                    model(linkage, call_site(linkage, gid, op), -1)


_ALSO_OF_CONTAINERS = frozenset({"add", "get", "delete", "merge"})
"""Methods of sessions that sets, mappings and caches have, too: there the receiver's name has to tell."""
