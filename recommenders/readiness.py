"""Questions before the first service runs by itself, answered where the repository tells."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph, ResourceKind
from decompose.extractors.marks import Mark, MarkKind, TraitKind
from decompose.extractors.places import Confidence, Place
from decompose.recommenders.phases.extraction import listed
from decompose.recommenders.plan import Question

_MONITORING = "AWS/APN e-book on microservices: five questions of a monitoring plan"
_OPERATING = "Whitepaper Microservices on AWS: operational questions"
_FIRST = "AWS Prescriptive Guidance: strangler fig, what to extract first"
_FEW = 3
_TRACING = (
    "opentelemetry",
    "ddtrace",
    "elasticapm",
    "newrelic",
    "aws_xray_sdk",
    "sentry_sdk",
    "raven",
    "jaeger_client",
)
_METRICS = (
    "prometheus_client",
    "statsd",
    "django_prometheus",
    "datadog",
    "aws_embedded_metrics",
    "aws_lambda_powertools",
)


def questions_of(graph: DependencyGraph, decomposition: Decomposition) -> tuple[Question, ...]:
    """The readiness checklist, in a fixed order."""
    return (*_monitoring(graph), *_operating(graph, decomposition))


def _monitoring(graph: DependencyGraph) -> Iterator[Question]:
    entries = len(graph.entry_points)
    yield Question(
        "monitoring",
        "What is watched?",
        f"{plural(entries, 'entry point')} are where work comes in: watch rate, errors and duration of each"
        if entries
        else "",
        tuple(entry.place for entry in graph.entry_points[:_FEW]),
        _MONITORING,
    )
    yield Question(
        "monitoring", "How often is it looked at, and from which value on does it matter?", "", (), _MONITORING
    )
    tools = [name for name in graph.dependencies if name in _TRACING or name in _METRICS]
    yield Question(
        "monitoring",
        "With which tools? One request goes through several services from now on: do they share a trace?",
        f"The code imports {listed(tools)}" if tools else "",
        (),
        _MONITORING,
    )
    yield Question("monitoring", "Who does it?", *_owners(graph), _MONITORING)
    told = [mark for mark in graph.marks if mark.kind is MarkKind.SETTING and _tells(mark)]
    yield Question(
        "monitoring",
        "Who is told when something breaks?",
        f"Settings name {listed([mark.name for mark in told])}" if told else "",
        tuple(mark.place for mark in told[:_FEW]),
        _MONITORING,
    )


def _tells(mark: Mark) -> bool:
    last = mark.name.rpartition(".")[2].upper()
    return last in {"ADMINS", "MANAGERS"} or "SENTRY" in mark.name.upper()


def _owners(graph: DependencyGraph) -> tuple[str, tuple[Place, ...]]:
    owners = [mark for mark in graph.marks if mark.kind is MarkKind.OWNERS]
    if not owners:
        return "", ()
    names = sorted({name for mark in owners for name in mark.value.split()})
    return f"CODEOWNERS names {listed(names)}", tuple(mark.place for mark in owners[:_FEW])


def _operating(graph: DependencyGraph, decomposition: Decomposition) -> Iterator[Question]:
    infrastructure = [mark for mark in graph.marks if mark.kind in {MarkKind.INFRASTRUCTURE, MarkKind.KUBERNETES}]
    yield _marked(infrastructure, "provisioning", "How is the environment of a service made, and made again?")
    pipelines = [mark for mark in graph.marks if mark.kind is MarkKind.PIPELINE]
    yield _marked(pipelines, "pipelines", "Which pipeline builds, tests and releases one service without the others?")
    files = graph.coverage.roles.get("test", 0)
    yield Question(
        "tests",
        "Which tests prove that a step changed nothing?",
        f"{plural(files, 'file')} of tests were found; which service they test, the graph does not tell"
        if files
        else "",
        (),
        _FIRST,
    )
    repeated = len(graph.repeated)
    yield Question(
        "hot spots",
        "Where does the time go, and which part has to scale by itself?",
        f"{plural(repeated, 'query', )} repeated by loops is where to look first" if repeated == 1 else
        f"{repeated:,} queries that loops repeat are where to look first" if repeated else "",
        tuple(found.call for found in graph.repeated[:_FEW]),
        _OPERATING,
    )  # fmt: skip
    logs = [trait for trait in graph.traits if trait.kind in {TraitKind.LOG_FILE, TraitKind.PRINT}]
    yield Question(
        "logs",
        "How is one request found in the logs of several services?",
        f"{plural(len(logs), 'function')} write their log to a file or print: send it to standard output as JSON"
        if logs
        else "",
        tuple(place for trait in logs[:_FEW] for place in trait.places[:1]),
        _OPERATING,
    )
    health = [trait for trait in graph.traits if trait.kind is TraitKind.HEALTH]
    yield Question(
        "health",
        "What tells that a service is well?",
        f"{listed([trait.symbol for trait in health], 3)} answers a health check" if health else "",
        tuple(place for trait in health[:_FEW] for place in trait.places[:1]),
        _OPERATING,
    )
    others = len([use for use in graph.resources if use.kind in {ResourceKind.HTTP, ResourceKind.NETWORK}])
    yield Question(
        "debugging",
        "How is a failure followed through services and the hosts that they call?",
        f"{plural(others, 'use')} of other hosts are known today; each network call between services is one more"
        if others
        else "",
        (),
        _OPERATING,
    )
    contracts = [mark for mark in graph.marks if mark.kind is MarkKind.OPENAPI]
    yield _marked(
        contracts,
        "versions",
        "How do callers learn of a new version of an interface, and how long does the old one live?",
    )
    dead = [found for found in graph.unreached if found.confidence is Confidence.INFERRED]
    lines = sum(found.lines for found in dead)
    yield Question(
        "unused",
        "Is all of it still in use? What nobody uses need not move.",
        f"{plural(len(dead), 'function')} with {lines:,} lines are reached by nothing that was found" if dead else "",
        tuple(found.place for found in dead[:_FEW]),
        _OPERATING,
    )
    shared = [use for use in decomposition.table_uses if len(use.writers) > 1]
    yield Question(
        "decoupling",
        "Who decides on a table that several write?",
        f"{plural(len(shared), 'table')} have several writers: {listed([use.table for use in shared], 4)}"
        if shared
        else "",
        tuple(place for use in shared[:_FEW] for place in use.places[:1]),
        _OPERATING,
    )


def _marked(marks: list[Mark], topic: str, text: str) -> Question:
    if not marks:
        return Question(topic, text, "", (), _OPERATING)
    names = listed(sorted({mark.name for mark in marks}), 4)
    return Question(topic, text, f"The repository has {names}", tuple(mark.place for mark in marks[:_FEW]), _OPERATING)
