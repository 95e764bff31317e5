"""What is allowed is named: no statement allows all actions of a service, or anyone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from decompose.recommenders.templates.checks.reading import Read, walk
from decompose.recommenders.templates.limits import limits


def check(template: Read) -> Iterator[str]:
    """Wildcards in what is allowed; roles with longer policies than fit."""
    for name, resource in sorted(template.section("Resources").items()):
        for statement in walk(resource):
            if isinstance(statement, dict) and statement.get("Effect") == "Allow":
                yield from (f"{name}: {wrong}" for wrong in _too_much(statement))
    for name, role in template.resources("AWS::IAM::Role"):
        size = sum(len(json.dumps(each["PolicyDocument"], separators=(",", ":"))) for each in role.get("Policies", []))
        if size > limits().role_policies:
            yield f"{name}: policies of {size} characters, {limits().role_policies} at most"


def _too_much(statement: dict[str, Any]) -> Iterator[str]:
    actions = statement.get("Action", [])
    for action in [actions] if isinstance(actions, str) else actions:
        if "*" in action:
            yield f"allows {action}"
    if statement.get("Principal") in ("*", {"AWS": "*"}):
        yield "allows everyone"
    if not statement.get("Resource", "unset"):
        yield "allows something to nothing"
