"""Background work: Celery, RQ, Dramatiq, Huey, and task decorators of the program itself."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Event, Finding, Wiring, finder
from decompose.extractors.frameworks.paths import shown
from decompose.extractors.frameworks.rows import NO_ROW, Row, texts_in
from decompose.extractors.frameworks.timing import time_of_trigger, written_time
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import descendants
from decompose.extractors.linking.linkage import CallSite

_TASKS = frozenset({"task", "shared_task", "job", "actor", "db_task", "background_task"})
_SCHEDULES = frozenset({"periodic_task", "db_periodic_task", "scheduled", "cron", "scheduled_job", "schedule"})
_SENDS = frozenset(
    {"delay", "apply_async", "send", "send_with_options", "enqueue", "schedule", "s", "si", "defer", "later"}
)
_TIMES = frozenset({"run_every", "schedule", "validate_datetime", "cron", "every"})
_WHEN_FIRST = frozenset({"enqueue_in", "enqueue_at"})
_HANDS_OVER = frozenset({"enqueue", "enqueue_in", "enqueue_at", "send_task", "async_task", "enqueue_call"})


@finder
def tasks(wiring: Wiring) -> Iterator[Finding]:
    """Functions that a task decorator registers, and the places that send them work."""
    registered: dict[int, str] = {}
    for decoration in wiring.decorations:
        last = {name.rpartition(".")[2] for name in decoration.names}
        if not last & (_TASKS | _SCHEDULES):
            continue
        scope = wiring.linkage.scopes[decoration.scope]
        kind = EntryKind.SCHEDULE if last & _SCHEDULES else EntryKind.TASK
        named = wiring.texts(decoration.site.argument(99, "name")) if decoration.site else []
        registered[decoration.scope] = scope.name
        trigger = _when(wiring, decoration.site) if decoration.site is not None and kind is EntryKind.SCHEDULE else ""
        name = named[0] if named else f"{_module_of(wiring, decoration.scope)}.{scope.name}"
        yield wiring.entry(kind, name, decoration.scope, decoration.line, decoration.at, trigger)
    for entry in (*_called(wiring), *_classes(wiring)):
        registered.setdefault(entry.scope, wiring.linkage.scopes[entry.scope].name)
        yield entry
    yield from _sent(wiring, registered)
    yield from _handed_over(wiring, registered)


def _when(wiring: Wiring, site: CallSite) -> str:
    """When a scheduled function runs: ``@periodic_task(crontab(hour=3))``, ``@scheduled_job("interval", hours=1)``."""
    first = wiring.linkage.node(site.scope, 0)
    keywords = [(word, node - first) for word, node in site.keywords]
    trigger = (wiring.texts(site.argument(0, "trigger")) or [""])[0]
    given = [node - first for node in site.args[:1]] + [value for word, value in keywords if word in _TIMES]
    times = [time for value in given if (time := written_time(wiring, site.scope, value))]
    return times[0] if times else time_of_trigger(wiring, site.scope, trigger, keywords) or trigger


def _called(wiring: Wiring) -> Iterator[Entry]:
    """``app.task(name="tidy")(tidy)``; in ``__init_subclass__``, once for each subclass."""
    linkage = wiring.linkage
    for last in sorted(_TASKS):
        for site, _, _ in wiring.calls_to(last):
            for op in linkage.of_type(site.scope, facts.Call):
                if linkage.node(site.scope, op.func) != site.op_node:
                    continue
                functions = wiring.functions(linkage.node(site.scope, op.args[0])) if op.args else []
                for row in _subclasses(wiring, site.scope):
                    named = [shown(text) for text in texts_in(wiring, site.scope, site.argument(99, "name"), row)]
                    for function in functions[:1]:
                        own = f"{_module_of(wiring, function)}.{linkage.scopes[function].name}"
                        name = named[0] if named else own
                        yield wiring.entry(EntryKind.TASK, name, function, op.line, site.scope)


def _subclasses(wiring: Wiring, scope: int) -> list[Row]:
    """What ``cls.__module__`` and ``cls.__name__`` are, for each subclass that a class is told of."""
    linkage = wiring.linkage
    cls = linkage.class_of_method(scope)
    if cls < 0 or linkage.scopes[scope].name != "__init_subclass__":
        return [NO_ROW]
    told = linkage.scopes[scope].params[0].value
    asked = [op for op in linkage.of_type(scope, facts.Attr) if op.base == told]
    found: list[Row] = []
    for child in descendants(linkage, cls)[1:]:
        own = linkage.names[child].removeprefix(f"{_module_of(wiring, child)}.")
        known = {"__module__": _module_of(wiring, child), "__name__": linkage.scopes[child].name, "__qualname__": own}
        found.append({linkage.node(scope, op.target): known[op.name] for op in asked if op.name in known})
    return found


def _classes(wiring: Wiring) -> Iterator[Entry]:
    """Subclasses of Celery's ``Task`` that say what to ``run``."""
    linkage = wiring.linkage
    for cls in wiring.subclasses("celery.Task", "celery.app.task.Task", "celery.task.Task"):
        if "run" in linkage.classes[cls].members:
            named = [
                text
                for op in linkage.of_type(cls, facts.Bind)
                if op.name == "name"
                for text in wiring.texts(linkage.node(cls, op.source))
            ]
            scope = linkage.scopes[cls]
            name = named[0] if named else linkage.names[cls]
            yield wiring.entry(EntryKind.TASK, name, wiring.method(cls, "run"), scope.line, cls)


