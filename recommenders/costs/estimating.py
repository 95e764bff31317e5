"""What the parts of an architecture cost a month.

Nothing is made up: what depends on traffic that is not stated is a range whose upper end is open, and a question. What
runs always is priced for the fewest and for the most that may run.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import msgspec

from decompose.recommenders.architecture import Architecture, Compute, Engine, Front, Store, Workload, WorkloadKind
from decompose.recommenders.costs.breaking_even import (
    Point,
    balancer_month,
    break_even,
    container_month,
    curve,
    function_request,
)
from decompose.recommenders.costs.prices import Prices, shipped
from decompose.recommenders.options import CostOptions, Traffic

_DATABASES = ("rds.pg.single.t4g.micro", "rds.pg.multi.t4g.medium")
"""The smallest instance, and the smallest in two zones with some memory: the ends of where a service starts."""
_LICENSED = frozenset({Engine.ORACLE, Engine.SQLSERVER, Engine.MONGODB})
"""Engines whose prices are not in the list."""
_ZONES = 2
_ASKED_AT_ONCE = 4
"""Requests that one task answers at once: two processes with two threads each."""
_USED = 0.65
_LOAD = 1.0
_CALLS = 3
"""Of Amazon SQS for a message: to send, to receive, to delete."""
_CONTAINERS = frozenset({Compute.FARGATE, Compute.ECS_EC2, Compute.EKS})


class CostLine(msgspec.Struct, frozen=True, order=True):
    """What one part costs.

    Attributes:
        service: its service; empty for what all share.
        part: what it is, in words.
        low, high: US dollars a month; ``high`` is None where it depends on what is not known.
        basis: what the figures come from.
    """

    service: str
    part: str
    low: float
    high: float | None
    basis: str


class Curve(msgspec.Struct, frozen=True, order=True):
    """Where a workload costs the same on AWS Lambda and on AWS Fargate.

    Attributes:
        service, workload: which.
        container: US dollars a month on Fargate.
        memory: MiB of the function.
        points: for durations of one request.
        requests: the stated requests a month; None without.
        at: the break-even at the stated duration; None without.
    """

    service: str
    workload: str
    container: float
    memory: int
    points: tuple[Point, ...]
    requests: float | None = None
    at: int | None = None


class Estimate(msgspec.Struct, frozen=True):
    """What everything costs a month.

    Attributes:
        region, as_of: of the prices.
        lines: sorted.
        low, high: the sum; ``high`` is None if that of a line is.
        curves: for the workloads that answer requests or take messages, and that Lambda could run.
        questions: what would have to be known, sorted.
        doubtful: ids of the prices that were not read in a document of AWS and that may matter here.
    """

    region: str = ""
    as_of: str = ""
    lines: tuple[CostLine, ...] = ()
    low: float = 0.0
    high: float | None = 0.0
    curves: tuple[Curve, ...] = ()
    questions: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def estimate(architecture: Architecture, options: CostOptions | None = None) -> Estimate:
    """What an architecture costs.

    Args:
        architecture: its parts.
        options: traffic and prices that are stated.
    """
    options = options or CostOptions()
    prices = Prices(options.prices)
    lines = tuple(sorted(_lines(architecture, options, prices)))
    highs = [line.high for line in lines]
    curves = tuple(sorted(_curves(architecture, options, prices)))
    listed = shipped()
    return Estimate(
        listed.region,
        listed.as_of,
        lines,
        round(sum(line.low for line in lines), 2),
        None if None in highs else round(sum(filter(None, highs)), 2),
        curves,
        tuple(sorted(set(_questions(architecture, options)))),
        tuple(sorted(price.id for price in listed.prices if price.is_doubtful and price.id not in options.prices)),
    )


def traffic_of(workload: Workload, options: CostOptions) -> Traffic:
    """What is stated for a workload: for itself, or else for its service if that has no other of its kind."""
    own = options.traffic.get(f"{workload.service}.{workload.name}")
    return own or options.traffic.get(workload.service) or Traffic()


def tasks_of(workload: Workload, traffic: Traffic) -> tuple[int, int]:
    """The fewest and the most tasks that may run at once.

    With a stated peak and duration both are what that load takes: ``peak · duration / (at once · used)``.
    """
    least, most = workload.size.least, workload.size.most
    if traffic.peak is None or traffic.duration is None:
        return least, most
    needed = ceil(traffic.peak * traffic.duration / (_ASKED_AT_ONCE * _USED))
    return max(least, 1), max(least, needed, 1)


def _lines(architecture: Architecture, options: CostOptions, prices: Prices) -> Iterator[CostLine]:
    for workload in architecture.workloads:
        yield from _of_workload(workload, traffic_of(workload, options), prices, is_arm=options.arm)
    for store in architecture.stores:
        yield from _of_store(store, options.traffic.get(store.service, Traffic()), prices)
    for queue in architecture.queues:
        sent = options.traffic.get(f"{queue.service}.{queue.workload}", Traffic()).requests
        low = (sent or 0) * _CALLS * prices.each("sqs.std")
        yield _line(queue.service, f"Amazon SQS: {queue.name}", low, low if sent is not None else None,
                    f"{_CALLS} calls a message at {prices['sqs.std']:g} USD a million")  # fmt: skip
    for cache in architecture.caches:
        node = prices.month("elasticache.redis.t4g.small")
        yield _line(
            cache.service, f"Amazon ElastiCache ({cache.engine})", node, node * _ZONES, "1 or 2 nodes t4g.small"
        )
    for secret in architecture.secrets:
        each = prices["secrets.month"]
        yield _line(secret.service, f"AWS Secrets Manager: {secret.name}", each, each, "one secret")
    yield from _shared(architecture, prices)


def _of_workload(workload: Workload, traffic: Traffic, prices: Prices, *, is_arm: bool) -> Iterator[CostLine]:
    size, part = workload.size, f"{workload.name} on {workload.compute.value}"
    if workload.compute is Compute.LAMBDA:
        if traffic.requests is not None and traffic.duration is not None:
            memory = traffic.memory or size.memory
            each = function_request(prices, traffic.duration, memory, workload.front, is_arm=is_arm)
            cost = traffic.requests * each
            yield _line(workload.service, part, cost, cost, f"{traffic.requests:,.0f} runs of {traffic.duration:g} s")
        else:
            million = function_request(prices, _LOAD, size.memory, workload.front, is_arm=is_arm) * 1e6
            yield _line(workload.service, part, 0.0, None, f"{million:.2f} USD a million runs of {_LOAD:g} s")
    elif workload.compute in _CONTAINERS and workload.kind in {WorkloadKind.WEB, WorkloadKind.WORKER}:
        least, most = tasks_of(workload, traffic)
        low, high = (container_month(prices, size.cpu, size.memory, tasks, is_arm=is_arm) for tasks in (least, most))
        where = "" if workload.compute is Compute.FARGATE else ", at the rate of AWS Fargate"
        basis = f"{least} to {most} tasks of {size.cpu / 1024:g} vCPU and {size.memory / 1024:g} GB{where}"
        yield _line(workload.service, part, low, high, basis)
    else:
        hour = container_month(prices, size.cpu or 512, size.memory, 1, is_arm=is_arm) / 730
        yield _line(workload.service, part, 0.0, None, f"{hour:.4f} USD an hour that it runs")


def _of_store(store: Store, traffic: Traffic, prices: Prices) -> Iterator[CostLine]:
    part = f"database ({store.engine.value})"
    if store.engine in _LICENSED:
        yield _line(store.service, part, 0.0, None, "licences and sizes are not in the price list")
        return
    low, high = (prices.month(id_) for id_ in _DATABASES)
    held = (traffic.storage or 0) * prices["rds.gp3_gb"]
    more = f", {traffic.storage:g} GB" if traffic.storage is not None else ", without storage"
    basis = f"from db.t4g.micro in one zone to db.t4g.medium in two{more}; PostgreSQL's prices"
    yield _line(store.service, part, low + held, high + 2 * held, basis)


def _shared(architecture: Architecture, prices: Prices) -> Iterator[CostLine]:
    if any(workload.front is Front.ALB for workload in architecture.workloads):
        low, high = balancer_month(prices), balancer_month(prices, 5)
        yield _line("", "Application Load Balancer", low, high, "one for all services, 0.2 to 5 LCU")
    if any(workload.compute is not Compute.LAMBDA for workload in architecture.workloads):
        gate = prices.month("nat.h")
        yield _line("", "NAT gateways", gate, gate * _ZONES, f"1 to {_ZONES} zones, without traffic")
    if any(workload.compute is Compute.EKS for workload in architecture.workloads):
        plane = prices.month("eks.cluster_h")
        yield _line("", "Amazon EKS control plane", plane, plane, "one cluster")
    if architecture.events:
        yield _line("", "Amazon EventBridge", 0.0, None, f"{prices['eventbridge.custom']:g} USD a million events")
    if any(saga.is_orchestrated for saga in architecture.sagas):
        each = prices["sfn.standard"]
        yield _line("", "AWS Step Functions", 0.0, None, f"{each:g} USD a million transitions of a state")
    if architecture.workloads:
        yield _line("", "Amazon CloudWatch Logs", 0.0, None, f"{prices['logs.ingest_gb']:g} USD a GB of logs")


def _curves(architecture: Architecture, options: CostOptions, prices: Prices) -> Iterator[Curve]:
    for workload in architecture.workloads:
        if workload.kind not in {WorkloadKind.WEB, WorkloadKind.WORKER} or not _could_be_function(workload):
            continue
        traffic = traffic_of(workload, options)
        is_function = workload.compute is Compute.LAMBDA
        cpu, mib = (512, 1024) if is_function else (workload.size.cpu, workload.size.memory)
        least = (2 if workload.kind is WorkloadKind.WEB else 1) if is_function else workload.size.least
        container = container_month(prices, cpu, mib, least, is_arm=options.arm)
        front = Front.NONE
        if workload.kind is WorkloadKind.WEB:
            container += balancer_month(prices) / max(_behind_balancer(architecture), 1)
            front = Front.HTTP_API
        memory = traffic.memory or (workload.size.memory if is_function else 512)
        at = None
        if traffic.duration is not None:
            at = break_even(container, function_request(prices, traffic.duration, memory, front, is_arm=options.arm))
        points = curve(prices, container, memory, front, is_arm=options.arm)
        yield Curve(workload.service, workload.name, round(container, 2), memory, points, traffic.requests, at)


def _could_be_function(workload: Workload) -> bool:
    return workload.compute is Compute.LAMBDA or any(
        found.compute is Compute.LAMBDA and found.strength.value == "viable" for found in workload.considered
    )


def _behind_balancer(architecture: Architecture) -> int:
    return len({workload.service for workload in architecture.workloads if workload.front is Front.ALB})


def _questions(architecture: Architecture, options: CostOptions) -> Iterator[str]:
    for workload in architecture.workloads:
        traffic = traffic_of(workload, options)
        if traffic.requests is None:
            what = "requests" if workload.kind is WorkloadKind.WEB else "runs"
            yield f"{workload.service}.{workload.name}: how many {what} a month? (requests)"
        if traffic.duration is None:
            yield f"{workload.service}.{workload.name}: how many seconds does one take? (duration)"
    for store in architecture.stores:
        if options.traffic.get(store.service, Traffic()).storage is None:
            yield f"{store.service}: how many GB are in its tables? (storage)"


def _line(service: str, part: str, low: float, high: float | None, basis: str) -> CostLine:
    return CostLine(service, part, round(low, 2), None if high is None else round(high, 2), basis)
