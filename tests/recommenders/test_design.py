"""The parts that services become."""

from __future__ import annotations

import msgspec
import pytest

from decompose.clustering.decomposition import Coupling, Decomposition, Service, SpanningTransaction, TableUse
from decompose.extractors.graph import (
    DependencyGraph,
    Edge,
    EdgeKind,
    EntryKind,
    EntryPoint,
    TransactionScope,
    Unit,
    UnitKind,
)
from decompose.extractors.places import Confidence, Place
from decompose.recommenders.architecture import Channel, Engine, Front
from decompose.recommenders.design import design
from decompose.recommenders.design.access import actions_of
from decompose.recommenders.design.crons import eventbridge
from decompose.recommenders.design.packaging import python_of
from decompose.recommenders.options import RecommendOptions
from decompose.recommenders.recommending import recommend
from tests.recommenders.builders import PLACE, crossing, cut, graph

HTTP = EntryKind.HTTP


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("0 3 * * *", "cron(0 3 * * ? *)"),
        ("*/15 * * * *", "cron(*/15 * * * ? *)"),
        ("30 6 * * 1-5", "cron(30 6 ? * 2-6 *)"),
        ("0 0 * * 0", "cron(0 0 ? * 1 *)"),
        ("0 0 * * 7", "cron(0 0 ? * 1 *)"),
        ("0 0 * * mon", "cron(0 0 ? * MON *)"),
        ("0 0 1 * 1", ""),
        ("daily", "cron(0 0 * * ? *)"),
        ("@hourly", "rate(1 hour)"),
        ("monthly_long", "cron(0 0 1 * ? *)"),
        ("every 300 seconds", "rate(5 minutes)"),
        ("every 1 day", "rate(1 day)"),
        ("every 30 seconds", ""),
        ("setting SCHEDULE nightly-sales", ""),
        ("", ""),
        ("shop.tasks.clean up all the old rows", ""),
    ],
)
def test_schedules(written: str, expression: str) -> None:
    assert eventbridge(written) == expression


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ({"A": ("GET /a", "POST /a/<id>"), "B": ("GET /b/",)}, {"A": ("/a", "/a/*"), "B": ("/b",)}),
        ({"A": ("/api/x/<int:i>",), "B": ("/api/y",)}, {"A": ("/api/x/*",), "B": ("/api/y",)}),
        ({"A": ("/x/<id>",), "B": ("/x/<id>/more",)}, {"A": ("/x/*",), "B": ("/x/*/more",)}),
        ({"A": ("/", "/z"), "B": ("/b",)}, {"A": ("/", "/z"), "B": ("/b",)}),
        ({"A": ("query orders",), "B": ("/b",)}, {"A": (), "B": ("/b",)}),
    ],
)
def test_paths_lead_to_one_service(routes: dict[str, tuple[str, ...]], expected: dict[str, tuple[str, ...]]) -> None:
    entries = tuple(
        EntryPoint(name, HTTP, f"m.{s.lower()}", f"m.{s.lower()}", PLACE) for s in routes for name in routes[s]
    )
    units = tuple(Unit(f"m.{s.lower()}", UnitKind.CLASS, "a.py", 1, 9, 9000) for s in routes)
    services = tuple(Service(s, (f"m.{s.lower()}",), lines=9000) for s in routes)
    found = design(DependencyGraph("x", units, entry_points=entries), Decomposition(services)).workloads
    assert {workload.service: workload.paths for workload in found} == expected


@pytest.mark.parametrize(
    ("marks", "dependencies", "engine"),
    [
        (("setting:DATABASES.default.ENGINE=django.db.backends.postgresql",), (), Engine.POSTGRESQL),
        (("setting:SQLALCHEMY_DATABASE_URI=mysql+pymysql",), ("psycopg2",), Engine.MYSQL),
        (("setting:DATABASES.default.ENGINE=django.db.backends.sqlite3", "middleware:mariadb=10"), (), Engine.MARIADB),
        (("requirement:psycopg2-binary===2.9",), (), Engine.POSTGRESQL),
        ((), ("asyncpg",), Engine.POSTGRESQL),
        ((), ("psycopg2", "pymysql"), Engine.UNKNOWN),
        ((), (), Engine.UNKNOWN),
    ],
)
def test_the_engine_stays(marks: tuple[str, ...], dependencies: tuple[str, ...], engine: Engine) -> None:
    (store,) = design(graph(marks=marks, dependencies=dependencies), cut()).stores
    assert (store.engine, store.tables) == (engine, ("t",))


def test_the_configuration_names_the_engine() -> None:
    (store,) = design(graph(), cut(), RecommendOptions(engine=Engine.ORACLE)).stores
    assert store.engine is Engine.ORACLE


