"""Limits of AWS that templates must keep to: their own, and those of the recommendations that they need."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

from decompose.recommenders.limits import all_limits


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The limits; see ``limits.json``. Tests compare them with the models that AWS publishes.

    Attributes:
        as_of: the day on which they were read.
        visibility_per_timeout: how many times the consumer's limit of time that should be.
        template_bytes, template_bytes_inline: size of a template, from S3 and in the request.
        resources, parameters, outputs: of one template.
        logical_id, export_name, stack_name, description: characters.
        role_policies: characters of all policies inside of one role.
        state_name: characters of a state's name.
        rule_values, rule_wildcards: values in all conditions of a listener's rule, and wildcards in these.
        rule_priority: least and most.
        path_pattern: characters.
        event_pattern: characters of the pattern of an event rule.
    """

    as_of: str
    visibility_per_timeout: int
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
    rule_values: int
    rule_wildcards: int
    rule_priority: tuple[int, int]
    path_pattern: int
    event_pattern: int


def bounds(id_: str) -> tuple[int, int]:
    """Least and most of a limit that also decides between targets."""
    found = next(each for each in all_limits().limits if each.id == id_)
    return int(found.least or 0), int(found.most)


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The limits that come with the package."""
    return msgspec.json.decode((files(__package__) / "limits.json").read_bytes(), type=Limits)


LAMBDA_MEMORY = bounds("lambda.memory")
"""MiB."""
LAMBDA_TIMEOUT = (1, bounds("lambda.timeout.max")[1])
"""Seconds."""
HTTP_API_TIMEOUT = bounds("apigw.http.timeout")[1] // 1000
"""Seconds that an HTTP API waits for an answer."""
STOP_TIMEOUT = bounds("fargate.stop")[1]
"""Seconds between SIGTERM and SIGKILL."""
VISIBILITY = bounds("sqs.visibility")
"""Seconds for which a message that is worked on can be hidden."""
RETENTION = bounds("sqs.retention")
"""Seconds for which a queue keeps messages."""
CONCURRENCY = bounds("lambda.esm.sqs_maxconc")
"""Messages of one queue that functions may work on at once."""
DEFINITION = bounds("sfn.definition")[1]
"""Bytes of a state machine."""


def within(value: int, least_and_most: tuple[int, int]) -> int:
    """The value, or the bound that it goes past."""
    return min(max(value, least_and_most[0]), least_and_most[1])
