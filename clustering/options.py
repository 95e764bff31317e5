"""What users may ask of the clustering."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Evidence(StrEnum):
    """Relations that the clustering may use (``--evidence``)."""

    CALLS = "calls"
    DATA = "data"
    TRANSACTIONS = "transactions"
    ENTRYPOINTS = "entrypoints"
    INHERITANCE = "inheritance"
    IMPORTS = "imports"
    VOCABULARY = "vocabulary"
    HISTORY = "history"
    FOLDERS = "folders"


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of the parts of the score; each ≥ 0, 0 switches a part off."""

    chattiness: float = 1.0
    shared_data: float = 1.0
    transactions: float = 1.0
    imbalance: float = 1.0
    affinity: float = 1.0
    """Semantic, evolutionary and folder evidence that a cut separates."""


class Previous(msgspec.Struct, frozen=True):
    """An earlier placement: units and tables → the service where they were, or ``shared``."""

    units: dict[str, str] = {}
    tables: dict[str, str] = {}


class ClusteringOptions(msgspec.Struct, frozen=True):
    """Options and constraints.

    Attributes:
        evidence: relations that may be used.
        weights: of the score's parts.
        services: the wanted number of services, or the least and the most; None leaves it to the objective.
        pins: unit or table name, or a ``*`` pattern over them → service name.
        must_link, cannot_link: pairs of unit or table names (or patterns).
        shared: patterns of units that belong to the shared library.
        previous: an earlier placement to stay close to; services keep their names.
        frozen: services of the earlier placement that nothing leaves or enters.
    """

    evidence: frozenset[Evidence] = frozenset(Evidence)
    weights: Weights = Weights()
    services: int | tuple[int, int] | None = None
    pins: dict[str, str] = {}
    must_link: tuple[tuple[str, str], ...] = ()
    cannot_link: tuple[tuple[str, str], ...] = ()
    shared: tuple[str, ...] = ()
    previous: Previous | None = None
    frozen: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[int, int] | None:
        """The least and the most services that are wanted."""
        return (self.services, self.services) if isinstance(self.services, int) else self.services
