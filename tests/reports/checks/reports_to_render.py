"""Reports to render: a green one, one with every kind of thing, and a hostile one."""

from __future__ import annotations

from decompose.clustering.comparing import Change
from decompose.clustering.decomposition import Coupling
from decompose.clustering.guarding.codes import CODES
from decompose.clustering.guarding.findings import (
    CheckReport,
    Finding,
    Gone,
    Inspected,
    Known,
    Level,
    Moved,
    Outcome,
    PairChange,
    Spot,
    Step,
)
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Confidence, Place
from decompose.reports.checks.setting import Setting

CHECKOUT = """\
def place(order):
    with transaction.atomic():
        order.save()
\t\tInvoice.objects.create(order=order)
    return order
"""
SOURCES = {"shop/orders/checkout.py": CHECKOUT}
SETTING = Setting(tool="0.1.0", source=SOURCES.get, link="https://example.org/shop/blob/abc/{path}#L{line}")

INSPECTED = Inspected(
    files=812,
    lines=120_000,
    services=4,
    couplings=47,
    files_not_parsed=1,
    calls_unresolved=1_204,
    statements=400,
    statements_dynamic=14,
    statements_not_understood=3,
)

_WRITE = CODES["DC202"]
_JOIN = CODES["DC203"]


def _known(name: str, by: str = "baseline", reason: str = "") -> Known:
    found = Coupling(
        "orders", "stock", EdgeKind.READS, f"shop.orders.{name}", "stock_level", places=(Place("shop/orders/a.py", 3),)
    )
    return Known(found, by, reason)


GREEN = CheckReport(
    name="shop",
    compared_with="decompose-baseline.txt",
    known=(_known("list_all"), _known("show", "inline", "moves with the read model")),
    gone=(Gone("writes", "shop.orders.close", "invoice"),),
    inspected=INSPECTED,
)

FAILED = CheckReport(
    name="shop",
    compared_with="origin/main",
    compared_commit="3f2a91c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6",
    findings=(
        Finding(
            Spot("decompose.toml", 12),
            "DC905",
            Level.WARN,
            Outcome.NEW,
            "the baseline tolerates 1 coupling that is gone",
            CODES["DC905"].why,
            CODES["DC905"].ways_out,
            fingerprint="aa05",
        ),
        Finding(
            Spot("shop/orders/checkout.py", 4, 3, 4, 10),
            "DC202",
            Level.ERROR,
            Outcome.NEW,
            "shop.orders.checkout.place writes invoice, a table of billing",
            _WRITE.why,
            ("call shop.billing.api.create_invoice of billing", *_WRITE.ways_out[1:]),
            Confidence.EXACT,
            "orders",
            "billing",
            "writes",
            "shop.orders.checkout.place",
            "invoice",
            places=tuple(Place("shop/orders/checkout.py", line) for line in (20, 33, 41, 55, 60, 71, 80)),
            fingerprint="aa01",
        ),
        Finding(
            Spot("shop/orders/reports.py", 31, 12),
            "DC203",
            Level.ERROR,
            Outcome.NEW,
            "a statement in shop.orders.reports.monthly joins orders_order with invoice, a table of billing",
            _JOIN.why,
            _JOIN.ways_out,
            Confidence.INFERRED,
            "orders",
            "billing",
            "joins",
            "shop.orders.reports.monthly",
            "invoice",
            (
                Step("shop.orders.reports.monthly", Place("shop/orders/reports.py", 31), "calls shop.sql.run"),
                Step("shop.sql.run", Place("shop/sql.py", 9), "joins invoice"),
            ),
            fingerprint="aa02",
        ),
        Finding(
            Spot("shop/stock/tasks.py", 7, 5, 9, 2),
            "DC101",
            Level.WARN,
            Outcome.KNOWN,
            "shop.stock.tasks.refill calls shop.orders.api.reserve",
            CODES["DC101"].why,
            CODES["DC101"].ways_out,
            Confidence.HEURISTIC,
            "stock",
            "orders",
            "calls",
            "shop.stock.tasks.refill",
            "shop.orders.api.reserve",
            fingerprint="aa03",
        ),
    ),
    known=tuple(_known(f"view_{index}", "origin/main") for index in range(8)),
    moved=(
        Moved(
            Coupling("orders", "stock", EdgeKind.CALLS, "shop.orders.cart.add", "shop.stock.api.reserve"),
            "shop.basket.add",
            "shop.stock.api.reserve",
        ),
    ),
    gone=tuple(Gone("reads", f"shop.billing.view_{index}", "orders_order", "billing", "orders") for index in range(7)),
    pairs=(PairChange("billing", "orders", 9, 2), PairChange("orders", "billing", 4, 6)),
    drift=(Change("chattiness", 0.5, 0.51), Change("total", 1.2, 1.25)),
    inspected=INSPECTED,
)

SCRIPT = "</script><script>alert(1)</script>"
HOSTILE_NAMES = (
    SCRIPT,
    "a|b|c",
    "`rm -rf`",
    "a\u202eb\u2066c",
    "two\nlines\r\n::error::injected",
    "::set-output name=x::y",
    "##[add-mask]secret",
    "100%0A25%",
    "a,b:c%.py",
    "]]>&amp;<!--x-->",
    "[text](javascript:alert(1))",
    "@everyone #1 https://evil.example www.evil.example",
    "\x00\x1b[31mred\x07\x7f",
    "\ud800lone",
    "\ufffe\uffff",
    "```\n# heading\n</details>",
    "漢字" * 40,
    "x" * 10_000,
    "\"quoted\" 'single' \\back\\",
    " ",
    "%SRCROOT%/../../etc/passwd",
    "{0} {{1}}",
    "$(touch pwned)",
)


def hostile(name: str) -> CheckReport:
    """A report in which everything that can be a name is this one."""
    place = Place(name, 3)
    coupling = Coupling(name, f"{name}2", EdgeKind.READS, name, name, places=(place,))
    finding = Finding(
        Spot(name, 2, 3),
        "DC201",
        Level.ERROR,
        Outcome.NEW,
        f"{name} reads {name}",
        name,
        (name, name),
        Confidence.HEURISTIC,
        name,
        f"{name}2",
        "reads",
        name,
        name,
        (Step(name, place, name),),
        (place,),
        "",
    )
    other = Finding(Spot(name, 0), name, Level.WARN, Outcome.NEW, name)
    return CheckReport(
        name=name,
        compared_with=name,
        compared_commit=name,
        findings=(finding, finding, other),
        known=(Known(coupling, name, name),),
        moved=(Moved(coupling, name, name),),
        gone=(Gone(name, name, name, name, name),),
        pairs=(PairChange(name, f"{name}2", 1, 2),),
        drift=(Change(name, 1.0, 2.0), Change("total", 1.0, 2.0)),
        inspected=INSPECTED,
    )


def hostile_setting(name: str) -> Setting:
    """A setting in which everything that can be a name is this one."""
    return Setting(
        tool=name, root=name, here=name, source=lambda _path: f"a\n{name}\nb", link="https://e.org/{path}#L{line}"
    )
