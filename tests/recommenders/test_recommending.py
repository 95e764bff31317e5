"""Rules and the plan, on hand-made decompositions."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.clustering.decomposition import Coupling, Decomposition, Service, TableUse
from decompose.extractors.graph import DependencyGraph, Edge, EdgeKind, EntryKind, TransactionScope, Unit, UnitKind
from decompose.extractors.places import Confidence
from decompose.recommenders.compute.arguments import all_arguments
from decompose.recommenders.conditions import When, mistakes
from decompose.recommenders.design import design
from decompose.recommenders.options import DataRule, RecommendOptions
from decompose.recommenders.ordering import extraction_order
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.recommenders.planning import plan_migration
from decompose.recommenders.recommending import recommend
from decompose.recommenders.rules import all_rules
from tests.recommenders.builders import PLACE, SPANNING, arriving, crossing, cut, graph

_State = tuple[DependencyGraph, Decomposition]


def advised(state: _State, options: RecommendOptions | None = None) -> tuple[Recommendation, ...]:
    """What is recommended for the service A and for the whole."""
    found, chosen = state
    advice = recommend(found, chosen, design(found, chosen, options), options)
    return tuple(item for item in advice if item.service in {"", "A"})


PLAIN: _State = (graph(), cut())
HTTP, TASK, JOB = EntryKind.HTTP, EntryKind.TASK, EntryKind.SCHEDULE
CASES: dict[str, tuple[_State, _State]] = {
    "api.connections": ((graph(HTTP, traits=("stream:channels",)), cut()), (graph(HTTP), cut())),
    "api.limits": ((graph(traits=("rate limit:slowapi",)), cut()), PLAIN),
    "api.routes": ((graph(HTTP), cut()), (graph(TASK), cut())),
    "api.static": ((graph(packages=("whitenoise",)), cut()), (graph(packages=("django",)), cut())),
    "api.versions": ((graph(HTTP, names=("GET /v1/x",)), cut()), (graph(HTTP, names=("GET /vx/1",)), cut())),
    "boundaries.circle": (
        (graph(), cut(crossing(EdgeKind.CALLS), arriving(EdgeKind.CALLS))),
        (graph(), cut(crossing(EdgeKind.CALLS))),
    ),
    "boundaries.fan-in": (
        (graph(), cut(*(arriving(EdgeKind.CALLS, name) for name in "BCDE"))),
        (graph(), cut(*(arriving(EdgeKind.CALLS, name) for name in "BCD"))),
    ),
    "boundaries.inherited": ((graph(), cut(crossing(EdgeKind.INHERITS))), (graph(), cut(crossing(EdgeKind.CALLS)))),
    "boundaries.layers": (
        (
            DependencyGraph(
                "x", tuple(Unit(f"app.{n}.x", UnitKind.CLASS, f"{n}.py", 1, 2, 2) for n in ("models", "views"))
            ),
            Decomposition(),
        ),
        PLAIN,
    ),
    "boundaries.merge": ((graph(), cut(transactions=(SPANNING,) * 5)), (graph(), cut(transactions=(SPANNING,) * 4))),
    "boundaries.style": ((graph(TASK), cut()), PLAIN),
    "data.own-database": (PLAIN, (graph(tables=()), cut(tables=()))),
    "data.cache": ((graph(resources=("cache:x",)), cut()), PLAIN),
    "data.dashboards": (
        (graph(packages=("pandas",), tables=("daily_report",)), cut(tables=("daily_report",))),
        (graph(packages=("pandas",)), cut()),
    ),
    "data.documents": ((graph(packages=("pymongo",)), cut()), PLAIN),
    "data.dynamodb-cache": (
        (graph(traits=("aws:dynamodb.get_item",)), cut()),
        (graph(traits=("aws:dynamodb.scan",)), cut()),
    ),
    "data.dynamodb-today": (
        (graph(traits=("aws:dynamodb.scan",)), cut()),
        (graph(traits=("aws:s3.get_object",)), cut()),
    ),
    "data.foreign-read": ((graph(), cut(crossing(EdgeKind.READS))), (graph(), cut(crossing(EdgeKind.CALLS)))),
    "data.foreign-key": ((graph(), cut(crossing(EdgeKind.FOREIGN_KEY))), PLAIN),
    "data.history": ((graph(tables=("stock_ledger",)), cut(tables=("stock_ledger",))), PLAIN),
    "data.join": ((graph(), cut(crossing(EdgeKind.JOINS))), PLAIN),
    "data.lake": ((graph(packages=("pyarrow",)), cut()), PLAIN),
    "data.postgresql-features": (
        (graph(traits=("sql feature:LISTEN",)), cut()),
        (graph(traits=("sql feature:window function",)), cut()),
    ),
    "data.reference": (
        (graph(), cut(uses=(TableUse("t", "A", ("A",), ("A", "B", "C", "D")),))),
        (graph(), cut(uses=(TableUse("t", "A", ("A", "B"), ("A", "B", "C", "D")),))),
    ),
    "data.search": ((graph(resources=("search:index",)), cut()), PLAIN),
    "data.several-writers": (
        (graph(), cut(uses=(TableUse("t", "A", ("A", "B"), ("A",)),))),
        (graph(), cut(uses=(TableUse("t", "A", ("A",), ("A", "B")),))),
    ),
    "data.solr": ((graph(packages=("pysolr",)), cut()), PLAIN),
    "data.spark": ((graph(packages=("pyspark",)), cut()), PLAIN),
    "data.text-search": (
        (graph(traits=("sql feature:SearchVectorField",)), cut()),
        (graph(traits=("sql feature:JSONB",)), cut()),
    ),
    "data.warehouse": ((graph(packages=("redshift_connector",)), cut()), PLAIN),
    "data.wide-columns": ((graph(packages=("cassandra",)), cut()), PLAIN),
    "delivery.frontend": ((graph(marks=("frontend:web",)), cut()), PLAIN),
    "delivery.infrastructure": (
        (graph(marks=("infrastructure:terraform",)), cut()),
        (graph(marks=("infrastructure:ansible",)), cut()),
    ),
    "delivery.managed": (
        (graph(marks=("middleware:bitnami/redis=7",)), cut()),
        (graph(marks=("middleware:shop",)), cut()),
    ),
    "delivery.no-pipeline": ((graph(marks=("frontend:web",)), cut()), (graph(marks=("pipeline:GitLab CI",)), cut())),
    "delivery.openapi": ((graph(marks=("openapi:api.yaml",)), cut()), PLAIN),
    "delivery.owners": ((graph(marks=("owners:*=team",)), cut()), (graph(marks=("owners:team",)), cut())),
    "delivery.pipeline": ((graph(marks=("pipeline:GitLab CI",)), cut()), PLAIN),
    "delivery.unpinned": (
        (graph(marks=("requirement:django",)), cut()),
        (graph(marks=("requirement:django===5.2",)), cut()),
    ),
    "discovery.configuration-management": (
        (graph(marks=("infrastructure:ansible",)), cut()),
        (graph(marks=("infrastructure:terraform",)), cut()),
    ),
    "discovery.literal-hosts": (
        (graph(traits=("host:10.0.0.7",)), cut()),
        (graph(traits=("host:api.github.com", "host:localhost:8000")), cut()),
    ),
    "discovery.mesh": ((graph(marks=("middleware:envoyproxy/envoy",)), cut()), PLAIN),
    "discovery.names": ((graph(), cut(arriving(EdgeKind.CALLS))), (graph(), cut(crossing(EdgeKind.CALLS)))),
    "discovery.registry": ((graph(packages=("consul",)), cut()), PLAIN),
    "discovery.table": ((graph(tables=("service_registry",)), cut(tables=("service_registry",))), PLAIN),
    "integration.call": ((graph(), cut(crossing(EdgeKind.CALLS))), (graph(), cut(crossing(EdgeKind.READS)))),
    "integration.chatty": ((graph(), cut(crossing(EdgeKind.CALLS, 30))), (graph(), cut(crossing(EdgeKind.CALLS, 2)))),
    "integration.event": ((graph(), cut(crossing(EdgeKind.EVENT))), (graph(), cut(crossing(EdgeKind.CALLS)))),
    "integration.possible-transaction": (
        (
            msgspec.structs.replace(
                graph(), transactions=(TransactionScope("m.a", "m.a", PLACE, confidence=Confidence.INFERRED),)
            ),
            cut(transactions=(SPANNING,)),
        ),
        (graph(), cut(transactions=(SPANNING,))),
    ),
    "integration.transaction": ((graph(), cut(transactions=(SPANNING,))), PLAIN),
    "messaging.broker": ((graph(packages=("pika",)), cut()), (graph(packages=("celery", "kombu")), cut())),
    "messaging.delays": ((graph(TASK, traits=("delay:x=60",)), cut()), (graph(TASK), cut())),
    "messaging.kafka": ((graph(packages=("aiokafka",)), cut()), PLAIN),
    "messaging.mail": ((graph(resources=("email:",)), cut()), PLAIN),
    "messaging.protocols": ((graph(packages=("grpc",)), cut()), PLAIN),
    "messaging.streaming": ((graph(traits=("aws:kinesis.put_record",)), cut()), PLAIN),
    "messaging.tasks": ((graph(TASK), cut()), (graph(JOB), cut())),
    "messaging.texts": ((graph(packages=("twilio",)), cut()), PLAIN),
    "observability.errors": ((graph(packages=("sentry_sdk",)), cut()), PLAIN),
    "observability.metrics": ((graph(packages=("prometheus_client",)), cut()), PLAIN),
    "observability.traces": ((graph(), cut(crossing(EdgeKind.CALLS))), PLAIN),
    "observability.xray-sdk": ((graph(packages=("aws_xray_sdk",)), cut()), PLAIN),
    "operations.breakers": (
        (graph(resources=("http:api",)), cut()),
        (graph(resources=("http:api",), traits=("retry:tenacity",)), cut()),
    ),
    "operations.commands": ((graph(EntryKind.COMMAND), cut()), (graph(HTTP), cut())),
    "operations.disposal": ((graph(traits=("endless:",)), cut()), (graph(traits=("endless:", "sigterm:")), cut())),
    "operations.heavy": ((graph(HTTP, packages=("pandas",)), cut()), (graph(TASK, packages=("pandas",)), cut())),
    "operations.local-cache": ((graph(traits=("local cache:lru_cache",)), cut()), PLAIN),
    "operations.log-files": ((graph(traits=("log file:x.log",)), cut()), PLAIN),
    "operations.new-edges": ((graph(), cut(crossing(EdgeKind.READS))), (graph(), cut(crossing(EdgeKind.EVENT)))),
    "operations.prints": ((graph(traits=("print:",)), cut()), PLAIN),
    "operations.sessions": ((graph(resources=("session:cart",)), cut()), PLAIN),
    "operations.state": ((graph(traits=("global state:CACHE",)), cut()), PLAIN),
    "operations.timeouts": ((graph(traits=("no timeout:requests.get",)), cut()), PLAIN),
    "orchestration.workflows": ((graph(packages=("transitions",)), cut()), PLAIN),
    "scheduling.cleanup": (
        (graph(JOB, names=("shop.tasks.purge_carts",)), cut()),
        (graph(JOB, names=("shop.purging.send_mail",)), cut()),
    ),
    "scheduling.jobs": ((graph(JOB), cut()), (graph(HTTP), cut())),
    "security.audit": (PLAIN, (DependencyGraph("x"), Decomposition())),
    "security.permissions": ((graph(traits=("aws:s3.put_object",)), cut()), PLAIN),
    "security.public-routes": ((graph(HTTP), cut()), (graph(HTTP, traits=("rate limit:slowapi",)), cut())),
    "security.scanning": (
        (graph(marks=("pipeline:GitLab CI",)), cut()),
        (graph(marks=("pipeline:GitLab CI", "scanner:bandit")), cut()),
    ),
    "security.secrets": ((graph(traits=("secret:SECRET_KEY",)), cut()), PLAIN),
    "security.sensitive": ((graph(tables=("card_payment",)), cut(tables=("card_payment",))), PLAIN),
    "storage.archive": ((graph(tables=("audit_log",)), cut(tables=("audit_log",))), PLAIN),
    "storage.bodies": ((graph(HTTP, traits=("upload:request.FILES",)), cut()), (graph(HTTP), cut())),
    "storage.local-files": ((graph(resources=("file:x",)), cut()), (graph(resources=("file:temporary",)), cut())),
    "storage.objects": ((graph(resources=("storage:bucket",)), cut()), PLAIN),
}


@pytest.mark.parametrize("rule", sorted(CASES))
def test_each_rule_fires_on_its_evidence_alone(rule: str) -> None:
    yes, no = CASES[rule]
    assert rule in {found.rule for found in advised(yes)}
    assert rule not in {found.rule for found in advised(no)}


def test_every_rule_has_its_cases_and_its_line_in_the_documentation() -> None:
    assert {rule.id for rule in all_rules()} == CASES.keys()
    page = (Path(__file__).parents[2] / "docs" / "recommendations.md").read_text()
    for rule in all_rules():
        assert f"| `{rule.id}` | {rule.looks_for} | {rule.recommends} | {rule.source} |" in page


@pytest.mark.parametrize("rule", sorted(CASES))
def test_every_recommendation_says_why_and_on_what_it_stands(rule: str) -> None:
    yes, _ = CASES[rule]
    assert all(item.reason and item.evidence and item.source for item in advised(yes))


def test_rules_can_be_switched_off() -> None:
    state = CASES["messaging.kafka"][0]
    assert not [
        item for item in advised(state, RecommendOptions(off=("messaging.*",))) if item.topic is Topic.MESSAGING
    ]


OURS = DataRule(
    "ours.ldap", Topic.SECURITY, "the directory of the company", "It asks LDAP.", (When(packages=("ldap3",)),),
    unless=(When(traits=("breaker",)),), strength=Strength.VIABLE,
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "is_told"),
    [
        ((graph(packages=("ldap3",)), cut()), True),
        ((graph(packages=("ldap3",), traits=("breaker:pybreaker",)), cut()), False),
        (PLAIN, False),
    ],
)
def test_a_rule_of_the_configuration(state: _State, is_told: bool) -> None:
    found = [item for item in advised(state, RecommendOptions(rules=(OURS,))) if item.rule == "ours.ldap"]
    assert bool(found) is is_told
    assert all(item.evidence[0].places for item in found)


def test_a_condition_that_means_nothing_is_told() -> None:
    assert list(mistakes("traits", ("no such trait:x",)))
    assert not list(mistakes("traits", ("delay", "aws:s3.*")))
    assert not list(mistakes("tables", ("anything",)))


@st.composite
def decompositions(draw: st.DrawFn) -> Decomposition:
    """Some services with any couplings between them."""
    names = [f"s{index}" for index in range(draw(st.integers(1, 6)))]
    services = tuple(Service(name, (f"m.{name}",), (), lines=draw(st.integers(0, 999))) for name in names)
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from(EdgeKind))
    couplings = tuple(
        Coupling(a, b, kind, f"m.{a}", f"m.{b}") for a, b, kind in sorted(draw(st.sets(pairs, max_size=12))) if a != b
    )
    return Decomposition(services, (), couplings)


@settings(deadline=None)
@given(decompositions())
def test_the_plan_respects_itself(chosen: Decomposition) -> None:
    plan = plan_migration(DependencyGraph("x"), chosen, ())
    names = {service.name for service in chosen.services}
    order = [step.service for step in plan.steps]
    assert len(order) == len(set(order)) == max(len(names) - 1, 0)
    for index, step in enumerate(plan.steps):
        assert set(step.depends_on) <= set(order[:index])
        assert all(phase.actions for phase in step.phases)
    if order:
        assert {*order, plan.remains} == names
        assert plan.steps[-1].couplings_left == len(chosen.couplings)


@settings(deadline=None)
@given(decompositions())
def test_couplings_left_only_grow(chosen: Decomposition) -> None:
    left = [turn.couplings_left for turn in extraction_order(chosen, DependencyGraph("x"))]
    assert left == sorted(left)


def coupled(a: str, b: str, kind: EdgeKind, number: int = 1) -> list[Coupling]:
    return [Coupling(a, b, kind, f"{a}.f{n}", f"{b}.g{n}") for n in range(number)]


@pytest.mark.parametrize(
    ("couplings", "inside", "first"),
    [
        ([*coupled("data", "more", EdgeKind.CALLS, 9), *coupled("tool", "rest", EdgeKind.CALLS)], {}, "data"),
        ([*coupled("data", "rest", EdgeKind.CALLS, 4), *coupled("more", "rest", EdgeKind.CALLS, 6)], {}, "data"),
        (
            [*coupled("data", "rest", EdgeKind.CALLS, 4), *coupled("more", "rest", EdgeKind.CALLS, 6)],
            {"more": 9},
            "more",
        ),
        ([*coupled("data", "rest", EdgeKind.TRANSACTION), *coupled("more", "rest", EdgeKind.CALLS, 6)], {}, "more"),
    ],
    ids=["what owns data", "what costs less", "what does more by itself", "transactions cost most"],
)
def test_who_leaves_first(couplings: list[Coupling], inside: dict[str, int], first: str) -> None:
    tables = {"data": ("t",), "more": ("u",), "tool": (), "rest": ("v",)}
    services = tuple(
        Service(name, tuple(f"{name}.f{n}" for n in range(10)), tables[name], lines=100) for name in sorted(tables)
    )
    glued = [*couplings, *coupled("rest", "rest2", EdgeKind.CALLS, 30)]
    units = tuple(Unit(name, UnitKind.FUNCTION, "m.py", 1, 9, 9) for service in services for name in service.units)
    edges = tuple(
        Edge(EdgeKind.CALLS, f"{name}.f0", f"{name}.f{n + 1}", f"{name}.f0", f"{name}.f{n + 1}")
        for name, number in inside.items()
        for n in range(number)
    )
    found = Decomposition(services, (), tuple(glued))
    assert extraction_order(found, DependencyGraph("x", units, edges=edges))[0].service == first


def test_what_is_out_already_no_longer_counts() -> None:
    services = tuple(Service(name, tables=(name,), lines=100) for name in ("a", "b", "c", "rest"))
    couplings = (
        *coupled("b", "a", EdgeKind.CALLS, 5), *coupled("b", "rest", EdgeKind.CALLS, 2),
        *coupled("c", "rest", EdgeKind.CALLS, 6), *coupled("rest", "x", EdgeKind.CALLS, 40),
    )  # fmt: skip
    order = extraction_order(Decomposition(services, (), couplings), DependencyGraph("x"))
    assert [turn.service for turn in order] == ["a", "b", "c"]
    assert (order[1].cost, order[1].kept) == (2.0, 5)


def test_every_term_of_the_sources_is_covered_by_what_exists() -> None:
    page = (Path(__file__).parents[2] / "docs" / "aws.md").read_text()
    rows = re.findall(r"^\| (\d+) \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 111))
    known = {rule.id for rule in all_rules()} | {rule.id for rule in all_arguments()}
    named = set(re.findall(r"`([a-z]+\.[a-z.-]+)`", page))
    assert named <= known
    assert {rule for rule in known if not rule.startswith("compute.")} <= named
