"""Celery's task classes: methods that workers call around the tasks that are based on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.extractors.frameworks import Event, Finding, Wiring, finder
from decompose.extractors.graph import EntryKind

_HOOKS = ("before_start", "on_success", "on_failure", "on_retry", "after_return", "on_timeout", "__call__")
_TASKS = ("celery.Task", "celery.app.task.Task", "celery.app.base.Task")


@finder
def task_classes(wiring: Wiring) -> Iterator[Finding]:
    """``class Logged(Task): def on_failure(…)``, and ``@app.task(base=Logged)``, which it runs around."""
    based = _based(wiring)
    for cls in wiring.subclasses(*_TASKS):
        for method in wiring.linkage.children_of(cls):
            scope = wiring.linkage.scopes[method]
            if scope.name in _HOOKS:
                trigger = f"{scope.name.strip('_')} of tasks"
                yield wiring.entry(EntryKind.HOOK, wiring.linkage.names[method], method, scope.line, method, trigger)
                for task, line in based[cls]:
                    yield Event(task, line, method)


def _based(wiring: Wiring) -> dict[int, list[tuple[int, int]]]:
    """Class → the tasks that name it as their base, with the lines of their decorators."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for decoration in wiring.decorations:
        base = decoration.site.argument(99, "base") if decoration.site is not None else -1
        for cls in wiring.functions(base):
            found[cls].append((decoration.scope, decoration.line))
    return found
