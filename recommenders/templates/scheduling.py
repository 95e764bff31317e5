"""Expressions of EventBridge Scheduler: those that the code tells are taken, the others are left to people."""

from __future__ import annotations

import re
from typing import Any

from decompose.recommenders.architecture import Schedule
from decompose.recommenders.templates.naming import Named, plain
from decompose.recommenders.templates.stack import Stack

_FIELD = r"[0-9A-Z*?,/#LW-]+"
_EXPRESSION = re.compile(
    rf"cron\({_FIELD}( {_FIELD}){{5}}\)"
    r"|rate\([1-9][0-9]{0,4} (minute|minutes|hour|hours|day|days)\)"
    r"|at\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\)"
)


def is_known(schedule: Schedule) -> bool:
    """Whether the code tells when it runs, in a form that the scheduler takes."""
    return bool(_EXPRESSION.fullmatch(schedule.expression))


def timing(stack: Stack, item: Named[Schedule]) -> dict[str, Any]:
    """When it runs. What is not known waits, switched off, until people give an expression."""
    schedule = item.part
    zone = stack.ref("TimeZone", "The time zone of all schedules.", Default="UTC")
    if is_known(schedule):
        return {"ScheduleExpression": schedule.expression, "ScheduleExpressionTimezone": zone, "State": "ENABLED"}
    written = plain(schedule.written) or "nothing that can be read"
    says = f"When {plain(schedule.name)} runs: cron(...) or rate(...). The code says: {written}."
    expression = stack.ref(f"{item.id}When", says, Default="rate(1 day)")
    state = stack.ref(
        f"{item.id}State",
        f"ENABLED once {item.id}When is right.",
        Default="DISABLED",
        AllowedValues=["ENABLED", "DISABLED"],
    )
    return {"ScheduleExpression": expression, "ScheduleExpressionTimezone": zone, "State": state}
