"""The pipeline: discover, extract, link, cluster, recommend, plan."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from decompose.analyzer.analysis import SCHEMA_VERSION, Analysis
from decompose.analyzer.cache import Cache
from decompose.analyzer.configuration import Configuration
from decompose.analyzer.documents import decode, is_analysis, read_analysis
from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.extraction import WORTH_WORKERS, extract, suitable_pool
from decompose.analyzer.identity import fingerprint_of, tool_version
from decompose.analyzer.progress import Progress, Silent
from decompose.analyzer.sources import Source, read_sources
from decompose.analyzer.worker import WORKER_DIED
from decompose.clustering.decomposition import Decomposition, Proposal, Score
from decompose.clustering.guarding.accepting import pins_of
from decompose.clustering.guarding.options import Boundaries
from decompose.clustering.options import ClusteringOptions, Evidence, Previous
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.history import CoChange
from decompose.extractors.program import Program
from decompose.extractors.repository import Repository, SourceFile

if TYPE_CHECKING:
    from decompose.clustering.comparing import Comparison
    from decompose.clustering.editing import Edit
    from decompose.extractors.declarations import Declarations, DeclaringFile
    from decompose.extractors.facts import FileFacts

_Result = TypeVar("_Result", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Run:
    """How to run the pipeline.

    Attributes:
        configuration: what the user asks for.
        constraints_place: where the user asks for it: the configuration file.
        cache: where unchanged results are found.
        workers: worker processes; 0 for as many as there are processors.
        progress: is told of every stage.
        root: the folder whose version control tells which files change together; None without.
        is_quick: after a small change, the graph is made from what an earlier link left in the cache; it may differ
            from that of a full link where the change has consequences far away.
    """

    configuration: Configuration = field(default_factory=Configuration)
    constraints_place: str = ""
    cache: Cache = field(default_factory=lambda: Cache(None))
    workers: int = 0
    progress: Progress = field(default_factory=Silent)
    root: Path | None = None
    is_quick: bool = False

    def remembered(
        self,
        key: str,
        kind: type[_Result],
        compute: Callable[[], _Result],
        is_final: Callable[[_Result], bool] = lambda _: True,
    ) -> _Result:
        """What the cache has for the key, or else what ``compute`` says, which is put there if it is final."""
        data = self.cache.get(key)
        if data is not None:
            try:
                return msgspec.msgpack.decode(data, type=kind)
            except msgspec.DecodeError:
                pass  # damaged: computed anew
        result = compute()
        if is_final(result):
            self.cache.put_many({key: msgspec.msgpack.encode(result)})
        return result


def analyze(path: Path, run: Run) -> Analysis:
    """Everything that decompose knows of a repository or of a dependency graph in a JSON file.

    Raises:
        UserError: the path holds no Python code, the graph file is malformed, or constraints clash.
    """
    return complete(dependency_graph(path, run), run)


def analysis_of(path: Path, run: Run) -> Analysis:
    """The analysis in a JSON file, or else a new one."""
    if is_document(path) and is_analysis(_bytes_of(path)):
        return read_analysis(path)
    return analyze(path, run)


def dependency_graph(path: Path, run: Run) -> DependencyGraph:
    """The graph of a repository, or the one in a JSON file."""
    return graph_in_file(path) if is_document(path) else linked_graph(path, run)


def linked_graph(path: Path, run: Run, *, gitignore: bool = True) -> DependencyGraph:
    """The graph of a repository: see ``link_program``; quickly, where the run asks for that and it can be had so."""
    if not run.is_quick:
        return link_program(path, run, gitignore=gitignore).graph
    found = _find(path, run, gitignore=gitignore)
    known = run.cache.get(found.key)
    if known is not None:
        try:
            return msgspec.msgpack.decode(known, type=Program).graph
        except msgspec.DecodeError:
            pass  # damaged: computed anew
    return _relinked(found, run)


def link_program(path: Path, run: Run, *, gitignore: bool = True) -> Program:
    """Discover, extract and link; or find what was linked from the same files before.

    Args:
        path: the repository.
        run: how.
        gitignore: leave out what its ignore files name.
    """
    found = _find(path, run, gitignore=gitignore)
    return run.remembered(found.key, Program, lambda: _linked(found, run), _is_whole)


@dataclass(frozen=True, slots=True)
class _Found:
    """What discovery found, and the key of the program in the cache."""

    repository: Repository
    sources: Sequence[Source]
    declaring: Sequence[DeclaringFile]
    surrounding: Sequence[DeclaringFile]
    key: str


def _find(path: Path, run: Run, *, gitignore: bool) -> _Found:
    from decompose.extractors.declarations import declaring_files
    from decompose.extractors.discovery import DiscoveryOptions, discover
    from decompose.extractors.surroundings import surrounding_files

    configuration = run.configuration
    run.progress.stage("Finding Python files")
    options = DiscoveryOptions(configuration.roots, configuration.exclude, configuration.include, gitignore)
    repository = discover(path, options)
    if not repository.sources:
        raise UserError(Problem("no Python files found", str(path), "give the folder of the code base"))
    sources = read_sources(repository)
    placeless = msgspec.structs.replace(repository, root="", sources=tuple(map(_sizeless, repository.sources)))
    declaring, surrounding = declaring_files(repository), surrounding_files(repository)
    digests = [source.digest for source in sources]
    digests += [file.digest for file in (*declaring, *surrounding)]
    key = _key("program", fingerprint_of("extractors"), _encoded(placeless), *digests)
    return _Found(repository, sources, declaring, surrounding, key)


def _sizeless(source: SourceFile) -> SourceFile:
    """A file without its size: of files that are not code, such as tests, the name alone matters."""
    return msgspec.structs.replace(source, size=0)


def graph_key(name: str, tree: str, run: Run) -> str:
    """Where the cache keeps the graph of a folder's content as git names it."""
    configuration = run.configuration
    looked_at = (configuration.roots, configuration.exclude, configuration.include, run.is_quick)
    return _key("tree", fingerprint_of("extractors"), name, tree, _encoded(looked_at))


