"""What Django looks at when it validates rows and fills forms with them.

A relation is looked up in the table that it refers to, a unique value in the model's own; a form that shows a row
fetches what its many-to-many fields lead to.
"""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.consequences import consequence
from decompose.extractors.linking.django_fields import ONE_TO_ONE, fields_of
from decompose.extractors.linking.django_relations import ModelShape, Relation, model_shapes
from decompose.extractors.linking.hierarchy import definer, lookup_node, project_ancestors
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.mapping import mapped_classes, nested_class, strings_at
from decompose.extractors.linking.objects import Kind

_OF_MODEL = frozenset({"full_clean", "validate_unique", "clean_fields", "validate_constraints"})
_ALL = "__all__"


@consequence
def looked_up_by_validation(linkage: Linkage) -> Iterator[Access]:
    """The accesses of ``row.full_clean()``, ``form.is_valid()`` and of filling a form."""
    shapes = model_shapes(linkage)
    if not shapes:
        return
    for query in linkage.queries:
        shape = shapes.get(query.model)
        if query.method in _OF_MODEL and shape is not None and query.scope >= 0:
            for mapped in _validated(linkage, shape, query.model, query.method, None):
                yield Access(query.scope, query.line, mapped, writes=False, is_inferred=True)
    for scope, line, form, use in linkage.form_uses:
        meta = _meta(linkage, form)
        if meta is None:
            continue
        named = _field_names(linkage, meta)
        for model in mapped_classes(linkage, linkage.solver.get(lookup_node(linkage, meta, "model"))):
            shape = shapes.get(model)
            if shape is None:
                continue
            for mapped in _shown(shape, named) if use == "show" else _validated_by_form(linkage, shape, model, named):
                yield Access(scope, line, mapped, writes=False, is_inferred=True)


def _validated(
    linkage: Linkage, shape: ModelShape, model: int, method: str, named: frozenset[str] | None
) -> Iterator[int]:
    if method in {"full_clean", "clean_fields"}:
        for relation in shape.relations:
            is_own = relation.is_forward and not relation.is_many and not relation.accessor.endswith("_ptr")
            if is_own and (named is None or relation.accessor in named):
                yield relation.other
    if method != "clean_fields" and _has_unique(linkage, model, named):
        yield model


def _validated_by_form(linkage: Linkage, shape: ModelShape, model: int, named: frozenset[str] | None) -> Iterator[int]:
    yield from _validated(linkage, shape, model, "full_clean", named)
    yield from (relation.other for relation in _chosen(shape, named))


def _shown(shape: ModelShape, named: frozenset[str] | None) -> Iterator[int]:
    for relation in _chosen(shape, named):
        yield relation.through
        yield relation.other


def _chosen(shape: ModelShape, named: frozenset[str] | None) -> Iterator[Relation]:
    """The many-to-many fields of a form."""
    for relation in shape.relations:
        if relation.is_many and relation.is_forward and (named is None or relation.accessor in named):
            yield relation


def _has_unique(linkage: Linkage, model: int, named: frozenset[str] | None) -> bool:
    if linkage.objects.kinds[model] is not Kind.CLASS:
        return False
    gid = linkage.objects.first[model]
    for field in fields_of(linkage, gid):
        if (named is None or field.name in named) and (
            field.type in ONE_TO_ONE or "unique" in dict(field.site.keywords)
        ):
            return True
    metas = (nested_class(linkage, ancestor, "Meta") for ancestor in project_ancestors(linkage, gid))
    return any(
        name in {"unique_together", "constraints"}
        for meta in metas
        if meta is not None
        for name in linkage.scopes[meta].bound
    )


def _meta(linkage: Linkage, form: int) -> int | None:
    metas = (nested_class(linkage, ancestor, "Meta") for ancestor in project_ancestors(linkage, form))
    return next((meta for meta in metas if meta is not None), None)


def _field_names(linkage: Linkage, meta: int) -> frozenset[str] | None:
    """The fields that a form's ``Meta`` lists, as far as they are known; None for all."""
    if definer(linkage, meta, "fields") < 0:
        return None
    node = lookup_node(linkage, meta, "fields")
    found = set(strings_at(linkage, node))
    for thing in linkage.solver.get(node):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            found.update(strings_at(linkage, linkage.any_element(thing)))
    return None if _ALL in found else frozenset(found)
