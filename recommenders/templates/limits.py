"""Limits of AWS that templates must keep to, as data with a date."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The limits; see ``limits.json``. Tests compare them with the models that AWS publishes.

    Attributes:
        as_of: the day on which they were read.
        fargate: units of processor with the MiB of memory that go with them.
        fargate_stop_timeout: seconds between SIGTERM and SIGKILL, at most.
        lambda_memory, lambda_timeout: MiB and seconds, least and most.
        http_api_timeout: seconds that an HTTP API waits for an answer.
        visibility: seconds for which a message that is worked on can be hidden, least and most.
        visibility_per_timeout: how many times the consumer's limit of time that should be.
        retention: seconds for which a queue keeps messages, least and most.
        template_bytes, template_bytes_inline: size of a template, from S3 and in the request.
        resources, parameters, outputs: of one template.
        logical_id, export_name, stack_name, description: characters.
        role_policies: characters of all policies inside of one role.
        state_name, definition: characters of a state's name, bytes of a state machine.
        rule_values: values in all conditions of a listener's rule.
        rule_priority: least and most.
        path_pattern: characters.
        event_pattern: characters of the pattern of an event rule.
    """

    as_of: str
    fargate: tuple[tuple[int, tuple[int, ...]], ...]
    fargate_stop_timeout: int
    lambda_memory: tuple[int, int]
    lambda_timeout: tuple[int, int]
    http_api_timeout: int
    visibility: tuple[int, int]
    visibility_per_timeout: int
    retention: tuple[int, int]
    template_bytes: int
    template_bytes_inline: int
    resources: int
    parameters: int
    outputs: int
    logical_id: int
    export_name: int
    stack_name: int
    description: int
    role_policies: int
    state_name: int
    definition: int
    rule_values: int
    rule_priority: tuple[int, int]
    path_pattern: int
    event_pattern: int


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The limits that come with the package."""
    return msgspec.json.decode((files(__package__) / "limits.json").read_bytes(), type=Limits)


def fargate_size(cpu: int, memory: int) -> tuple[int, int]:
    """The smallest size of Fargate that has at least so much; the largest where none has."""
    rows = limits().fargate
    fitting = ((units, mib) for units, sizes in rows for mib in sizes if units >= cpu and mib >= memory)
    return next(fitting, (rows[-1][0], rows[-1][1][-1]))


def within(value: int, bounds: tuple[int, int]) -> int:
    """The value, or the bound that it goes past."""
    return min(max(value, bounds[0]), bounds[1])
