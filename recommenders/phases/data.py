"""Tables move: what ties them to others is cut first, then they are copied, compared and switched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decompose.clustering.counting import plural
from decompose.clustering.decomposition import Coupling
from decompose.extractors.components import components
from decompose.extractors.graph import EdgeKind
from decompose.recommenders.phases.extraction import (
    PLACES,
    Extraction,
    capped,
    grouped,
    listed,
    places_of,
)
from decompose.recommenders.plan import Action, Phase

MOST_WRITERS = 8
"""Functions whose writes can be doubled by hand; more are followed by change data capture."""
_ON_DELETE = {
    "CASCADE": "on a deletion there, delete here when its event arrives",
    "SET_NULL": "on a deletion there, empty the column when its event arrives",
    "SET NULL": "on a deletion there, empty the column when its event arrives",
    "PROTECT": "a deletion there has to ask first whether rows here refer to it",
    "RESTRICT": "a deletion there has to ask first whether rows here refer to it",
}


def phase(extraction: Extraction) -> Phase:
    """The data of the service."""
    keys, joins = extraction.cut(EdgeKind.FOREIGN_KEY), extraction.cut(EdgeKind.JOINS)
    found = extraction.cut(EdgeKind.TRANSACTION)
    sagas = [c for c in found if (c.source, c.target) in extraction.terrain.sagas]
    bounds = [c for c in found if (c.source, c.target) in extraction.terrain.bounds and c not in sagas]
    transactions = grouped(sagas, lambda coupling: coupling.source)
    possible = grouped(bounds, lambda coupling: coupling.source)
    pairs = grouped(joins, lambda coupling: " and ".join(sorted((_table_of(coupling), coupling.target))))
    tables = [table.name for table in extraction.profile.tables]
    actions = [
        *capped([_key(extraction, coupling) for coupling in keys], "foreign key"),
        *capped([_join(pair, found) for pair, found in pairs.items()], "pair of tables"),
        *capped([_transaction(extraction, symbol, found) for symbol, found in transactions.items()], "transaction"),
        *capped([_possible(symbol, found) for symbol, found in possible.items()], "function"),
    ]
    if tables:
        actions += _moves(extraction, tables)
    return Phase(
        "Move the data",
        "database per service" if tables else "",
        tuple(actions),
        f"no foreign key, join or transaction ties {extraction.name} to others, and only it connects to its database"
        if tables
        else f"no transaction of {extraction.name} writes tables of others",
        "data",
        _why(extraction, tables),
        _rollback(tables),
        extraction.check("data"),
        extraction.efforts(foreign_key=len(keys), join=len(pairs), transaction=len(transactions), table=len(tables)),
    )


def _why(extraction: Extraction, tables: Sequence[str]) -> str:
    if not tables:
        return "It owns no table."
    shared = {use.table for use in extraction.profile.table_uses if use.owner == extraction.name}
    common = len(shared & set(tables))
    others = f"others touch {common} of them" if common else "nobody else touches them"
    return f"It owns {plural(len(tables), 'table')}; {others}."


def _rollback(tables: Sequence[str]) -> str:
    if not tables:
        return "revert the pull request"
    return (
        "until writes are switched the old tables are the truth: stop the copy; after that feed the old tables from the"
        " new ones until the contract step, which cannot be undone"
    )


def _table_of(coupling: Coupling) -> str:
    """The first table of a join: its symbol is ``function:table``."""
    return coupling.source.rpartition(":")[2] if coupling.kind is EdgeKind.JOINS else coupling.source


def _key(extraction: Extraction, coupling: Coupling) -> Action:
    declared = extraction.terrain.foreign_key(coupling)
    owner = coupling.target_service if coupling.source_service == extraction.name else extraction.name
    text = f"Drop the constraint {coupling.source} → {coupling.target}: keep the value, and ask {owner} for the row"
    rule = _ON_DELETE.get(declared.on_delete.upper()) if declared is not None and declared.on_delete else None
    if declared is not None and rule:
        text += f"; {declared.on_delete}: {rule}"
    elif declared is not None and declared.on_delete:
        text += f"; on deletion it does {declared.on_delete} today"
    return Action(text, coupling.places[:PLACES])


def _join(pair: str, found: Sequence[Coupling]) -> Action:
    functions = sorted({coupling.source.rpartition(":")[0] or coupling.source for coupling in found})
    what = f"Take apart the statements over {pair} of {listed(functions, 4)}"
    return Action(f"{what}: read the own rows, and ask for the others by key", places_of(found))


def _transaction(extraction: Extraction, symbol: str, found: Sequence[Coupling]) -> Action:
    tables = ", ".join(
        f"{listed(sorted({c.target for c in couplings}), 4)} of {service}"
        for service, couplings in grouped(found, lambda c: c.target_service).items()
    )
    opener = found[0].source_service
    where = "" if opener == extraction.name else f" ({opener})"
    return Action(f"Make a saga of {symbol}{where}, whose transaction also writes {tables}", places_of(found))


def _possible(symbol: str, found: Sequence[Coupling]) -> Action:
    tables = sorted({coupling.target for coupling in found})
    text = (
        f"Ask whether {symbol} has to write {listed(tables, 4)} and tables of other services as one: where its"
        " transaction begins or ends is not written there, and something that it calls may commit in between"
    )
    return Action(text, places_of(found))


def in_order(extraction: Extraction, tables: Sequence[str]) -> list[list[str]]:
    """The tables, those that others refer to first; those that refer to each other in a circle together."""
    known = set(tables)
    refers = {
        table.name: {key.table for key in table.foreign_keys if key.table in known and key.table != table.name}
        for table in extraction.profile.tables
    }
    # a component stands before those that it leads to: what is referred to comes last, and so is turned round
    return [sorted(group) for group in reversed(components(tables, refers))]


def _moves(extraction: Extraction, tables: Sequence[str]) -> Iterator[Action]:
    groups = in_order(extraction, tables)
    circles = [group for group in groups if len(group) > 1]
    order = ", ".join(" with ".join(group) for group in groups[:10]) + (" …" if len(groups) > 10 else "")
    note = f"; {listed(circles[0])} refer to each other, so copy them together" if circles else ""
    yield Action(
        f"Expand: make {plural(len(tables), 'table')} in the new database, in the order of their keys: {order}{note}"
    )
    writers = sorted({
        edge.source_symbol
        for (kind, _, table), edge in extraction.terrain.accesses.items()
        if kind is EdgeKind.WRITES and table in set(tables)
    })  # fmt: skip
    if not writers:
        yield Action("No code that was read writes them: find out who does before they are copied")
    elif len(writers) <= MOST_WRITERS:
        text = f"Dual write, the old table first, in {plural(len(writers), 'function')}"
        yield Action(f"{text}: {listed(writers, MOST_WRITERS)}")
    else:
        yield Action(
            f"Follow by change data capture: {plural(len(writers), 'function')} write them, too many to double by hand"
            f" (more than {MOST_WRITERS})"
        )
    yield Action("Backfill the rows from before, in batches by key, referenced tables first")
    yield Action(
        "Compare counts and checksums by table, and a sample of rows by column, until a week shows no difference"
    )
    yield Action("Switch the reads, then, after another comparison, the writes; the old tables become read-only")
    yield Action("Contract: drop the old tables and the copying, once nothing has read them for a release")
