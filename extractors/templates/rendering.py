"""Which function or view renders which template, and with what.

A call that is given the name of a template of the program renders it, whatever it calls: frameworks and wrappers of the
program's own alike. What it is given besides is the context. A class that has a ``template_name`` renders it with what
its ``get_context_data`` returns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from decompose.extractors import facts
from decompose.extractors.linking.django_relations import model_shapes
from decompose.extractors.linking.hierarchy import definer, external_ancestors, project_ancestors
from decompose.extractors.linking.libraries.django_http import request_object
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import strings_at, user_class
from decompose.extractors.linking.objects import Kind

_MOST_NAMES = 3
"""A call that is given more templates than these is a general function: its callers say which."""
_CLASS_ATTRIBUTES = ("template_name", "template")
_CONTEXT = ("get_context_data", "get_context")
_GENERIC = {"DetailView": "detail", "ListView": "list", "CreateView": "form", "UpdateView": "form"}
_SUFFIX = {**_GENERIC, "DeleteView": "confirm_delete"}


@dataclass(slots=True)
class Rendering:
    """A scope renders a template.

    Attributes:
        scope, line: where.
        template: the name by which it is loaded.
        context: name → the objects that it may be.
    """

    scope: int
    line: int
    template: str
    context: dict[str, set[int]] = field(default_factory=dict)


def find_renderings(linkage: Linkage, known: Mapping[str, object]) -> Iterator[Rendering]:
    """All renderings of templates that are known by these names."""
    names = {
        thing: linkage.objects.text(thing)
        for thing, kind in enumerate(linkage.objects.kinds)
        if kind is Kind.STRING and linkage.objects.text(thing) in known
    }
    usual = _usual_names(linkage)
    for gid in linkage.as_written() if names else ():
        for op in linkage.of_type(gid, facts.Call):
            yield from _by_call(linkage, gid, op, names, usual)
    for gid in sorted(linkage.classes):
        yield from _by_class(linkage, gid, known, usual)


def _usual_names(linkage: Linkage) -> dict[str, set[int]]:
    """What context processors usually provide."""
    if not model_shapes(linkage):
        return {}
    return {
        "request": {request_object(linkage)},
        "user": {linkage.objects.instance(user_class(linkage, 0))},
    }


def _by_call(
    linkage: Linkage, gid: int, op: facts.Call, names: Mapping[int, str], usual: Mapping[str, set[int]]
) -> Iterator[Rendering]:
    values = [*op.args, *(value for word, value in op.keywords if word)]
    found: dict[str, None] = {}
    for value in values:
        things = linkage.solver.get(linkage.node(gid, value))
        if 0 < len(things) <= _MOST_NAMES:
            found.update(dict.fromkeys(names[thing] for thing in sorted(things) if thing in names))
    if not found:
        return
    context = _given(linkage, gid, op)
    for render in linkage.of_type(gid, facts.Call):
        if any(attr.target == render.func and attr.base == op.target for attr in linkage.of_type(gid, facts.Attr)):
            context = _united(context, _given(linkage, gid, render))  # get_template(…).render(…)
    for name in found:
        yield Rendering(gid, op.line, name, _united(usual, context))


def _given(linkage: Linkage, gid: int, op: facts.Call) -> dict[str, set[int]]:
    """The names that a call is given: by keyword, and in mappings with constant keys."""
    context: dict[str, set[int]] = defaultdict(set)
    for word, value in op.keywords:
        things = linkage.solver.get(linkage.node(gid, value))
        if word:
            context[word] |= things
        _add_keys(linkage, things, context)
    for value in op.args:
        _add_keys(linkage, linkage.solver.get(linkage.node(gid, value)), context)
    return dict(context)


def _add_keys(linkage: Linkage, things: set[int], context: dict[str, set[int]]) -> None:
    for thing in things:
        if linkage.objects.kinds[thing] is Kind.CONTAINER and linkage.container_kind(thing) == "dict":
            for key, node in linkage.elements_by_key(thing):
                if isinstance(key, str):
                    context.setdefault(key, set()).update(linkage.solver.get(node))


def _united(one: Mapping[str, set[int]], other: Mapping[str, set[int]]) -> dict[str, set[int]]:
    return {name: one.get(name, set()) | other.get(name, set()) for name in {**one, **other}}


# -- views that are classes --


def _by_class(
    linkage: Linkage, gid: int, known: Mapping[str, object], usual: Mapping[str, set[int]]
) -> Iterator[Rendering]:
    names = [name for attribute in _CLASS_ATTRIBUTES for name in _member_strings(linkage, gid, attribute)]
    names = [name for name in names if name in known] or [
        name for name in _default_names(linkage, gid) if name in known
    ]
    if names:
        context = _united(usual, _of_view(linkage, gid))
        for name in names[:_MOST_NAMES]:
            yield Rendering(gid, linkage.scopes[gid].line, name, context)


def _member_strings(linkage: Linkage, gid: int, name: str) -> list[str]:
    owner = definer(linkage, gid, name)
    return strings_at(linkage, linkage.member_node(owner, name)) if owner >= 0 else []


def _default_names(linkage: Linkage, gid: int) -> list[str]:
    """``shop/order_detail.html`` of a generic view on orders."""
    bases = [base.rpartition(".")[2] for base in external_ancestors(linkage, gid) if "views.generic" in base]
    kinds = [_SUFFIX[base] for base in bases if base in _SUFFIX]
    models = _models(linkage, gid) if kinds else []
    return [
        f"{linkage.app_labels.get(model, '')}/{linkage.scopes[model].name.lower()}_{kinds[0]}.html" for model in models
    ]


def _models(linkage: Linkage, gid: int) -> list[int]:
    owner = definer(linkage, gid, "model")
    things = linkage.solver.get(linkage.member_node(owner, "model")) if owner >= 0 else set()
    return [linkage.objects.first[thing] for thing in sorted(things) if linkage.objects.kinds[thing] is Kind.CLASS]


def _of_view(linkage: Linkage, gid: int) -> dict[str, set[int]]:
    """What a view gives its template: what its own methods put into the context, and its rows."""
    objects = linkage.objects
    view = objects.instance(objects.intern(Kind.CLASS, gid))
    context: dict[str, set[int]] = defaultdict(set)
    context["view"].add(view)
    for ancestor in project_ancestors(linkage, gid):
        for method in linkage.children_of(ancestor):
            if linkage.scopes[method].name in _CONTEXT:
                _add_context(linkage, method, context)
    for name in ("object", "object_list", "form"):
        node = linkage.attribute_nodes.get((view, name), -1)
        if node >= 0:
            context[name] |= linkage.solver.get(node)
    for name in _member_strings(linkage, gid, "context_object_name"):
        context[name] |= context["object"] | context["object_list"] | _rows(linkage, gid)
    for model in _models(linkage, gid):
        instance = objects.instance(objects.intern(Kind.CLASS, model))
        bases = " ".join(external_ancestors(linkage, gid))
        if "ListView" not in bases:
            context["object"].add(instance)
            context[linkage.scopes[model].name.lower()].add(instance)
    return dict(context)


def _rows(linkage: Linkage, gid: int) -> set[int]:
    """What the view's ``get_queryset`` or ``get_object`` returns."""
    found: set[int] = set()
    bases = " ".join(external_ancestors(linkage, gid))
    for method in ("get_queryset",) if "List" in bases else ("get_object",):
        owner = definer(linkage, gid, method)
        for thing in linkage.solver.get(linkage.member_node(owner, method)) if owner >= 0 else ():
            if linkage.objects.kinds[thing] is Kind.FUNCTION:
                scope = linkage.objects.first[thing]
                found |= linkage.solver.get(linkage.node(scope, linkage.scopes[scope].returned))
    return found


def _add_context(linkage: Linkage, method: int, context: dict[str, set[int]]) -> None:
    """``context["order"] = …``, ``{"order": …}``, ``super().get_context_data(order=…)``, ``context.update(…)``."""
    for op in linkage.ops(method):
        match op:
            case facts.SetItem(key=str() as key):
                context[key] |= linkage.solver.get(linkage.node(method, op.source))
            case facts.Build(kind="dict"):
                for name, value in zip(op.keys, op.values, strict=True):
                    if isinstance(name, str):
                        context[name] |= linkage.solver.get(linkage.node(method, value))
            case facts.Call():
                for word, value in op.keywords:
                    if word:
                        context[word] |= linkage.solver.get(linkage.node(method, value))
            case _:
                pass
