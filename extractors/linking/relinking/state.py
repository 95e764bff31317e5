"""The solved state of linking as bytes, and back."""

from __future__ import annotations

import msgspec

from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.relinking.solving import RestoredSolver
from decompose.extractors.linking.relinking.tables import Copied, ObjectTable, Tables
from decompose.extractors.linking.relinking.uses import Unknown, UseNames, UseReader, encode_linkage


class _State(msgspec.Struct, array_like=True):
    """What solving found out.

    Attributes:
        objects, tables: as in ``Linkage``.
        copies: of selectors, in their order.
        objects_of, targets, saturated: as in ``Solver``.
        functions: names of the functions of uses.
        uses: node → the number of a function and what it is to know.
    """

    objects: ObjectTable
    tables: Tables
    copies: list[Copied]
    objects_of: list[set[int] | None]
    targets: list[list[int] | None]
    saturated: set[int]
    functions: list[str]
    uses: list[list[tuple[int, msgspec.Raw]] | None]


def capture(linkage: Linkage) -> bytes:
    """What solving found out; empty where something cannot be kept."""
    names, solver = UseNames(), linkage.solver
    try:
        uses = [
            [(names.number(function), payload) for function, payload in uses] if uses is not None else None
            for uses in solver.uses
        ]
        objects = linkage.objects
        return msgspec.msgpack.Encoder(enc_hook=encode_linkage).encode(
            (
                ObjectTable(objects.kinds, objects.first, objects.second, objects.texts),
                Tables.of(linkage),
                [
                    Copied(linkage.original[gid], linkage.scopes[gid])
                    for gid in range(linkage.written, len(linkage.scopes))
                ],
                solver.objects_of,
                solver.targets,
                solver.saturated,
                names.names,
                uses,
            )
        )
    except Unknown:
        return b""


def restore(linkage: Linkage, data: bytes) -> RestoredSolver:
    """Let a linkage of the same facts, into which nothing was loaded yet, be in the state that was captured.

    Raises:
        msgspec.DecodeError: the data is damaged.
    """
    state = msgspec.msgpack.decode(data, type=_State)
    state.objects.put_into(linkage)
    state.tables.put_into(linkage)
    solver = RestoredSolver(
        linkage.objects.definitions,
        state.objects_of,
        state.targets,
        state.saturated,
        state.uses,
        UseReader(linkage, state.functions),
    )
    linkage.solver = solver
    for copied in state.copies:
        linkage.add_copy(copied.original, copied.scope)
    return solver
