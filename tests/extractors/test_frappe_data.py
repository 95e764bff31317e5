"""Frappe: document types, and what their functions and documents read and write."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of

from decompose.extractors.declarations import Declarations, DeclaringFile, read_declarations
from decompose.extractors.program import FunctionAccess


def doctype(name: str, *fields: tuple[str, str, str], **more: object) -> DeclaringFile:
    """The JSON file of a document type; fields are name, type and options."""
    snake = name.lower().replace(" ", "_")
    document = {
        "doctype": "DocType",
        "name": name,
        "fields": [{"fieldname": field, "fieldtype": kind, "options": options} for field, kind, options in fields],
        **more,
    }
    return DeclaringFile(f"shop/doctype/{snake}/{snake}.json", json.dumps(document, indent=1).encode())


def declared() -> Declarations:
    """A small shop."""
    return read_declarations(
        [
            doctype(
                "Sales Order",
                ("customer", "Link", "Customer"),
                ("items", "Table", "Order Item"),
                ("more", "Tab Break", ""),
            ),
            doctype("Order Item", ("item", "Link", "Item"), ("qty", "Float", ""), istable=1),
            doctype("Customer", ("territory", "Data", "")),
            doctype("Item"),
            doctype("Shop Settings", ("rate", "Float", ""), issingle=1),
        ]
    )


ORDER = """
import frappe
from frappe.model.document import Document

class SalesOrder(Document):
    def on_submit(self):
        self.db_set("status", "Submitted")

    def refresh(self):
        self.reload()

    def touch_rows(self):
        for row in self.items:
            row.db_set("qty", 1)

    def copy(self):
        doc = frappe.get_doc({"doctype": self.doctype, "customer": self.customer})
        doc.insert(ignore_permissions=True)
