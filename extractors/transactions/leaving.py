"""Calls whose callee runs outside of the transaction of the caller: later, elsewhere, in the background."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import ResolvedCall

_HANDS_OVER = frozenset(
    [
        *("delay", "apply_async", "delay_on_commit", "apply_async_on_commit", "send_task", "send_with_options"),
        *("enqueue", "enqueue_in", "enqueue_at", "enqueue_job", "enqueue_call", "enqueue_many", "async_task"),
        *("defer", "defer_async", "add_task", "add_job", "add_periodic_task", "schedule", "queue"),
        *("spawn", "spawn_n", "spawn_later", "spawn_after", "spawn_raw", "start_soon", "create_task", "ensure_future"),
        *("submit", "run_in_executor", "call_later", "call_soon", "call_soon_threadsafe", "Thread", "Timer", "Process"),
        *("on_commit", "after_commit", "run_on_commit", "enqueue_after_commit", "start_new_thread"),
    ]
)
_REMOTE = frozenset({"call", "cast", "fanout_cast"})


class Leaving:
    """Tells the calls that hand their callee over to whoever runs it outside of this transaction."""

    def __init__(self, linkage: Linkage) -> None:
        self._linkage = linkage
        self._names: dict[int, dict[int, str]] = {}

    def takes(self, call: ResolvedCall) -> bool:
        """Whether a call is one of these."""
        if not isinstance(call.op, facts.Call):
            return False
        name = self._written(call.scope).get(call.op.func, "")
        if name in _REMOTE:  # by a message, unless it is a function that is called so
            scopes = self._linkage.scopes
            return not any(scopes[callee.scope].name == name for callee in call.callees if callee.scope >= 0)
        return name in _HANDS_OVER

    def _written(self, gid: int) -> dict[int, str]:
        """The values of a scope → the last part of the name that they are written with."""
        found = self._names.get(gid)
        if found is None:
            linkage = self._linkage
            found = {op.target: op.name for op in linkage.of_type(gid, facts.Load)}
            found |= {op.target: op.name for op in linkage.of_type(gid, facts.Import)}
            found |= {op.target: op.name for op in linkage.of_type(gid, facts.Attr)}
            self._names[gid] = found
        return found
