"""Frappe: documents, the functions that name a document type, and the query builder."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from decompose.extractors.linking.doctypes import DOCUMENT, doctypes
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.libraries.dbapi import executes
from decompose.extractors.linking.linkage import CallSite, Certainty, Linkage, NamedCall
from decompose.extractors.linking.objects import Kind

_BASES = (
    *(DOCUMENT, "frappe.utils.nestedset.NestedSet", "frappe.website.website_generator.WebsiteGenerator"),
    *("frappe.model.base_document.BaseDocument", "frappe.core.doctype.user.user.User"),
    *("frappe.email.doctype.newsletter.newsletter.Newsletter", "frappe.model.virtual_doctype.VirtualDoctype"),
)
_READ_WHOLE = ("get_doc", "get_cached_doc", "get_last_doc", "get_lazy_doc")
_READ = (
    *(f"frappe.{name}" for name in ("get_all", "get_list", "get_value", "get_cached_value", "client.get_value")),
    *(f"frappe.client.{name}" for name in ("get_list", "get", "get_count")),
    *(
        f"frappe.db.{name}"
        for name in (
            *("get_value", "get_values", "get_all", "get_list", "exists", "count", "get_single_value"),
            *("get_singles_dict", "get_singles_value", "a_row_exists", "get_creation_count", "estimate_count"),
        )
    ),
)
_WRITTEN = {
    **dict.fromkeys(("frappe.db.set_value", "frappe.set_value", "frappe.client.set_value"), "update"),
    **dict.fromkeys(("frappe.db.set_single_value", "frappe.rename_doc", "frappe.db.set", "frappe.db.touch"), "update"),
    **dict.fromkeys(("frappe.db.delete", "frappe.delete_doc", "frappe.delete_doc_if_exists"), "delete"),
    **dict.fromkeys(("frappe.client.delete", "frappe.permissions.remove_user_permission"), "delete"),
    "frappe.db.truncate": "truncate",
    "frappe.db.bulk_insert": "insert",
}
_WITH_PARTS = frozenset(
    {"frappe.delete_doc", "frappe.delete_doc_if_exists", "frappe.client.delete", "frappe.rename_doc"}
)
_STORING = {
    **dict.fromkeys(("save", "db_update_all", "submit", "cancel", "run_post_save_methods"), "update"),
    **dict.fromkeys(("db_set", "db_update", "add_comment", "set_status_and_save"), "update"),
    **dict.fromkeys(("insert", "db_insert"), "insert"),
    "delete": "delete",
}
_OF_ONE_ROW = frozenset({"db_set", "db_update", "db_insert"})
_LOADING = ("reload", "load_from_db", "get_doc_before_save")


def _name(
    linkage: Linkage, site: CallSite, node: int, operation: str, *, with_parts: bool = False, is_single: bool = False
) -> None:
    if node >= 0 and site.scope >= 0:
        call = NamedCall(site.scope, site.line, node, operation != "select", operation, with_parts, is_single)
        linkage.named_calls[call] = None


# -- documents --


@models_call(*(f"frappe.{name}" for name in _READ_WHOLE), "frappe.client.get_doc")
def _get_doc(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``get_doc("Order", name)`` loads a document; ``get_doc({"doctype": "Order"})`` makes one."""
    node = site.argument(0, "doctype")
    if node < 0:
        return
    linkage.solver.use(node, _document_of, (linkage, site, node))


def _document_of(payload: tuple[Linkage, CallSite, int], things: Iterable[int]) -> None:
    linkage, site, node = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.use(linkage.element_node(thing, "doctype"), _documents, (linkage, site))
        elif linkage.objects.kinds[thing] is Kind.INSTANCE:
            if site.target >= 0:
                linkage.solver.add(site.target, thing)
        else:
            _name(linkage, site, node, "select", with_parts=True)
            _documents((linkage, site), (thing,))


