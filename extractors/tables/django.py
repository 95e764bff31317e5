"""Tables of Django models."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.graph import Column, ForeignKey, Table
from decompose.extractors.linking.django_fields import (
    GENERIC,
    TO_MANY,
    TO_ONE,
    Field,
    fields_of,
    find_stand_in_user,
    is_abstract,
    is_proxy,
    parent_models,
)
from decompose.extractors.linking.django_installed import SWAPPABLE_USER
from decompose.extractors.linking.django_relations import outside_targets
from decompose.extractors.linking.hierarchy import (
    descendants,
    external_ancestors,
    lookup_node,
    project_ancestors,
)
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import (
    installed_table,
    is_django_model,
    nested_class,
    strings_at,
    targets_of,
)
from decompose.extractors.linking.objects import Kind
from decompose.extractors.places import Place
from decompose.extractors.tables import MappedTable, table_source


def app_labels(linkage: Linkage) -> dict[str, str]:
    """Package → label, as the ``AppConfig`` classes declare them."""
    labels: dict[str, str] = {}
    for gid in linkage.classes:
        if "django.apps.AppConfig" not in external_ancestors(linkage, gid):
            continue
        names = strings_at(linkage, linkage.member_node(gid, "name"))
        module = linkage.names[gid].rpartition(".")[0]
        package = names[0] if names else module.rpartition(".")[0]
        declared = strings_at(linkage, linkage.member_node(gid, "label"))
        labels[package] = declared[0] if declared else package.rpartition(".")[2]
    return labels


def assign_labels(linkage: Linkage) -> None:
    """Find the application that each model class belongs to."""
    find_stand_in_user(linkage)
    labels = app_labels(linkage)
    for gid in linkage.classes:
        if not is_django_model(linkage, gid):
            continue
        meta = meta_of(linkage, gid)
        declared = strings_at(linkage, lookup_node(linkage, meta, "app_label")) if meta is not None else []
        linkage.app_labels[gid] = declared[0] if declared else _label_of_module(linkage, gid, labels)


def meta_of(linkage: Linkage, gid: int) -> int | None:
    """The ``Meta`` of a model: its own, or else that of its nearest abstract ancestor."""
    own = nested_class(linkage, gid, "Meta")
    if own is not None:
        return own
    above = (nested_class(linkage, parent, "Meta") for parent in project_ancestors(linkage, gid)[1:])
    inherited = [meta for meta in above if meta is not None]
    return next((meta for meta in inherited if is_abstract(linkage, linkage.parent_of[meta])), None)


def _label_of_module(linkage: Linkage, gid: int, labels: dict[str, str]) -> str:
    module = linkage.names[linkage.scope_offset[linkage.file_of[gid]]].split(".")
    for count in range(len(module), 0, -1):
        label = labels.get(".".join(module[:count]))
        if label is not None:
            return label
    index = module.index("models") if "models" in module else len(module) - 1
    return module[max(index - 1, 0)]


@table_source
def django_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """One table for each concrete model, and one for each many-to-many relation without a model."""
    assign_labels(linkage)
    for gid in sorted(linkage.classes):
        if is_django_model(linkage, gid) and not is_abstract(linkage, gid):
            yield from _tables_of(linkage, gid)


def table_name(linkage: Linkage, gid: int) -> str:
    """The table of a concrete model; a proxy has its parent's."""
    if is_proxy(linkage, gid):
        for parent in project_ancestors(linkage, gid)[1:]:
            if is_django_model(linkage, parent) and not is_abstract(linkage, parent):
                return table_name(linkage, parent)
    if gid == linkage.stand_in_user:
        return installed_table(linkage, SWAPPABLE_USER)
    meta = meta_of(linkage, gid)
    declared = strings_at(linkage, lookup_node(linkage, meta, "db_table")) if meta is not None else []
    if declared:
        return declared[0]
    return f"{linkage.app_labels[gid]}_{linkage.scopes[gid].name.lower()}"


def _tables_of(linkage: Linkage, gid: int) -> Iterator[MappedTable]:
    name = table_name(linkage, gid)
    place = Place(linkage.path(gid), linkage.scopes[gid].line)
    columns: list[Column] = []
    keys: list[ForeignKey] = []
    linked: list[MappedTable] = []
    fields = [] if is_proxy(linkage, gid) else list(fields_of(linkage, gid))
    for field in fields:
        where = Place(linkage.path(field.owner), field.site.line)
        if field.type in GENERIC:
            continue
        if field.type in TO_MANY:
            linked += _through_table(linkage, gid, name, field, where)
            continue
        column = _column_name(linkage, field)
        is_key = "primary_key" in dict(field.site.keywords)
        columns.append(Column(column, field.type, primary_key=is_key))
        if field.type in TO_ONE:
            keys += _foreign_keys(linkage, gid, field, column, where)
    keys += _parent_link(linkage, gid, place)
    if not any(column.primary_key for column in columns) and fields and not parent_models(linkage, gid):
        columns.insert(0, Column("id", "AutoField", primary_key=True))
    stand_ins = _classes_standing_for(linkage, gid)
    table = Table(name, tuple(columns), tuple(keys), (linkage.names[gid],), place)
    yield MappedTable(table, tuple(linkage.objects.intern(Kind.CLASS, cls) for cls in stand_ins))
    yield from linked


