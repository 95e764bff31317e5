"""Calls that end a transaction: ``session.commit()``, ``connection.commit()``."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_COMMITS = frozenset({"commit", "commit_and_close", "commit_transaction"})
_BEGINS = frozenset({"begin", "start_transaction", "begin_transaction"})
_NO_DATABASE = ("git.", "pygit2.", "dulwich.", "kafka.", "confluent_kafka.", "aiokafka.", "whoosh.", "solr", "pysolr.")


def commits_here(linkage: Linkage, gid: int) -> list[int]:
    """The lines at which a function commits by itself."""
    return _lines(linkage, gid, _COMMITS)


def begins_here(linkage: Linkage, gid: int) -> list[int]:
    """The lines at which a function begins a transaction by a call, and not by ``with``."""
    entered = {op.line for op in linkage.of_type(gid, facts.Enter)}
    return [line for line in _lines(linkage, gid, _BEGINS) if line not in entered]


def _lines(linkage: Linkage, gid: int, names: frozenset[str]) -> list[int]:
    attributes = {op.target: op for op in linkage.of_type(gid, facts.Attr) if op.name in names}
    if not attributes:
        return []
    return [
        op.line
        for op in linkage.of_type(gid, facts.Call)
        if op.func in attributes and not op.args and _is_of_database(linkage, gid, op.func, attributes[op.func].base)
    ]


def _is_of_database(linkage: Linkage, gid: int, function: int, base: int) -> bool:
    """Nothing of the program is called, and nothing that is known to be no database."""
    objects = linkage.objects
    called = linkage.solver.get(linkage.node(gid, function))
    if any(
        objects.kinds[thing] not in {Kind.EXTERNAL, Kind.INSTANCE} and not _is_outside(linkage, thing)
        for thing in called
    ):
        return False
    names = [objects.external_name(thing) or "" for thing in linkage.solver.get(linkage.node(gid, base))]
    return not any(name.startswith(_NO_DATABASE) for name in names)


def _is_outside(linkage: Linkage, thing: int) -> bool:
    objects = linkage.objects
    if objects.kinds[thing] is Kind.BOUND:
        return objects.kinds[objects.first[thing]] is Kind.EXTERNAL
    return objects.kinds[thing] in {Kind.EXTERNAL, Kind.INSTANCE}
