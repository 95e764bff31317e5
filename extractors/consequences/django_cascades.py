"""What deleting rows of a Django model deletes, changes and looks at besides.

Follows what ``django.db.models.deletion.Collector`` does: rows that refer by ``CASCADE`` are fetched,
and deleted if there are any; where nothing can refer to them and nobody listens, they are deleted
without a look ("fast deletion"); ``SET_NULL`` is one update.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decompose.extractors.consequences import consequence
from decompose.extractors.consequences.effects import Effect
from decompose.extractors.linking.django_relations import ModelShape, Relation, model_shapes
from decompose.extractors.linking.django_signals import Listeners, deletion_listeners
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.objects import Kind

_DELETES = frozenset({"delete", "adelete"})
_LOOKING = frozenset({"CASCADE", "PROTECT", "RESTRICT"})
_SETTING = frozenset({"SET_NULL", "SET_DEFAULT", "SET"})


@consequence
def deleted_along(linkage: Linkage) -> Iterator[Access]:
    """The accesses of every ``delete`` beyond the table of the rows that it is called on."""
    shapes = model_shapes(linkage)
    if not shapes:
        return
    listeners = deletion_listeners(linkage)
    closures: dict[int, list[Effect]] = {}
    for query in linkage.queries:
        model = query.model
        if linkage.objects.kinds[model] is Kind.RELATED:
            model = linkage.objects.first[model]
        if query.method not in _DELETES or query.scope < 0:
            continue
        if model in shapes and model not in closures:
            closures[model] = list(_closure(shapes, listeners, model))
        for effect in closures.get(model, ()):
            yield effect.of(query)


def _closure(shapes: Mapping[int, ModelShape], listeners: Listeners, start: int) -> Iterator[Effect]:
    pending, seen = [(start, True)], {start}
    while pending:
        model, is_certain = pending.pop(0)
        for relation in shapes[model].relations if model in shapes else ():
            for effect in _effects(shapes, listeners, relation):
                yield Effect(effect.mapped, effect.writes, effect.is_certain and is_certain)
            follows = relation.on_delete == "CASCADE" and not relation.is_forward and relation.through < 0
            if follows and relation.other not in seen:
                seen.add(relation.other)
                pending.append((relation.other, False))


def _effects(shapes: Mapping[int, ModelShape], listeners: Listeners, relation: Relation) -> Iterator[Effect]:
    """What happens to the other end of one relation."""
    if relation.through >= 0:
        yield from _deleted(relation.through, is_fast=not listeners.hear_all)
    elif not relation.is_forward:
        other = relation.other
        if relation.on_delete == "CASCADE":
            yield from _deleted(other, is_fast=is_fast(shapes, listeners, relation.other))
        elif relation.on_delete in _SETTING:
            yield Effect(other, writes=True)
        elif relation.on_delete in _LOOKING:
            yield Effect(other, writes=False)


def _deleted(mapped: int, *, is_fast: bool) -> Iterator[Effect]:
    if not is_fast:
        yield Effect(mapped, writes=False)
    yield Effect(mapped, writes=True, is_certain=is_fast)


def is_fast(shapes: Mapping[int, ModelShape], listeners: Listeners, model: int) -> bool:
    """Whether rows of a model (an object) can be deleted without being fetched."""
    if listeners.hear_all or model in listeners.models or model not in shapes:
        return False
    return all(
        (relation.is_forward and relation.through < 0) or relation.on_delete == "DO_NOTHING"
        for relation in shapes[model].relations
    )
