"""What mapped classes are, once all is known: their columns, and their relationships from both ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from decompose.extractors.graph import Table
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.relations import (
    Declared,
    Number,
    backref_calls,
    backref_of,
    declared_relations,
    literal_of,
    number_of,
    words_of,
)
from decompose.extractors.linking.sqlalchemy.shapes import COLUMN, PROXY, involved, kind_of
from decompose.extractors.tables.sqlalchemy import mapped_tables

_EAGER = frozenset({"joined", "selectin", "subquery", "immediate", "False"})
_QUERIES = frozenset({"dynamic", "write_only", "noload", "raise", "raise_on_sql"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship as seen from one end.

    Attributes:
        name: the attribute at this end.
        target: class scope of the other end.
        declaration: the SITE object of the call; it stands for the table between, if there is one.
        has_table: there is a table between.
        holds_key: the foreign key stands at this end.
        is_eager: fetched with the row itself.
        is_lazy: fetched when the attribute is read.
        cascades: ``delete``, ``delete-orphan`` …
        is_passive: the database is trusted with what a deletion means for the other end.
        is_view: never written.
    """

    name: str
    target: int
    declaration: int
    has_table: bool
    holds_key: bool
    is_eager: bool
    is_lazy: bool
    cascades: frozenset[str]
    is_passive: bool
    is_view: bool


@dataclass(slots=True)
class MappedClass:
    """A class with a table.

    Attributes:
        relations: by attribute; a name that several bases declare may lead to several classes.
        columns: attributes that are columns → the class (scope) whose table has the column.
        computed: what the subqueries touch that are columns of it.
    """

    relations: dict[str, list[Relation]] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    computed: list[int] = field(default_factory=list)


def mapped_program(linkage: Linkage) -> dict[int, MappedClass]:
    """Every mapped class of a solved program, by scope; empty where SQLAlchemy is not used."""
    if linkage.mapped_program is None:
        linkage.mapped_program = _mapped_program(linkage)
    return linkage.mapped_program


def _mapped_program(linkage: Linkage) -> dict[int, MappedClass]:
    tables = {gid: found.table for found in mapped_tables(linkage) for gid in found.classes}
    found = {gid: MappedClass() for gid in sorted(tables)}
    for gid, mapped in found.items():
        _add_columns(linkage, mapped, gid, tables)
    for relation in declared_relations(linkage):
        for end, seen in _ends(linkage, tables, relation) if relation.owner in tables else ():
            for owner in _inheriting(linkage, end, found):
                known = found[owner].relations.setdefault(seen.name, [])
                if seen not in known:
                    known.append(seen)
    for gid, mapped in found.items():
        _add_proxies(linkage, mapped, gid)
    return found


def _add_proxies(linkage: Linkage, mapped: MappedClass, gid: int) -> None:
    """Attributes that lead through a relationship, and columns that are subqueries."""
    cls = linkage.objects.intern(Kind.CLASS, gid)
    for ancestor in project_ancestors(linkage, gid):
        for name in sorted(linkage.classes[ancestor].members):
            for thing in sorted(linkage.solver.get(linkage.member_node(ancestor, name))):
                site = linkage.fields.get(linkage.objects.second[thing])
                kind = kind_of(linkage, thing)
                if site is None or not site.args or kind not in {PROXY, COLUMN}:
                    continue
                if kind == PROXY:
                    for relation in strings_at(linkage, site.args[0]):
                        mapped.relations.setdefault(name, list(mapped.relations.get(relation, ())))
                elif literal_of(linkage, site, "deferred") != "True":
                    touched = involved(linkage, linkage.solver.get(site.args[0]))
                    mapped.computed += [other for other in touched if other not in {cls, *mapped.computed}]


def _inheriting(linkage: Linkage, gid: int, found: Mapping[int, MappedClass]) -> Iterator[int]:
    """The class, and the mapped classes that derive from it."""
    yield from (owner for owner in found if gid in project_ancestors(linkage, owner))


def _add_columns(linkage: Linkage, mapped: MappedClass, gid: int, tables: Mapping[int, Table]) -> None:
    owner = gid
    for ancestor in project_ancestors(linkage, gid):
        if ancestor in tables and tables[ancestor].name != tables[owner].name:
            owner = ancestor
        for name in linkage.classes[ancestor].members:
            if not name.startswith("__"):
                mapped.columns.setdefault(name, owner)
    for column in tables[gid].columns:
        mapped.columns.setdefault(column.name, gid)


