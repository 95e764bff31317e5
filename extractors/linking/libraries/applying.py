"""Functions of the standard library that call a function that they are given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_back, elements_into
from decompose.extractors.linking.hierarchy import definer
from decompose.extractors.linking.implied import class_of
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_APPLIED_TO_ELEMENTS = {
    "<builtin>.map": (0, ""),
    "<builtin>.filter": (0, ""),
    "<builtin>.sorted": (-1, "key"),
    "<builtin>.min": (-1, "key"),
    "<builtin>.max": (-1, "key"),
    "functools.reduce": (0, ""),
    "itertools.groupby": (1, "key"),
    "itertools.takewhile": (0, ""),
    "itertools.dropwhile": (0, ""),
    "itertools.starmap": (0, ""),
    "<**PyList**>.sort": (-1, "key"),
}
"""callee → position and keyword of a function that it calls with elements of its other arguments."""


_ORDERING = frozenset({"<builtin>.sorted", "<builtin>.min", "<builtin>.max", "<**PyList**>.sort"})
"""Those that compare elements with each other where no function says by what."""


def _compare(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        cls = class_of(linkage, thing)
        if cls >= 0 and definer(linkage, cls, "__lt__") >= 0:
            call_back(linkage, CallSite(site.scope, site.line, -1), linkage.attribute_of(thing, "__lt__"))


def _apply_to_elements(linkage: Linkage, site: CallSite, receiver: int, callee: str) -> None:
    position, keyword = _APPLIED_TO_ELEMENTS[callee]
    function = site.argument(position, keyword) if position >= 0 else site.argument(len(site.args), keyword)
    element = linkage.solver.new_node()
    for node in site.args:
        if node != function:
            elements_into(linkage, node, element, site)
    if receiver >= 0:
        linkage.solver.copy(linkage.any_element(receiver), element)
    result = linkage.solver.new_node()
    arguments: tuple[int, ...] = (element,)
    if callee == "functools.reduce":
        arguments = (result, element)
        linkage.solver.copy(element, result)
    for callback in dict.fromkeys([function, *(site.args if position >= 0 else ())]):
        if callback >= 0:  # whatever is given and can be called will be
            call_back(linkage, CallSite(site.scope, site.line, result, arguments), callback)
    if function < 0 and callee in _ORDERING:
        linkage.solver.use(element, _compare, (linkage, site))
    if site.target < 0:
        return
    if callee == "functools.reduce":
        linkage.solver.copy(result, site.target)
        return
    if callee in {"<builtin>.min", "<builtin>.max"}:
        linkage.solver.copy(element, site.target)
        for node in site.args if len(site.args) > 1 else ():
            linkage.solver.copy(node, site.target)
        return
    made = linkage.container(site.target, "list")
    yields = result if callee in {"<builtin>.map", "itertools.starmap"} else element
    linkage.solver.copy(yields, linkage.element_node(made, None))
    linkage.solver.add(site.target, made)


def _register_applications() -> None:
    for callee in _APPLIED_TO_ELEMENTS:

        @models_call(callee)
        def model(linkage: Linkage, site: CallSite, receiver: int, callee: str = callee) -> None:
            _apply_to_elements(linkage, site, receiver, callee)


_register_applications()


@models_call("threading.Thread", "multiprocessing.Process", "multiprocessing.context.Process")
def _thread(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The target runs with ``args`` and ``kwargs``."""
    function = site.argument(1, "target")
    if function >= 0:
        arguments = site.argument(3, "args")
        stars = (arguments,) if arguments >= 0 else ()
        started = CallSite(site.scope, site.line, -1, (), stars)
        call_back(linkage, started, function)
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external("threading.Thread")))


@models_call("threading.Timer")
def _timer(linkage: Linkage, site: CallSite, receiver: int) -> None:
    function = site.argument(1, "function")
    if function >= 0:
        call_back(linkage, CallSite(site.scope, site.line, -1), function)


@models_call(
    "concurrent.futures.ThreadPoolExecutor.submit",
    "concurrent.futures.ProcessPoolExecutor.submit",
    "concurrent.futures.Executor.submit",
    "eventlet.spawn",
    "eventlet.spawn_n",
    "eventlet.greenthread.spawn",
    "eventlet.greenthread.spawn_n",
    "eventlet.GreenPool.spawn",
    "eventlet.GreenPool.spawn_n",
    "gevent.spawn",
    "atexit.register",
    "asyncio.to_thread",
)
def _run_with_rest(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The first argument is called with the others."""
    if site.args:
        started = replace(site, args=site.args[1:], target=-1)
        call_back(linkage, started, site.args[0])


@models_call("functools.partial", "functools.partialmethod")
def _partial(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.partials[site.target] = (site.args[0], site)
        linkage.solver.add(site.target, linkage.objects.intern(Kind.PARTIAL, site.target))
