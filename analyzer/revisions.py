"""The dependency graph of a state that git keeps."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.pipeline import Run, graph_key, linked_graph
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.revisions import Revision, export, find_revision, is_shallow, merge_base


def revision(folder: Path, name: str) -> Revision:
    """What a branch, tag or commit stands for.

    Raises:
        UserError: git does not know it.
    """
    found = find_revision(folder, name)
    if found is None:
        mend = "fetch it first: this clone is shallow" if is_shallow(folder) else "name a branch, a tag or a commit"
        raise UserError(Problem(f'git knows no revision "{name}" here', str(folder), mend))
    return found


def parting(folder: Path, name: str, head: str) -> Revision:
    """Where the line of work that ends in ``head`` parted from another one; the other one itself without such a point.

    Raises:
        UserError: git knows neither.
    """
    revision(folder, name)
    base = merge_base(folder, name, head)
    if not base and is_shallow(folder):
        mend = "fetch the whole history (fetch-depth: 0)"
        raise UserError(Problem(f'this clone is too shallow to tell where the branch left "{name}"', str(folder), mend))
    return revision(folder, base or name)


def graph_of_revision(folder: Path, state: Revision, run: Run) -> DependencyGraph:
    """Link the code of a revision, or find what was linked from the same tree before."""

    def link() -> DependencyGraph:
        run.progress.stage(f"Reading {state.commit[:10]} from git")
        with exported(folder, state) as files:
            return linked_graph(files, run, gitignore=False)

    return run.remembered(graph_key(folder.resolve().name, state.tree, run), DependencyGraph, link)


@contextmanager
def exported(folder: Path, state: Revision) -> Iterator[Path]:
    """The files of a revision in a folder of their own, for as long as they are needed."""
    with tempfile.TemporaryDirectory(prefix="decompose-") as above:
        files = Path(above) / (folder.resolve().name or "root")
        files.mkdir()
        export(folder, state, files)
        yield files