def _ends(linkage: Linkage, tables: Mapping[int, Table], declared: Declared) -> Iterator[tuple[int, Relation]]:
    """Both ends of a relationship, the second one only where a ``backref`` makes it."""
    words = dict(declared.site.keywords)
    has_table = "secondary" in words
    for target in declared.targets:
        if target not in tables:
            continue
        holds_key = not has_table and _holds_key(linkage, tables, declared, target)
        forward = _relation(linkage, declared, target, has_table=has_table, holds_key=holds_key)
        yield declared.owner, forward
        calls = backref_calls(linkage, declared.site)
        for name, _ in backref_of(linkage, declared):
            mirrored = replace(forward, name=name, target=declared.owner)
            mirrored = replace(mirrored, holds_key=not has_table and not holds_key, is_eager=False, is_lazy=True)
            mirrored = replace(mirrored, cascades=frozenset(), is_passive=False)
            for call in calls:
                mirrored = _with_words(linkage, mirrored, call)
            yield target, mirrored


def _relation(linkage: Linkage, declared: Declared, target: int, *, has_table: bool, holds_key: bool) -> Relation:
    plain = Relation(
        declared.name,
        target,
        declared.declaration,
        has_table,
        holds_key,
        is_eager=False,
        is_lazy=True,
        cascades=frozenset(),
        is_passive=False,
        is_view=literal_of(linkage, declared.site, "viewonly") == "True",
    )
    found = _with_words(linkage, plain, declared.site)
    return replace(found, is_lazy=False) if number_of(linkage, declared.site) is Number.QUERY else found


def _with_words(linkage: Linkage, relation: Relation, site: CallSite) -> Relation:
    """What the keywords of a relationship or of its ``backref`` say of how it is loaded and deleted."""
    lazy = {*words_of(linkage, site, "lazy"), literal_of(linkage, site, "lazy")}
    cascade = {part.strip() for text in words_of(linkage, site, "cascade") for part in text.split(",")}
    if "all" in cascade:
        cascade.add("delete")
    return replace(
        relation,
        is_eager=bool(lazy & _EAGER),
        is_lazy=not lazy & (_EAGER | _QUERIES),
        cascades=frozenset(cascade),
        is_passive=bool(
            {literal_of(linkage, site, "passive_deletes"), *words_of(linkage, site, "passive_deletes")}
            & {"True", "all"}
        ),
    )


def _holds_key(linkage: Linkage, tables: Mapping[int, Table], declared: Declared, target: int) -> bool:
    """Whether the foreign key of a relationship stands in the table of the class that declares it."""
    named = _key_owner(linkage, declared, target)
    if named is not None:
        return named
    own, other = tables[declared.owner], tables[target]
    number = number_of(linkage, declared.site)
    if own.name == other.name:
        return "remote_side" in dict(declared.site.keywords) or number is Number.ONE
    here = any(key.table == other.name for key in own.foreign_keys)
    there = any(key.table == own.name for key in other.foreign_keys)
    if here and there:
        return number is not Number.MANY and number is not Number.QUERY
    return here


def _key_owner(linkage: Linkage, declared: Declared, target: int) -> bool | None:
    """Whether ``foreign_keys=…`` names columns of the declaring class; None if it names none."""
    node = dict(declared.site.keywords).get("foreign_keys", -1)
    if node < 0:
        return None
    objects = linkage.objects
    things = set(linkage.solver.get(node))
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.CONTAINER:
            things |= linkage.solver.get(linkage.any_element(thing))
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.STRING:
            first = objects.text(thing).strip("[] ").partition(".")[0]
            if linkage.scopes[declared.owner].name != linkage.scopes[target].name:
                return first == linkage.scopes[declared.owner].name
        subject = objects.second[thing] if objects.kinds[thing] is Kind.INSTANCE else -1
        if subject >= 0 and objects.kinds[subject] is Kind.SITE and subject in linkage.fields:
            return linkage.fields[subject].scope in project_ancestors(linkage, declared.owner)
        if subject >= 0 and objects.kinds[subject] is Kind.CLASS and declared.owner != target:
            return objects.first[subject] in project_ancestors(linkage, declared.owner)
    return None


def eager_closure(classes: Mapping[int, MappedClass], gid: int) -> list[tuple[int, int]]:
    """(class scope, declaration) of every relationship that is fetched with rows of a class, transitively."""
    found: dict[tuple[int, int], None] = {}
    pending, seen = [gid], {gid}
    while pending:
        here = classes.get(pending.pop(0))
        for relations in here.relations.values() if here is not None else ():
            for relation in relations:
                if relation.is_eager:
                    found[relation.target, relation.declaration] = None
                    if relation.target not in seen:
                        seen.add(relation.target)
                        pending.append(relation.target)
    return list(found)