def _is_whole(program: Program) -> bool:
    """Whether no file is missing by an accident that may not happen again."""
    return all(diagnostic.code != WORKER_DIED for diagnostic in program.graph.diagnostics)


def _linked(found: _Found, run: Run) -> Program:
    with _without_collector():
        facts, declarations = _read(found, run)
        from decompose.extractors.linking import link

        return link(found.repository, facts, declarations)


def _relinked(found: _Found, run: Run) -> DependencyGraph:
    """The graph from what an earlier link left, or else from a full link, which leaves it to later ones."""
    from decompose.analyzer.relinking import graph_from_earlier, keep
    from decompose.extractors.linking.relinking.program import link_and_keep

    repository = found.repository
    key = _key("linked", fingerprint_of("extractors"), repository.name, _encoded(repository.import_roots))
    with _without_collector():
        facts, declarations = _read(found, run)
        graph = graph_from_earlier(key, repository, found.sources, facts, declarations, run.cache)
        if graph is not None:
            return graph
        program, earlier = link_and_keep(repository, facts, declarations)
        if _is_whole(program):
            run.cache.put_many({found.key: msgspec.msgpack.encode(program)})
            keep(key, found.sources, earlier, run.cache)
        return program.graph


def _read(found: _Found, run: Run) -> tuple[dict[str, FileFacts], Declarations]:
    """The facts of the code, and what other files declare."""
    from decompose.extractors.declarations import read_declarations
    from decompose.extractors.surroundings import read_marks

    least = 0 if run.workers else WORTH_WORKERS
    facts = extract(found.sources, run.cache, run.progress, suitable_pool(found.sources, run.workers), least)
    run.progress.stage("Linking")
    declared = read_declarations(found.declaring)
    return facts, msgspec.structs.replace(declared, marks=read_marks(found.surrounding))


def complete(graph: DependencyGraph, run: Run) -> Analysis:
    """Cluster, recommend and plan."""
    proposal = propose_services(graph, run)
    run.progress.stage("Recommending")
    from decompose.recommenders.costs.estimating import estimate
    from decompose.recommenders.design import design
    from decompose.recommenders.planning import plan_migration
    from decompose.recommenders.recommending import recommend

    options = run.configuration.recommend
    architecture = design(graph, proposal.chosen, options)
    recommendations = recommend(graph, proposal.chosen, architecture, options)
    scores = _scores_of_stopping(graph, proposal.chosen, run)
    plan = plan_migration(graph, proposal.chosen, recommendations, run.configuration.plan.rates, scores)
    return Analysis(
        schema=SCHEMA_VERSION,
        tool=tool_version(),
        graph=graph,
        decomposition=proposal.chosen,
        why=proposal.why,
        alternatives=proposal.alternatives,
        recommendations=recommendations,
        architecture=architecture,
        costs=estimate(architecture, run.configuration.cost),
        plan=plan,
        web_base=run.configuration.output.web_base,
    )


class _Scores(msgspec.Struct, frozen=True):
    """As the cache keeps them."""

    scores: tuple[Score, ...]


def _scores_of_stopping(graph: DependencyGraph, chosen: Decomposition, run: Run) -> tuple[Score, ...]:
    """What stopping before and after each step of the plan would score, or what was found for it before."""
    from decompose.recommenders.planning import order_of_extraction

    order = order_of_extraction(graph, chosen)
    options = clustering_options(run)
    history = _history(graph, run) if Evidence.HISTORY in options.evidence else None
    parts = (graph, chosen, order, options.evidence, options.weights, history)
    key = _key("stopping", fingerprint_of("clustering"), *map(_encoded, parts))

    def compute() -> _Scores:
        from decompose.clustering.stopping import scores_of_stopping

        return _Scores(tuple(scores_of_stopping(graph, chosen, order, options, history)))

    return run.remembered(key, _Scores, compute).scores


