"""State machines: every target exists, every state can be reached, and there is an end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from decompose.recommenders.templates.checks.reading import Read
from decompose.recommenders.templates.limits import DEFINITION, limits

_ENDS = frozenset({"Succeed", "Fail"})


def check(template: Read) -> Iterator[str]:
    """Each definition in the template."""
    for name, machine in template.resources("AWS::StepFunctions::StateMachine"):
        definition = machine.get("Definition", {})
        yield from (f"{name}: {wrong}" for wrong in check_machine(definition))
        if len(json.dumps(definition).encode()) > DEFINITION:
            yield f"{name}: the definition is too long"
        text = json.dumps(definition)
        missing = [key for key in machine.get("DefinitionSubstitutions", {}) if f"${{{key}}}" not in text]
        yield from (f"{name}: nothing uses {key}" for key in missing)


def check_machine(definition: dict[str, Any]) -> Iterator[str]:
    """One definition in the Amazon States Language, with those within it."""
    states: dict[str, dict[str, Any]] = definition.get("States", {})
    start = definition.get("StartAt")
    if start not in states:
        yield f"it starts at {start}, which does not exist"
        return
    reached = _reached(start, states)
    for name, state in sorted(states.items()):
        yield from (f"{name} {wrong}" for wrong in _wrong(name, state, states))
        if name not in reached:
            yield f"{name} is never reached"
        for inner in [*state.get("Branches", []), *filter(None, [state.get("ItemProcessor")])]:
            yield from check_machine(inner)
    if not any(states[name].get("End") or states[name]["Type"] in _ENDS for name in reached):
        yield "no state ends it"


def _reached(start: str, states: dict[str, dict[str, Any]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        found = _targets(states[waiting.pop()]) & set(states)
        waiting += sorted(found - reached)
        reached |= found
    return reached


def _wrong(name: str, state: dict[str, Any], states: dict[str, dict[str, Any]]) -> Iterator[str]:
    if len(name) > limits().state_name:
        yield "is too long a name"
    yield from (f"leads to {target}, which does not exist" for target in sorted(_targets(state) - set(states)))
    if state["Type"] not in {*_ENDS, "Choice"} and not state.get("End") and "Next" not in state:
        yield "leads nowhere"
    if not all(isinstance(retry.get("BackoffRate", 1.0), float) for retry in state.get("Retry", [])):
        yield "has a BackoffRate that is no float"


def _targets(state: dict[str, Any]) -> set[str]:
    found = {state.get("Next"), state.get("Default")}
    found |= {each["Next"] for each in [*state.get("Catch", []), *state.get("Choices", [])]}
    return {target for target in found if target is not None}
