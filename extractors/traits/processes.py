"""How a process lives: loops without an end, what starts on import, the signal to stop."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.traits import Found, Watched, finder

_STARTED = frozenset(
    {
        *("threading.Thread", "threading.Timer", "multiprocessing.Process", "multiprocessing.context.Process"),
        *("apscheduler.schedulers.background.BackgroundScheduler", "apscheduler.schedulers.asyncio.AsyncIOScheduler"),
        *("apscheduler.schedulers.gevent.GeventScheduler", "flask_apscheduler.APScheduler"),
    }
)
_AT_ONCE = frozenset({"_thread.start_new_thread", "eventlet.spawn", "eventlet.spawn_n", "gevent.spawn", "os.fork"})
_PACKAGES = ("threading", "multiprocessing", "apscheduler", "flask_apscheduler", "_thread", "eventlet", "gevent", "os")


@finder
def endless(watched: Watched) -> Iterator[Found]:
    """``while True`` that nothing leaves."""
    linkage = watched.linkage
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.Endless):
            yield Found(TraitKind.ENDLESS, gid, op.line, confidence=Confidence.EXACT)


@finder
def on_import(watched: Watched) -> Iterator[Found]:
    """``Thread(target=poll).start()`` in the body of a module that is no program."""
    linkage = watched.linkage
    for call in watched.calls_of(*_PACKAGES):
        body = linkage.scope_offset[linkage.file_of[call.scope]]
        if call.scope != body or is_program(linkage, body):
            continue
        owner, _, method = call.name.rpartition(".")
        if call.name in _AT_ONCE or (method == "start" and owner in _STARTED):
            name = call.name if call.name in _AT_ONCE else owner
            yield Found(TraitKind.START_THREAD, call.scope, call.line, name, confidence=call.confidence)


def is_program(linkage: Linkage, body: int) -> bool:
    """Whether a module asks whether it is run itself, or is named as one that is run."""
    named = linkage.sources[linkage.file_of[body]].module.rpartition(".")[2] in {"__main__", "manage"}
    return named or any(op.name == "__name__" and _is_compared(linkage, body, op) for op in _names(linkage, body))


def _names(linkage: Linkage, body: int) -> tuple[facts.Load, ...]:
    return linkage.of_type(body, facts.Load)


def _is_compared(linkage: Linkage, body: int, load: facts.Load) -> bool:
    return any(
        load.target in op.operands and "__main__" in strings_of(linkage, body, op)
        for op in linkage.of_type(body, facts.Operator)
    )


def strings_of(linkage: Linkage, gid: int, op: facts.Operator) -> set[str]:
    """The texts among the operands of an operator."""
    return {text for value in op.operands for text in strings_at(linkage, linkage.node(gid, value))}


@finder
def stopping(watched: Watched) -> Iterator[Found]:
    """``signal.signal(signal.SIGTERM, stop)``."""
    linkage = watched.linkage
    for call in watched.calls_of("signal", "asyncio"):
        site = watched.site(call) if call.last in {"signal", "add_signal_handler"} else None
        if site is None or not site.args:
            continue
        names = {linkage.objects.external_name(thing) or "" for thing in linkage.solver.get(site.args[0])}
        if any(name.endswith("SIGTERM") for name in names):
            yield Found(TraitKind.SIGTERM, call.scope, call.line, confidence=call.confidence)
