"""Small code bases to plan for: two services, orders and payments, and what stays, the core."""

from __future__ import annotations

from decompose.clustering.decomposition import Coupling, Decomposition, Service, SpanningTransaction, TableUse
from decompose.extractors.graph import (
    Column,
    DependencyGraph,
    Edge,
    EdgeKind,
    EntryKind,
    EntryPoint,
    ForeignKey,
    ResourceKind,
    ResourceUse,
    Table,
    TransactionScope,
    Unit,
    UnitKind,
)
from decompose.extractors.places import Place
from decompose.extractors.signatures import Form, Parameter, Signature
from decompose.recommenders.plan import MigrationPlan, Phase, Step
from decompose.recommenders.planning import plan_migration

FOLDERS = {"orders": "shop/orders", "payments": "shop/payments", "core": "shop/core"}


def unit(name: str, lines: int = 50) -> Unit:
    """``orders.place`` in its service's folder."""
    service = name.partition(".")[0]
    return Unit(f"shop.{name}", UnitKind.FUNCTION, f"{FOLDERS[service]}/services.py", 1, 9, lines)


def coupling(text: str, line: int = 1) -> Coupling:
    """``orders.place calls payments.charge``; tables are ``payments/invoice``, columns ``orders/order.user_id``."""
    source, kind, target = text.split()
    services = [end.replace("/", ".").partition(".")[0] for end in (source, target)]
    symbols = [f"shop.{end}" if "/" not in end else end.partition("/")[2] for end in (source, target)]
    place = Place(f"{FOLDERS[services[0]]}/services.py", line)
    return Coupling(services[0], services[1], EdgeKind(kind), symbols[0], symbols[1], places=(place,))


def signature(symbol: str, *parameters: Parameter, **more: object) -> Signature:
    """A signature of a function below ``shop``."""
    return Signature(f"shop.{symbol}", Form.FUNCTION, parameters, place=Place("x.py", 3), **more)  # type: ignore[arg-type]


ORDER = Table(
    "order",
    (Column("id", "AutoField", True), Column("total", "DecimalField"), Column("user_id", "ForeignKey")),
    (ForeignKey("user_id", "user", "CASCADE", Place("shop/orders/models.py", 5)),),
    ("shop.orders.Order",),
)
INVOICE = Table("invoice", (Column("number", "CharField", True),), (), ("shop.payments.Invoice",))
REFUND = Table(
    "refund",
    (Column("id", "AutoField", True),),
    (ForeignKey("invoice_id", "invoice", "PROTECT", Place("shop/payments/models.py", 9)),),
    ("shop.payments.Refund",),
)
USER = Table("user", (Column("id", "AutoField", True),), (), ("shop.core.User",))


def graph(
    *signatures: Signature,
    edges: tuple[Edge, ...] = (),
    entries: tuple[EntryPoint, ...] = (),
    scopes: tuple[TransactionScope, ...] = (),
) -> DependencyGraph:
    """Units ``place``, ``cancel`` of orders, ``charge``, ``refund`` of payments, ``login`` of the core."""
    names = ("orders.place", "orders.cancel", "payments.charge", "payments.refund", "core.login")
    return DependencyGraph(
        "shop",
        tuple(sorted(unit(name) for name in names)),
        (INVOICE, ORDER, REFUND, USER),
        entries,
        edges,
        scopes,
        resources=(
            ResourceUse(ResourceKind.HTTP, "gateway", "shop.payments.charge", "shop.payments.charge", True, False),
        ),
        signatures=tuple(sorted(signatures)),
    )


def decomposition(
    *couplings: Coupling, uses: tuple[TableUse, ...] = (), transactions: tuple[SpanningTransaction, ...] = ()
) -> Decomposition:
    """The three services with these couplings; core is the most entangled one."""
    services = (
        Service("core", ("shop.core.login",), ("user",), lines=500),
        Service("orders", ("shop.orders.cancel", "shop.orders.place"), ("order",), lines=100),
        Service("payments", ("shop.payments.charge", "shop.payments.refund"), ("invoice", "refund"), lines=100),
    )
    entangled = [coupling(f"core.login{number} transaction orders/order") for number in range(20)]
    return Decomposition(services, (), (*couplings, *entangled), uses, transactions)


def route(path: str, service: str = "payments", kind: EntryKind = EntryKind.HTTP) -> EntryPoint:
    """An entry point of a service."""
    symbol = {"payments": "shop.payments.charge", "orders": "shop.orders.place", "core": "shop.core.login"}[service]
    return EntryPoint(path, kind, symbol, symbol, Place(f"{FOLDERS[service]}/urls.py", 1))


def planned(found: DependencyGraph, chosen: Decomposition) -> MigrationPlan:
    """The plan."""
    return plan_migration(found, chosen, ())


def step(plan: MigrationPlan, service: str = "payments") -> Step:
    """The step of a service."""
    return next(found for found in plan.steps if found.service == service)


def phase(plan: MigrationPlan, name: str, service: str = "payments") -> Phase:
    """A phase of the step of a service."""
    return next(found for found in step(plan, service).phases if found.id == name)


def texts(plan: MigrationPlan, name: str, service: str = "payments") -> list[str]:
    """What is done in a phase; nothing where it is left out."""
    return [action.text for found in step(plan, service).phases if found.id == name for action in found.actions]
