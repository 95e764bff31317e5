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
from decompose.analyzer.texts import Files, FilesOfFolder, FilesOfRevision
from decompose.clustering.guarding.baseline import BaselineError, Entry, read_baseline
from decompose.clustering.guarding.checking import Circumstances, Compared, check
from decompose.clustering.guarding.findings import CheckReport, Spot
from decompose.clustering.guarding.options import Boundaries
from decompose.clustering.guarding.spotting import Texts
from decompose.clustering.guarding.suppressing import suppressions


@dataclass(frozen=True, slots=True)
class Question:
    """What to compare.

    Attributes:
        path: the repository.
        today: for dates.
        against: a branch, tag or commit: couplings that were there where this line of work left it are known;
            empty for the baseline alone.
        base: what the CI service says that the branch goes into; stands in for ``against`` where there is no baseline.
        head: the state to check; empty for the files as they are.
        is_strict: what could not be read fails, too.
    """

    path: Path
    today: datetime.date
    against: str = ""
    head: str = ""
    base: str = ""
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
    files = FilesOfFolder(folder) if head is None else FilesOfRevision(folder, head)
    baseline = baseline_in(files, file)
    against = question.against or (question.base if baseline is None else "")
    before = parting(folder, against, question.head or "HEAD") if against else None
    if before is None and baseline is None:
        mend = "run `decompose accept` to write it, or name a revision with --against"
        raise UserError(Problem("there is no baseline to compare with", str(folder / file), mend))
    graph = dependency_graph(question.path, run) if head is None else graph_of_revision(folder, head, run)
    compared, has_changed = Compared(name=file, baseline=baseline or ()), None
    if before is not None:
        earlier = FilesOfRevision(folder, before)
        compared = replace(
            compared,
            name=against,
            commit=before.commit,
            graph=graph_of_revision(folder, before, run),
            baseline_before=_baseline_of(earlier, file),
        )

        def has_changed(path: str) -> bool:
            return files.read(path) != earlier.read(path)

    run.progress.stage("Comparing")
    given = Circumstances(
        question.today, files.read, suppressions(files.marked(graph)), configuration_places(run), has_changed
    )
    return check(graph, compared, boundaries, rules, given), files.read


def _baseline_of(files: Files, name: str) -> tuple[Entry, ...] | None:
    """The baseline of the state before; None where it has none that can be read."""
    try:
        return baseline_in(files, name)
    except UserError:
        return None


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


def baseline_in(files: Files, name: str) -> tuple[Entry, ...] | None:
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
