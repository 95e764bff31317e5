"""What linking knows besides the constraints, as it is kept between runs."""

from __future__ import annotations

import msgspec

from decompose.extractors.facts import Scope, Text
from decompose.extractors.linking.forwarding import Forwarding
from decompose.extractors.linking.linkage import (
    Access,
    CallSite,
    ClassInfo,
    Linkage,
    NamedCall,
    QueryCall,
    Statement,
)
from decompose.extractors.linking.objects import Kind

_Element = str | int | None


class Tables(msgspec.Struct, array_like=True):
    """The attributes of ``Linkage`` of the same names; what is not here is made anew from the facts."""

    classes: dict[int, ClassInfo]
    base_nodes: set[int]
    global_names: list[set[str]]
    star_sources: list[list[int]]
    outside_stars: list[list[str]]
    stand_in_user: int
    installed_sites: dict[tuple[int, str], CallSite]
    getters: dict[int, set[int]]
    deleters: dict[int, set[int]]
    asked_subclasses: dict[tuple[int, int], None]
    factories: dict[int, int]
    setters: dict[int, set[int]]
    disguised: set[int]
    texts: dict[int, tuple[int, Text]]
    table_names: dict[int, str]
    long_texts: dict[int, str]
    imperative: dict[int, list[int]]
    mapper_properties: dict[int, list[tuple[str, int]]]
    instance_bases: dict[int, dict[int, None]]
    callbacks: dict[tuple[int, int, int], None]
    handed_out: dict[tuple[int, int, int], None]
    constructed: dict[int, list[tuple[CallSite, set[str]]]]
    injected: dict[int, int]
    partials: dict[int, tuple[int, CallSite]]
    called_partials: set[tuple[int, int]]
    forwarding: dict[int, Forwarding]
    handed_back: dict[int, dict[int, int]]
    attribute_nodes: dict[tuple[int, str], int]
    selectors: dict[int, int]
    class_positions: dict[str, int | str]
    queried: dict[int, set[str]]
    keyed: set[int]
    given_queries: set[int]
    by_receiver: set[int]
    copies: dict[int, dict[int, int]]
    linked: set[tuple[int, int]]
    connected: dict[int, set[int]]
    generators: dict[int, int]
    namespaces: dict[int, int]
    app_labels: dict[int, str]
    fields: dict[int, CallSite]
    reverse_relations: dict[tuple[int, str], list[int]]
    transactions: dict[tuple[int, int, int], None]
    accesses: dict[Access, None]
    queries: dict[QueryCall, CallSite]
    shown: dict[tuple[QueryCall, int], None]
    form_uses: dict[tuple[int, int, int, str], None]
    statements: dict[Statement, None]
    named_calls: dict[NamedCall, None]
    computed_names: dict[tuple[int, int], None]
    _made_by: dict[int, int]
    _globals: dict[tuple[int, str], int]
    _members: dict[tuple[int, str], int]
    _fields: dict[tuple[int, str], int]
    _elements: dict[tuple[int, _Element], int]
    _element_keys: dict[int, list[_Element]]
    _any_element: dict[int, int]
    _container_kinds: dict[int, str]
    _namespace_nodes: dict[int, int]
    _mirrors: dict[int, list[int]]
    _parts: dict[int, list[tuple[int, int, int, int]]]

    @classmethod
    def of(cls, linkage: Linkage) -> Tables:
        """The tables of a linkage."""
        return cls(**{name: getattr(linkage, name) for name in cls.__struct_fields__})

    def put_into(self, linkage: Linkage) -> None:
        """Let a linkage of the same files know all this."""
        for name in self.__struct_fields__:
            setattr(linkage, name, getattr(self, name))


class ObjectTable(msgspec.Struct, array_like=True):
    """The abstract objects, by number."""

    kinds: list[Kind]
    first: list[int]
    second: list[int]
    texts: list[str]

    def put_into(self, linkage: Linkage) -> None:
        """Let a linkage that knows no objects yet number them so."""
        linkage.objects.fill(self.kinds, self.first, self.second, self.texts)


class Copied(msgspec.Struct, array_like=True):
    """A copy of a selector: which scope it is a copy of, and what it does."""

    original: int
    scope: Scope
