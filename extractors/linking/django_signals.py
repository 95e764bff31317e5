"""Which Django models somebody listens to when rows are deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind

_SIGNALS = frozenset(f"django.db.models.signals.{name}" for name in ("pre_delete", "post_delete", "m2m_changed"))
_RECEIVERS = frozenset({"django.dispatch.receiver", "django.dispatch.dispatcher.receiver"})
_QUIET = "haystack.signals.BaseSignalProcessor"


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of deletions.

    Attributes:
        hear_all: a receiver is connected without a sender, and hears of every model.
        models: the models (objects) that are named as senders.
    """

    hear_all: bool
    models: frozenset[int]


def deletion_listeners(linkage: Linkage) -> Listeners:
    """The receivers that the program connects, or that its settings switch on."""
    models: set[int] = set()
    hears_all = _indexes_search(linkage)
    for gid, scope in enumerate(linkage.scopes):
        for op in scope.ops:
            if isinstance(op, facts.Call) and _connects(linkage, gid, op):
                sender = dict(op.keywords).get("sender", -1)
                if sender < 0:
                    hears_all = True
                else:
                    models.update(_classes(linkage, linkage.node(gid, sender)))
    return Listeners(hears_all, frozenset(models))


def _connects(linkage: Linkage, gid: int, op: facts.Call) -> bool:
    for thing in linkage.solver.get(linkage.node(gid, op.func)):
        if linkage.objects.kinds[thing] is Kind.EXTERNAL:
            dotted = linkage.objects.text(thing)
            if dotted.endswith(".connect") and dotted.removesuffix(".connect") in _SIGNALS:
                return True
            if dotted in _RECEIVERS and op.args and _names_signal(linkage, linkage.node(gid, op.args[0])):
                return True
    return False


def _names_signal(linkage: Linkage, node: int) -> bool:
    objects = linkage.objects
    for thing in linkage.solver.get(node):
        if objects.kinds[thing] is Kind.EXTERNAL and objects.text(thing) in _SIGNALS:
            return True
        if objects.kinds[thing] is Kind.CONTAINER and any(
            objects.kinds[inner] is Kind.EXTERNAL and objects.text(inner) in _SIGNALS
            for element in linkage.elements_in_order(thing)
            for inner in linkage.solver.get(element)
        ):
            return True
    return False


def _classes(linkage: Linkage, node: int) -> Iterator[int]:
    for thing in linkage.solver.get(node):
        if linkage.objects.kinds[thing] in {Kind.CLASS, Kind.EXTERNAL}:
            yield thing


def _indexes_search(linkage: Linkage) -> bool:
    """Haystack's signal processors listen to every model."""
    return any(
        name != _QUIET
        for file, names in enumerate(linkage.global_names)
        if "HAYSTACK_SIGNAL_PROCESSOR" in names
        for name in strings_at(linkage, linkage.global_node(file, "HAYSTACK_SIGNAL_PROCESSOR"))
    )
