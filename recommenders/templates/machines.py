"""Sagas as state machines in the Amazon States Language: steps in order, and what undoes them in reverse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from decompose.recommenders.architecture import Saga
from decompose.recommenders.templates.limits import limits
from decompose.recommenders.templates.naming import plain

DONE, FAILED, STUCK = "Done", "Undone", "NeedsPeople"
"""How it ends: all done, all undone, or a compensation that could not be carried out."""

WAITS = 900
"""Seconds that a step may take before it counts as failed; people set it by what their steps take."""

NAME = 80
"""Characters of a step's name in a message."""

REJECTED = "Rejected"
"""The error with which a step says that trying again will not help."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step with names that states can have.

    Attributes:
        name: of its state.
        compensation: name of the state that undoes it; empty where nothing does.
        service: who carries both out.
        step, undo: as the saga names them, where these are plain.
    """

    name: str
    compensation: str
    service: str
    step: str
    undo: str


def steps(saga: Saga, services: Iterable[str]) -> tuple[Step, ...]:
    """The steps that a known service carries out."""
    known = set(services)
    taken = {DONE, FAILED, STUCK}
    return tuple(
        Step(
            _state(step.name, taken),
            _state(step.compensation, taken) if step.compensation else "",
            step.service,
            plain(step.name, NAME),
            plain(step.compensation, NAME),
        )
        for step in saga.steps
        if step.service in known
    )


def definition(of: Sequence[Step], name: str, queues: dict[str, str]) -> dict[str, Any]:
    """The state machine.

    Args:
        of: its steps, at least one.
        name: of the saga.
        queues: what stands for the address of a service's queue, by service.
    """
    states: dict[str, Any] = {}
    undo = FAILED
    for number, step in enumerate(of):
        following = of[number + 1].name if number + 1 < len(of) else DONE
        states[step.name] = {
            **_asked(step, step.step, name, queues),
            "ResultPath": f"$.{step.name}",
            "Retry": [_never(REJECTED), _again(3)],
            "Catch": [
                *([_caught(["States.Timeout"], step.compensation)] if step.compensation else []),
                _caught(["States.ALL"], undo),
            ],
            "Next": following,
        }
        if step.compensation:
            states[step.compensation] = {
                **_asked(step, step.undo, name, queues),
                "ResultPath": f"$.{step.compensation}",
                "Retry": [_again(8)],
                "Catch": [_caught(["States.ALL"], STUCK)],
                "Next": undo,
            }
            undo = step.compensation
    states[DONE] = {"Type": "Succeed"}
    states[FAILED] = {"Type": "Fail", "Error": FAILED, "Cause": "A step failed; those before it were undone."}
    if any(step.compensation for step in of):
        states[STUCK] = {"Type": "Fail", "Error": STUCK, "Cause": "A compensation failed: data is half changed."}
    return {"Comment": f"Saga {name}", "StartAt": of[0].name, "States": states}


def _asked(step: Step, what: str, saga: str, queues: dict[str, str]) -> dict[str, Any]:
    """A message to the service's queue; the state waits until the service answers with the token."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {
            "QueueUrl": queues[step.service],
            "MessageBody": {
                "taskToken.$": "$$.Task.Token",
                "execution.$": "$$.Execution.Id",
                "saga": saga,
                "step": what,
                "input.$": "$",
            },
        },
        "TimeoutSeconds": WAITS,
    }


def _again(times: int) -> dict[str, Any]:
    return {
        "ErrorEquals": ["States.TaskFailed"],
        "IntervalSeconds": 2,
        "MaxAttempts": times,
        "BackoffRate": 2.0,
        "JitterStrategy": "FULL",
    }


def _never(error: str) -> dict[str, Any]:
    return {"ErrorEquals": [error], "MaxAttempts": 0}


def _caught(errors: list[str], following: str) -> dict[str, Any]:
    return {"ErrorEquals": errors, "ResultPath": "$.error", "Next": following}


def _state(text: str, taken: set[str]) -> str:
    """A name for a state: letters and digits, so that paths can hold it too."""
    short = re.sub(r"[^A-Za-z0-9]", "", text)[: limits().state_name - 20]
    short = short if short[:1].isalpha() else f"Step{short}"
    found, number = short, 2
    while found in taken or found == "error":
        found, number = f"{short}{number}", number + 1
    taken.add(found)
    return found
