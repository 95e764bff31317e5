"""What every report is rendered from: a read-only view that the ``Analysis`` document satisfies."""

from __future__ import annotations

from typing import Protocol

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph
from decompose.recommenders.architecture import Architecture
from decompose.recommenders.costs.estimating import Estimate
from decompose.recommenders.plan import MigrationPlan, Recommendation


class Analysed(Protocol):
    """All results of an analysis. (A protocol: reports stand above the analyzer and cannot import it.)"""

    @property
    def tool(self) -> str:
        """Version of decompose."""

    @property
    def graph(self) -> DependencyGraph:
        """The dependency graph."""

    @property
    def decomposition(self) -> Decomposition:
        """The chosen decomposition."""

    @property
    def why(self) -> str:
        """One sentence on why it was chosen."""

    @property
    def alternatives(self) -> tuple[Decomposition, ...]:
        """From few coarse to many fine services."""

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """Sorted by service, topic, target."""

    @property
    def plan(self) -> MigrationPlan:
        """The order of work."""

    @property
    def architecture(self) -> Architecture:
        """What the services become on AWS."""

    @property
    def costs(self) -> Estimate:
        """What that costs a month, as far as traffic is stated."""

    @property
    def web_base(self) -> str:
        """Address under which a browser finds the analysed files; empty where nobody said."""


def web_base(analysed: Analysed) -> str:
    """Where a browser finds the analysed files, without a slash at the end; only addresses of the web are taken."""
    base = analysed.web_base
    return base.rstrip("/") if base.startswith(("https://", "http://")) else ""
