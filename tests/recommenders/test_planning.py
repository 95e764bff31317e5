"""The plan: its phases, what they stand on, and what is left after each step."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planned import (
    coupling,
    decomposition,
    graph,
    phase,
    planned,
    route,
    signature,
    step,
    texts,
)

from decompose.clustering.decomposition import Coupling, Decomposition, Doubt, Service, SpanningTransaction, Stability
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind, EntryKind, TransactionScope, UnresolvedCall
from decompose.extractors.places import Confidence, Place
from decompose.extractors.signatures import Parameter
from decompose.recommenders.checking import CHECKABLE, left_of
from decompose.recommenders.planning import order_of_extraction, plan_migration
from decompose.recommenders.rates import MEANINGS, Rates
from decompose.recommenders.simulating import Simulation

CALL = "orders.place calls payments.charge"
CASES = {
    "a call becomes an operation": (
        "seam",
        [CALL],
        (
            "Make shop.payments.charge an operation, GET or POST /charge (1 caller: orders);"
            " order is a row of order: pass order_id"
        ),
    ),
    "a foreign write is given an operation": (
        "seam",
        ["orders.place writes payments/invoice"],
        "Give 1 function of orders an operation in place of their writes to invoice",
    ),
    "a foreign read is given an operation, with its columns": (
        "seam",
        ["orders.place reads payments/invoice"],
        "Give 1 function of orders an operation in place of their reads of number from invoice",
    ),
    "a name goes into a library": (
        "seam",
        ["orders.place imports payments.RATE"],
        "Move into a library, or copy, what orders uses as values: shop.payments.RATE",
    ),
    "what it calls goes behind an adapter": (
        "dependencies",
        ["payments.charge calls core.login"],
        "Put 1 function of core behind one adapter: shop.core.login",
    ),
    "what it reads is asked for": (
        "dependencies",
        ["payments.charge reads core/user"],
        "Ask core, through that adapter, in place of reads of user (1 function)",
    ),
    "a foreign key is cut, and what it did is said": (
        "data",
        ["payments/refund.invoice_id foreign_key orders/order"],
        "Drop the constraint refund.invoice_id → order: keep the value, and ask orders for the row",
    ),
    "a join is taken apart": (
        "data",
        ["payments/shop.payments.charge:invoice joins orders/order"],
        (
            "Take apart the statements over invoice and order of shop.payments.charge:"
            " read the own rows, and ask for the others by key"
        ),
    ),
    "a transaction becomes a saga": (
        "data",
        ["payments.charge transaction orders/order"],
        "Make a saga of shop.payments.charge, whose transaction also writes order of orders",
    ),
    "tables that are referred to come first": (
        "data",
        [],
        "Expand: make 2 tables in the new database, in the order of their keys: invoice, refund",
    ),
    "an event becomes a message": (
        "events",
        ["orders.place event payments.charge"],
        "Publish a message where shop.orders.place sends in process; received by payments: shop.payments.charge",
    ),
}
READ = Edge(EdgeKind.READS, "shop.orders.place", "invoice", "shop.orders.place", "invoice", columns=("number",))


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_coupling_has_its_work(name: str) -> None:
    where, couplings, expected = CASES[name]
    charge = signature("payments.charge", Parameter("order", types=("shop.orders.Order",)))
    plan = planned(graph(charge, edges=(READ,)), decomposition(*map(coupling, couplings)))
    assert expected in texts(plan, where)
    without = planned(graph(charge), decomposition())
    assert not couplings or expected not in texts(without, where)


def test_a_foreign_key_says_what_it_did_on_deletion() -> None:
    plan = planned(graph(), decomposition(coupling("orders/order.user_id foreign_key core/user")))
    (text,) = [text for text in texts(plan, "data", "orders") if text.startswith("Drop")]
    assert text.endswith("ask core for the row; CASCADE: on a deletion there, delete here when its event arrives")


@pytest.mark.parametrize(
    ("couplings", "entries", "seam", "dependencies", "traffic"),
    [
        ([CALL], (), "branch by abstraction", None, ""),
        ([], (route("/pay"),), None, None, "strangler fig"),
        ([CALL], (route("/pay"),), "branch by abstraction", None, "strangler fig"),
        (["payments.charge calls core.login"], (), None, "gateway", ""),
        (["payments.charge reads core/user"], (), None, "anti-corruption layer", ""),
    ],
)
def test_patterns_follow_the_evidence(
    couplings: list[str], entries: tuple[object, ...], seam: str | None, dependencies: str | None, traffic: str
) -> None:
    plan = planned(graph(entries=entries), decomposition(*map(coupling, couplings)))  # type: ignore[arg-type]
    found = {held.id: held.pattern for held in step(plan).phases}
    assert (found.get("seam"), found.get("dependencies"), found["traffic"]) == (seam, dependencies, traffic)


def test_an_adapter_over_rows_is_an_anti_corruption_layer() -> None:
    login = signature("core.login", return_types=("shop.core.User",))
    plan = planned(graph(login), decomposition(coupling("payments.charge calls core.login")))
    assert phase(plan, "dependencies").pattern == "anti-corruption layer"
    assert phase(plan, "dependencies").why == ("It calls 1 function of the monolith, 1 of them with rows of tables.")


def test_a_sender_in_a_transaction_gets_an_outbox_only_for_what_it_wrote() -> None:
    scope = TransactionScope("shop.orders.place", "shop.orders.place", Place("o.py", 4), (), ("order",))
    plan = planned(graph(scopes=(scope,)), decomposition(coupling("orders.place event payments.charge")))
    (text,) = [text for text in texts(plan, "events") if "outbox" in text]
    assert text.startswith("shop.orders.place writes order in a transaction, and sends: if the message tells of that")
    assert phase(plan, "events").pattern == "publish-subscribe, transactional outbox"


def test_few_writers_are_doubled_many_are_followed() -> None:
    def writers(number: int) -> list[str]:
        edges = tuple(
            Edge(EdgeKind.WRITES, "shop.payments.charge", "invoice", f"shop.payments.f{n}", "invoice")
            for n in range(number)
        )
        return texts(planned(graph(edges=edges), decomposition()), "data")

    assert any(text.startswith("Dual write, the old table first, in 3 functions: ") for text in writers(3))
    assert any(text.startswith("Follow by change data capture: 9 functions write them") for text in writers(9))
    assert any(text.startswith("No code that was read writes them") for text in writers(0))


def test_traffic_names_rules_and_jobs() -> None:
    entries = (route("/pay/<id>/"), route("/pay/"), route("close_books", kind=EntryKind.COMMAND), route("/", "core"))
    found = texts(planned(graph(entries=tuple(sorted(entries))), decomposition()), "traffic")
    assert "Send 2 routes to it by 1 path rule, a small share first: /pay/* (2)" in found
    assert "Start 1 command there and stop them in the monolith, one by one: close_books" in found


def test_files_are_deleted_or_cleared() -> None:
    assert texts(planned(graph(), decomposition()), "removal")[0] == (
        "Delete 1 file that hold nothing else: shop/payments/services.py"
    )


def test_effort_is_counts_times_rates() -> None:
    zero = Rates(**dict.fromkeys(MEANINGS, (0.0, 0.0)))
    for name in MEANINGS:
        rates = Rates(**{**dict.fromkeys(MEANINGS, (0.0, 0.0)), name: (1.0, 2.0)})
        found = decomposition(coupling(CALL), coupling("payments.charge reads core/user"))
        one = next(held for held in plan_migration(graph(), found, (), rates).steps if held.service == "payments")
        counts = Counter(effort.rate for held in one.phases for effort in held.efforts for _ in range(effort.count))
        assert one.effort_days == (counts[name], 2 * counts[name])
    assert step(plan_migration(graph(), decomposition(), (), zero)).effort_days == (0, 0)
    basis = step(planned(graph(), decomposition(coupling(CALL)))).effort_basis
    assert basis == "1 × service, 1 × operation, 1 × caller, 2 × table, 1 × file"


def test_grounds_are_told_in_words() -> None:
    chosen = decomposition(coupling(CALL), coupling("payments.charge calls core.login"))
    doubt = Doubt(0.5, "shop.payments.refund", "unit", "payments", "orders")
    chosen = Decomposition(chosen.services, (), chosen.couplings, stability=Stability(10, 0.9, (doubt,)))
    unknown = UnresolvedCall("shop.payments.charge", Place("p.py", 7), "x.y", "why")
    found = graph(entries=(route("/pay"),))
    found = DependencyGraph(found.name, found.units, found.tables, found.entry_points, unresolved_calls=(unknown,))
    told = {ground.about: ground.text for ground in step(planned(found, chosen)).grounds if ground.about != "readiness"}
    assert told == {
        "value": (
            "It owns 2 tables and handles 1 entry point (1 route):"
            " once out, it is deployed and scaled with its own data"
        ),
        "risk": (
            "2 couplings with what is still in the monolith;"
            " cutting them costs 200% of what cutting its own 100 lines apart would"
        ),
        "stability": (
            "1 of its 4 placements are on the fence (1 of them rather in orders): look at these first:"
            " shop.payments.refund"
        ),
        "order": "It needs core, which it asks in the monolith until they leave; is needed by orders",
    }


def test_circles_are_named() -> None:
    there_and_back = [coupling(CALL), coupling("payments.refund reads orders/order")]
    assert planned(graph(), decomposition(*there_and_back)).circles == (("orders", "payments"),)
    assert planned(graph(), decomposition(coupling(CALL))).circles == ()


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_keeps_a_phase_from_being_done(name: str) -> None:
    where, couplings, _ = CASES[name]
    if couplings and where in CHECKABLE and couplings != [CALL] and " calls " not in couplings[0]:
        chosen = decomposition(*map(coupling, couplings))
        assert [c.kind.value for c in left_of(where, "payments", graph(), chosen)] == [couplings[0].split()[1]]
        assert not left_of(where, "payments", graph(), decomposition())


def test_a_call_of_the_interface_is_no_work_left() -> None:
    calls = decomposition(coupling(CALL), coupling("orders.place imports payments.charge"))
    assert left_of("seam", "payments", graph(), calls) == ()


# -- the first pull requests --


def test_the_first_pull_requests_are_those_of_the_first_step() -> None:
    charge = signature("payments.charge", Parameter("order", types=("shop.orders.Order",)))
    plan = planned(
        graph(charge), decomposition(coupling(CALL, 12), coupling("orders.cancel writes payments/refund", 20))
    )
    assert plan.steps[0].service == "payments"
    first, second, third = plan.pull_requests
    assert first.title == "Give payments an interface"
    assert first.files == ("decompose.toml", "shop/payments/interface.py")
    assert second.title == "Write refund in payments only"
    assert third.title == "Let orders call payments through its interface"
    assert third.files == ("decompose.toml", "shop/orders/services.py")
    assert third.changes[0].text == "shop.orders.place calls the interface in place of shop.payments.charge"
    assert third.changes[0].places == (Place("shop/orders/services.py", 12),)
    assert third.proof[-1] == "decompose accept PATH --prune takes 1 line out of the baseline, or more"


def test_tables_that_the_same_functions_write_are_one_change() -> None:
    writes = [coupling("orders.cancel writes payments/refund"), coupling("orders.cancel writes payments/invoice")]
    (found,) = planned(graph(), decomposition(*writes)).pull_requests
    assert found.title == "Write invoice, refund in payments only"
    assert found.why == "1 function of orders writes invoice, refund besides"


@pytest.mark.parametrize("kind", ["writes", "reads", "calls"])
def test_guesses_are_questions_and_no_work(kind: str) -> None:
    target = "payments.charge" if kind == "calls" else "payments/refund"
    guess = msgspec.structs.replace(coupling(f"orders.cancel {kind} {target}"), confidence=Confidence.HEURISTIC)
    plan = planned(graph(), decomposition(guess))
    (text,) = texts(plan, "seam")
    assert text.startswith("Find out about 1 coupling guessed by a name, or that depend on which rows there are: ")
    assert plan.pull_requests == ()
    assert phase(plan, "seam").efforts == ()
    assert left_of("seam", "payments", graph(), decomposition(guess)) == ()


def test_a_transaction_whose_bounds_are_not_written_is_a_question() -> None:
    place = Place("p.py", 4)
    symbol = "shop.payments.charge"
    scope = TransactionScope(symbol, symbol, place, (), ("invoice", "order"), confidence=Confidence.INFERRED)
    spanning = SpanningTransaction(symbol, "payments", ("orders", "payments"), ("invoice", "order"), place)
    held = Coupling("payments", "orders", EdgeKind.TRANSACTION, symbol, "order", places=(place,))
    found = texts(planned(graph(scopes=(scope,)), decomposition(held, transactions=(spanning,))), "data")
    assert any(text.startswith("Ask whether shop.payments.charge has to write order and tables of") for text in found)
    assert not any("saga" in text for text in found)


# -- what is left after each step --


@st.composite
def decompositions(draw: st.DrawFn) -> Decomposition:
    """Services with tables, couplings of all kinds, spanning transactions, and a shared library that needs some."""
    names = [f"s{index}" for index in range(draw(st.integers(1, 6)))]
    tables = {name: (f"t_{name}",) if draw(st.booleans()) else () for name in names}
    services = tuple(Service(name, (f"m.{name}",), tables[name], lines=draw(st.integers(0, 999))) for name in names)
    ends = st.tuples(st.sampled_from([*names, "shared"]), st.sampled_from(names), st.sampled_from(EdgeKind))
    found = [
        Coupling(a, b, kind, f"m.{a}", f"m.{b}", places=(Place("a.py", 1),))
        for a, b, kind in sorted(draw(st.sets(ends, max_size=15)))
        if a != b and kind is not EdgeKind.TRANSACTION
    ]
    spanning = []
    owners = {table: name for name, held in tables.items() for table in held}
    for number in range(draw(st.integers(0, 3)) if len(owners) > 1 else 0):
        opener = draw(st.sampled_from(names))
        written = tuple(sorted(draw(st.sets(st.sampled_from(sorted(owners)), min_size=2))))
        place = Place("t.py", number)
        hands = tuple(sorted({owners[table] for table in written}))
        spanning.append(SpanningTransaction(f"m.{opener}", opener, hands, written, place))
        found += [
            Coupling(opener, owners[table], EdgeKind.TRANSACTION, f"m.{opener}", table, places=(place,))
            for table in written
            if owners[table] != opener
        ]
    return Decomposition(services, (), tuple(found), (), tuple(spanning))


@settings(deadline=None)
@given(decompositions())
def test_after_the_last_step_the_couplings_are_those_of_the_decomposition(chosen: Decomposition) -> None:
    plan = plan_migration(DependencyGraph("x"), chosen, ())
    stops = [plan.start, *(found.stop for found in plan.steps)]
    last = Counter({tally.kind: tally.count for tally in (*stops[-1].travels, *stops[-1].removed)})
    if len(chosen.services) > 1:
        assert last == Counter(coupling_.kind for coupling_ in chosen.couplings)
        assert not stops[-1].inside
    for stop in stops:
        assert sum(tally.count for tally in (*stop.travels, *stop.removed, *stop.inside)) == len(chosen.couplings)
    assert [stop.crossing for stop in stops] == sorted(stop.crossing for stop in stops)


@settings(deadline=None)
@given(decompositions())
def test_each_step_comes_after_what_it_depends_on(chosen: Decomposition) -> None:
    plan = plan_migration(DependencyGraph("x"), chosen, ())
    order = [found.service for found in plan.steps]
    assert tuple(order) == order_of_extraction(DependencyGraph("x"), chosen)
    for number, found in enumerate(plan.steps):
        assert set(found.depends_on) <= set(order[:number])


def test_a_transaction_crosses_once_its_tables_lie_apart() -> None:
    place = Place("t.py", 1)
    scope = SpanningTransaction("shop.core.login", "core", ("orders", "payments"), ("invoice", "order"), place)
    held = tuple(
        Coupling("core", owner, EdgeKind.TRANSACTION, "shop.core.login", table, places=(place,))
        for owner, table in (("payments", "invoice"), ("orders", "order"))
    )
    services = decomposition().services
    simulation = Simulation(Decomposition(services, (), held, (), (scope,)))
    assert [len(simulation.crossing(out)) for out in ([], ["payments"], ["payments", "orders"])] == [0, 1, 2]
    assert simulation.crossing(["core"]) == []  # one database still has all that it writes
