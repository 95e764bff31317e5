"""Frappe's DocTypes: ``…/doctype/sales_invoice/sales_invoice.json`` declares the table ``tabSales Invoice``."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from decompose.extractors.declarations import Declarations, DocType, declares_tables
from decompose.extractors.decoding import decode
from decompose.extractors.graph import Column, ForeignKey, Table
from decompose.extractors.places import Place

SINGLES = "tabSingles"
"""The table that holds the values of all document types of which there is but one document."""
_LAYOUT = frozenset(
    {
        *("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Fold", "Image"),
        *("Table", "Table MultiSelect", ""),
    }
)
"""Fields that have no column."""
_STANDARD = ("creation", "modified", "modified_by", "owner", "docstatus", "idx")
_OF_CHILDREN = ("parent", "parentfield", "parenttype")


class _Field(msgspec.Struct, frozen=True):
    fieldname: str | None = ""
    fieldtype: str | None = ""
    options: str | int | None = ""


class _Document(msgspec.Struct, frozen=True):
    doctype: str = ""
    name: str = ""
    fields: list[_Field] = []
    issingle: int | bool | str | None = 0
    istable: int | bool | str | None = 0
    is_virtual: int | bool | str | None = 0


@declares_tables(r"(?:.*/)?doctype/(?P<name>[^/]+)/(?P=name)\.json")
def read_doctype(path: str, data: bytes) -> Declarations:
    """The table of one DocType, and the tables of its children."""
    document = msgspec.json.decode(data, type=_Document)
    if document.doctype != "DocType" or not document.name or _is_set(document.is_virtual):
        return Declarations()
    lines = _lines(decode(data).text)
    children = tuple(
        (field.fieldname or "", str(field.options))
        for field in document.fields
        if field.fieldtype in {"Table", "Table MultiSelect"} and field.options
    )
    doctype = DocType(document.name, path, children, _is_set(document.issingle), _is_set(document.istable))
    if doctype.is_single:
        return Declarations((Table(SINGLES, is_external=True),), (doctype,))
    place = Place(path, lines.get("", 1))
    keys = tuple(sorted(_keys(document, path, lines)))
    of_children = tuple(
        Table(table_of(child), foreign_keys=(ForeignKey("parent", table_of(document.name), "CASCADE", at),))
        for field, child in children
        for at in (Place(path, lines.get(field, 1)),)
    )
    table = Table(table_of(document.name), tuple(_columns(document)), keys, place=place)
    return Declarations((table, *of_children), (doctype,))


def table_of(doctype: str) -> str:
    """The table of a document type."""
    return f"tab{doctype}"


def _is_set(value: int | bool | str | None) -> bool:
    return value not in {0, "0", "", None}


def _columns(document: _Document) -> Iterator[Column]:
    yield Column("name", "varchar", primary_key=True)
    for name in (*_STANDARD, *(_OF_CHILDREN if _is_set(document.istable) else ())):
        yield Column(name)
    for field in document.fields:
        if field.fieldname and field.fieldtype not in _LAYOUT:
            yield Column(field.fieldname, field.fieldtype or "")


def _keys(document: _Document, path: str, lines: dict[str, int]) -> Iterator[ForeignKey]:
    for field in document.fields:
        if field.fieldtype == "Link" and field.options and field.fieldname:
            place = Place(path, lines.get(field.fieldname, 1))
            yield ForeignKey(field.fieldname, table_of(str(field.options)), "", place)


def _lines(text: str) -> dict[str, int]:
    """Where each field is declared; the empty name stands for the document's own."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        key, colon, value = line.partition(":")
        if not colon:
            continue
        match key.strip().strip('"'):
            case "fieldname":
                found.setdefault(value.strip().strip('",'), number)
            case "name":
                found.setdefault("", number)
            case _:
                pass
    return found
