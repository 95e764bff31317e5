"""The extract stage: facts of every file, from the cache or by workers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from decompose.analyzer.cache import Cache
from decompose.analyzer.identity import fingerprint_of
from decompose.analyzer.pools import Extraction, MakePool, default_workers, processes
from decompose.analyzer.progress import Progress
from decompose.analyzer.sources import Source
from decompose.analyzer.worker import WORKER_DIED, unread
from decompose.extractors.facts import FACTS_VERSION, FileFacts

WORTH_WORKERS = 2_000_000
"""Bytes of code below which starting processes costs more than it saves."""


def extract(
    sources: Sequence[Source],
    cache: Cache,
    progress: Progress,
    make_pool: MakePool | None = None,
    least_bytes: int = 0,
) -> dict[str, FileFacts]:
    """The facts of files; they depend on nothing but the files' bytes.

    Args:
        sources: the files.
        cache: where facts of unchanged files are found, and new ones are put as they come.
        progress: is told of every chunk.
        make_pool: makes the executor that computes what is not cached; None for this process.
        least_bytes: if less code than that is not cached, this process reads it: starting others would take longer.

    Returns:
        path → facts, in the order of ``sources``; a file that cannot be read has facts that say why.
    """
    progress.stage("Extracting facts", len(sources))
    keys = {source.path: _key(source) for source in sources if not source.problem}
    known = cache.get_many(keys.values())
    encoded = {path: known[key] for path, key in keys.items() if key in known}
    missing = _first_of_each_key(sources, keys, encoded)
    progress.advance(len(sources) - len(missing))
    is_little = sum(len(data) for _, data in missing) < least_bytes
    extraction = Extraction(None if is_little else make_pool)
    for chunk in extraction.run(missing):
        cache.put_many({keys[path]: facts for path, facts in chunk.items()})
        encoded.update(chunk)
        progress.advance(len(chunk))
    return _decoded(sources, keys, encoded)


def known_facts(digests: Mapping[str, str], cache: Cache) -> dict[str, FileFacts]:
    """The facts of contents that were extracted before, as far as the cache has them.

    Args:
        digests: path → digest of its source.
        cache: where they are found.
    """
    keys = {path: _key_of(digest) for path, digest in digests.items()}
    known = cache.get_many(keys.values())
    decoder = msgspec.msgpack.Decoder(FileFacts)
    return {path: decoder.decode(known[key]) for path, key in keys.items() if key in known}


def suitable_pool(sources: Iterable[Source], workers: int) -> MakePool | None:
    """Processes where they are asked for, or where there is work enough.

    Args:
        sources: the files to extract.
        workers: as many processes; 0 to decide by the amount of code and the processors.
    """
    if workers == 0:
        size = sum(len(source.data) for source in sources)
        workers = default_workers() if size > WORTH_WORKERS else 1
    return processes(workers) if workers > 1 else None


def _key(source: Source) -> str:
    return _key_of(source.digest)


def _key_of(digest: str) -> str:
    return f"facts:{FACTS_VERSION}:{fingerprint_of('extractors')}:{digest}"


def _first_of_each_key(
    sources: Sequence[Source], keys: dict[str, str], encoded: dict[str, bytes]
) -> list[tuple[str, bytes]]:
    """What has to be computed; files of the same content only once."""
    wanted = (source for source in sources if source.path in keys and source.path not in encoded)
    first: dict[str, Source] = {}
    for source in wanted:
        first.setdefault(keys[source.path], source)
    return [(source.path, source.data) for source in first.values()]


def _decoded(sources: Sequence[Source], keys: dict[str, str], encoded: dict[str, bytes]) -> dict[str, FileFacts]:
    decoder = msgspec.msgpack.Decoder(FileFacts)
    by_key = {keys[path]: facts for path, facts in encoded.items()}
    facts: dict[str, FileFacts] = {}
    for source in sources:
        if source.problem:
            facts[source.path] = unread("not-read", source.problem)
        elif keys[source.path] in by_key:
            facts[source.path] = decoder.decode(by_key[keys[source.path]])
        else:
            message = "a worker process died while it read this file; exclude it, and please report it"
            facts[source.path] = unread(WORKER_DIED, message, source.data)
    return facts