def propose_services(graph: DependencyGraph, run: Run) -> Proposal:
    """Cluster the graph, or find what was proposed for the same graph, options and history before.

    Raises:
        UserError: constraints of the configuration clash.
    """
    options = _kept_to_boundaries(clustering_options(run), graph, run)
    history = _history(graph, run) if Evidence.HISTORY in options.evidence else None
    key = _key("proposal", fingerprint_of("clustering"), *map(_encoded, (graph, options, history)))
    return run.remembered(key, Proposal, lambda: _proposed(graph, options, history, run))


def _kept_to_boundaries(options: ClusteringOptions, graph: DependencyGraph, run: Run) -> ClusteringOptions:
    """What is declared stays where it is declared; only the rest is searched for."""
    boundaries = Boundaries(run.configuration.boundaries)
    if not boundaries.services:
        return options
    return msgspec.structs.replace(options, pins={**pins_of(graph, boundaries), **options.pins})


def _proposed(graph: DependencyGraph, options: ClusteringOptions, history: CoChange | None, run: Run) -> Proposal:
    run.progress.stage("Proposing services")
    from decompose.clustering.constraints import ConstraintError
    from decompose.clustering.proposing import propose

    try:
        return propose(graph, options, history)
    except ConstraintError as error:
        raise UserError(Problem(str(error), run.constraints_place)) from error


def tried(path: Path, edits: Sequence[Edit], pins: Mapping[str, str], run: Run) -> Comparison:
    """What changes would do to the services proposed for a repository, or to those of an analysis.

    Raises:
        UserError: as ``analyze``; a change names what is not there, or clashes with the constraints.
    """
    from decompose.clustering.constraints import ConstraintError
    from decompose.clustering.trying import options_of, what_if

    if is_document(path) and is_analysis(_bytes_of(path)):
        analysis = read_analysis(path)
        graph, chosen, options = analysis.graph, analysis.decomposition, options_of(analysis.decomposition)
    else:
        graph = dependency_graph(path, run)
        chosen, options = propose_services(graph, run).chosen, clustering_options(run)
    history = _history(graph, run) if Evidence.HISTORY in options.evidence else None
    run.progress.stage("Trying the changes")
    try:
        return what_if(graph, chosen, edits, pins, options, history)
    except ConstraintError as error:
        raise UserError(Problem(str(error), str(path))) from error


def _history(graph: DependencyGraph, run: Run) -> CoChange:
    """Which of the graph's files change together; nothing where there is no version control."""
    from decompose.extractors.git import ask_git
    from decompose.extractors.history import read_history

    head = ask_git(run.root, ["rev-parse", "HEAD"]) if run.root is not None else None
    if run.root is None or head is None:
        return CoChange()
    root, paths = run.root, sorted({unit.path for unit in graph.units if unit.path})
    key = _key("history", fingerprint_of("extractors"), str(root.resolve()), head, *paths)

    def read() -> CoChange:
        run.progress.stage("Reading the history")
        return read_history(root, paths) or CoChange()

    return run.remembered(key, CoChange, read)


def clustering_options(run: Run) -> ClusteringOptions:
    """What the configuration asks of the clustering.

    Raises:
        UserError: the earlier analysis to stay close to cannot be read.
    """
    configuration = run.configuration
    return ClusteringOptions(
        evidence=frozenset(configuration.evidence),
        weights=configuration.weights,
        services=_span(configuration.services),
        pins=configuration.pins,
        must_link=configuration.must_link,
        cannot_link=configuration.cannot_link,
        shared=configuration.shared,
        previous=_previous(configuration.previous, run.root or Path()),
        frozen=configuration.frozen,
    )


def _span(services: int | str | None) -> int | tuple[int, int] | None:
    if not isinstance(services, str):
        return services
    least, _, most = services.partition("-")
    return (int(least), int(most)) if most else int(least)


def _previous(file: str | None, root: Path) -> Previous | None:
    if file is None:
        return None
    from decompose.clustering.trying import previous_of

    return previous_of(read_analysis(root / file).decomposition)


def is_document(path: Path) -> bool:
    """Whether the path is no code but a graph of another tool, or an analysis."""
    return path.suffix == ".json" and path.is_file()


def graph_in_file(path: Path) -> DependencyGraph:
    """Read a dependency graph that another tool made, or the one of an analysis.

    Raises:
        UserError: it cannot be read, or is malformed.
    """
    from decompose.extractors.exchange import GraphFormatError, read_graph

    data = _bytes_of(path)
    if is_analysis(data):
        return decode(data, str(path)).graph
    try:
        return read_graph(data, path.stem)
    except GraphFormatError as error:
        raise UserError(Problem(str(error), str(path))) from error


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(Problem(f"cannot read: {error.strerror}", str(path))) from error


def _key(kind: str, *parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return f"{kind}:{digest.hexdigest()}"


def _encoded(value: object) -> bytes:
    return msgspec.msgpack.encode(value, order="deterministic")


class _without_collector:  # noqa: N801 - reads as a statement
    """Millions of small objects that all live on: looking for garbage among them finds none."""

    def __enter__(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was_enabled:
            gc.freeze()  # nor does it later: a command ends before it would miss the memory
            gc.enable()
