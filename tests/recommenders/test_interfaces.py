"""What others call, how values travel, and the OpenAPI document of it."""

from __future__ import annotations

from typing import Any

import pytest
from planned import coupling, decomposition, graph, route, signature

from decompose.clustering.decomposition import Coupling
from decompose.extractors.graph import Edge, EdgeKind, EntryKind
from decompose.extractors.places import Place
from decompose.extractors.signatures import Form, Parameter, Signature
from decompose.recommenders.crud import crud_matrix
from decompose.recommenders.interfaces import operations_of
from decompose.recommenders.openapi import openapi_of
from decompose.recommenders.plan import Operation, Travel, Verdict
from decompose.recommenders.routes import Routes
from decompose.recommenders.schemas import schema_of, schema_of_column

CALL = "orders.place calls payments.charge"
LINE = Signature(
    "shop.payments.Line",
    Form.CLASS,
    (
        Parameter("sku", "keyword", "str"),
        Parameter("count", "keyword", "int", "1"),
        Parameter("of", "keyword", "Weird"),
    ),
    decorators=("dataclasses.dataclass",),
)


def operation(*signatures: Signature, call: str = "orders.place calls payments.charge") -> Operation:
    """The operation that a call becomes."""
    found = operations_of(graph(*signatures), decomposition(coupling(call)))
    return next(held for held in found if held.service == "payments")


def charge(**parameter: Any) -> Signature:
    """``charge`` with one parameter ``a``."""
    return signature("payments.charge", Parameter("a", **parameter))


@pytest.mark.parametrize(
    ("parameter", "travel", "note"),
    [
        ({"annotation": "int"}, Travel.AS_IS, ""),
        ({"annotation": "list[str] | None"}, Travel.AS_IS, ""),
        ({"types": ("<builtin>.int",)}, Travel.AS_IS, "by what callers pass"),
        ({"types": ("django.db.models.CharField",)}, Travel.AS_IS, "by what callers pass"),
        ({"types": ("shop.orders.Order",)}, Travel.BY_KEY, ""),
        ({"annotation": "Order", "types": ("shop.orders.Order",)}, Travel.BY_KEY, ""),
        ({"types": ("shop.payments.Line",)}, Travel.AS_DATA, ""),
        ({"annotation": "Line", "types": ("shop.orders.Order", "shop.payments.Line")}, Travel.AS_DATA, ""),
        ({"types": ("<function>",)}, Travel.NOT, "it is code: name the variants, or keep the function in a library"),
        ({"types": ("<builtin>.int", "<function>")}, Travel.AS_IS, "by what callers pass"),
        ({"types": ("django.http.HttpRequest",)}, Travel.NOT,
         "HttpRequest lives in its process: pass what is read from it"),
        ({"types": ("sqlalchemy.orm.Session",)}, Travel.NOT, "Session lives in its process: the service opens its own"),
        ({}, Travel.UNKNOWN, "the code does not tell its type: annotate it"),
        ({"annotation": "Weird"}, Travel.UNKNOWN, "the code does not tell its type: annotate it"),
        ({"types": ("a.A", "a.B", "a.C", "a.D", "a.E")}, Travel.UNKNOWN,
         "objects of 5 classes or more are passed: say what is needed of them"),
    ],
)  # fmt: skip
def test_how_a_parameter_travels(parameter: dict[str, Any], travel: Travel, note: str) -> None:
    (found,) = operation(charge(**parameter), LINE).arguments
    assert (found.travel, found.note) == (travel, note)


@pytest.mark.parametrize(
    ("symbol", "held", "verdict", "path"),
    [
        ("payments.charge", signature("payments.charge"), Verdict.OPERATION, "/charge"),
        ("payments.Line", LINE, Verdict.VALUE, ""),
        ("payments.Invoice", Signature("shop.payments.Invoice", Form.CLASS), Verdict.CREATE, "/invoice"),
        ("payments.Invoice.pay", Signature("shop.payments.Invoice.pay", Form.METHOD), Verdict.OPERATION,
         "/invoice/{invoice_number}/pay"),
        ("payments.Failed", Signature("shop.payments.Failed", Form.CLASS, bases=("<builtin>.ValueError",)),
         Verdict.ERROR, ""),
        ("payments.Machine", Signature("shop.payments.Machine", Form.CLASS), Verdict.LIBRARY, ""),
        ("payments.Machine.run", Signature("shop.payments.Machine.run", Form.METHOD), Verdict.OPERATION,
         "/machine/run"),
        ("payments.Machine.__call__", Signature("shop.payments.Machine.__call__", Form.METHOD), Verdict.LIBRARY, ""),
        ("payments.task", signature("payments.task", Parameter("f", types=("<function>",))), Verdict.LIBRARY, ""),
        ("payments.Kind", Signature("shop.payments.Kind", Form.CLASS, bases=("<builtin>.int",)), Verdict.VALUE, ""),
        ("payments._total", signature("payments._total"), Verdict.PRIVATE, ""),
        ("payments.total", signature("payments.total", Parameter("cents", annotation="int")), Verdict.LIBRARY, ""),
        ("payments.charge", signature("payments.charge", return_types=("a.Engine",)), Verdict.LIBRARY, ""),
        ("payments.charge", signature("payments.charge", return_types=("a.QuerySet",)), Verdict.OPERATION, "/charge"),
        ("payments.unknown", LINE, Verdict.OPERATION, "/unknown"),
    ],
)  # fmt: skip
def test_what_becomes_of_what_is_called(symbol: str, held: Signature, verdict: Verdict, path: str) -> None:
    found = (
        operation(held, LINE, call=f"orders.place calls {symbol}")
        if held is not LINE
        else operation(LINE, call=f"orders.place calls {symbol}")
    )
    assert (found.verdict, found.path) == (verdict, path)
    assert found.path or found.why


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [(EntryKind.TASK, Verdict.JOB), (EntryKind.SCHEDULE, Verdict.JOB), (EntryKind.HTTP, Verdict.OPERATION)],
)
def test_jobs_are_started_not_called(kind: EntryKind, verdict: Verdict) -> None:
    held = graph(signature("payments.charge"), entries=(route("x", kind=kind),))
    (found,) = (one for one in operations_of(held, decomposition(coupling(CALL))) if one.service == "payments")
    assert found.verdict is verdict


