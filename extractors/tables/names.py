"""One name for each table, however it is written."""

from __future__ import annotations

from collections.abc import Iterable

_DEFAULT_SCHEMAS = frozenset({"public", "dbo", "main"})
"""Schemas in which a name without a schema is looked up."""


class Names:
    """The real names of tables."""

    def __init__(self, names: Iterable[str]) -> None:
        self._exact: dict[str, str] = {}
        self._by_last: dict[str, list[str]] = {}
        for name in names:
            if name.casefold() not in self._exact:
                self._exact[name.casefold()] = name
                self._by_last.setdefault(_last(name), []).append(name)

    def __contains__(self, written: str) -> bool:
        return self.real(written).casefold() in self._exact

    def real(self, written: str) -> str:
        """The known table that a name means: without regard to case, or to a schema that one side leaves out.

        A name that is not known, or may be several tables, stays as it is.
        """
        exact = self._exact.get(written.casefold())
        if exact is not None:
            return exact
        schema, _, _ = written.casefold().rpartition(".")
        candidates = [name for name in self._by_last.get(_last(written), ()) if not schema or _fits(name, schema)]
        return candidates[0] if len(candidates) == 1 else written


def _fits(name: str, schema: str) -> bool:
    """Whether a known name without a schema may be the one of a default schema."""
    return "." not in name and schema.rpartition(".")[2] in _DEFAULT_SCHEMAS


def _last(name: str) -> str:
    return name.casefold().rpartition(".")[2]
