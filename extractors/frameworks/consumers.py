"""Messages and jobs: Channels consumers, Kombu, pika, gRPC servicers, XML-RPC functions, schedulers."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.frameworks.timing import time_of_trigger, written_time
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.resolution import ResolvedCall

_CALLBACKS = {
    "basic_consume": ("on_message_callback", 1, "queue", 0),
    "register_callback": ("callback", 0, "", -1),
    "register_function": ("function", 0, "name", 1),
}
"""Method that registers a function → its argument, and that of the queue or name."""
_CONSUMERS = ("channels.generic.websocket.", "channels.consumer.")
_RECEIVES = ("receive_json", "receive", "websocket_receive", "connect")


@finder
def registered_consumers(wiring: Wiring) -> Iterator[Entry]:
    """``channel.basic_consume(queue="orders", on_message_callback=handle)`` and its like."""
    for last, (word, position, topic_word, topic_position) in _CALLBACKS.items():
        for site, name, call in wiring.calls_to(last):
            for function in wiring.functions(site.argument(position, word)):
                topics = wiring.texts(site.argument(topic_position, topic_word)) if topic_position >= 0 else []
                kind = EntryKind.RPC if last == "register_function" else EntryKind.MESSAGE
                label = (topics or [wiring.linkage.names[function]])[0]
                if not name.startswith("<"):
                    yield wiring.entry(kind, label, function, call.line, call.scope)
    for site, name, call in wiring.calls_to("Consumer"):
        if name.startswith("kombu"):
            for node in [node for word, node in site.keywords if word in {"callbacks", "on_message"}]:
                for function in wiring.functions(node) or wiring.held_functions(node):
                    label = wiring.linkage.names[function]
                    yield wiring.entry(EntryKind.MESSAGE, label, function, call.line, call.scope)


@finder
def channels_consumers(wiring: Wiring) -> Iterator[Entry]:
    """Consumers of Django Channels."""
    for cls in sorted(wiring.linkage.classes):
        if any(base.startswith(_CONSUMERS) for base in external_ancestors(wiring.linkage, cls)):
            methods = [name for name in _RECEIVES if name in wiring.linkage.classes[cls].members]
            handler = wiring.method(cls, methods[0]) if methods else cls
            line = wiring.linkage.scopes[cls].line
            yield wiring.entry(EntryKind.WEBSOCKET, wiring.linkage.names[cls], handler, line, cls)


@finder
def servicers(wiring: Wiring) -> Iterator[Entry]:
    """Methods of gRPC servicers: classes that derive from a generated ``…Servicer``."""
    linkage = wiring.linkage
    for cls in sorted(linkage.classes):
        outside = external_ancestors(linkage, cls)
        generated = next((base for base in outside if base.endswith("Servicer") and "_pb2" in base), None)
        if generated is None:
            continue
        service = generated.rpartition(".")[2].removesuffix("Servicer")
        for gid in linkage.children_of(cls):
            scope = linkage.scopes[gid]
            if scope.kind == "function" and not scope.name.startswith("_"):
                yield wiring.entry(EntryKind.RPC, f"{service}/{scope.name}", gid, scope.line, gid)


@finder
def scheduled_jobs(wiring: Wiring) -> Iterator[Entry]:
    """``scheduler.add_job(clean_up, "cron", hour=3)`` and ``schedule.every().day.do(clean_up)``."""
    for last in ("add_job", "do", "add_periodic_task"):
        for site, name, call in wiring.calls_to(last):
            is_known = last == "add_job" or name.startswith(("schedule.", "celery."))
            position, word = (1, "sig") if last == "add_periodic_task" else (0, "func")
            for function in wiring.functions(site.argument(position, word)) if is_known else ():
                trigger = _when(wiring, last, site, call)
                label = wiring.linkage.names[function]
                yield wiring.entry(EntryKind.SCHEDULE, label, function, call.line, call.scope, trigger)


def _when(wiring: Wiring, last: str, site: CallSite, call: ResolvedCall) -> str:
    """When a job runs that is added by a call; the name of its trigger where no time is written."""
    if not isinstance(call.op, facts.Call) or last == "do":
        return ""
    if last == "add_periodic_task":
        return written_time(wiring, call.scope, call.op.args[0]) if call.op.args else ""
    trigger = (wiring.texts(site.argument(1, "trigger")) or [""])[0]
    return time_of_trigger(wiring, call.scope, trigger, call.op.keywords) or trigger