def _module_of(wiring: Wiring, scope: int) -> str:
    """The module of a task: Celery names a task after it and the function alone, wherever that is nested."""
    return wiring.linkage.modules.names[wiring.linkage.file_of[scope]]


def _sent(wiring: Wiring, registered: dict[int, str]) -> Iterator[Event]:
    """``send_receipt.delay(order.id)``."""
    linkage = wiring.linkage
    by_name: dict[tuple[int, str], int] = {(linkage.file_of[scope], name): scope for scope, name in registered.items()}
    for gid, scope in enumerate(linkage.scopes):
        attributes = {op.target: op for op in scope.ops if isinstance(op, facts.Attr) and op.name in _SENDS}
        if not attributes:
            continue
        for op in scope.ops:
            if isinstance(op, facts.Call) and op.func in attributes:
                base = attributes[op.func].base
                targets = [found for found in wiring.functions(linkage.node(gid, base)) if found in registered]
                targets = targets or _by_name(wiring, gid, base, by_name)
                for target in targets:
                    yield Event(gid, op.line, target)


def _by_name(wiring: Wiring, gid: int, base: int, by_name: dict[tuple[int, str], int]) -> list[int]:
    """The task of that name, where its decorator turned the function into something else."""
    linkage = wiring.linkage
    file = linkage.file_of[gid]
    names: list[tuple[int, str]] = []
    for scope in linkage.facts[file].scopes:
        for op in scope.ops:
            if isinstance(op, facts.Import) and op.name:
                dotted = linkage.modules.absolute(file, op.module, op.level)
                source = linkage.modules.find(dotted, file) if dotted else None
                if source is not None:
                    names.append((source, op.name))
    for op in linkage.scopes[gid].ops:
        if isinstance(op, facts.Load) and op.target == base:
            candidates = [(file, op.name), *(key for key in names if key[1] == op.name)]
            return [by_name[key] for key in dict.fromkeys(candidates) if key in by_name]
        if isinstance(op, facts.Import) and op.target == base and op.name:
            return [by_name[key] for key in dict.fromkeys(names) if key[1] == op.name and key in by_name]
    return []


def _handed_over(wiring: Wiring, registered: dict[int, str]) -> Iterator[Event]:
    """``queue.enqueue(send_receipt, order.id)`` and ``send_task("name")``."""
    by_name = {wiring.linkage.names[scope]: scope for scope in registered}
    by_name |= {name: scope for scope, name in registered.items()}
    for last in sorted(_HANDS_OVER):
        for site, _, call in wiring.calls_to(last):
            when = 1 if last in _WHEN_FIRST else 0
            for target in wiring.functions(site.argument(when, "func")):
                if wiring.linkage.scopes[target].kind == "function":
                    yield Event(call.scope, call.line, target)
            for text in wiring.texts(site.argument(when, "name")):
                target = by_name.get(text, _named(wiring, text))
                if target >= 0:
                    yield Event(call.scope, call.line, target)


def _named(wiring: Wiring, text: str) -> int:
    """The function that a dotted name means; -1 for none: ``queue.enqueue("shop.mail.send_receipt")``."""
    return wiring.once(_functions).get(text, -1)


def _functions(wiring: Wiring) -> dict[str, int]:
    scopes = enumerate(wiring.linkage.scopes)
    return {wiring.linkage.names[gid]: gid for gid, scope in scopes if scope.kind == "function"}


@finder
def lambda_handlers(wiring: Wiring) -> Iterator[Entry]:
    """Functions called ``lambda_handler`` take AWS Lambda events."""
    for gid, scope in enumerate(wiring.linkage.scopes):
        if scope.kind == "function" and scope.name == "lambda_handler" and scope.parent == 0:
            yield wiring.entry(EntryKind.MESSAGE, wiring.linkage.names[gid], gid, scope.line, gid)
