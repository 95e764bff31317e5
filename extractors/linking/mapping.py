"""Which classes are mapped to tables, and what relations between them name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.linking.django_installed import DEFAULT_USER, SWAPPABLE_USER, USER, installed_tables
from decompose.extractors.linking.hierarchy import external_ancestors, project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind

_AUTH = "django.contrib.auth"
DJANGO_MODELS = (
    *("django.db.models.Model", "django.db.models.base.Model"),
    *(f"{_AUTH}.models.AbstractBaseUser", f"{_AUTH}.base_user.AbstractBaseUser", f"{_AUTH}.models.AbstractUser"),
    *(f"{_AUTH}.models.PermissionsMixin", "model_utils.models.TimeStampedModel", "polymorphic.models.PolymorphicModel"),
    *("django_extensions.db.models.TimeStampedModel", "mptt.models.MPTTModel", "treebeard.mp_tree.MP_Node"),
    *("treebeard.ns_tree.NS_Node", "treebeard.al_tree.AL_Node", "solo.models.SingletonModel"),
)
"""Django's ``Model``, and abstract models of well-known packages that derive from it."""
_DJANGO_MODELS = frozenset(DJANGO_MODELS)
DJANGO_CONTRIB = dict(installed_tables())
"""Models of installed packages → their tables; empty where the settings decide (see ``installed_table``)."""
DECLARATIVE_BASES = (
    *("sqlalchemy.ext.declarative.declarative_base", "sqlalchemy.orm.declarative_base"),
    *(
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.DeclarativeBaseNoMeta",
        "sqlalchemy.orm.decl_api.declarative_base",
    ),
    *("flask_sqlalchemy.SQLAlchemy.Model", "flask.ext.sqlalchemy.SQLAlchemy.Model", "flask_sqlalchemy.model.Model"),
    *("flask_sqlalchemy.Model", "sqlalchemy.ext.declarative.as_declarative", "sqlalchemy.orm.as_declarative"),
    *("sqlmodel.SQLModel", "sqlmodel.main.SQLModel", "sqlalchemy.ext.declarative.api.Base"),
    *("sqlalchemy.orm.registry.generate_base", "sqlalchemy.orm.MappedAsDataclass", "sqlalchemy.orm.Base"),
)
"""What declarative classes derive from, or what the call returns that makes their base."""
_DECLARATIVE_BASES = frozenset(DECLARATIVE_BASES)


def contrib_model(text: str) -> str:
    """The dotted name of the installed model that ``auth.Group`` or ``sites.Site`` means; empty for others."""
    label, _, name = text.partition(".")
    wanted = f".{label}.models.{name}".lower()
    return next((dotted for dotted in DJANGO_CONTRIB if dotted.lower().endswith(wanted)), "")


def installed_table(linkage: Linkage, dotted: str) -> str:
    """The table of a model of an installed package, or of a relation between two; empty for others."""
    table = DJANGO_CONTRIB.get(dotted, "")
    if not table and dotted.startswith(SWAPPABLE_USER):
        label, _, model = next(iter(named_users(linkage)), DEFAULT_USER).rpartition(".")
        relation = dotted.removeprefix(SWAPPABLE_USER).removesuffix(".through").replace(".", "_")
        return f"{label.rpartition('.')[2]}_{model}{relation}".lower()
    return table


def is_django_model(linkage: Linkage, gid: int) -> bool:
    """Whether a class derives from Django's ``Model``."""
    return any(base in _DJANGO_MODELS for base in external_ancestors(linkage, gid))


def is_declarative(linkage: Linkage, gid: int) -> bool:
    """Whether a class is mapped by SQLAlchemy's declarative system."""
    ancestors = project_ancestors(linkage, gid)
    if any("__tablename__" in linkage.classes[ancestor].members for ancestor in ancestors):
        return True
    if any("__table__" in linkage.classes[ancestor].members for ancestor in ancestors):
        return True
    return has_declarative_base(linkage, gid)


def has_declarative_base(linkage: Linkage, gid: int) -> bool:
    """Whether a class derives from a base that SQLAlchemy made."""
    return any(base in _DECLARATIVE_BASES for base in external_ancestors(linkage, gid))


def is_mapped(linkage: Linkage, thing: int) -> bool:
    """Whether an object is a class with a table, or a table."""
    kind = linkage.objects.kinds[thing]
    if kind is Kind.CLASS:
        gid = linkage.objects.first[thing]
        return gid in linkage.imperative or is_declarative(linkage, gid) or is_django_model(linkage, gid)
    if kind is Kind.EXTERNAL:
        return linkage.objects.text(thing) in DJANGO_CONTRIB
    return kind in {Kind.SITE, Kind.RELATED}


def mapped_classes(linkage: Linkage, things: Iterable[int]) -> list[int]:
    """The mapped classes and tables among objects: themselves, or those that they are instances of."""
    objects = linkage.objects
    found: dict[int, None] = {}
    for thing in sorted(things):
        kind = objects.kinds[thing]
        if kind is Kind.INSTANCE and is_mapped(linkage, objects.first[thing]):
            candidate = objects.first[thing]
        elif kind is Kind.INSTANCE and objects.second[thing] >= 0:
            candidate = objects.second[thing]
        else:
            candidate = thing
        if objects.kinds[candidate] is Kind.RELATED:
            candidate = objects.first[candidate]
        if is_mapped(linkage, candidate):
            found[candidate] = None
    return list(found)


