"""How long work may take, and when it is to begin: options of task queues."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.marks import TraitKind
from decompose.extractors.traits import Found, Watched, finder
from decompose.extractors.traits.numbers import number

_QUEUES = ("celery", "rq", "django_rq", "huey", "dramatiq", "arq", "frappe", "django_q", "taskiq", "flask_rq2", "saq")
_LIMITS = frozenset({"time_limit", "soft_time_limit", "timeout", "job_timeout", "max_execution_time"})
_SETTINGS = frozenset(
    {
        *("task_time_limit", "task_soft_time_limit", "CELERY_TASK_TIME_LIMIT", "CELERY_TASK_SOFT_TIME_LIMIT"),
        *("CELERYD_TASK_TIME_LIMIT", "CELERYD_TASK_SOFT_TIME_LIMIT"),
    }
)
_MILLISECONDS = frozenset({"dramatiq"})
_SENDING = frozenset(
    {"apply_async", "enqueue", "enqueue_call", "enqueue_in", "enqueue_at", "send_with_options", "async_task"}
)
_DELAYS = {"countdown": 1.0, "eta": 1.0, "delay": 0.001, "_defer_by": 1.0}
_DELAYED_BY_FIRST = frozenset({"enqueue_in", "enqueue_at", "schedule"})


@finder
def declared(watched: Watched) -> Iterator[Found]:
    """``@app.task(time_limit=600)``, ``queue.enqueue(export, job_timeout=600)``."""
    linkage = watched.linkage
    for call in watched.calls_of(*_QUEUES):
        package = call.name.partition(".")[0]
        for word, value in call.op.keywords if isinstance(call.op, facts.Call) else ():
            seconds = number(linkage, call.scope, value) if word in _LIMITS else None
            if seconds is None or not isinstance(call.op, facts.Call):
                continue
            seconds /= 1000 if package in _MILLISECONDS else 1
            scope = watched.decorated(call)
            if scope == call.scope and call.last in _SENDING:
                scope = next(iter(_functions(linkage, call.scope, call.op)), call.scope)
            elif scope == call.scope and "task" not in call.last and "job" not in call.last:
                continue
            yield Found(TraitKind.TIME_LIMIT, scope, call.line, word, seconds, "", call.confidence)


@finder
def of_classes(watched: Watched) -> Iterator[Found]:
    """``class Export(Task): time_limit = 600``, and settings for all tasks."""
    linkage = watched.linkage
    for gid in linkage.as_written():
        kind = linkage.scopes[gid].kind
        if kind == "class" and {"time_limit", "soft_time_limit"} & set(linkage.scopes[gid].bound):
            if not any("celery" in base or base.endswith(".Task") for base in external_ancestors(linkage, gid)):
                continue
        elif kind != "module" or not _SETTINGS & set(linkage.scopes[gid].bound):
            continue
        for op in linkage.of_type(gid, facts.Bind):
            if op.name in _SETTINGS or (kind == "class" and op.name in _LIMITS):
                seconds = number(linkage, gid, op.source)
                if seconds is not None:
                    yield Found(TraitKind.TIME_LIMIT, gid, op.line, op.name, seconds)


def _functions(linkage: Linkage, gid: int, op: facts.Call) -> list[int]:
    """The functions that are given to a call first."""
    found = []
    for value in op.args[:2]:
        for thing in sorted(linkage.solver.get(linkage.node(gid, value))):
            named = linkage.objects.unwrapped(thing)
            if linkage.objects.kinds[named] is Kind.FUNCTION:
                found.append(linkage.objects.first[named])
    return found


@finder
def delayed(watched: Watched) -> Iterator[Found]:
    """``export.apply_async(countdown=60)``, ``queue.enqueue_in(timedelta(minutes=5), remind)``."""
    linkage = watched.linkage
    for gid in linkage.as_written():
        attributes = {op.target: op for op in linkage.of_type(gid, facts.Attr)}
        for call in linkage.of_type(gid, facts.Call):
            made = attributes.get(call.func)
            if made is None or made.name not in {*_SENDING, *_DELAYED_BY_FIRST}:
                continue
            given = [(value, _DELAYS[word]) for word, value in call.keywords if word in _DELAYS]
            if made.name in {"enqueue_in", "enqueue_at"} and call.args:
                given = [(call.args[0], 1.0)]
            elif made.name == "schedule":
                given = [(value, 1.0) for word, value in call.keywords if word in {"delay", "eta"}]
            if given:
                seconds = number(linkage, gid, given[0][0])
                value = seconds * given[0][1] if seconds is not None else None
                yield Found(TraitKind.DELAY, gid, call.line, _task(linkage, gid, made, call), value)


def _task(linkage: Linkage, gid: int, made: facts.Attr, call: facts.Call) -> str:
    """The task that is sent: what has the method, or else what it is given."""
    named = [made.base] if made.name not in {"enqueue_in", "enqueue_at"} else []
    for value in (*named, *call.args[:2]):
        for thing in sorted(linkage.solver.get(linkage.node(gid, value))):
            unwrapped = linkage.objects.unwrapped(thing)
            if linkage.objects.kinds[unwrapped] is Kind.FUNCTION:
                return linkage.names[linkage.objects.first[unwrapped]]
    return ""
