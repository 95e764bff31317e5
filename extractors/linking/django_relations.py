"""The relations between Django's models, seen from both of their ends.

A model is an object: a class of the program, or an external one of an installed package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.linking.django_fields import (
    ONE_TO_ONE,
    TO_MANY,
    TO_ONE,
    Field,
    concrete_models,
    fields_of,
    is_abstract,
    is_proxy,
    parent_models,
)
from decompose.extractors.linking.django_installed import CONCRETE, OPTIONAL, SWAPPABLE_USER, through_name
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import (
    contrib_model,
    is_django_model,
    is_mapped,
    strings_at,
    targets_of,
    user_class,
)
from decompose.extractors.linking.objects import Kind


@dataclass(frozen=True, slots=True)
class Relation:
    """One end of a relation.

    Attributes:
        accessor: the attribute of the instances at this end; empty where it is hidden.
        query_name: what lookups (``filter(lines__price=1)``) call it.
        is_many: the attribute is a manager, and not one row.
        is_forward: this end declares it.
        other: the model (an object) at the other end; one of an installed package is an external object.
        through: the object that stands for the table between the two; -1 without.
        on_delete: what happens to the declaring end when the other one is deleted: ``CASCADE`` …
        is_required: each row of this end refers to one of the other.
    """

    accessor: str
    query_name: str
    is_many: bool
    is_forward: bool
    other: int
    through: int = -1
    on_delete: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class ModelShape:
    """The fields and relations of one concrete model.

    Attributes:
        fields: names of its own and inherited fields.
        relations: at this end; several may bear the same name.
    """

    fields: dict[str, str]
    relations: list[Relation]

    def by_accessor(self, name: str) -> list[Relation]:
        """What an attribute of an instance leads to."""
        return [relation for relation in self.relations if relation.accessor == name]

    def by_query_name(self, name: str) -> list[Relation]:
        """What a part of a lookup leads to."""
        return [relation for relation in self.relations if relation.query_name == name]


def model_shapes(linkage: Linkage) -> dict[int, ModelShape]:
    """The shape of every concrete Django model, installed ones included, by model object."""
    models = [gid for gid in sorted(linkage.classes) if is_django_model(linkage, gid) and not is_abstract(linkage, gid)]
    if not models and not _uses_django(linkage):
        return {}
    objects = linkage.objects
    shapes = {objects.intern(Kind.CLASS, gid): ModelShape({}, []) for gid in models}
    for gid in models:
        if is_proxy(linkage, gid):
            continue
        here = objects.intern(Kind.CLASS, gid)
        for field in fields_of(linkage, gid):
            shapes[here].fields.setdefault(field.name, field.type)
            for owner, relation in _ends(linkage, gid, field):
                shapes.setdefault(owner, ModelShape({}, [])).relations.append(relation)
        for parent in parent_models(linkage, gid)[:1]:
            name = linkage.scopes[gid].name.lower()
            other = objects.intern(Kind.CLASS, parent)
            shapes[other].relations.append(Relation(name, name, False, False, here, on_delete="CASCADE"))
            link = f"{linkage.scopes[parent].name.lower()}_ptr"
            shapes[here].relations.append(Relation(link, link, False, True, other))
    _add_installed(linkage, shapes)
    _inherit(linkage, models, shapes)
    return shapes


def _uses_django(linkage: Linkage) -> bool:
    return any(linkage.objects.kinds[query.model] is Kind.EXTERNAL for query in linkage.queries)


def _add_installed(linkage: Linkage, shapes: dict[int, ModelShape]) -> None:
    """The fields and relations of models of installed packages that the program can know of."""
    objects = linkage.objects
    user = user_class(linkage, 0)
    for dotted, model in CONCRETE.items():
        here = objects.external(dotted)
        if dotted in OPTIONAL and not is_imported(linkage, OPTIONAL[dotted]):
            continue
        shape = shapes.setdefault(here, ModelShape({}, []))
        shape.fields.update(dict.fromkeys(model.fields, "Field"))
        for relation in model.relations:
            is_many = relation.type == "ManyToManyField"
            other = user if relation.target == SWAPPABLE_USER else objects.external(relation.target)
            through = objects.external(through_name(dotted, relation)) if is_many else -1
            shape.fields[relation.name] = relation.type
            shape.relations.append(Relation(relation.name, relation.name, is_many, True, other, through))
            back = Relation(
                relation.accessor,
                relation.query_name,
                relation.type != "OneToOneField",
                False,
                here,
                through,
                relation.on_delete,
            )
            shapes.setdefault(other, ModelShape({}, [])).relations.append(back)


def is_imported(linkage: Linkage, package: str) -> bool:
    """Whether the program imports from an installed package."""
    return any(
        op.level == 0 and f"{op.module}.{op.name}.".startswith(f"{package}.")
        for file in linkage.scope_offset
        for op in linkage.of_type(file, facts.Import)
    )


def reverse_ends(linkage: Linkage) -> Iterator[tuple[int, Relation]]:
    """(model object, what relations declared elsewhere add to it), models of installed packages included."""
    for here, shape in model_shapes(linkage).items():
        for relation in shape.relations:
            if relation.accessor and not relation.is_forward:
                yield here, relation


def _inherit(linkage: Linkage, models: list[int], shapes: dict[int, ModelShape]) -> None:
    """Children and proxies have what the concrete models above them have."""
    own = {model: (dict(shape.fields), list(shape.relations)) for model, shape in shapes.items()}
    for gid in models:
        here = linkage.objects.intern(Kind.CLASS, gid)
        for parent in parent_models(linkage, gid) or _proxied(linkage, gid):
            fields, relations = own[linkage.objects.intern(Kind.CLASS, parent)]
            for name, kind in fields.items():
                shapes[here].fields.setdefault(name, kind)
            shapes[here].relations.extend(relation for relation in relations if relation.other != here)


def _proxied(linkage: Linkage, gid: int) -> list[int]:
    from decompose.extractors.linking.hierarchy import project_ancestors

    return [
        parent
        for parent in project_ancestors(linkage, gid)[1:]
        if is_django_model(linkage, parent) and not is_abstract(linkage, parent)
    ]


def _ends(linkage: Linkage, gid: int, field: Field) -> Iterator[tuple[int, Relation]]:
    """Both ends of the relation that a field declares: the model that has it, and it."""
    if field.type == "GenericRelation":
        here = linkage.objects.intern(Kind.CLASS, gid)
        for target in _targets(linkage, gid, field):
            there = linkage.objects.intern(Kind.CLASS, target)
            yield here, Relation(field.name, field.name, True, False, there, on_delete="CASCADE")
    if field.type not in TO_ONE | TO_MANY:
        return
    is_many = field.type in TO_MANY
    here = linkage.objects.intern(Kind.CLASS, gid)
    back = _backward(linkage, gid, field)
    targets = _targets(linkage, gid, field)
    for target in targets:
        there = linkage.objects.intern(Kind.CLASS, target)
        is_required = not is_many and "null" not in dict(field.site.keywords)
        yield here, Relation(field.name, field.name, is_many, True, there, back.through, is_required=is_required)
        yield there, back
    for outside in outside_targets(linkage, field.site) if not targets else ():
        yield here, Relation(field.name, field.name, is_many, True, outside, back.through)
        yield outside, back


def _targets(linkage: Linkage, gid: int, field: Field) -> list[int]:
    declared = targets_of(linkage, field.site, field.site.argument(0, "to"), gid)
    return [target for model in declared for target in concrete_models(linkage, model)]


def _backward(linkage: Linkage, gid: int, field: Field) -> Relation:
    """The end of a field's relation that it adds to the model that it names."""
    accessors = reverse_accessor(linkage, field.site, gid, is_single=field.type in ONE_TO_ONE)
    accessor = accessors[0] if accessors else ""
    query_name = _query_name(linkage, field.site, gid, accessor)
    through = _through(linkage, field.site) if field.type in TO_MANY else -1
    here = linkage.objects.intern(Kind.CLASS, gid)
    on_delete = _on_delete(linkage, field.site)
    return Relation(accessor, query_name, field.type not in ONE_TO_ONE, False, here, through, on_delete)


