"""The ``Analysis`` document (``analysis.json``): everything that the stages found, in one value."""

from __future__ import annotations

import msgspec

from decompose.clustering.decomposition import Decomposition
from decompose.extractors.graph import DependencyGraph
from decompose.recommenders.architecture import Architecture
from decompose.recommenders.costs.estimating import Estimate
from decompose.recommenders.plan import MigrationPlan, Recommendation

SCHEMA_VERSION = 1
"""Raised whenever a reader of the old document could misread the new one."""


class Analysis(msgspec.Struct, frozen=True):
    """What ``decompose analyze`` writes and the other commands read.

    It holds neither times nor absolute paths: the same input gives the same bytes.

    Attributes:
        schema: ``SCHEMA_VERSION`` of the writer.
        tool: version of decompose that wrote it.
        graph: the dependency graph.
        decomposition: the chosen one.
        why: one sentence on why this one was chosen.
        alternatives: from few coarse to many fine services.
        recommendations: sorted by service, topic, target.
        plan: the order of work for the chosen decomposition.
        architecture: what its services become on AWS, part by part.
        costs: what that costs a month, as far as traffic is stated.
        web_base: address under which a browser finds the analysed files (``output.web-base``); empty where nobody
            said.
    """

    schema: int
    tool: str
    graph: DependencyGraph
    decomposition: Decomposition
    why: str = ""
    alternatives: tuple[Decomposition, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    plan: MigrationPlan = MigrationPlan()
    architecture: Architecture = Architecture()
    costs: Estimate = Estimate()
    web_base: str = ""
