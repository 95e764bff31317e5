"""Receivers of Django's model signals: the row that they are told of is one of the sender's."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import mapped_classes
from decompose.extractors.linking.objects import Kind

_SIGNALS = "django.db.models.signals."
_DECORATORS = frozenset({"django.dispatch.receiver", "django.dispatch.dispatcher.receiver"})


@between_rounds
def hand_over_senders(linkage: Linkage) -> None:
    """``post_save.connect(note, sender=Order)``, ``@receiver(post_save, sender=Order)``: instance is an order."""
    objects = linkage.objects
    for gid in linkage.as_written():
        for functions, sender in _connections(linkage, gid):
            models = mapped_classes(linkage, linkage.solver.get(linkage.node(gid, sender)))
            for function in functions:
                for param in linkage.scopes[function].params:
                    node = linkage.node(function, param.value)
                    if param.name == "instance":
                        linkage.solver.add_all(node, [objects.instance(model) for model in models])
                    elif param.name == "sender":
                        linkage.solver.add_all(node, models)


def _connections(linkage: Linkage, gid: int) -> Iterator[tuple[list[int], int]]:
    """The functions that are connected in a scope, and the value of the sender."""
    calls = {op.target: op for op in linkage.of_type(gid, facts.Call) if "sender" in dict(op.keywords)}
    for op in calls.values():
        if op.args and any(_is_connect(name) for name in _called(linkage, gid, op.func)):
            yield _functions(linkage, gid, op.args[0]), dict(op.keywords)["sender"]
    for decoration in linkage.of_type(gid, facts.Decorate) if calls else ():
        call = calls.get(decoration.decorator)
        if call is not None and _DECORATORS.intersection(_called(linkage, gid, call.func)):
            yield _functions(linkage, gid, decoration.function), dict(call.keywords)["sender"]


def _is_connect(dotted: str) -> bool:
    return dotted.startswith(_SIGNALS) and dotted.endswith(".connect")


def _called(linkage: Linkage, gid: int, value: int) -> set[str]:
    things = linkage.solver.get(linkage.node(gid, value))
    return {linkage.objects.text(thing) for thing in things if linkage.objects.kinds[thing] is Kind.EXTERNAL}


def _functions(linkage: Linkage, gid: int, value: int) -> list[int]:
    objects = linkage.objects
    found = []
    for thing in sorted(linkage.solver.get(linkage.node(gid, value))):
        original = objects.unwrapped(objects.first[thing] if objects.kinds[thing] is Kind.BOUND else thing)
        if objects.kinds[original] is Kind.FUNCTION:
            found.append(objects.first[original])
    return found
