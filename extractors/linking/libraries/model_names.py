"""Values of unknown origin that are named after a model and used like one: ``def ship(order): order.lines.all()``.

A value that nothing flows into, whose name is that of exactly one mapped class, and all of whose
attributes that class has, is taken for an instance of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.django_fields import is_abstract, is_proxy
from decompose.extractors.linking.django_relations import ModelShape, model_shapes
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import is_declarative, is_django_model
from decompose.extractors.linking.objects import Kind

_OF_EVERY_MODEL = frozenset(
    ["id", "pk", "save", "delete", "refresh_from_db", "full_clean", "clean", "_meta", "get_absolute_url", "__class__"]
)


@between_rounds
def recognise_by_name(linkage: Linkage) -> None:
    """Let values that bear a model's name, and are used like its instances, be instances of it."""
    models = _models_by_name(linkage)
    if not models:
        return
    shapes = model_shapes(linkage)
    known: dict[int, frozenset[str]] = {}
    for gid in linkage.loaded():
        scope = linkage.scopes[gid]
        if scope.kind != "function":
            continue
        used: dict[int, set[str]] = defaultdict(set)
        for op in scope.ops:
            if isinstance(op, (facts.Attr, facts.SetAttr)):
                used[op.base].add(op.name)
        for name, value in _named_values(linkage, gid):
            candidates = models.get(name.replace("_", "").lower(), ())
            node = linkage.node(gid, value)
            if len(candidates) != 1 or not used.get(value) or not _is_unknown(linkage, node):
                continue
            (model,) = candidates
            if model not in known:
                known[model] = _attributes(linkage, model, shapes.get(linkage.objects.intern(Kind.CLASS, model)))
            if all(_has(known[model], attribute) for attribute in used[value]):
                linkage.solver.add(node, linkage.objects.instance(linkage.objects.intern(Kind.CLASS, model)))


def _is_unknown(linkage: Linkage, node: int) -> bool:
    """Nothing flows there, or only results of calls that nothing is known of."""
    objects = linkage.objects
    return all(
        objects.kinds[thing] in {Kind.INSTANCE, Kind.EXTERNAL}
        and (objects.external_name(thing) or "<").partition("<")[0] != ""
        and objects.second[thing] < 0
        for thing in linkage.solver.get(node)
    )


def _models_by_name(linkage: Linkage) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for gid in sorted(linkage.classes):
        is_model = is_django_model(linkage, gid)
        if is_model and (is_abstract(linkage, gid) or is_proxy(linkage, gid)):
            continue
        if is_model or is_declarative(linkage, gid):
            found[linkage.scopes[gid].name.lower()].append(gid)
    return found


def _named_values(linkage: Linkage, gid: int) -> Iterator[tuple[str, int]]:
    scope = linkage.scopes[gid]
    is_method = linkage.class_of_method(gid) >= 0
    for index, param in enumerate(scope.params):
        if param.kind in {"positional", "keyword"} and not (is_method and index == 0):
            yield param.name, param.value
    for op in scope.ops:
        if isinstance(op, facts.Attr):
            yield op.name, op.target


def _attributes(linkage: Linkage, gid: int, shape: ModelShape | None) -> frozenset[str]:
    names = set(_OF_EVERY_MODEL)
    for ancestor in project_ancestors(linkage, gid):
        names |= linkage.classes[ancestor].members | linkage.classes[ancestor].set_on_self
        names |= {
            name for model, name in linkage.reverse_relations if model == linkage.objects.intern(Kind.CLASS, ancestor)
        }
    if shape is not None:
        names |= shape.fields.keys()
        names |= {relation.accessor for relation in shape.relations}
    return frozenset(names)


def _has(names: frozenset[str], attribute: str) -> bool:
    stem = attribute.removesuffix("_id")
    displayed = attribute.removeprefix("get_").removesuffix("_display")
    return attribute in names or stem in names or displayed in names