"""
HOME = "shop__doctype__sales_order__sales_order"

JOIN = "select * from `tabSales Order` o, `tabOrder Item` i where i.parent = o.name"
ROWS = "frappe.get_doc('Sales Order', given).get('items')"
DIALECTS = "{'mariadb': 'select 1 from tabItem', 'postgres': 'select 1 from \"tabItem\"'}"

CALLS = [
    ("frappe.get_doc('Customer', given)", "tabCustomer", "", False),
    ("frappe.get_doc('Sales Order', given)", "tabOrder Item tabSales Order", "", False),
    ("frappe.get_all('Customer', filters={'a': 1})", "tabCustomer", "", False),
    ("frappe.db.get_value(doctype='Customer', filters=given)", "tabCustomer", "", False),
    ("frappe.db.set_value('Customer', given, 'a', 1)", "", "tabCustomer", False),
    ("frappe.db.exists('Customer', given)", "tabCustomer", "", False),
    ("frappe.delete_doc('Sales Order', given)", "", "tabOrder Item tabSales Order", False),
    ("frappe.db.get_single_value('Shop Settings', 'rate')", "tabSingles", "", False),
    ("frappe.get_single('Shop Settings').save()", "tabSingles", "tabSingles", False),
    ("frappe.get_value('User', given, 'email')", "tabUser", "", False),
    ("d = frappe.new_doc('Customer')\nd.x = 1\nd.insert()", "", "tabCustomer", False),
    ("frappe.get_doc(dict(doctype='Customer')).save()", "", "tabCustomer", False),
    ("frappe.get_doc({'doctype': 'Sales Order'}).submit()", "", "tabOrder Item tabSales Order", False),
    ("d = frappe.get_doc('Customer', given)\nd.db_set('a', 1)", "tabCustomer", "tabCustomer", False),
    ("frappe.copy_doc(frappe.get_doc('Customer', given)).insert()", "tabCustomer", "tabCustomer", False),
    ("frappe.new_doc('Sales Order').append('items', {}).db_set('qty', 1)", "", "tabOrder Item", False),
    (f"for d in {ROWS}:\n    d.db_update()", "tabOrder Item tabSales Order", "tabOrder Item", False),
    ("for t in ('Customer', 'Item'):\n    frappe.db.count(t)", "tabCustomer tabItem", "", False),
    ("frappe.db.get_value(given, 'x')", "", "", True),
    (f"frappe.db.sql('{JOIN}')", "tabOrder Item tabSales Order", "", False),
    ("frappe.db.sql('delete from `tab%s`' % 'Item')", "", "tabItem", False),
    ("frappe.db.sql('select * from `tab{}`'.format(given))", "", "", True),
    ("frappe.db.sql_list('select name from tabItem')", "tabItem", "", False),
    (f"frappe.db.multisql({DIALECTS})", "tabItem", "", False),
    ("t = frappe.qb.DocType('Item')\nfrappe.qb.from_(t).select(t.name).run()", "tabItem", "", False),
    ("frappe.qb.from_('Item').join(frappe.qb.DocType('Customer')).on(given).run()", "tabCustomer tabItem", "", False),
    ("frappe.qb.update(frappe.qb.DocType('Item')).set('a', 1).run()", "", "tabItem", False),
    ("frappe.qb.into('Item').insert(1).run()", "", "tabItem", False),
    ("frappe.qb.from_('Item').delete().run()", "tabItem", "tabItem", False),
]


@pytest.mark.parametrize(("code", "reads", "writes", "dynamic"), CALLS)
def test_calls(code: str, reads: str, writes: str, dynamic: bool) -> None:
    use = f"import frappe\ndef f(given):\n{textwrap.indent(code, '    ')}"
    access = program_of(declared(), **{HOME: ORDER}, use=use).access
    assert access["use.f"] == FunctionAccess(_tables(reads), _tables(writes), dynamic)


def _tables(written: str) -> tuple[str, ...]:
    return tuple(f"tab{name.strip()}" for name in written.split("tab") if name)


def test_methods_of_controllers() -> None:
    access = program_of(declared(), **{HOME: ORDER}).access
    prefix = "shop.doctype.sales_order.sales_order.SalesOrder"
    assert access[f"{prefix}.on_submit"] == FunctionAccess((), ("tabSales Order",))
    assert access[f"{prefix}.refresh"] == FunctionAccess(("tabOrder Item", "tabSales Order"), ())
    assert access[f"{prefix}.touch_rows"] == FunctionAccess((), ("tabOrder Item",))
    assert access[f"{prefix}.copy"] == FunctionAccess((), ("tabOrder Item", "tabSales Order"))


def test_what_the_framework_finds_by_the_names_of_files() -> None:
    program = program_of(
        declared(),
        **{
            HOME: ORDER,
            "shop__doctype__sales_order__sales_order_dashboard": "def get_data(): ...",
            "shop__doctype__order_item__order_item": "class OrderItem: ...",
            "shop__report__open_orders__open_orders": "def execute(filters=None): ...",
            "shop__www__cart": "def get_context(context): ...",
            "shop__templates__pages__wishes": "def get_context(context): ...",
            "shop__execute": "def execute(): ...",
        },
    )
    entries = {(entry.kind.value, entry.name, entry.symbol) for entry in program.graph.entry_points}
    assert entries == {
        ("admin", "/app/sales-order", f"{HOME.replace('__', '.')}.SalesOrder"),
        ("http", "/app/sales-order dashboard", "shop.doctype.sales_order.sales_order_dashboard.get_data"),
        ("http", "/app/query-report/open-orders", "shop.report.open_orders.open_orders.execute"),
        ("http", "/cart", "shop.www.cart.get_context"),
        ("http", "/wishes", "shop.templates.pages.wishes.get_context"),
    }
    assert {lost.symbol for lost in program.graph.unreached} == {"shop.execute.execute"}


def test_inventory() -> None:
    program = program_of(declared(), **{HOME: ORDER})
    tables = {table.name: table for table in program.graph.tables}
    assert sorted(tables) == ["tabCustomer", "tabItem", "tabOrder Item", "tabSales Order", "tabSingles"]
    order = tables["tabSales Order"]
    assert program.models == {"shop.doctype.sales_order.sales_order.SalesOrder": "tabSales Order"}
    assert [column.name for column in order.columns][-1] == "customer"
    assert [(key.column, key.table) for key in order.foreign_keys] == [("customer", "tabCustomer")]
    keys = {(key.column, key.table, key.on_delete) for key in tables["tabOrder Item"].foreign_keys}
    assert keys == {("item", "tabItem", ""), ("parent", "tabSales Order", "CASCADE")}
    assert str(order.place) == "shop/doctype/sales_order/sales_order.json:3"


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"doctype": "DocType", "name": 1}', b"[" * 100_000, b"\xff\xfe{"])
def test_files_that_are_no_document_type(data: bytes) -> None:
    assert read_declarations([DeclaringFile("a/doctype/b/b.json", data)]).tables == ()
