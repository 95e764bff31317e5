"""Transactions: tables that commit together belong together."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, Part, Relation, anchor, table, unit
from decompose.clustering.options import Evidence


def links(material: Material) -> Iterable[Link]:
    """An anchor per transaction that writes several tables, tied to those tables and to its opener.

    A scope over many tables (a whole request, an import job) says less about each of them.
    """
    for number, scope in enumerate(material.scopes):
        written = [name for name in scope.writes if name in material.tables]
        if len(written) < 2:
            continue
        ends = [table(name) for name in written]
        if scope.unit in material.units:
            ends.append(unit(scope.unit))
        for end in ends:
            yield Link(anchor(f"transaction {number} {scope.symbol}"), end, 1.0 / len(ends))


RELATIONS = (Relation(Evidence.TRANSACTIONS, Part.TRANSACTIONS, 1.0, links),)
