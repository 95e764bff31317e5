"""Functions, methods, classes and columns as numbered symbols, each of a node."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from decompose.reports.html.embedding.nodes import Numbering
from decompose.reports.html.embedding.packing import Column, packed, steps


class Symbols(msgspec.Struct, frozen=True):
    """One row for each symbol, sorted by node; numbers packed.

    Attributes:
        node: number + 1 as steps; 0: of no known node.
        is_whole: 1 where ``text`` is the name, 0 where it follows the node's name.
        text: number in ``texts``.
        texts: each once.
    """

    node: Column
    is_whole: Column
    text: Column
    texts: list[str]


class Known:
    """The numbers of symbols.

    Args:
        numbering: of the nodes.
        units, tables: (symbol, the unit or table it belongs to).
    """

    def __init__(
        self, numbering: Numbering, units: Iterable[tuple[str, str]], tables: Iterable[tuple[str, str]]
    ) -> None:
        rows = {_row(symbol, owner, numbering.units) for symbol, owner in units}
        rows |= {_row(symbol, owner, numbering.tables) for symbol, owner in tables}
        self._numbering = numbering
        self._rows = {row: number for number, row in enumerate(sorted(rows))}

    def unit(self, symbol: str, owner: str) -> int:
        """The number of a unit's symbol."""
        return self._rows[_row(symbol, owner, self._numbering.units)]

    def table(self, symbol: str, owner: str) -> int:
        """The number of a table's symbol."""
        return self._rows[_row(symbol, owner, self._numbering.tables)]

    def columns(self) -> Symbols:
        """All of them."""
        texts = {text: number for number, text in enumerate(sorted({text for *_, text in self._rows}))}
        return Symbols(
            packed(steps(node for node, _, _ in self._rows)),
            packed(int(is_whole) for _, is_whole, _ in self._rows),
            packed(texts[text] for *_, text in self._rows),
            list(texts),
        )


def _row(symbol: str, owner: str, numbers: Mapping[str, int]) -> tuple[int, bool, str]:
    node = numbers.get(owner, -1) + 1
    is_whole = not node or not symbol.startswith(owner)
    return node, is_whole, symbol if is_whole else symbol[len(owner) :]