def outside_targets(linkage: Linkage, site: CallSite) -> list[int]:
    """The models of installed packages that the declaration of a relation names."""
    node = site.argument(0, "to")
    objects = linkage.objects
    found: dict[int, None] = {}
    things = sorted(linkage.solver.get(node)) if node >= 0 else []
    if any(objects.kinds[thing] is Kind.EXTERNAL and _names_user(objects.text(thing)) for thing in things):
        return [user_class(linkage, 0)]
    for thing in things:
        if objects.kinds[thing] is Kind.EXTERNAL and is_mapped(linkage, thing):
            found[thing] = None
        elif objects.kinds[thing] is Kind.STRING:
            dotted = contrib_model(objects.text(thing))
            if objects.text(thing) == linkage.named_user:
                found[user_class(linkage, 0)] = None
            elif dotted:
                found[objects.external(dotted)] = None
    return list(found)


def _names_user(dotted: str) -> bool:
    return dotted.rpartition(".")[2] == "AUTH_USER_MODEL"


def _through(linkage: Linkage, site: CallSite) -> int:
    """What stands for the table of a many-to-many field: the model that it names, or the field itself."""
    node = dict(site.keywords).get("through", -1)
    for target in targets_of(linkage, site, node, site.scope):
        return linkage.objects.intern(Kind.CLASS, target)
    return linkage.objects.intern(Kind.SITE, site.target)


def _on_delete(linkage: Linkage, site: CallSite) -> str:
    node = dict(site.keywords).get("on_delete", site.args[1] if len(site.args) > 1 else -1)
    if node < 0:
        return "CASCADE"  # what it was before it had to be said
    names = [linkage.objects.external_name(thing) for thing in sorted(linkage.solver.get(node))]
    return next((name.rpartition(".")[2] for name in names if name), "")


def _query_name(linkage: Linkage, site: CallSite, owner: int, accessor: str) -> str:
    named = strings_at(linkage, dict(site.keywords).get("related_query_name", -1))
    if named:
        return named[0]
    if strings_at(linkage, dict(site.keywords).get("related_name", -1)):
        return accessor
    return linkage.scopes[owner].name.lower()


def reverse_accessor(linkage: Linkage, site: CallSite, owner: int, *, is_single: bool) -> list[str]:
    """The names under which the target of a relation sees its source; none where it is hidden."""
    named = strings_at(linkage, dict(site.keywords).get("related_name", -1))
    default = linkage.scopes[owner].name.lower() + ("" if is_single else "_set")
    label = linkage.app_labels.get(owner, "")
    chosen = named or [default]
    cls = linkage.scopes[owner].name.lower()
    return [name.replace("%(class)s", cls).replace("%(app_label)s", label) for name in chosen if not name.endswith("+")]
