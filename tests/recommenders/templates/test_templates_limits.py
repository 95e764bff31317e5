"""The table of limits against the models that AWS publishes."""

from __future__ import annotations

import re

import pytest

from decompose.recommenders.limits import FARGATE
from decompose.recommenders.templates.limits import (
    DEFINITION,
    HTTP_API_TIMEOUT,
    LAMBDA_MEMORY,
    LAMBDA_TIMEOUT,
    RETENTION,
    VISIBILITY,
    limits,
)

botocore_session = pytest.importorskip("botocore.session")


def shape(service: str, name: str) -> dict[str, int]:
    found: dict[str, int] = botocore_session.get_session().get_service_model(service).shape_for(name).metadata
    return found


def test_bounds_that_the_models_state() -> None:
    bounds = limits()
    assert LAMBDA_TIMEOUT[0] == shape("lambda", "Timeout")["min"]
    assert LAMBDA_MEMORY[0] == shape("lambda", "MemorySize")["min"]
    assert shape("stepfunctions", "Definition")["max"] == DEFINITION
    assert list(bounds.rule_priority) == [shape("elbv2", "RulePriority")[key] for key in ("min", "max")]
    assert bounds.description == shape("cloudformation", "Description")["max"]
    assert bounds.event_pattern <= shape("events", "EventPattern")["max"]
    assert shape("apigatewayv2", "IntegerWithLengthBetween50And30000")["max"] == HTTP_API_TIMEOUT * 1000


def test_sizes_of_fargate() -> None:
    model = botocore_session.get_session().get_service_model("ecs")
    text = model.operation_model("RegisterTaskDefinition").input_shape.members["memory"].documentation
    rows = {}
    for row in re.findall(r"<li> <p>(.*?)</p>", text):
        memory, cpu = row.split(" - Available <code>cpu</code> values: ")
        rows[int(cpu.split()[0])] = _sizes(memory)
    assert {cpu: FARGATE[cpu] for cpu in rows} == rows
    assert set(rows) >= set(FARGATE)


def _sizes(text: str) -> tuple[int, ...]:
    between = re.match(r"Between (\d+) ?(GB|\(\d+ GB\)) and (\d+) ?(GB|\(\d+ GB\)) in .*?(\d+)", text)
    if not between:
        return tuple(int(each) for each in re.findall(r"(\d+) \(", text))
    factor = 1024 if between[2] == "GB" else 1
    return tuple(range(int(between[1]) * factor, int(between[3]) * factor + 1, int(between[5]) * factor))


def test_attributes_of_queues() -> None:
    model = botocore_session.get_session().get_service_model("sqs")
    text = model.operation_model("CreateQueue").input_shape.members["Attributes"].documentation.replace(",", "")
    assert f"from {VISIBILITY[0]} to {VISIBILITY[1]} " in text
    assert f"from {RETENTION[0]} seconds (1 minute) to {RETENTION[1]} seconds" in text
