"""Tables that Django's lookups join or fetch: ``filter(order__user__email=…)``, ``prefetch_related("lines")``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from decompose.extractors.consequences import consequence, fetching
from decompose.extractors.linking.django_relations import ModelShape, Relation, model_shapes
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.libraries.django_expressions import EXPRESSION
from decompose.extractors.linking.linkage import Access, CallSite, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind

_FETCHING = frozenset({"select_related", "prefetch_related"})
_BY_KEYWORD = frozenset(
    [
        *("filter", "exclude", "get", "get_or_create", "update_or_create", "annotate", "aggregate", "alias"),
        *("complex_filter", "aget", "aget_or_create"),
    ]
)
_BY_TEXT = frozenset({"order_by", "values", "values_list", "only", "distinct", "dates", "datetimes", "earliest"})
_KEYS = frozenset({"pk", "id"})
_LOOKUPS = frozenset(["in", "isnull", "exact", "gt", "gte", "lt", "lte", "range", "iexact"])
_DEEPEST = 4
"""Expressions inside expressions are followed no further than this."""


@consequence
def joined_by_lookups(linkage: Linkage) -> Iterator[Access]:
    """A read of every table that a lookup path leads through."""
    shapes = model_shapes(linkage)
    if not shapes:
        return
    joined: dict[tuple[int, int], dict[int, None]] = defaultdict(dict)
    for query, site in linkage.queries.items():
        model = query.model
        if linkage.objects.kinds[model] is Kind.RELATED:
            model = linkage.objects.first[model]
        shape = shapes.get(model)
        if shape is None or query.scope < 0:
            continue
        touched: dict[int, None] = {}
        if query.method == "select_related" and not (site.args or site.stars or site.keywords):
            touched.update(dict.fromkeys(relation.other for relation in shape.relations if relation.is_required))
        for path, fetches in _paths(linkage, site, query.method):
            touched.update(dict.fromkeys(_tables_on(shapes, shape, path, fetches=fetches)))
        joined[query.scope, model].update(touched)
        for mapped in touched:
            yield Access(query.scope, query.line, mapped, writes=False)
    yield from _shown(linkage, joined)


@fetching
def fetched_along(linkage: Linkage) -> Iterator[tuple[int, str]]:
    """The attributes on the paths of ``select_related("order__user")`` and ``prefetch_related``."""
    shapes = model_shapes(linkage)
    for query, site in linkage.queries.items() if shapes else ():
        if query.method not in _FETCHING:
            continue
        model = query.model
        if linkage.objects.kinds[model] is Kind.RELATED:
            model = linkage.objects.first[model]
        for path, _ in _paths(linkage, site, query.method):
            here = [model]
            for part in path.split("__"):
                relations = [found for owner in here if owner in shapes for found in shapes[owner].by_accessor(part)]
                yield from ((owner, part) for owner in here)
                here = list(dict.fromkeys(relation.other for relation in relations))


def _shown(linkage: Linkage, joined: Mapping[tuple[int, int], dict[int, None]]) -> Iterator[Access]:
    """What a view's ``get_queryset`` joins and fetches along is read where the list is shown."""
    for query, view in linkage.shown:
        for ancestor in project_ancestors(linkage, view) if query.scope >= 0 else ():
            for thing in sorted(linkage.solver.get(linkage.member_node(ancestor, "get_queryset"))):
                if linkage.objects.kinds[thing] is Kind.FUNCTION:
                    for mapped in joined.get((linkage.objects.first[thing], query.model), ()):
                        yield Access(query.scope, query.line, mapped, writes=False, is_inferred=True)


def _paths(linkage: Linkage, site: CallSite, method: str) -> Iterator[tuple[str, bool]]:
    """The lookup paths that a call of a queryset's method names, and whether they fetch whole rows."""
    if method in _FETCHING:
        for node in (*site.args, *site.stars):
            yield from ((text, True) for text in _texts(linkage, node))
            for inner in _expressions(linkage, node):
                yield from ((text, True) for text in _texts(linkage, inner.argument(0, "lookup")))
    if method in _BY_TEXT:
        for node in site.args:
            yield from ((text.lstrip("-+"), False) for text in _texts(linkage, node))
    if method in _BY_KEYWORD or method in _BY_TEXT:
        yield from ((path, False) for path in _conditions(linkage, site, 0, by_keyword=method not in _VALUES))


_VALUES = frozenset({"annotate", "aggregate", "alias", "values", "values_list"})
"""Methods whose keywords are new names, and no lookups."""


def _conditions(linkage: Linkage, site: CallSite, depth: int, *, by_keyword: bool) -> Iterator[str]:
    if by_keyword:
        for name, _ in site.keywords:
            if name and name != "defaults":
                yield name
    if depth > _DEEPEST:
        return
    for node in (*site.args, *(node for _, node in site.keywords)):
        for inner in _expressions(linkage, node):
            for argument in inner.args:
                yield from _texts(linkage, argument)
            yield from _conditions(linkage, inner, depth + 1, by_keyword=_takes_lookups(inner))


def _takes_lookups(site: CallSite) -> bool:
    return any(name not in {"then", "output_field", "distinct", "filter", "default"} for name, _ in site.keywords)


def _expressions(linkage: Linkage, node: int) -> Iterator[CallSite]:
    for thing in sorted(linkage.solver.get(node)):
        if linkage.objects.external_name(thing) == EXPRESSION and linkage.objects.second[thing] in linkage.fields:
            yield linkage.fields[linkage.objects.second[thing]]


def _texts(linkage: Linkage, node: int) -> Iterator[str]:
    if node < 0:
        return
    yield from strings_at(linkage, node)
    for thing in sorted(linkage.solver.get(node)):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            for element in linkage.elements_in_order(thing):
                yield from strings_at(linkage, element)


def _tables_on(shapes: Mapping[int, ModelShape], shape: ModelShape, path: str, *, fetches: bool) -> Iterator[int]:
    """The objects that stand for the tables on a lookup path, the starting one left out."""
    parts = [part for part in path.split("__") if part]
    for index, part in enumerate(parts):
        found = (shape.by_accessor(part) if fetches else []) or shape.by_query_name(part) or shape.by_accessor(part)
        if not found:
            return
        relation = found[0]
        rest = parts[index + 1 :]
        if relation.through >= 0:
            yield relation.through
        needed = fetches or _joins(shapes, relation, rest)
        if needed:
            yield relation.other
        following = shapes.get(relation.other)
        if following is None:
            return
        shape = following


def _joins(shapes: Mapping[int, ModelShape], relation: Relation, rest: list[str]) -> bool:
    """Whether a path needs the target's own table, and not the key alone that refers to it."""
    if not relation.is_forward and relation.through < 0:
        return True  # the key stands in the other table
    if not rest or rest[0] in _KEYS:
        return False
    target = shapes.get(relation.other)
    if target is None:
        return rest[0] not in _LOOKUPS
    return rest[0] in target.fields or bool(target.by_query_name(rest[0]))
