"""Numbers and lengths that AWS refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from decompose.recommenders.limits import FARGATE
from decompose.recommenders.templates.checks.reading import Read, text_of
from decompose.recommenders.templates.limits import (
    LAMBDA_MEMORY,
    LAMBDA_TIMEOUT,
    RETENTION,
    STOP_TIMEOUT,
    VISIBILITY,
    limits,
)


def check(template: Read) -> Iterator[str]:
    """Sizes of tasks, functions and queues; how many and how long names may be."""
    yield from _tasks(template)
    yield from _functions(template)
    yield from _queues(template)
    yield from _rules(template)
    yield from _names(template)
    bounds = limits()
    if template.size > bounds.template_bytes:
        yield f"{template.size} bytes, {bounds.template_bytes} at most"


def _tasks(template: Read) -> Iterator[str]:
    rows = FARGATE
    for name, task in template.resources("AWS::ECS::TaskDefinition"):
        if "FARGATE" in task.get("RequiresCompatibilities", []):
            cpu, memory = int(task["Cpu"]), int(task["Memory"])
            if memory not in rows.get(cpu, ()):
                yield f"{name}: Fargate has no size of {cpu} units of processor with {memory} MiB"
        for container in task["ContainerDefinitions"]:
            variables = [each["Name"] for each in [*container.get("Environment", []), *container.get("Secrets", [])]]
            if len(variables) != len(set(variables)):
                yield f"{name}: a variable is set twice"
            if container.get("StopTimeout", 0) > STOP_TIMEOUT:
                yield f"{name}: more time to stop than Fargate gives"


def _functions(template: Read) -> Iterator[str]:
    for type_ in ("AWS::Serverless::Function", "AWS::Lambda::Function"):
        for name, function in template.resources(type_):
            for key, bounds in (("MemorySize", LAMBDA_MEMORY), ("Timeout", LAMBDA_TIMEOUT)):
                value = function.get(key)
                if not isinstance(value, int) or not bounds[0] <= value <= bounds[1]:
                    yield f"{name}: {key} {value} is not within {bounds[0]} and {bounds[1]}"


def _queues(template: Read) -> Iterator[str]:
    for name, queue in template.resources("AWS::SQS::Queue"):
        for key, (least, most) in (
            ("VisibilityTimeout", VISIBILITY),
            ("MessageRetentionPeriod", RETENTION),
        ):
            value = queue.get(key, least)
            if isinstance(value, int) and not least <= value <= most:
                yield f"{name}: {key} {value} is not within {least} and {most}"


def _rules(template: Read) -> Iterator[str]:
    bounds = limits()
    for name, rule in template.resources("AWS::ElasticLoadBalancingV2::ListenerRule"):
        values = [value for each in rule["Conditions"] for value in each.get("PathPatternConfig", {}).get("Values", [])]
        if not values or len(values) > bounds.rule_values:
            yield f"{name}: {len(values)} paths, 1 to {bounds.rule_values} fit"
        wildcards = sum(value.count("*") + value.count("?") for value in values)
        if wildcards > bounds.rule_wildcards:
            yield f"{name}: {wildcards} wildcards, {bounds.rule_wildcards} at most"
        yield from (f"{name}: path of {len(value)} characters" for value in values if len(value) > bounds.path_pattern)
        if not bounds.rule_priority[0] <= rule["Priority"] <= bounds.rule_priority[1]:
            yield f"{name}: priority {rule['Priority']}"


def _names(template: Read) -> Iterator[str]:
    bounds = limits()
    for section, most in (
        ("Resources", bounds.resources),
        ("Parameters", bounds.parameters),
        ("Outputs", bounds.outputs),
    ):
        found: dict[str, Any] = template.section(section)
        if len(found) > most:
            yield f"{len(found)} {section.lower()}, {most} at most"
        yield from (
            f"{name}: not a logical id"
            for name in sorted(found)
            if not re.fullmatch(rf"[A-Za-z0-9]{{1,{bounds.logical_id}}}", name)
        )
    for name, output in sorted(template.section("Outputs").items()):
        if len(text_of(output.get("Export", {}).get("Name", ""))) > bounds.export_name:
            yield f"{name}: the name of its export is too long"
    if len(template.document.get("Description", "")) > bounds.description:
        yield "the description is too long"
