"""Instances of classes that derive from containers are made of elements."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.attributes import LITERALS
from decompose.extractors.linking.calls import CallSite, elements_into
from decompose.extractors.linking.contained import CONTAINER_CLASSES, container_in
from decompose.extractors.linking.libraries import call_model, models_attributes, models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_ITEMS = frozenset({"__getitem__", "__setitem__"})
"""What is followed of mappings: all instances of a class share their elements here, and what is merged into one
would be in all of them."""


def _register_classes() -> None:
    for base, kind in CONTAINER_CLASSES.items():

        @models_attributes(base)
        def method_of(linkage: Linkage, thing: int, name: str, base: str = base, kind: str = kind) -> Iterable[int]:
            """What the container's class does, it does with the elements of the instance."""
            held = container_in(linkage, thing) if kind != "dict" or name in _ITEMS else -1
            if held < 0 or call_model(f"{LITERALS[kind]}.{name}") is None:
                return []
            method = linkage.objects.external(f"{LITERALS[kind]}.{name}")
            return [linkage.objects.intern(Kind.BOUND, method, held)]

        @models_call(f"new {base}")
        def new(linkage: Linkage, site: CallSite, cls: int, kind: str = kind) -> None:
            held = container_in(linkage, linkage.objects.instance(cls)) if kind != "dict" else -1
            for node in site.args if held >= 0 else ():
                elements_into(linkage, node, linkage.element_node(held, None), site)


_register_classes()
