"""What the tables of SQLAlchemy's mapped classes and table objects are called, schemas included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import external_ancestors, project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import class_calls, has_declarative_base, strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.columns import is_column
from decompose.extractors.linking.sqlalchemy.computing import Computation, name_from
from decompose.extractors.tables.naming import snake_case

_NAME = "__tablename__"
_ARGUMENTS = "__table_args__"


def table_of_class(linkage: Linkage, gid: int) -> str:
    """The table of a declarative class, with its schema; empty for abstract classes and mixins."""
    own = linkage.classes[gid].members
    if functions_named(linkage, gid, _NAME) and not (has_declarative_base(linkage, gid) and own_columns(linkage, gid)):
        return ""  # a mixin or a base that names the tables of others
    if "__abstract__" in own or "__table__" in own or _is_plain_model(linkage, gid):
        return ""
    name = _own_name(linkage, gid)
    if not name and own_columns(linkage, gid):
        name = _inherited_name(linkage, gid) or _default_name(linkage, gid)
    elif not name:
        name = _inherited_name(linkage, gid)
    return _with_schema(linkage, gid, name) if name else ""


def parents_with_tables(linkage: Linkage, gid: int) -> list[int]:
    """The mapped classes that a class extends by a table of its own (joined inheritance), nearest first."""
    name = table_of_class(linkage, gid)
    return [parent for parent in project_ancestors(linkage, gid)[1:] if _own_table(linkage, parent) not in {"", name}]


def _own_table(linkage: Linkage, gid: int) -> str:
    return table_of_class(linkage, gid) if _NAME in linkage.classes[gid].members else ""


def own_columns(linkage: Linkage, gid: int) -> bool:
    """Whether the class body itself, or a base that has no table, declares columns."""
    return any(is_column(linkage, called) for _, _, called in class_calls(linkage, gid))


def _is_plain_model(linkage: Linkage, gid: int) -> bool:
    """SQLModel maps only the classes that say so."""
    if not any(base.startswith("sqlmodel.") for base in external_ancestors(linkage, gid)):
        return False
    scope = linkage.scopes[gid]
    return not any(word == "table" for word, _ in scope.keywords)


def _own_name(linkage: Linkage, gid: int) -> str:
    if _NAME not in linkage.classes[gid].members:
        return ""
    return _name_at(linkage, gid, gid)


def _name_at(linkage: Linkage, owner: int, gid: int) -> str:
    """The name that the ``__tablename__`` of one class gives to another that has or inherits it."""
    node = linkage.member_node(owner, _NAME)
    for function in functions_named(linkage, owner, _NAME):
        name = name_from(linkage, function, gid)
        if name:
            return name
    literals = strings_at(linkage, node)
    if _NAME not in linkage.scopes[owner].bound:  # set from outside, perhaps to what is made of the class's own name
        names = {linkage.scopes[ancestor].name for ancestor in project_ancestors(linkage, gid)}
        literals = [text for text in literals if text not in names]
    return literals[0] if literals else ""


def functions_named(linkage: Linkage, owner: int, name: str) -> list[int]:
    """The functions in a class body whose names end so: what ``declared_attr`` and its like decorate."""
    return [
        child
        for child in linkage.children_of(owner)
        if linkage.scopes[child].kind == "function" and linkage.scopes[child].name.endswith(name)
    ]


def _inherited_name(linkage: Linkage, gid: int) -> str:
    """From a mixin or base that names the tables of its subclasses, or, in single-table inheritance, its own."""
    for ancestor in project_ancestors(linkage, gid)[1:]:
        if _NAME in linkage.classes[ancestor].members:
            return _name_at(linkage, ancestor, gid)
        for function in _initialisers(linkage, ancestor):
            name = _set_by(linkage, function, gid)
            if name:
                return name
    return ""


def _initialisers(linkage: Linkage, gid: int) -> Iterator[int]:
    """What runs when a subclass is made: ``__init_subclass__``, and the metaclass's own initialiser."""
    for other in linkage.children_of(gid):
        if linkage.scopes[other].name == "__init_subclass__":
            yield other
    metaclass = linkage.scopes[gid].metaclass
    things = linkage.solver.get(linkage.node(gid, metaclass)) if metaclass >= 0 else ()
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            for other in linkage.children_of(linkage.objects.first[thing]):
                if linkage.scopes[other].name == "__init__":
                    yield other


def _set_by(linkage: Linkage, function: int, gid: int) -> str:
    """``cls.__tablename__ = cls.__name__.lower()``."""
    scope = linkage.scopes[function]
    first = scope.params[0].value if scope.params else -1
    for op in linkage.of_type(function, facts.SetAttr):
        if op.name == _NAME and op.base == first:
            found = Computation(linkage, function, linkage.scopes[gid].name, classes=frozenset({first}))
            name = found.computed(op.source)
            if isinstance(name, str):
                return name
    return ""


def _default_name(linkage: Linkage, gid: int) -> str:
    bases = external_ancestors(linkage, gid)
    name = linkage.scopes[gid].name
    return name.lower() if any(base.startswith("sqlmodel.") for base in bases) else snake_case(name)


def _with_schema(linkage: Linkage, gid: int, name: str) -> str:
    for ancestor in project_ancestors(linkage, gid) if "." not in name else ():
        schema = _schema_of(linkage, ancestor)
        if schema:
            return f"{schema}.{name}"
        if _ARGUMENTS in linkage.classes[ancestor].members and not functions_named(linkage, ancestor, _ARGUMENTS):
            break
    return name


def _schema_of(linkage: Linkage, gid: int) -> str:
    """The schema that one class's own table arguments name: ``__table_args__`` or what a function makes it of."""
    functions = [*functions_named(linkage, gid, "table_args"), *functions_named(linkage, gid, _ARGUMENTS)]
    for function in functions:
        for op in linkage.ops(function):
            for word, value in _named_values(op):
                schema = strings_at(linkage, linkage.node(function, value)) if word == "schema" else []
                if schema:
                    return schema[0]
    computed = {linkage.scopes[function].name for function in functions}
    named = [name for name in linkage.scopes[gid].bound if name.endswith(("table_args", _ARGUMENTS))]
    found = (_schema_in(linkage, linkage.member_node(gid, name)) for name in named if name not in computed)
    return next((schema for schema in found if schema), "")


def _named_values(op: facts.AnyOp) -> Iterable[tuple[facts.Key, facts.Value]]:
    """The keywords of a call, and the keys of a display."""
    if isinstance(op, facts.Call):
        return op.keywords
    return zip(op.keys, op.values, strict=True) if isinstance(op, facts.Build) else ()


def _schema_in(linkage: Linkage, node: int, depth: int = 0) -> str:
    """The schema in ``{"schema": "x"}`` or in a tuple that ends so."""
    for thing in sorted(linkage.solver.get(node)) if depth < 3 else ():
        if linkage.objects.kinds[thing] is not Kind.CONTAINER:
            continue
        if linkage.container_kind(thing) == "dict":
            schema = strings_at(linkage, linkage.element_node(thing, "schema"))
            if schema:
                return schema[0]
        else:
            found = _schema_in(linkage, linkage.any_element(thing), depth + 1)
            if found:
                return found
    return ""


def table_of_site(linkage: Linkage, site: CallSite) -> str:
    """The name in ``Table("name", metadata, …, schema="x")``."""
    names = strings_at(linkage, site.argument(0, "name"))
    schema = strings_at(linkage, dict(site.keywords).get("schema", -1))
    if not names:
        return ""
    return f"{schema[0]}.{names[0]}" if schema else names[0]