def strings_at(linkage: Linkage, node: int) -> list[str]:
    """The constant strings that a node may be, sorted."""
    if node < 0:
        return []
    objects = linkage.objects
    return sorted(objects.text(thing) for thing in linkage.solver.get(node) if objects.kinds[thing] is Kind.STRING)


def class_named(linkage: Linkage, name: str, near: int) -> int | None:
    """The class that a relation names: ``Model``, ``app.Model`` or a dotted path.

    Args:
        linkage: the program.
        name: as written.
        near: the scope that writes it; a class of the same file, then of the same package, is preferred.
    """
    label, _, last = name.rpartition(".")
    bearers = linkage.classes_by_name.get(last) or linkage.classes_by_lower_name.get(last.lower(), [])
    candidates = [gid for gid in bearers if linkage.scopes[gid].parent == 0]
    if label:
        wanted = label.lower().split(".")[-1]
        candidates = [
            gid
            for gid in candidates
            if wanted in {part.lower() for part in linkage.names[gid].split(".")[:-1]}
            or wanted == linkage.app_labels.get(gid)
        ]
    if not candidates:
        return None
    here = linkage.names[linkage.scope_offset[linkage.file_of[near]]]

    def distance(gid: int) -> tuple[int, str]:
        there = linkage.names[gid].split(".")
        common = 0
        for ours, theirs in zip(here.split("."), there, strict=False):
            if ours != theirs:
                break
            common += 1
        return (-common, linkage.names[gid])

    mapped = [gid for gid in candidates if is_mapped(linkage, linkage.objects.intern(Kind.CLASS, gid))] or candidates
    return min(mapped, key=distance)


def targets_of(linkage: Linkage, site: CallSite, node: int, owner: int) -> list[int]:
    """The classes (scopes) that the target argument of a relation means."""
    if node < 0:
        return []
    objects = linkage.objects
    found: dict[int, None] = {}
    for thing in sorted(linkage.solver.get(node)):
        kind = objects.kinds[thing]
        if kind is Kind.CLASS:
            found[objects.first[thing]] = None
        elif kind is Kind.STRING:
            text = objects.text(thing)
            target = owner if text == "self" else class_named(linkage, text, owner)
            if target is not None:
                found[target] = None
        elif kind is Kind.EXTERNAL and objects.text(thing).endswith(".AUTH_USER_MODEL"):
            target = user_model(linkage, owner)
            if target is not None:
                found[target] = None
        elif kind is Kind.FUNCTION:  # a lambda that names the class later
            returned = linkage.node(objects.first[thing], linkage.scopes[objects.first[thing]].returned)
            found.update(dict.fromkeys(targets_of(linkage, site, returned, owner)))
    return list(found)


def user_model(linkage: Linkage, near: int) -> int | None:
    """The class that the settings name as user model."""
    for name in named_users(linkage):
        found = class_named(linkage, name, near)
        if found is not None:
            return found
    return linkage.stand_in_user if linkage.stand_in_user >= 0 else None


def named_users(linkage: Linkage) -> list[str]:
    """How settings name the user model, whether or not its class is part of the program."""
    named = [
        name
        for file, names in enumerate(linkage.global_names)
        if "AUTH_USER_MODEL" in names
        for name in strings_at(linkage, linkage.global_node(file, "AUTH_USER_MODEL"))
    ]
    chosen = [*(name for name in named if name != DEFAULT_USER), linkage.named_user]
    return [name for name in chosen if name]


def user_class(linkage: Linkage, near: int) -> int:
    """The object of the user model: the class that the settings name, or else Django's own."""
    found = user_model(linkage, near)
    if found is not None:
        return linkage.objects.intern(Kind.CLASS, found)
    return linkage.objects.external(SWAPPABLE_USER if named_users(linkage) else USER)


def class_calls(linkage: Linkage, gid: int) -> Iterator[tuple[str, CallSite, set[int]]]:
    """The names that a class body binds to the result of a call: name, call, objects called."""
    from decompose.extractors.linking.loading import call_site

    calls = {op.target: op for op in linkage.of_type(gid, facts.Call)}
    for op in linkage.of_type(gid, facts.Bind):
        if op.source in calls:
            call = calls[op.source]
            site = call_site(linkage, gid, call)
            yield op.name, site, linkage.solver.get(linkage.node(gid, call.func))


def bound_constants(linkage: Linkage, gid: int) -> dict[str, str]:
    """The names that a class body binds to literals, with the literals' text."""
    scope = linkage.scopes[gid]
    constants = {op.target: op.text for op in scope.ops if isinstance(op, facts.Const)}
    return {op.name: constants[op.source] for op in scope.ops if isinstance(op, facts.Bind) and op.source in constants}


def nested_class(linkage: Linkage, gid: int, name: str) -> int | None:
    """The class of that name in a class's body, such as ``Meta``."""
    return next((other for other in linkage.classes_by_name.get(name, ()) if linkage.parent_of[other] == gid), None)