@models_call("frappe.get_single")
def _get_single(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _name(linkage, site, site.argument(0, "doctype"), "select", is_single=True)
    _new_doc(linkage, site, receiver)


@models_call("frappe.new_doc")
def _new_doc(linkage: Linkage, site: CallSite, receiver: int) -> None:
    node = site.argument(0, "doctype")
    if node >= 0:
        linkage.solver.use(node, _documents, (linkage, site))


@models_call("frappe.copy_doc", "frappe.model.mapper.map_doc")
def _copy_doc(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)


@models_call("frappe.model.mapper.get_mapped_doc")
def _mapped_doc(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``get_mapped_doc("Order", name, {"Order": {"doctype": "Invoice"}, …})`` loads one and makes the other."""
    source = site.argument(0, "from_doctype")
    _name(linkage, site, source, "select", with_parts=True)
    if source >= 0:
        linkage.solver.use(source, _mapped_into, (linkage, site))


def _mapped_into(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    maps = site.argument(2, "table_maps")
    for thing in sorted(things):
        if maps >= 0 and linkage.objects.kinds[thing] is Kind.STRING:
            key = linkage.objects.text(thing)
            linkage.solver.use(maps, _mapping_of, (linkage, site, key))


def _mapping_of(payload: tuple[Linkage, CallSite, str], things: Iterable[int]) -> None:
    linkage, site, key = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            if key == "doctype":
                linkage.solver.use(linkage.element_node(thing, key), _documents, (linkage, site))
            else:
                linkage.solver.use(linkage.element_node(thing, key), _mapping_of, (linkage, site, "doctype"))


def _documents(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    known = doctypes(linkage)
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.STRING and site.target >= 0:
            text = linkage.objects.text(thing)
            if known.is_name(text):
                linkage.solver.add(site.target, known.document(text))


@models_attributes(*_BASES)
def _attribute(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """Methods of documents, ``doc.doctype``, and child tables."""
    objects = linkage.objects
    if objects.kinds[thing] is not Kind.INSTANCE:
        return ()
    if name in _STORING or name in _LOADING or name in {"get", "append", "set", "as_dict", "get_all_children"}:
        return (objects.intern(Kind.BOUND, objects.external(f"{DOCUMENT}.{name}"), thing),)
    known = doctypes(linkage)
    found = sorted(set(known.named(thing)))
    if name == "doctype":
        return [objects.string(doctype) for doctype in found]
    return [rows for doctype in found for rows in _children(linkage, thing, doctype, name)]


def _children(linkage: Linkage, thing: int, doctype: str, field: str) -> Iterable[int]:
    known = doctypes(linkage)
    declared = known.by_name.get(doctype)
    for name, child in declared.children if declared else ():
        if name == field:
            rows = linkage.container(linkage.field_node(thing, f"<rows of {field}>"), "list")
            linkage.solver.add(linkage.element_node(rows, None), known.document(child))
            yield rows


@models_call(f"{DOCUMENT}.get")
def _get(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``doc.get("items")``."""
    if receiver >= 0 and site.target >= 0 and site.args:
        linkage.solver.use(site.args[0], _got, (linkage, receiver, site.target))


def _got(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    linkage, receiver, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.STRING:
            linkage.solver.copy(linkage.attribute_of(receiver, linkage.objects.text(thing)), target)


@models_call(f"{DOCUMENT}.append")
def _append(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``doc.append("items", {…})`` is the new row."""
    if receiver >= 0 and site.target >= 0 and site.args:
        rows = linkage.solver.new_node()
        linkage.solver.use(site.args[0], _got, (linkage, receiver, rows))
        linkage.solver.use(rows, _any_row, (linkage, site.target))


def _any_row(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.copy(linkage.any_element(thing), target)


def _on_document(linkage: Linkage, site: CallSite, receiver: int, method: str) -> None:
    if receiver < 0 or site.scope < 0:
        return
    node = linkage.field_node(receiver, "<itself>")
    linkage.solver.add(node, receiver)
    operation = _STORING.get(method, "select")
    _name(linkage, site, node, operation, with_parts=method not in _OF_ONE_ROW)
    if site.target >= 0:
        linkage.solver.add(site.target, receiver)


def _register_methods() -> None:
    for method in (*_STORING, *_LOADING):
        names = [f"{base}.{method}" for base in _BASES]

        @models_call(*names)
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            _on_document(linkage, site, receiver, method)


_register_methods()


# -- functions that name a document type --


def _register_functions() -> None:
    for dotted, operation in [*((name, "select") for name in _READ), *_WRITTEN.items()]:

        @models_call(dotted)
        def model(
            linkage: Linkage, site: CallSite, receiver: int, dotted: str = dotted, operation: str = operation
        ) -> None:
            node = site.argument(0, "doctype")
            node = node if node >= 0 else site.argument(0, "dt")
            is_single = "_single" in dotted
            _name(linkage, site, node, operation, with_parts=dotted in _WITH_PARTS, is_single=is_single)


_register_functions()


@models_call("frappe.db.sql", "frappe.db.sql_list", "frappe.db.sql_ddl")
def _sql(linkage: Linkage, site: CallSite, receiver: int) -> None:
    executes(linkage, site, Certainty.CERTAIN, name="query")


@models_call("frappe.db.multisql")
def _multisql(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``multisql({"mariadb": "…", "postgres": "…"})``."""
    if site.args and site.scope >= 0:
        linkage.solver.use(site.args[0], _each_dialect, (linkage, site))


def _each_dialect(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            every = CallSite(site.scope, site.line, -1, (linkage.any_element(thing),))
            executes(linkage, every, Certainty.CERTAIN)


# -- the query builder --

_BUILDER = "frappe.query_builder.Builder"
_TABLE = "frappe.query_builder.Table"


@models_call("frappe.qb.DocType", "frappe.query_builder.DocType", "frappe.qb.Table")
def _doctype(linkage: Linkage, site: CallSite, receiver: int) -> None:
    node = site.argument(0, "doctype")
    if node >= 0 and site.target >= 0:
        linkage.solver.copy(node, site.target)


def _register_builder() -> None:
    starts = {"from_": "select", "update": "update", "into": "insert", "get_query": "select"}
    for start, operation in starts.items():

        @models_call(f"frappe.qb.{start}")
        def model(linkage: Linkage, site: CallSite, receiver: int, operation: str = operation) -> None:
            _name(linkage, site, site.argument(0, "table"), operation)
            _build(linkage, site, site.args[:1])

    for join in ("join", "left_join", "inner_join", "right_join", "cross_join", "outer_join", "from_"):
        models_call(f"{_BUILDER}.{join}")(_joined)
    _chain: Callable[[Linkage, CallSite, int], None] = _same_builder
    for method in (
        *("select", "where", "on", "set", "limit", "offset", "orderby", "groupby", "having", "distinct", "columns"),
        *("insert", "on_field", "for_update", "as_", "force_index", "using", "run_later", "ignore"),
    ):
        models_call(f"{_BUILDER}.{method}")(_chain)


def _build(linkage: Linkage, site: CallSite, tables: Iterable[int]) -> None:
    if site.target >= 0:
        made = linkage.objects.instance(linkage.objects.external(_BUILDER), linkage.site_object(site))
        linkage.solver.add(site.target, made)
        for node in tables:
            linkage.solver.copy(node, linkage.field_node(made, "<table>"))


def _same_builder(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0 and receiver >= 0:
        linkage.solver.add(site.target, receiver)


def _joined(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _name(linkage, site, site.argument(0, "item"), "select")
    _same_builder(linkage, site, receiver)


@models_attributes(_BUILDER)
def _builder_method(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return (linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{_BUILDER}.{name}"), thing),)


@models_call(f"{_BUILDER}.delete")
def _delete(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if receiver >= 0:
        _name(linkage, site, linkage.field_node(receiver, "<table>"), "delete")
        _same_builder(linkage, site, receiver)


_register_builder()
