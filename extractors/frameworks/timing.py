"""When the clock runs a job, as the code writes it: ``crontab(hour=3)``, ``timedelta(hours=1)``, a number of seconds.

What is found is written as five fields of cron, or as ``every 300 seconds``; times that only run time knows are empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from decompose.extractors import facts
from decompose.extractors.facts import Value
from decompose.extractors.frameworks import Wiring

Given: TypeAlias = tuple[Sequence[Value], Sequence[tuple[str, Value]]]
"""Positional arguments, and those by name."""

_FIELDS = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
_CELERY = ("minute", "hour", "day_of_week", "day_of_month", "month_of_year")
_SPELLED = {"day": "day_of_month", "month": "month_of_year"}
"""How Huey and APScheduler call them."""
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_UNKNOWN = "?"
_IN_ORDER = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")


def written_time(wiring: Wiring, scope: int, value: Value) -> str:
    """When something runs whose time is a value of a scope; empty where that is not written there."""
    for op in wiring.linkage.scopes[scope].ops:
        if isinstance(op, facts.Const) and op.target == value and op.kind in {"int", "float"}:
            return _every(float(op.text or 0))
        if isinstance(op, facts.Call) and op.target == value:
            last = {name.rpartition(".")[2] for name in wiring.names(scope, op.func)}
            if "crontab" in last:
                order = _CELERY if any("celery" in name for name in wiring.names(scope, op.func)) else _FIELDS
                return _cron(_constants(wiring, scope, order, (op.args, op.keywords)))
            if "timedelta" in last:
                return interval(wiring, scope, (op.args, op.keywords))
    return ""


def interval(wiring: Wiring, scope: int, given: Given) -> str:
    """``hours=1``, as arguments of ``timedelta`` or of an interval of APScheduler."""
    found = _constants(wiring, scope, _IN_ORDER, given)
    try:
        return _every(sum(float(text) * _SECONDS.get(word, 0) for word, text in found.items() if text != _UNKNOWN))
    except ValueError:
        return ""


def cron_fields(wiring: Wiring, scope: int, given: Given) -> str:
    """``hour=3, minute=30``, as arguments of a trigger of APScheduler: what stands before the first field is 0."""
    found = _constants(wiring, scope, (), given)
    if not found.keys() & set(_FIELDS):
        return ""
    known = [word for word in ("minute", "hour", "day_of_month", "month_of_year") if word in found]
    first = ("minute", "hour", "day_of_month", "month_of_year").index(known[-1]) if known else 2
    for word in ("minute", "hour", "day_of_month")[:first]:
        found.setdefault(word, "1" if word == "day_of_month" else "0")
    return _cron(found)


def time_of_trigger(wiring: Wiring, scope: int, trigger: str, keywords: Sequence[tuple[str, Value]]) -> str:
    """The time of a trigger of APScheduler by its name; empty for others."""
    if trigger == "interval":
        return interval(wiring, scope, ((), keywords))
    return cron_fields(wiring, scope, ((), keywords)) if trigger == "cron" else ""


def _constants(wiring: Wiring, scope: int, order: Sequence[str], given: Given) -> dict[str, str]:
    """Argument → its literal; ``?`` for one that is computed."""
    literals = {
        op.target: op.text for op in wiring.linkage.scopes[scope].ops if isinstance(op, facts.Const) and op.text
    }
    positional, by_name = given
    named = [*zip(order, positional, strict=False), *by_name]
    return {_SPELLED.get(word, word): literals.get(value, _UNKNOWN) for word, value in named if word}


def _cron(found: dict[str, str]) -> str:
    """Five fields; empty if one that is given is computed."""
    fields = [found.get(word, "*").replace(" ", "") for word in _FIELDS]
    return "" if _UNKNOWN in fields else " ".join(fields)


def _every(seconds: float) -> str:
    return f"every {seconds:g} seconds" if seconds > 0 else ""


def entries_of(wiring: Wiring, scope: int, value: Value) -> Iterator[tuple[str, Value]]:
    """The keys and values of a dict that is written at a value of a scope."""
    for op in wiring.linkage.scopes[scope].ops:
        if isinstance(op, facts.Build) and op.target == value:
            yield from ((str(key), held) for key, held in zip(op.keys, op.values, strict=False) if key is not None)
