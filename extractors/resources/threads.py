"""Threads and processes that the program starts for itself."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import called, uses

_THREADS, _PROCESSES = called("threads"), called("processes")
uses(ResourceKind.THREAD, ("threading", "eventlet.patcher.original"), both="Thread Timer", named=_THREADS)
uses(
    ResourceKind.THREAD,
    ("concurrent.futures", "concurrent.futures.thread", "futurist"),
    both="ThreadPoolExecutor GreenThreadPoolExecutor",
    named=_THREADS,
)
uses(
    ResourceKind.THREAD,
    ("concurrent.futures", "concurrent.futures.process"),
    both="ProcessPoolExecutor",
    named=_PROCESSES,
)
uses(
    ResourceKind.THREAD,
    ("multiprocessing", "multiprocessing.context", "billiard"),
    both="Process Pool",
    named=_PROCESSES,
)
uses(ResourceKind.THREAD, ("multiprocessing.pool", "multiprocessing.dummy"), both="ThreadPool Pool", named=_THREADS)
uses(ResourceKind.THREAD, ("_thread", "thread"), both="start_new_thread", named=_THREADS)
uses(ResourceKind.THREAD, ("os",), both="fork", named=_PROCESSES)
_GREEN = ("eventlet", "eventlet.greenthread", "gevent", "eventlet.GreenPool", "eventlet.greenpool.GreenPool")
uses(ResourceKind.THREAD, _GREEN, both="spawn spawn_n spawn_after spawn_later", named=_THREADS)
uses(ResourceKind.THREAD, ("asyncio",), both="to_thread", named=_THREADS)
uses(
    ResourceKind.THREAD, ("asyncio.get_event_loop", "asyncio.get_running_loop"), both="run_in_executor", named=_THREADS
)
uses(ResourceKind.THREAD, ("threading.Thread", "threading.Timer"), both="__init__", named=_THREADS)
uses(ResourceKind.THREAD, ("multiprocessing.Process",), both="__init__", named=_PROCESSES)
