"""Attributes of a Django model's instance that load another row: ``line.order``, ``user.profile``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from decompose.extractors import facts
from decompose.extractors.consequences import Load, consequence, loading
from decompose.extractors.linking.django_relations import ModelShape, Relation, model_shapes
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.objects import Kind

_MOST_TARGETS = 4
"""An attribute that may load rows of more models than these is read by code that is about none of them."""
_MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
_RATHER = 3
"""So many times as often have rows to be fetched through a parent as from the table."""
_VALIDATING = ("clean", "validate_unique", "validate_constraints", "full_clean")


@consequence
def loaded_by_attributes(linkage: Linkage) -> Iterator[Access]:
    """A read of the related table wherever a relation to one row is read as an attribute."""
    for load in rows_of_attributes(linkage):
        yield Access(
            load.scope, load.op.line, load.mapped, writes=False, is_inferred=True, is_conditional=load.is_there
        )


@loading
def rows_of_attributes(linkage: Linkage) -> Iterator[Load]:
    """The relations to one row that are read as attributes.

    The other row is likely to be there while a form validates the row that it has just filled in, and where rows are
    fetched through their parents, which Django then sets on them.
    """
    shapes = model_shapes(linkage)
    if not shapes:
        return
    single = {
        (model, relation.accessor): relation
        for model, shape in shapes.items()
        for relation in shape.relations
        if relation.accessor and not relation.is_many
    }
    names = {name for _, name in single}
    parents = _Parents(linkage, shapes)
    objects = linkage.objects
    for gid, scope in enumerate(linkage.scopes):
        for op in linkage.of_type(gid, facts.Attr):
            if op.name not in names:
                continue
            targets: dict[int, bool] = {}
            owners: dict[int, int] = {}
            for thing in sorted(linkage.solver.get(linkage.node(gid, op.base))):
                model = objects.first[thing]
                relation = single.get((model, op.name)) if objects.kinds[thing] is Kind.INSTANCE else None
                if relation is not None:
                    is_there = _validates(linkage, gid, scope.params, op) or parents.are_set(model, relation)
                    targets[relation.other] = targets.get(relation.other, True) and is_there
                    owners[relation.other] = model
            if len(targets) <= _MOST_TARGETS:
                for target, is_there in targets.items():
                    yield Load(gid, op, owners[target], target, is_there)


def _validates(linkage: Linkage, gid: int, params: tuple[facts.Param, ...], op: facts.Attr) -> bool:
    """Whether a method of a model looks at its own row while that is validated."""
    is_own = bool(params) and params[0].value == op.base and linkage.class_of_method(gid) >= 0
    return is_own and linkage.scopes[gid].name.startswith(_VALIDATING)


class _Parents:
    """Which rows the program fetches through their parents: ``for line in order.lines.all()``."""

    def __init__(self, linkage: Linkage, shapes: Mapping[int, ModelShape]) -> None:
        self._shapes = shapes
        self._through_parents: Counter[tuple[int, int]] = Counter()
        self._otherwise: Counter[int] = Counter()
        many = {
            (model, relation.accessor): relation.other
            for model, shape in shapes.items()
            for relation in shape.relations
            if relation.is_many and not relation.is_forward and relation.through < 0
        }
        names = {name for _, name in many} | _MANAGERS
        objects = linkage.objects
        for gid in range(len(linkage.scopes)):
            for op in linkage.of_type(gid, facts.Attr):
                for thing in linkage.solver.get(linkage.node(gid, op.base)) if op.name in names else ():
                    parent = objects.first[thing]
                    if thing in shapes and op.name in _MANAGERS:
                        self._otherwise[thing] += 1
                    elif objects.kinds[thing] is Kind.INSTANCE and (parent, op.name) in many:
                        self._through_parents[many[parent, op.name], parent] += 1

    def are_set(self, model: int, relation: Relation) -> bool:
        """Whether rows of a model mostly come from this parent of theirs, which then is set on them."""
        if not relation.is_forward or relation.other not in self._shapes:
            return False
        backward = [back for back in self._shapes[relation.other].relations if back.other == model]
        if len(backward) != 1 or not backward[0].is_many:
            return False
        return self._through_parents[model, relation.other] >= _RATHER * max(self._otherwise[model], 1)