@pytest.mark.parametrize(
    ("operation", "actions"),
    [
        ("s3.put_object", ("s3:PutObject",)),
        ("s3.list_objects_v2", ("s3:ListBucket",)),
        ("sqs.send_message_batch", ("sqs:SendMessage",)),
        ("stepfunctions.start_execution", ("states:StartExecution",)),
        ("sesv2.send_email", ("ses:SendEmail",)),
        ("nonsense", ()),
    ],
)
def test_actions(operation: str, actions: tuple[str, ...]) -> None:
    assert actions_of(operation) == actions


@pytest.mark.parametrize(
    ("marks", "version"),
    [
        (("python:=>=3.10",), "3.10"),
        (("python:=>=3.9,<3.13", "python:image=3.12.4"), "3.12"),
        (("python:=^3.11",), "3.11"),
        (("python:=2.7",), ""),
        ((), ""),
    ],
)
def test_the_version_of_python(marks: tuple[str, ...], version: str) -> None:
    assert python_of(graph(marks=marks).marks) == version


def test_a_task_that_only_the_clock_sends_needs_no_queue() -> None:
    twice = design(graph(EntryKind.TASK, EntryKind.SCHEDULE), cut())
    assert ([workload.name for workload in twice.workloads], twice.queues) == (["jobs"], ())


def test_queues_say_who_sends() -> None:
    sent = Coupling("B", "A", EdgeKind.EVENT, "m.b", "m.a", places=(PLACE,))
    (queue,) = design(graph(EntryKind.TASK, traits=("time limit:celery=60",)), cut(sent)).queues
    assert (queue.senders, queue.messages, queue.longest) == (("B",), ("task /x0",), 60)


def test_signals_of_others_are_events() -> None:
    receiver = EntryPoint("m.b", EntryKind.SIGNAL, "m.b", "m.b", PLACE, "shop.signals.order_paid")
    found = DependencyGraph("x", graph().units, graph().tables, (receiver,))
    (event,) = design(found, cut(crossing(EdgeKind.EVENT))).events
    assert (event.service, event.name, event.receivers, event.channel) == (
        "A", "order-paid", ("B",), Channel.EVENTBRIDGE,
    )  # fmt: skip


def test_what_has_no_route_is_called_by_others_alone() -> None:
    called = Coupling("B", "A", EdgeKind.CALLS, "m.b", "m.a", places=(PLACE,))
    (workload,) = design(graph(), cut(called)).workloads
    assert (workload.front, workload.paths) == (Front.INTERNAL, ())


def test_a_saga_has_the_order_of_the_code() -> None:
    """``place`` calls ``reserve`` (line 3), then ``pay`` (line 4), and writes its own row (line 5) through ``save``."""
    names = {"place": "orders", "save": "orders", "pay": "payments", "reserve": "stock"}
    tables = {"orders": "order", "payments": "payment", "stock": "level"}
    units = tuple(Unit(f"m.{name}", UnitKind.FUNCTION, "m.py", 1, 9, 9) for name in sorted(names))

    def edge(kind: EdgeKind, source: str, target: str, line: int) -> Edge:
        return Edge(kind, source, target, source, target, places=(Place("m.py", line),))

    edges = (
        edge(EdgeKind.CALLS, "m.place", "m.reserve", 3),
        edge(EdgeKind.CALLS, "m.place", "m.pay", 4),
        edge(EdgeKind.CALLS, "m.place", "m.save", 5),
        *(edge(EdgeKind.WRITES, f"m.{n}", tables[s], 20) for n, s in names.items() if n != "place"),
    )
    place = Place("m.py", 2)
    scope = TransactionScope("m.place", "m.place", place, (), ("level", "order", "payment"),
                             functions=("m.pay", "m.reserve", "m.save"))  # fmt: skip
    services = tuple(
        Service(s, tuple(f"m.{n}" for n in sorted(names) if names[n] == s), (tables[s],)) for s in sorted(tables)
    )
    spanning = SpanningTransaction("m.place", "orders", ("orders", "payments", "stock"), scope.writes, place)
    chosen = Decomposition(services, spanning_transactions=(spanning,))
    (saga,) = design(DependencyGraph("x", units, edges=edges, transactions=(scope,)), chosen).sagas
    assert [step.service for step in saga.steps] == ["stock", "payments", "orders"]
    assert [step.compensation for step in saga.steps] == ["UndoStock", "UndoPayments", ""]
    assert saga.is_orchestrated


