"""One picture of how a service does: requests, runs, queues, data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from troposphere import Sub, cloudwatch

from decompose.recommenders.templates.registry import part_of_service
from decompose.recommenders.templates.services import Service, is_balanced
from decompose.recommenders.templates.stack import ENVIRONMENT, Stack, imported
from decompose.recommenders.templates.stacks.containers import KEEPS_RUNNING
from decompose.recommenders.templates.stacks.databases import relational
from decompose.recommenders.templates.stacks.events import INBOX
from decompose.recommenders.templates.stacks.queues import SAGA_STEPS, queue_name

WIDTH, HEIGHT, ACROSS = 8, 6, 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a graph.

    Attributes:
        space, metric: the metric.
        dimensions: names with values.
        statistic: of the metric.
    """

    space: str
    metric: str
    dimensions: tuple[tuple[str, Any], ...]
    statistic: str = "Sum"


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph with its title."""

    title: str
    lines: tuple[Line, ...]


@part_of_service("dashboard")
def dashboard(stack: Stack, service: Service) -> None:
    """All graphs of a service, three abreast."""
    shown = [*_requests(service), *_tasks(service), *_functions(service), *_queues(service), *_data(service)]
    if not shown:
        return
    values: dict[str, Any] = {}
    widgets = [_widget(graph, number, values) for number, graph in enumerate(shown)]
    name = Sub(f"{service.system.slug}-${{{ENVIRONMENT}}}-{service.slug}")
    stack.add(
        cloudwatch.Dashboard(
            "Dashboard", DashboardName=name, DashboardBody=Sub(json.dumps({"widgets": widgets}), **values)
        )
    )


def _widget(graph: Graph, number: int, values: dict[str, Any]) -> dict[str, Any]:
    metrics = [
        [
            line.space,
            line.metric,
            *(part for name, value in line.dimensions for part in (name, _hole(value, values))),
            {"stat": line.statistic},
        ]
        for line in graph.lines
    ]
    return {
        "type": "metric",
        "x": WIDTH * (number % ACROSS),
        "y": HEIGHT * (number // ACROSS),
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {"title": graph.title, "region": "${AWS::Region}", "metrics": metrics, "period": 300},
    }


def _hole(value: Any, values: dict[str, Any]) -> str:
    """What stands for a value in the text."""
    for name, known in values.items():
        if known.to_dict() == value.to_dict():
            return f"${{{name}}}"
    name = f"Value{len(values) + 1}"
    values[name] = value
    return f"${{{name}}}"


def _requests(service: Service) -> Iterator[Graph]:
    for item in service.containers:
        if is_balanced(item.part):
            of = (
                ("LoadBalancer", imported(service.system, "network", "BalancerName")),
                ("TargetGroup", imported(service, "service", f"{item.id}TargetsName")),
            )
            space = "AWS/ApplicationELB"
            yield Graph(
                f"{item.slug}: requests and failures",
                (Line(space, "RequestCount", of), Line(space, "HTTPCode_Target_5XX_Count", of)),
            )
            yield Graph(
                f"{item.slug}: seconds to answer",
                (Line(space, "TargetResponseTime", of, "p50"), Line(space, "TargetResponseTime", of, "p99")),
            )


def _tasks(service: Service) -> Iterator[Graph]:
    for item in service.containers:
        if item.part.kind in KEEPS_RUNNING:
            of = (
                ("ClusterName", imported(service.system, "network", "Cluster")),
                ("ServiceName", imported(service, "service", f"{item.id}ServiceName")),
            )
            yield Graph(
                f"{item.slug}: processor and memory (%), tasks",
                (
                    Line("AWS/ECS", "CPUUtilization", of, "Average"),
                    Line("AWS/ECS", "MemoryUtilization", of, "Maximum"),
                    Line("ECS/ContainerInsights", "RunningTaskCount", of, "Average"),
                ),
            )


def _functions(service: Service) -> Iterator[Graph]:
    for item in service.functions:
        of = (("FunctionName", imported(service, "functions", f"{item.id}Function")),)
        yield Graph(
            f"{item.slug}: runs and failures",
            tuple(Line("AWS/Lambda", name, of) for name in ("Invocations", "Errors", "Throttles")),
        )
        yield Graph(
            f"{item.slug}: milliseconds",
            (Line("AWS/Lambda", "Duration", of, "p50"), Line("AWS/Lambda", "Duration", of, "p99")),
        )


def _queues(service: Service) -> Iterator[Graph]:
    names = [(queue_name(item), item.slug) for item in service.queues]
    names += [(INBOX, "events")] if service.heard else []
    names += [(SAGA_STEPS, "steps of sagas")] if service.takes_steps else []
    for name, shown in names:
        of = (("QueueName", imported(service, "messaging", f"{name}QueueName")),)
        dead = (("QueueName", imported(service, "messaging", f"{name}DeadName")),)
        waiting = "ApproximateNumberOfMessagesVisible"
        yield Graph(
            f"{shown}: waiting, dead",
            (Line("AWS/SQS", waiting, of, "Maximum"), Line("AWS/SQS", waiting, dead, "Maximum")),
        )
        yield Graph(
            f"{shown}: seconds of the oldest", (Line("AWS/SQS", "ApproximateAgeOfOldestMessage", of, "Maximum"),)
        )


def _data(service: Service) -> Iterator[Graph]:
    if relational(service):
        of = (("DBInstanceIdentifier", imported(service, "data", "DatabaseName")),)
        yield Graph(
            "database: processor (%), connections",
            (Line("AWS/RDS", "CPUUtilization", of, "Average"), Line("AWS/RDS", "DatabaseConnections", of, "Maximum")),
        )
        yield Graph("database: free bytes", (Line("AWS/RDS", "FreeStorageSpace", of, "Minimum"),))
