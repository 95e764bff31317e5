"""How a service is run: what The Twelve-Factor App asks of it, what is observed, what fails."""

from __future__ import annotations

from decompose.extractors.graph import EdgeKind, EntryKind, ResourceKind
from decompose.extractors.marks import TraitKind
from decompose.recommenders.conditions import When
from decompose.recommenders.plan import Strength, Topic
from decompose.recommenders.rules import declare

_TWELVE = "The Twelve-Factor App"

declare(
    "operations.state",
    Topic.OPERATIONS,
    looks_for="globals that functions change after start-up",
    target="a look at each: nothing that is relied on may stay in a process before there are several",
    reason="It keeps something in the memory of its process that another process, or the next one, does not see. What "
    "every process fills again for itself does no harm.",
    source=f"{_TWELVE}, VI: processes; whitepaper Microservices on AWS: stateless communication",
    when=When(traits=(TraitKind.GLOBAL_STATE.value,)),
    strength=Strength.VIABLE,
)
declare(
    "operations.local-cache",
    Topic.OPERATIONS,
    looks_for="results that are kept in the memory of the process",
    target="a time limit for each local cache, or Amazon ElastiCache for Valkey",
    reason="Each process keeps its own copy; what changes in one stays old in the others.",
    source="Whitepaper Microservices on AWS: caching",
    when=When(traits=(TraitKind.LOCAL_CACHE.value,)),
    strength=Strength.VIABLE,
)
declare(
    "operations.sessions",
    Topic.OPERATIONS,
    looks_for="sessions of visitors",
    target="sessions in Amazon ElastiCache for Valkey, owned by one service; tokens between services",
    reason="It keeps something for a visitor between requests. Services that share a session "
    "share data without an owner.",
    source="Whitepaper Microservices on AWS: stateless communication, session stores",
    when=When(resources=(ResourceKind.SESSION.value,)),
)
declare(
    "operations.log-files",
    Topic.OBSERVABILITY,
    looks_for="logs that are written to files",
    target="logs as JSON to standard output, Amazon CloudWatch Logs",
    reason="A container's disk ends with it; what is written to standard output is collected.",
    source=f"{_TWELVE}, XI: logs; whitepaper Microservices on AWS: centralised logs",
    when=When(traits=(TraitKind.LOG_FILE.value,)),
)
declare(
    "operations.prints",
    Topic.OBSERVABILITY,
    looks_for="prints in place of logging",
    target="a logger, with the request's trace in each line",
    reason="What is printed has neither level nor trace, and cannot be searched by them.",
    source=f"{_TWELVE}, XI: logs",
    when=When(traits=(TraitKind.PRINT.value,)),
    strength=Strength.VIABLE,
)
declare(
    "operations.disposal",
    Topic.OPERATIONS,
    looks_for="loops without an end, and no handler of the signal to stop",
    target="a handler of SIGTERM that ends the loop within 120 seconds",
    reason="A container is told to stop by a signal and killed after 30 seconds, 120 at most; what it was doing has to "
    "be finished or given back by then.",
    source=f"{_TWELVE}, IX: disposability; Fargate: stopTimeout",
    when=When(traits=(TraitKind.ENDLESS.value,)),
    unless=(When(traits=(TraitKind.SIGTERM.value,)),),
)
declare(
    "operations.timeouts",
    Topic.OPERATIONS,
    looks_for="calls of other hosts without a limit of time",
    target="a time limit and retries with growing pauses on each; a circuit breaker where failures last",
    reason="Without a limit a host that does not answer takes its callers with it, one after the other.",
    source="AWS Prescriptive Guidance: circuit breaker, retry with backoff",
    when=When(traits=(TraitKind.NO_TIMEOUT.value,)),
)
declare(
    "operations.breakers",
    Topic.OPERATIONS,
    looks_for="calls of other hosts, and neither retries nor circuit breakers",
    target="retries with growing pauses, and a circuit breaker where failures last",
    reason="It depends on other hosts, and no library for retries or circuit breakers was seen in its code; what it "
    "does by hand while they fail, if anything, has to be read.",
    source="AWS Prescriptive Guidance: circuit breaker",
    when=When(resources=(ResourceKind.HTTP.value, ResourceKind.NETWORK.value)),
    unless=(When(traits=(TraitKind.RETRY.value, TraitKind.BREAKER.value)),),
    strength=Strength.VIABLE,
)
declare(
    "operations.new-edges",
    Topic.OPERATIONS,
    looks_for="calls into other services",
    target="a time limit, retries for what may be repeated, and an answer for when the other is down",
    reason="Calls within a process become calls over a network: they may be slow, fail, or happen twice.",
    source="Whitepaper Microservices on AWS: fallacies of distributed computing, graceful degradation",
    when=When(reaches=(EdgeKind.CALLS, EdgeKind.READS)),
)
declare(
    "observability.metrics",
    Topic.OBSERVABILITY,
    looks_for="packages that count and time",
    target="Amazon CloudWatch metrics, by the embedded metric format or AWS Distro for OpenTelemetry",
    reason="It measures itself already; the same figures go on, by service.",
    source="Whitepaper Microservices on AWS: monitoring",
    when=When(packages=("prometheus_client", "django_prometheus", "prometheus_flask_exporter", "statsd", "datadog",
                        "newrelic", "starlette_exporter")),
    strength=Strength.VIABLE,
)  # fmt: skip
declare(
    "observability.traces",
    Topic.OBSERVABILITY,
    looks_for="calls into other services",
    target="AWS Distro for OpenTelemetry: one trace through all services",
    reason="A request that passes through several services can only be followed by an identity that travels with it.",
    source="Whitepaper Microservices on AWS: distributed tracing; AWS X-Ray's own SDK ends support on 2027-02-25",
    when=When(reaches=(EdgeKind.CALLS,)),
)
declare(
    "observability.xray-sdk",
    Topic.OBSERVABILITY,
    looks_for="the SDK of AWS X-Ray",
    target="AWS Distro for OpenTelemetry in its place",
    reason="The SDK is only maintained since 2026-02-25 and ends on 2027-02-25.",
    source="AWS X-Ray documentation: end of support",
    when=When(packages=("aws_xray_sdk",)),
)
declare(
    "observability.errors",
    Topic.OBSERVABILITY,
    looks_for="packages that collect errors",
    target="the same collector, with the service's name as its environment",
    reason="Errors are collected already; who is told of which service's errors is to be said.",
    source="AWS/APN e-book on microservices: who is told",
    when=When(packages=("sentry_sdk", "raven", "rollbar", "bugsnag", "honeybadger", "airbrake")),
    strength=Strength.VIABLE,
)
declare(
    "operations.heavy",
    Topic.OPERATIONS,
    looks_for="routes beside packages that compute with arrays or images",
    target="a worker apart from the requests, scaled by itself",
    reason="It answers requests and computes; what needs processors and what waits for the network scale differently.",
    source="AWS/APN e-book; whitepaper Microservices on AWS: independent scaling",
    when=When(
        entries=(EntryKind.HTTP,),
        packages=("pandas", "sklearn", "scipy", "cv2", "PIL", "torch", "tensorflow", "weasyprint", "reportlab"),
    ),
    strength=Strength.VIABLE,
)