def of_base(form: Form, *called: str) -> list[tuple[str, Verdict, str]]:
    """What becomes of things that hang on ``Base``, from which the model ``Invoice`` derives."""
    signatures = [Signature(f"shop.{name}", form if name.count(".") > 1 else Form.CLASS) for name in called]
    edge = Edge(EdgeKind.INHERITS, "shop.payments.Invoice", "shop.payments.Base", "shop.payments.Invoice",
                "shop.payments.Base")  # fmt: skip
    held = graph(*signatures, edges=(edge,))
    found = operations_of(held, decomposition(*(coupling(f"orders.place calls {name}") for name in called)))
    return [(one.symbol.removeprefix("shop."), one.verdict, one.path) for one in found if one.service == "payments"]


def test_a_base_class_of_one_model_stands_for_its_rows() -> None:
    assert of_base(Form.METHOD, "payments.Base.pay") == [
        ("payments.Base.pay", Verdict.OPERATION, "/base/{base_number}/pay")
    ]


def test_methods_go_where_a_class_goes_that_callers_make() -> None:
    assert of_base(Form.METHOD, "payments.Cart", "payments.Cart.add") == [
        ("payments.Cart", Verdict.LIBRARY, ""),
        ("payments.Cart.add", Verdict.LIBRARY, ""),
    ]
    assert of_base(Form.METHOD, "payments.Cart.add") == [("payments.Cart.add", Verdict.OPERATION, "/cart/add")]


def test_what_templates_show_of_a_row_is_data() -> None:
    shown = Coupling("orders", "payments", EdgeKind.CALLS, "shop.orders.place", "shop.payments.Invoice.label",
                     places=(Place("shop/a.html", 3),))  # fmt: skip
    held = graph(Signature("shop.payments.Invoice.label", Form.METHOD))
    (found,) = operations_of(held, decomposition(shown))
    assert (found.verdict, found.path) == (Verdict.VALUE, "")


@pytest.mark.parametrize(
    ("annotation", "schema"),
    [
        ("str", {"type": "string"}),
        ("Optional[int]", {"type": ["integer", "null"]}),
        ("int | None", {"type": ["integer", "null"]}),
        ("Union[int, str]", {"type": ["integer", "string"]}),
        ("list[str]", {"type": "array", "items": {"type": "string"}}),
        ("Sequence['int']", {"type": "array", "items": {"type": "integer"}}),
        ("set[int]", {"type": "array", "items": {"type": "integer"}, "uniqueItems": True}),
        ("tuple[int, ...]", {"type": "array", "items": {"type": "integer"}}),
        ("tuple[int, str]", {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}],
                             "minItems": 2, "maxItems": 2}),
        ("dict[str, float]", {"type": "object", "additionalProperties": {"type": "number"}}),
        ("Decimal", {"type": "string", "format": "decimal"}),
        ("datetime.datetime | None", {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}),
        ("uuid.UUID", {"type": "string", "format": "uuid"}),
        ("Literal['a', 'b']", {"enum": ["a", "b"]}),
        ("Annotated[int, Field(gt=0)]", {"type": "integer"}),
        ("typing.Any", {}),
        ("Weird", None),
        ("list[Weird]", None),
        ("dict[", None),
        ("__import__('os').system('x')", None),
        ("[" * 300, None),
    ],
)  # fmt: skip
def test_annotations_as_schemas(annotation: str, schema: dict[str, Any] | None) -> None:
    assert schema_of(annotation) == schema


@pytest.mark.parametrize(
    ("type_", "kind"),
    [("CharField", "string"), ("Integer", "integer"), ("BooleanField", "boolean"), ("DECIMAL(10,2)", "string"),
     ("BigAutoField", "integer"), ("timestamp", "string"), ("JSONField", None), ("", None)],
)  # fmt: skip
def test_columns_as_schemas(type_: str, kind: str | None) -> None:
    assert schema_of_column(type_).get("type") == kind


