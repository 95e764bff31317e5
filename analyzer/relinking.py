"""Linking from what an earlier full link of nearly the same files left in the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from decompose.analyzer.cache import Cache
from decompose.analyzer.extraction import known_facts
from decompose.analyzer.sources import Source
from decompose.extractors.declarations import Declarations
from decompose.extractors.facts import FileFacts
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.linking.relinking.program import Earlier, relink
from decompose.extractors.linking.relinking.refusing import TooMuch
from decompose.extractors.repository import Repository


class _Kept(msgspec.Struct, array_like=True):
    """What a full link left, and of which contents: path → digest."""

    digests: dict[str, str]
    earlier: Earlier


def keep(key: str, sources: Sequence[Source], earlier: Earlier, cache: Cache) -> None:
    """Remember what a full link left, in place of what an earlier one did."""
    digests = {source.path: source.digest for source in sources if not source.problem}
    cache.put_many({key: msgspec.msgpack.encode(_Kept(digests, earlier))})


def graph_from_earlier(
    key: str,
    repository: Repository,
    sources: Sequence[Source],
    facts: Mapping[str, FileFacts],
    declarations: Declarations,
    cache: Cache,
) -> DependencyGraph | None:
    """The graph, from what ``keep`` remembered; None where only a full link can tell."""
    data = cache.get(key)
    if data is None:
        return None
    try:
        kept = msgspec.msgpack.decode(data, type=_Kept)
        digests = {source.path: source.digest for source in sources}
        changed = {path: digest for path, digest in kept.digests.items() if digests.get(path) != digest}
        earlier_facts = {path: its for path, its in facts.items() if path in kept.digests and path not in changed}
        earlier_facts |= known_facts(changed, cache)
        return relink(repository, facts, declarations, kept.earlier, earlier_facts)
    except TooMuch:
        return None
    except Exception:  # whatever a cache may hold, a full link does without it
        return None
