"""Runs the extraction in an executor, and survives the death of its workers."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from typing import TypeAlias

from decompose.analyzer.worker import extract_chunk, ignore_interrupts

File: TypeAlias = tuple[str, bytes]
MakePool: TypeAlias = Callable[[], Executor]
"""Makes an executor; called again when its workers have died."""

CHUNK_BYTES = 300_000
MOST_DEATHS = 3
"""If so many workers die before any has finished a file, it is the workers that are broken, not the files."""


def processes(count: int) -> MakePool:
    """Pools of worker processes; each starts afresh and inherits neither threads nor locks."""
    context = multiprocessing.get_context("spawn")
    return lambda: ProcessPoolExecutor(count, mp_context=context, initializer=ignore_interrupts)


def default_workers() -> int:
    """As many as this process may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Extraction:
    """Facts of files, computed by the workers of a pool, or in this process without one.

    Attributes:
        killers: files on which a worker died, each alone in it; they have no facts.
    """

    def __init__(self, make_pool: MakePool | None) -> None:
        self.killers: list[str] = []
        self._make_pool = make_pool

    def run(self, files: Sequence[File]) -> Iterator[dict[str, bytes]]:
        """Path → encoded facts, a chunk at a time, in no particular order."""
        chunks = list(in_chunks(files))
        if not chunks:
            return
        if self._make_pool is None:
            yield from map(extract_chunk, chunks)
            return
        finished: set[str] = set()
        try:
            with _cancelled_on_error(self._make_pool()) as pool:
                futures = [pool.submit(extract_chunk, chunk) for chunk in chunks]
                for done in as_completed(futures):
                    encoded = done.result()
                    finished.update(encoded)
                    yield encoded
        except BrokenExecutor:
            yield from self._one_by_one([file for file in files if file[0] not in finished], worked=bool(finished))

    def _one_by_one(self, files: Sequence[File], *, worked: bool) -> Iterator[dict[str, bytes]]:
        """Find the file that kills workers: whoever is alone in a worker that dies.

        Args:
            files: what is left to do.
            worked: a worker has finished something before.
        """
        assert self._make_pool is not None
        waiting = deque(files)
        while waiting:
            try:
                with _cancelled_on_error(self._make_pool()) as pool:
                    while waiting:
                        yield pool.submit(extract_chunk, [waiting[0]]).result()
                        waiting.popleft()
                        worked = True
            except BrokenExecutor:
                self.killers.append(waiting.popleft()[0])
                if not worked and len(self.killers) == MOST_DEATHS:
                    self.killers.clear()
                    yield from map(extract_chunk, in_chunks(files))
                    return


def in_chunks(files: Iterable[File]) -> Iterator[list[File]]:
    """Files in groups of about ``CHUNK_BYTES``, the last one smaller."""
    chunk: list[File] = []
    size = 0
    for path, data in files:
        chunk.append((path, data))
        size += len(data)
        if size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


@contextmanager
def _cancelled_on_error(pool: Executor) -> Iterator[Executor]:
    """A pool that does not work off its queue once somebody gave up on it."""
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
