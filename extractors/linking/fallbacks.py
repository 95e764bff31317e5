"""What is taken for true where the first round of solving found nothing."""

from __future__ import annotations

import re

from decompose.extractors import facts
from decompose.extractors.linking.attributes import is_defined
from decompose.extractors.linking.calls import call_back
from decompose.extractors.linking.hierarchy import definer, descendants, project_ancestors
from decompose.extractors.linking.implied import class_of
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.strings import texts_at
from decompose.extractors.sql.holes import HOLE

_LEAST_LETTERS = 2
"""A composed name that is told less of may be anything."""


def keep_decorated(linkage: Linkage) -> None:
    """A name whose decorator is not understood still stands for what was decorated."""
    for gid in linkage.loaded():
        for op in linkage.of_type(gid, facts.Decorate):
            if not linkage.solver.get(linkage.node(gid, op.target)):
                linkage.solver.copy(linkage.node(gid, op.function), linkage.node(gid, op.target))


def keep_untested(linkage: Linkage) -> None:
    """A test for a class of which nothing is known tells nothing."""
    for gid in linkage.loaded():
        for op in linkage.of_type(gid, facts.Narrow):
            if not linkage.solver.get(linkage.node(gid, op.cls)):
                linkage.solver.copy(linkage.node(gid, op.source), linkage.node(gid, op.target))


def tell_of_subclasses(linkage: Linkage) -> None:
    """Defining a class calls the ``__init_subclass__`` of its ancestors with it."""
    for gid in linkage.loaded_classes():
        for ancestor in project_ancestors(linkage, gid)[1:]:
            if "__init_subclass__" in linkage.classes[ancestor].members:
                cls = linkage.objects.intern(Kind.CLASS, gid)
                site = CallSite(linkage.parent_of[gid], linkage.scopes[gid].line, -1)
                hook = linkage.solver.new_node()
                for thing in sorted(linkage.solver.get(linkage.member_node(ancestor, "__init_subclass__"))):
                    linkage.solver.add(hook, linkage.objects.intern(Kind.BOUND, thing, cls))
                call_back(linkage, site, hook)
                break


def name_descriptors(linkage: Linkage) -> None:
    """Defining a class calls the ``__set_name__`` of the objects in its body."""
    for gid in linkage.loaded_classes():
        cls = linkage.objects.intern(Kind.CLASS, gid)
        for op in linkage.of_type(gid, facts.Bind):
            for thing in sorted(linkage.solver.get(linkage.node(gid, op.source))):
                owner = class_of(linkage, thing)
                if owner < 0 or definer(linkage, owner, "__set_name__") < 0:
                    continue
                arguments = [linkage.solver.new_node(), linkage.solver.new_node()]
                linkage.solver.add(arguments[0], cls)
                linkage.solver.add(arguments[1], linkage.objects.string(op.name))
                site = CallSite(linkage.parent_of[gid], linkage.scopes[gid].line, -1, tuple(arguments))
                call_back(linkage, site, linkage.attribute_of(thing, "__set_name__"))


def follow_composed_names(linkage: Linkage) -> None:
    """``getattr(self, f"visit_{name}")`` gives any of the attributes that are named so."""
    for gid in linkage.loaded():
        loaded = {op.target for op in linkage.of_type(gid, facts.Load) if op.name == "getattr"}
        for op in linkage.of_type(gid, facts.Call) if loaded else ():
            if op.func in loaded and len(op.args) >= 2:
                pattern = _pattern(linkage, linkage.node(gid, op.args[1]))
                if pattern is not None:
                    _attributes_into(linkage, linkage.node(gid, op.args[0]), pattern, linkage.node(gid, op.target))
    linkage.rendered.clear()  # what is composed of values that are not final yet


def _pattern(linkage: Linkage, node: int) -> re.Pattern[str] | None:
    """What the composed names that a node may hold look like; None where they may be anything."""
    told = [text for text in texts_at(linkage, node) if len(text.replace(HOLE, "").strip("_")) >= _LEAST_LETTERS]
    if not told:
        return None
    return re.compile("|".join(".+".join(re.escape(part) for part in text.split(HOLE)) for text in told))


def _attributes_into(linkage: Linkage, base: int, pattern: re.Pattern[str], target: int) -> None:
    for thing in sorted(linkage.solver.get(base)):
        for name in _attribute_names(linkage, thing):
            if pattern.fullmatch(name):
                linkage.solver.copy(linkage.attribute_of(thing, name), target)


def _attribute_names(linkage: Linkage, thing: int) -> list[str]:
    objects = linkage.objects
    cls = objects.first[thing] if objects.kinds[thing] is Kind.INSTANCE else thing
    if objects.kinds[cls] is Kind.MODULE:
        return sorted(linkage.global_names[objects.first[cls]])
    if objects.kinds[cls] is not Kind.CLASS:
        return []
    ancestors = project_ancestors(linkage, objects.first[cls])
    return sorted({name for gid in ancestors for name in linkage.classes[gid].members})


def follow_mixins(linkage: Linkage) -> None:
    """A mixin's ``self`` has what the classes have that it is mixed into.

    Where neither a class nor its ancestors define an attribute that its methods ask for, those of its
    subclasses do.
    """
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        cls = linkage.objects.first[thing]
        is_instance = linkage.objects.kinds[thing] is Kind.INSTANCE and linkage.objects.kinds[cls] is Kind.CLASS
        if (
            node < linkage.first_fresh
            or not is_instance
            or linkage.objects.second[thing] >= 0
            or linkage.solver.get(node)
        ):
            continue
        gid = linkage.objects.first[cls]
        if is_defined(linkage, gid, name):
            continue
        for child in descendants(linkage, gid)[1:]:
            if is_defined(linkage, child, name):
                there = linkage.objects.instance(linkage.objects.intern(Kind.CLASS, child))
                linkage.solver.copy(linkage.attribute_of(there, name), node)
