"""The pipeline: discover, extract, link, cluster, recommend, plan."""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.analyzer.cache import Cache
from decompose.analyzer.configuration import Configuration
from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.extraction import extract
from decompose.analyzer.identity import fingerprint_of, tool_version
from decompose.analyzer.progress import Progress, Silent
from decompose.clustering.decomposition import Proposal
from decompose.clustering.options import ClusteringOptions
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.program import Program

_Result = TypeVar("_Result", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Run:
    """How to run the pipeline.

    Attributes:
        configuration: what the user asks for.
        cache: where unchanged results are found.
        workers: worker processes; 0 for as many as there are processors.
        progress: is told of every stage.
    """

    configuration: Configuration = field(default_factory=Configuration)
    cache: Cache = field(default_factory=lambda: Cache(None))
    workers: int = 0
    progress: Progress = field(default_factory=Silent)


def analyze(path: Path, run: Run) -> Analysis:
    """Everything that decompose knows of a repository or of a dependency graph in a JSON file.

    Raises:
        UserError: the path holds no Python code, or the graph file is malformed.
    """
    if path.suffix == ".json" and path.is_file():
        return complete(graph_file(path), run)
    return complete(link_program(path, run).graph, run)


def link_program(path: Path, run: Run) -> Program:
    """Discover, extract and link."""
    from decompose.extractors.discovery import DiscoveryOptions, discover

    configuration = run.configuration
    run.progress.stage("Finding Python files")
    options = DiscoveryOptions(configuration.roots, configuration.exclude, configuration.include)
    repository = discover(path, options)
    if not repository.sources:
        raise UserError(Problem("no Python files found", str(path), "give the folder of the code base"))
    with _without_collector():
        facts, digest = extract(repository, run.cache, run.progress, run.workers)
        key = _key("program", digest, repository.name, *repository.import_roots)
        known = _cached(run.cache, key, Program)
        if known is not None:
            return known
        from decompose.extractors.linking import link

        run.progress.stage("Linking")
        program = link(repository, facts)
    _remember(run.cache, key, program)
    return program


def complete(graph: DependencyGraph, run: Run) -> Analysis:
    """Cluster, recommend and plan."""
    proposal = propose_services(graph, run)
    run.progress.stage("Recommending")
    from decompose.recommenders.planning import plan_migration
    from decompose.recommenders.recommending import recommend

    recommendations = recommend(graph, proposal.chosen)
    plan = plan_migration(graph, proposal.chosen, recommendations)
    return Analysis(
        schema=SCHEMA_VERSION,
        tool=tool_version(),
        graph=graph,
        decomposition=proposal.chosen,
        why=proposal.why,
        alternatives=proposal.alternatives,
        recommendations=recommendations,
        plan=plan,
    )


def propose_services(graph: DependencyGraph, run: Run) -> Proposal:
    """Cluster the graph, or find what was proposed for the same graph and options before."""
    options = clustering_options(run.configuration)
    encoded = msgspec.json.encode(options, order="deterministic")
    digest = hashlib.sha256(msgspec.msgpack.encode(graph) + encoded).hexdigest()
    key = _key("proposal", digest, fingerprint_of("clustering"))
    known = _cached(run.cache, key, Proposal)
    if known is not None:
        return known
    from decompose.clustering.proposing import propose

    run.progress.stage("Proposing services")
    proposal = propose(graph, options)
    _remember(run.cache, key, proposal)
    return proposal


def clustering_options(configuration: Configuration) -> ClusteringOptions:
    """What the configuration asks of the clustering."""
    return ClusteringOptions(
        evidence=frozenset(configuration.evidence),
        weights=configuration.weights,
        services=configuration.services,
        pins=configuration.pins,
        must_link=configuration.must_link,
        cannot_link=configuration.cannot_link,
        shared=configuration.shared,
    )


def graph_file(path: Path) -> DependencyGraph:
    """Read a dependency graph that another tool made."""
    from decompose.extractors.exchange import GraphFormatError, read_graph

    try:
        return read_graph(path.read_bytes(), path.stem)
    except GraphFormatError as error:
        raise UserError(Problem(str(error), str(path))) from error
    except OSError as error:
        raise UserError(Problem(f"cannot read: {error.strerror}", str(path))) from error


def _key(kind: str, *parts: str) -> str:
    return f"{kind}:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"


def _cached(cache: Cache, key: str, kind: type[_Result]) -> _Result | None:
    data = cache.get(key)
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.DecodeError:
        return None


def _remember(cache: Cache, key: str, value: msgspec.Struct) -> None:
    cache.put_many({key: msgspec.msgpack.encode(value)})


class _without_collector:  # noqa: N801 - reads as a statement
    """Millions of small objects that all live on: looking for garbage among them finds none."""

    def __enter__(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was_enabled:
            gc.enable()