@pytest.mark.parametrize(("confidence", "sagas"), [(Confidence.INFERRED, 1), (Confidence.HEURISTIC, 0)])
def test_nobody_is_told_to_build_a_saga_for_rows_that_may_not_be_there(confidence: Confidence, sagas: int) -> None:
    units = (Unit("m.drop", UnitKind.FUNCTION, "m.py", 1, 9, 9), Unit("m.pay", UnitKind.FUNCTION, "m.py", 11, 19, 9))
    place = Place("m.py", 2)
    edges = (
        Edge(EdgeKind.WRITES, "m.drop", "order", "m.drop", "order", places=(place,)),
        Edge(EdgeKind.WRITES, "m.drop", "payment", "m.drop", "payment", 1.0, confidence, (place,)),
    )
    scope = TransactionScope("m.drop", "m.drop", place, (), ("order", "payment"), functions=("m.drop",))
    services = (Service("orders", ("m.drop",), ("order",)), Service("payments", ("m.pay",), ("payment",)))
    spanning = SpanningTransaction("m.drop", "orders", ("orders", "payments"), scope.writes, place)
    chosen = Decomposition(services, spanning_transactions=(spanning,))
    found = DependencyGraph("x", units, edges=edges, transactions=(scope,))
    assert len(design(found, chosen).sagas) == sagas
    advice = recommend(found, chosen, design(found, chosen))
    assert sum(item.rule == "integration.transaction" for item in advice) == sagas


def test_guesses_are_not_told() -> None:
    guessed = msgspec.structs.replace(graph(resources=("cache:x",)).resources[0], confidence=Confidence.HEURISTIC)
    found = msgspec.structs.replace(graph(), resources=(guessed,))
    assert design(found, cut()).caches == ()


def test_secrets_of_settings_are_needed_by_every_service() -> None:
    of_settings = msgspec.structs.replace(graph(traits=("secret:SECRET_KEY",)).traits[0], symbol="settings", unit="")
    found = msgspec.structs.replace(graph(), traits=(of_settings,))
    assert [(s.service, s.name) for s in design(found, cut()).secrets] == [("A", "SECRET_KEY"), ("B", "SECRET_KEY")]


@pytest.mark.parametrize(
    ("marks", "application"),
    [
        (("application:asgi=m:api", "application:asgi=m:app"), "m:app"),
        (("application:asgi=m:api", "application:asgi=m:app", "process:CMD=uvicorn m:api"), "m:api"),
        (("application:wsgi=m.wsgi:application", "application:asgi=m.asgi:application"), "m.asgi:application"),
    ],
)
def test_the_application_that_is_served(marks: tuple[str, ...], application: str) -> None:
    assert design(graph(marks=marks), cut()).packaging.application == application


def test_secrets_of_programs_beside_the_code_are_not_those_of_services() -> None:
    marks = ("secret:POSTGRES_PASSWORD@db", "middleware:postgres=16@db", "secret:API_KEY@web")
    assert {secret.name for secret in design(graph(marks=marks), cut()).secrets} == {"API_KEY"}


@pytest.mark.parametrize(("method", "schedules"), [("m.a.heal", 0), ("m.a.run", 1), ("m.a", 1)])
def test_what_an_object_does_by_itself_needs_no_schedule(method: str, schedules: int) -> None:
    entry = EntryPoint("heal", EntryKind.SCHEDULE, method, "m.a", PLACE, "0 3 * * *")
    found = msgspec.structs.replace(graph(), entry_points=(entry,))
    assert len(design(found, cut()).schedules) == schedules
    advice = recommend(found, cut(), design(found, cut()))
    assert sum(item.rule == "scheduling.jobs" for item in advice) == schedules


@pytest.mark.parametrize(("confidence", "told"), [(Confidence.INFERRED, 1), (Confidence.HEURISTIC, 0)])
def test_guessed_writers_are_not_told(confidence: Confidence, told: int) -> None:
    edge = Edge(EdgeKind.WRITES, "m.b", "t", "m.b", "t", 1.0, confidence, (PLACE,))
    found = msgspec.structs.replace(graph(), edges=(edge,))
    chosen = cut(uses=(TableUse("t", "A", ("A", "B"), (), (PLACE,)),))
    advice = recommend(found, chosen, design(found, chosen))
    assert sum(item.rule == "data.several-writers" for item in advice) == told


def test_functions_that_a_queue_is_given_are_work_for_a_worker() -> None:
    edge = Edge(EdgeKind.EVENT, "m.b", "m.a", "m.b", "m.a", places=(PLACE,))
    found = msgspec.structs.replace(graph(), edges=(edge,))
    made = design(found, cut())
    assert [(workload.name, workload.handlers) for workload in made.workloads] == [("worker", ("m.a",))]
    assert [queue.messages for queue in made.queues] == [("m.a",)]
