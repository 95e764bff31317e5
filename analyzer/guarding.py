"""Conducts ``check``: today's code, what it is compared with, and what users declare."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from decompose.analyzer.config import lines_of_configuration
from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.pipeline import Run, dependency_graph, is_document
from decompose.analyzer.revisions import graph_of_revision, parting, revision
from decompose.clustering.guarding.baseline import BaselineError, Entry, read_baseline
from decompose.clustering.guarding.checking import Circumstances, Compared, check
from decompose.clustering.guarding.findings import CheckReport, Spot
from decompose.clustering.guarding.options import Boundaries
from decompose.clustering.guarding.spotting import Texts
from decompose.clustering.guarding.suppressing import MARK, suppressions
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.revisions import Revision, content_of, files_with

_MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """What to compare.

    Attributes:
        path: the repository.
        against: a branch, tag or commit: couplings that were there where this line of work left it are known;
            empty for the baseline alone.
        base: what the CI service says that the branch goes into; stands in for ``against`` where there is no baseline.
        head: the state to check; empty for the files as they are.
        today: for dates.
        is_strict: what could not be read fails, too.
    """

    path: Path
    against: str = ""
    head: str = ""
    base: str = ""
    today: datetime.date = datetime.date.min
    is_strict: bool = False


def check_repository(question: Question, run: Run) -> tuple[CheckReport, Texts]:
    """Answer what is new between the declared services; and the texts of the files that were checked.

    Nobody fails on what a quick run found: it is looked at again, linked in full.

    Raises:
        UserError: nothing is declared, there is nothing to compare with, or git does not know a revision.
    """
    report, texts = _checked(question, replace(run, is_quick=True))
    if not report.errors:
        return report, texts
    run.progress.stage("Making sure")
    return _checked(question, run)


def _checked(question: Question, run: Run) -> tuple[CheckReport, Texts]:
    boundaries, rules = declared(run), run.configuration.check
    if question.is_strict:
        rules = msgspec.structs.replace(rules, strict_coverage=True)
    folder = run.root or question.path
    head = revision(folder, question.head) if question.head else None
    file = rules.baseline
    files = Files(folder) if head is None else FilesOfRevision(folder, head)
    baseline = baseline_in(files, file)
    against = question.against or (question.base if baseline is None else "")
    before = parting(folder, against, question.head or "HEAD") if against else None
    if before is None and baseline is None:
        mend = "run `decompose accept` to write it, or name a revision with --against"
        raise UserError(Problem("there is no baseline to compare with", str(folder / file), mend))
    graph = dependency_graph(question.path, run) if head is None else graph_of_revision(folder, head, run)
    compared = Compared(
        against or file,
        before.commit if before is not None else "",
        graph_of_revision(folder, before, run) if before is not None else None,
        baseline or (),
        _baseline_of(folder, before, file) if before is not None else None,
    )
    run.progress.stage("Comparing")
    texts_before = FilesOfRevision(folder, before) if before is not None else None
    given = Circumstances(
        question.today,
        files.read,
        suppressions(files.marked(graph)),
        configuration_places(run),
        (lambda path: files.read(path) != texts_before.read(path)) if texts_before is not None else None,
    )
    return check(graph, compared, boundaries, rules, given), files.read


def declared(run: Run) -> Boundaries:
    """The boundaries of the configuration.

    Raises:
        UserError: there are none.
    """
    configuration = run.configuration
    if not configuration.boundaries:
        where = run.constraints_place or str((run.root or Path()) / "decompose.toml")
        mend = "run `decompose accept` to write those that the analysis proposes"
        raise UserError(Problem("no boundaries are declared", where, mend))
    return Boundaries(configuration.boundaries, configuration.reference_tables)


def baseline_in(files: Files | FilesOfRevision, name: str) -> tuple[Entry, ...] | None:
    """The lines of a baseline file; None if there is no such file.

    Raises:
        UserError: it cannot be read.
    """
    text = files.read(name)
    if text is None:
        return None
    try:
        return read_baseline(text)
    except BaselineError as error:
        raise UserError(Problem(str(error), f"{name}:{error.line}", error.mend)) from error


def _baseline_of(folder: Path, state: Revision, file: str) -> tuple[Entry, ...] | None:
    """The baseline as a revision has it; None where it has none that can be read."""
    data = content_of(folder, state, file)
    if data is None:
        return None
    try:
        return read_baseline(data.decode("utf-8", "replace"))
    except BaselineError:
        return None


class Files:
    """The texts of one state of the code, each read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._texts: dict[str, str | None] = {}

    def read(self, path: str) -> str | None:
        """The text of a file; None where it cannot be had."""
        if path not in self._texts:
            data = self._bytes(path)
            self._texts[path] = None if data is None else data.decode("utf-8", "replace")
        return self._texts[path]

    def marked(self, graph: DependencyGraph) -> Mapping[str, str]:
        """The files of a graph that hold suppressions."""
        paths = {unit.path for unit in graph.units}
        paths |= {place.path for edge in graph.edges for place in edge.places}
        paths |= {table.place.path for table in graph.tables if table.place is not None}
        found = {}
        for path in sorted(paths):
            data = self._bytes(path)
            if data is not None and MARK.encode() in data:
                text = self.read(path)
                found[path] = text or ""
        return found

    def _bytes(self, path: str) -> bytes | None:
        try:
            file = self._root / path
            if not path or not file.is_file() or file.stat().st_size > _MOST_BYTES:
                return None
            return file.read_bytes()
        except (OSError, ValueError):
            return None


class FilesOfRevision:
    """The texts of a state that git keeps."""

    def __init__(self, folder: Path, state: Revision) -> None:
        self._folder = folder
        self._state = state
        self._texts: dict[str, str | None] = {}

    def read(self, path: str) -> str | None:
        """The text of a file; None where it cannot be had."""
        if path not in self._texts:
            data = content_of(self._folder, self._state, path)
            self._texts[path] = None if data is None else data.decode("utf-8", "replace")
        return self._texts[path]

    def marked(self, _: DependencyGraph) -> Mapping[str, str]:
        """The files that hold suppressions."""
        paths = files_with(self._folder, self._state, MARK)
        return {path: self.read(path) or "" for path in paths if path.endswith((".py", ".pyw", ".sql"))}


def configuration_places(run: Run) -> Mapping[tuple[str, ...], Spot]:
    """Where the keys of the configuration stand; nothing without a file."""
    if not run.constraints_place:
        return {}
    file = Path(run.constraints_place)
    root = (run.root or Path()).resolve()
    name = file.resolve().relative_to(root).as_posix() if file.resolve().is_relative_to(root) else file.name
    return {keys: Spot(name, line) for keys, line in lines_of_configuration(file).items()} | {(): Spot(name, 0)}


def refuse_documents(path: Path) -> None:
    """Only code has places and history.

    Raises:
        UserError: the path is a JSON file.
    """
    if is_document(path):
        raise UserError(Problem("a check needs code", str(path), "give the folder of the code base"))