def _classes_standing_for(linkage: Linkage, gid: int) -> list[int]:
    """A concrete model, the abstract ones that its rows are seen through, and those whose rows extend its own."""
    abstract = [
        ancestor
        for ancestor in project_ancestors(linkage, gid)[1:]
        if is_django_model(linkage, ancestor)
        and is_abstract(linkage, ancestor)
        and len([leaf for leaf in descendants(linkage, ancestor) if not is_abstract(linkage, leaf)]) == 1
    ]
    extending = [child for child in descendants(linkage, gid)[1:] if gid in parent_models(linkage, child)]
    return [gid, *abstract, *extending]


def _parent_link(linkage: Linkage, gid: int, place: Place) -> list[ForeignKey]:
    return [
        ForeignKey(f"{linkage.scopes[parent].name.lower()}_ptr_id", table_name(linkage, parent), "CASCADE", place)
        for parent in parent_models(linkage, gid)[:1]
    ]


def _column_name(linkage: Linkage, field: Field) -> str:
    declared = strings_at(linkage, dict(field.site.keywords).get("db_column", -1))
    if declared:
        return declared[0]
    return f"{field.name}_id" if field.type in TO_ONE else field.name


def _targets(linkage: Linkage, gid: int, field: Field) -> list[str]:
    names = []
    for target in targets_of(linkage, field.site, field.site.argument(0, "to"), gid):
        concrete = [leaf for leaf in descendants(linkage, target) if not is_abstract(linkage, leaf)]
        chosen = target if not is_abstract(linkage, target) or not concrete else concrete[0]
        if is_django_model(linkage, chosen):
            names.append(table_name(linkage, chosen))
    if not names:
        names = _external_target(linkage, field)
    return list(dict.fromkeys(names))


def _external_target(linkage: Linkage, field: Field) -> list[str]:
    """The table of a model of an installed package: ``auth.Group``, ``ContentType``, ``"wiki.Page"``."""
    objects = linkage.objects
    known = outside_targets(linkage, field.site)
    if known:
        return [
            table_name(linkage, objects.first[thing])
            if objects.kinds[thing] is Kind.CLASS
            else installed_table(linkage, objects.text(thing))
            for thing in known
        ]
    node = field.site.argument(0, "to")
    texts = strings_at(linkage, node)
    for thing in sorted(linkage.solver.get(node)) if node >= 0 else ():
        if objects.kinds[thing] is Kind.EXTERNAL:
            texts.append(objects.text(thing))
    for text in texts:
        parts = [part for part in text.split(".") if part not in {"models", "django", "contrib"}]
        if len(parts) >= 2:
            return [f"{parts[-2]}_{parts[-1].lower()}"]
    return []


def _foreign_keys(linkage: Linkage, gid: int, field: Field, column: str, where: Place) -> Iterator[ForeignKey]:
    node = dict(field.site.keywords).get("on_delete", -1)
    if node < 0 and len(field.site.args) > 1:
        node = field.site.args[1]
    rules = linkage.solver.get(node) if node >= 0 else set()
    names = sorted(linkage.objects.text(rule) for rule in rules if linkage.objects.kinds[rule] is Kind.EXTERNAL)
    on_delete = names[0].rpartition(".")[2] if names else ""
    for target in _targets(linkage, gid, field):
        yield ForeignKey(column, target, on_delete, where)


def _through_table(linkage: Linkage, gid: int, table: str, field: Field, where: Place) -> Iterator[MappedTable]:
    keywords = dict(field.site.keywords)
    if "through" in keywords:
        return
    declared = strings_at(linkage, keywords.get("db_table", -1))
    name = declared[0] if declared else f"{table}_{field.name}"
    model = linkage.scopes[gid].name.lower()
    keys = [ForeignKey(f"{model}_id", table, "CASCADE", where)]
    for target in _targets(linkage, gid, field)[:1]:
        classes = targets_of(linkage, field.site, field.site.argument(0, "to"), gid)
        named = linkage.scopes[classes[0]].name.lower() if classes else target.rpartition("_")[2]
        other = "to_" + model if target == table else named
        first = f"from_{model}_id" if target == table else f"{model}_id"
        keys = [
            ForeignKey(first, table, "CASCADE", where),
            ForeignKey(f"{other}_id", target, "CASCADE", where),
        ]
    columns = (
        Column("id", "AutoField", primary_key=True),
        *(Column(key.column, "ForeignKey") for key in keys),
    )
    field_object = linkage.objects.intern(Kind.SITE, field.site.target)
    implicit = f"{linkage.names[gid].rpartition('.')[0]}.{linkage.scopes[gid].name}_{field.name}"
    yield MappedTable(Table(name, columns, tuple(sorted(keys)), (implicit,), where), (field_object,))