def document(*signatures: Signature, call: str = "orders.place calls payments.charge") -> dict[str, Any]:
    """The document of payments."""
    held = graph(*signatures)
    return openapi_of("payments", operations_of(held, decomposition(coupling(call))), held)


def test_the_document() -> None:
    order = Parameter("order", types=("shop.orders.Order",))
    lines = Parameter("lines", annotation="list[Line]", types=("shop.payments.Line[]",))
    session = Parameter("session", types=("sqlalchemy.orm.Session",))
    note = Parameter("note", "keyword", "str | None", "None")
    most = Parameter("most", "keyword", "int", "10")
    held = signature("payments.charge", order, lines, session, note, most, return_types=("shop.payments.Invoice[]",))
    edges = (Edge(EdgeKind.WRITES, "shop.payments.charge", "invoice", "shop.payments.charge", "invoice"),)
    code = graph(held, LINE, edges=edges)
    made = openapi_of(
        "payments", operations_of(code, decomposition(coupling("orders.place calls payments.charge"))), code
    )
    assert made["openapi"] == "3.1.0"
    described = made["paths"]["/charge"]["post"]
    assert described["description"] == ("Left out: session; Session lives in its process: the service opens its own.")
    body = described["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["order_id", "lines"]
    assert body["properties"] == {
        "order_id": {"type": "integer", "description": "key of a row of order"},
        "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
        "note": {"type": ["string", "null"]},
        "most": {"type": "integer", "default": 10},
    }
    answer = described["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"type": "array", "items": {"$ref": "#/components/schemas/invoice"}}
    schemas = made["components"]["schemas"]
    assert schemas["invoice"]["properties"] == {"number": {"type": "string"}}
    assert schemas["Line"]["required"] == ["sku", "of"]
    assert schemas["Line"]["properties"]["of"] == {"description": "written as Weird"}


def test_what_only_reads_scalars_is_got() -> None:
    held = signature("payments.charge", Parameter("number", annotation="str"), returns="bool")
    made = document(held)["paths"]["/charge"]
    assert made["get"]["parameters"] == [
        {"name": "number", "in": "query", "required": True, "schema": {"type": "string"}}
    ]


def test_every_reference_leads_somewhere() -> None:
    following = Parameter("next", "keyword", "Node", "", ("shop.payments.Node",))
    tree = Signature("shop.payments.Node", Form.CLASS, (following,), decorators=("dataclasses.dataclass",))
    made = document(charge(annotation="Node", types=("shop.payments.Node",)), tree)
    assert set(_references(made)) <= {f"#/components/schemas/{name}" for name in made["components"]["schemas"]}
    assert made["components"]["schemas"]["Node"]["properties"]["next"] == {"$ref": "#/components/schemas/Node"}


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in _references(inner)]
    return [found for inner in value for found in _references(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("own", "others", "rules"),
    [
        (["/pay/", "/pay/<id>/"], ["/orders/"], ["/pay/*"]),
        (["/shop/pay/", "/shop/pay/<id>"], ["/shop/cart"], ["/shop/pay/*"]),
        (["/api/{org}/pay"], ["/api/{org}/cart"], ["/api/*/pay/*"]),
        (["/pay"], ["/pay/other"], ["/pay"]),
        (["GET /pay"], ["POST /pay"], ["/pay shared"]),
        (["/"], ["/orders/"], ["/"]),
        (
            ["/control/(?P<event>[^/]+)/(?P<name>[^/]+)/sync"],
            ["/control/(?P<event>[^/]+)/pay"],
            ["/control/*/*/sync/*"],
        ),
        (["/x/[a-z/]+/y"], ["/x/z"], ["/x/*/y/*"]),
    ],
)
def test_path_rules(own: list[str], others: list[str], rules: list[str]) -> None:
    routes = Routes([*(("payments", path) for path in own), *(("orders", path) for path in others)])
    found = routes.rules_of("payments")
    assert [rule.pattern + (" shared" if rule.is_shared else "") for rule in found] == rules


@pytest.mark.parametrize(
    ("kind", "operations", "letters"),
    [
        (EdgeKind.READS, ("select",), "R"),
        (EdgeKind.WRITES, ("insert",), "C"),
        (EdgeKind.WRITES, ("delete", "update"), "UD"),
        (EdgeKind.WRITES, ("merge",), "CU"),
        (EdgeKind.WRITES, (), "W"),
    ],
)
def test_the_crud_matrix(kind: EdgeKind, operations: tuple[str, ...], letters: str) -> None:
    edges = (Edge(kind, "shop.orders.place", "invoice", "shop.orders.place", "invoice", operations=operations),)
    (row,) = crud_matrix(graph(edges=edges), decomposition())
    assert (row.table, row.owner, row.service, row.operations, row.functions) == (
        "invoice", "payments", "orders", letters, 1,
    )  # fmt: skip
