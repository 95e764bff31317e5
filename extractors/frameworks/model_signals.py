"""Django's model signals: saving and deleting rows sends them to the receivers of that model.

Receivers of every model are entry points only: edges from whatever saves anything would tell nothing. A model that
nothing saves by name sends its signals itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.extractors.frameworks import Event, Wiring, finder
from decompose.extractors.frameworks.signals import Connection, classes_at, connections, signal_name
from decompose.extractors.linking.mapping import class_named
from decompose.extractors.linking.objects import Kind

_SAVING = frozenset({"pre_save", "post_save"})
_DELETING = frozenset({"pre_delete", "post_delete"})
_SILENT = frozenset({"update", "bulk_create", "bulk_update", "abulk_create", "aupdate", "abulk_update", "_raw_delete"})
"""Methods that write without sending signals."""
_DELETES = frozenset({"delete", "adelete"})
_READS = frozenset({"filter", "exclude", "all", "get", "order_by", "<loaded>", "select_related", "prefetch_related"})
_CHANGED = "m2m_changed"


@finder
def saved(wiring: Wiring) -> Iterator[Event]:
    """``order.save()`` sends ``post_save`` to ``@receiver(post_save, sender=Order)``."""
    listening = [found for found in connections(wiring) if found.sender >= 0]
    methods = _methods(wiring) if listening else {}
    for found in listening:
        names = {signal_name(wiring, thing) for thing in found.signals if _is_model_signal(wiring, thing)}
        for cls in sorted(set(_senders(wiring, found))) if names else ():
            is_sent = False
            thing = wiring.linkage.objects.intern(Kind.CLASS, cls)
            for scope, line in wiring.writes(cls):
                used = methods.get((scope, line, thing), set()) - _READS
                is_delete = bool(used & _DELETES)
                if (names & _DELETING and is_delete) or (names & _SAVING and not is_delete and not used & _SILENT):
                    is_sent = True
                    yield Event(scope, line, found.receiver)
            if not is_sent:
                yield Event(cls, wiring.linkage.scopes[cls].line, found.receiver)
        if _CHANGED in names:
            yield from _changed(wiring, found)


def _is_model_signal(wiring: Wiring, thing: int) -> bool:
    return (wiring.linkage.objects.external_name(thing) or "").startswith("django.db.models.signals.")


def _methods(wiring: Wiring) -> dict[tuple[int, int, int], set[str]]:
    """(scope, line, model) → the methods that are called there."""
    found: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for query in wiring.linkage.queries:
        found[query.scope, query.line, query.model].add(query.method)
    return found


def _senders(wiring: Wiring, found: Connection) -> Iterator[int]:
    """``sender=Order``, ``sender="shop.Order"``."""
    yield from classes_at(wiring, found.sender)
    for text in wiring.texts(found.sender):
        named = class_named(wiring.linkage, text, found.scope)
        if named is not None:
            yield named


def _changed(wiring: Wiring, found: Connection) -> Iterator[Event]:
    """``order.tags.add(tag)`` sends ``m2m_changed`` of ``Order.tags.through``."""
    tables = wiring.linkage.solver.get(found.sender)
    for access in sorted(wiring.linkage.accesses):
        if access.writes and access.mapped in tables:
            yield Event(access.scope, access.line, found.receiver)
