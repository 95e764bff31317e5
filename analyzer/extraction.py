"""The extract stage: facts of every file, from the cache or by workers."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import msgspec

from decompose.analyzer.cache import Cache
from decompose.analyzer.identity import fingerprint_of
from decompose.analyzer.progress import Progress
from decompose.extractors.facts import FACTS_VERSION, FileFacts, Scope
from decompose.extractors.places import Diagnostic, Place
from decompose.extractors.repository import Repository, Role, SourceFile

_CHUNK_BYTES = 400_000
_WORTH_WORKERS = 2_000_000
"""Bytes of code below which starting processes costs more than it saves."""


@contextmanager
def workers(count: int) -> Iterator[Executor | None]:
    """A pool of worker processes; None for one worker, which is this process."""
    if count <= 1:
        yield None
        return
    # A fresh process inherits neither threads nor locks of this one.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        yield pool


def default_workers() -> int:
    """As many as this process may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract(
    repository: Repository, cache: Cache, progress: Progress, count: int = 0
) -> tuple[dict[str, FileFacts], str]:
    """The facts of all files that are code.

    Args:
        repository: what discovery found.
        cache: where facts of unchanged files are found.
        progress: is told of every chunk.
        count: worker processes; 0 for as many as there are processors.

    Returns:
        path → facts, and a digest of everything that they were made of.
    """
    sources = [source for source in repository.sources if source.role is Role.CODE]
    progress.stage("Extracting facts", len(sources))
    contents = {source.path: _read(Path(repository.root), source) for source in sources}
    version = f"{FACTS_VERSION}:{fingerprint_of('extractors')}"
    keys = {path: _key(data, version) for path, data in contents.items()}
    known = cache.get_many(keys.values())
    encoded = {path: known[key] for path, key in keys.items() if key in known}
    progress.advance(len(encoded))
    missing = [(path, contents[path]) for path in contents if path not in encoded]
    size = sum(len(data) for _, data in missing)
    wanted = (count or default_workers()) if size > _WORTH_WORKERS or count > 1 else 1
    with workers(wanted) as pool:
        for chunk in _extracted(_chunks(missing), pool):
            encoded.update(chunk)
            progress.advance(len(chunk))
    cache.put_many({keys[path]: encoded[path] for path, _ in missing})
    decoder = msgspec.msgpack.Decoder(FileFacts)
    facts = {source.path: decoder.decode(encoded[source.path]) for source in sources}
    digest = hashlib.sha256(version.encode())
    for source in sources:
        digest.update(f"{source.module}\0{source.path}\0{keys[source.path]}\0".encode())
    digest.update(msgspec.json.encode(repository.diagnostics))
    return facts, digest.hexdigest()


def _key(data: bytes, version: str) -> str:
    return "facts:" + hashlib.sha256(version.encode() + b"\0" + data).hexdigest()


def _read(root: Path, source: SourceFile) -> bytes:
    try:
        return (root / source.path).read_bytes()
    except OSError:
        return b""


def _chunks(files: Sequence[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    chunk: list[tuple[str, bytes]] = []
    size = 0
    for path, data in files:
        chunk.append((path, data))
        size += len(data)
        if size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _extracted(chunks: Iterator[list[tuple[str, bytes]]], pool: Executor | None) -> Iterator[dict[str, bytes]]:
    if pool is None:
        yield from map(extract_chunk, chunks)
        return
    waiting: dict[Future[dict[str, bytes]], list[tuple[str, bytes]]] = {}
    try:
        for chunk in chunks:
            waiting[pool.submit(extract_chunk, chunk)] = chunk
        for done in as_completed(list(waiting)):
            yield done.result()
            del waiting[done]
    except BrokenProcessPool:
        # A worker died, perhaps for lack of memory: go on alone, file by file.
        yield from map(extract_chunk, waiting.values())


def extract_chunk(chunk: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """The encoded facts of some files; a file that cannot be read is a diagnostic, not an error."""
    from decompose.extractors.reading import read_file

    encoder = msgspec.msgpack.Encoder()
    encoded = {}
    for path, data in chunk:
        try:
            facts = read_file(path, data)
        except Exception as error:
            message = f"the file could not be read ({type(error).__name__}: {error}); please report it"
            facts = _unread(data, message)
        encoded[path] = encoder.encode(facts)
    return encoded


def _unread(data: bytes, message: str) -> FileFacts:
    lines = data.count(b"\n") + 1
    problem = Diagnostic(Place("", 0), "extractor-failed", message)
    return FileFacts((Scope("module", "", -1, 1, lines),), 0, lines, diagnostics=(problem,), parsed=False)
