"""How fast and how true linking anew after a small change is: a replay of history.

For each commit that changes one to three files of the program, its parent is linked in full, then the commit once from
the parent's state and once in full, in the same process. Compared are the edges (kind, source symbol, target symbol).

    python benchmarks/relinking.py REPOSITORY REVISION COMMITS [PATH ...]

REPOSITORY is a git directory, REVISION the newest commit, COMMITS how many to measure; PATHs limit what is checked out.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import msgspec

from decompose.analyzer.cache import Cache
from decompose.analyzer.extraction import extract
from decompose.analyzer.progress import Silent
from decompose.analyzer.sources import read_sources
from decompose.extractors.declarations import Declarations, declaring_files, read_declarations
from decompose.extractors.discovery import DiscoveryOptions, discover
from decompose.extractors.facts import FileFacts
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.linking.relinking.program import Earlier, link_and_keep, relink
from decompose.extractors.linking.relinking.refusing import TooMuch
from decompose.extractors.repository import Repository

_MOST_FILES = 3


class _Tree:
    """A folder that holds one commit after the other."""

    def __init__(self, repository: str, folder: Path, paths: list[str]) -> None:
        self._repository = repository
        self.folder = folder / "tree"
        self.folder.mkdir()
        self._environment = {**os.environ, "GIT_INDEX_FILE": str(folder / "index")}
        self._paths = paths

    def git(self, *arguments: str) -> str:
        """What git says."""
        command = ["git", f"--git-dir={self._repository}", f"--work-tree={self.folder}", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=self._environment).stdout

    def show(self, commit: str) -> None:
        """Let the folder hold a commit."""
        self.git("read-tree", commit)
        for file in [found for found in self.folder.rglob("*") if found.is_file()]:
            file.unlink()
        listed = self.git("ls-files", *self._paths).split("\n")
        wanted = [path for path in listed if path and "/tests/" not in path]
        for start in range(0, len(wanted), 500):
            self.git("checkout-index", "-f", *wanted[start : start + 500])

    def commits(self, revision: str, least: int) -> Iterator[tuple[str, str]]:
        """Parents and commits that change few files, newest first."""
        listed = self.git("rev-list", "--first-parent", f"--max-count={least * 12}", revision).split()
        for commit, parent in pairwise(listed):
            changed = self.git("diff-tree", "-r", "--name-only", parent, commit, "--", *self._paths).split("\n")
            code = [path for path in changed if path.endswith(".py") and "/tests/" not in path]
            if 1 <= len(code) <= _MOST_FILES:
                yield parent, commit


_Read = tuple[Repository, dict[str, FileFacts], Declarations]


def _read(folder: Path, cache: Cache) -> _Read:
    repository = discover(folder, DiscoveryOptions())
    facts = extract(read_sources(repository), cache, Silent())
    return repository, facts, read_declarations(declaring_files(repository))


def _edges(graph: DependencyGraph) -> dict[tuple[str, str, str], object]:
    return {(edge.kind.value, edge.source_symbol, edge.target_symbol): edge for edge in graph.edges}


def _comparable(graph: DependencyGraph) -> DependencyGraph:
    """A graph without what relinking does not make anew."""
    return msgspec.structs.replace(graph, unreached=(), resources=(), repeated=(), signatures=())


def _changed(before: Mapping[str, FileFacts], after: Mapping[str, FileFacts]) -> dict[str, FileFacts]:
    return {path: facts for path, facts in after.items() if before.get(path) != facts}


@dataclass(slots=True)
class _Outcomes:
    """What is counted and measured."""

    counts: Counter[str] = field(default_factory=Counter)
    quick: list[float] = field(default_factory=list)
    full: list[float] = field(default_factory=list)

    def compare(self, before: DependencyGraph, quick: DependencyGraph, full: DependencyGraph, *, verbose: bool) -> str:
        """Count how true a quick graph is."""
        mine, true, old = _edges(quick), _edges(full), _edges(before)
        missed, extra = sorted(true.keys() - mine.keys()), sorted(mine.keys() - true.keys())
        self.counts["same edges" if not missed and not extra else "other edges"] += 1
        self.counts["same new edges"] += mine.keys() - old.keys() == true.keys() - old.keys()
        self.counts["identical graphs"] += _comparable(quick) == _comparable(full)
        differing = sum(mine[key] != true[key] for key in mine.keys() & true.keys())
        lines = [f"new {len(true.keys() - old.keys())} missed {len(missed)} extra {len(extra)} differing {differing}"]
        for mark, found in (("missed", missed), ("extra", extra)) if verbose else ():
            lines += [f"    {mark} {edge}" for edge in found[:5]]
        return "\n".join(lines)

    def show(self) -> None:
        """Print the sums."""
        print(dict(self.counts))
        for name, seconds in (("quick", sorted(self.quick)), ("full", sorted(self.full))):
            if seconds:
                last = seconds[min(len(seconds) - 1, int(len(seconds) * 0.95))]
                median = statistics.median(seconds)
                print(f"{name}: median {median:.2f} s, 95 % below {last:.2f} s, {len(seconds)} runs")


def replay(repository: str, revision: str, count: int, paths: list[str], *, verbose: bool) -> None:
    """Measure and print."""
    outcomes = _Outcomes()
    known: _Linked | None = None
    with tempfile.TemporaryDirectory() as temporary, Cache(Path(temporary) / "cache") as cache:
        tree = _Tree(repository, Path(temporary), paths)
        for parent, commit in reversed(list(tree.commits(revision, count))[: count * 3]):
            if len(outcomes.full) == count:
                break
            if known is None or known.commit != parent:
                tree.show(parent)
                known = _full(parent, _read(tree.folder, cache))
            tree.show(commit)
            later = _read(tree.folder, cache)
            if not _changed(known.read[1], later[1]):
                continue
            gc.collect()
            start = time.perf_counter()
            try:
                quick = relink(*later, msgspec.msgpack.decode(known.kept, type=Earlier), known.read[1])
                told = ""
            except TooMuch as error:
                quick, told = None, f"refused: {error}"
            seconds = time.perf_counter() - start
            before, known = known, _full(commit, later)
            outcomes.full.append(known.seconds)
            if quick is None:
                outcomes.counts[told] += 1
            else:
                outcomes.quick.append(seconds)
                told = outcomes.compare(before.graph, quick, known.graph, verbose=verbose)
            print(f"{commit[:10]} {seconds:6.2f} s, full {known.seconds:6.2f} s: {told}", flush=True)
    outcomes.show()


@dataclass(frozen=True, slots=True)
class _Linked:
    """A commit linked in full."""

    commit: str
    read: _Read
    kept: bytes
    graph: DependencyGraph
    seconds: float


def _full(commit: str, read: _Read) -> _Linked:
    gc.collect()
    start = time.perf_counter()
    program, earlier = link_and_keep(*read)
    data = msgspec.msgpack.encode(earlier)
    return _Linked(commit, read, data, program.graph, time.perf_counter() - start)


if __name__ == "__main__":
    gc.disable()
    is_verbose = "-v" in sys.argv
    given = [argument for argument in sys.argv[1:] if argument != "-v"]
    replay(given[0], given[1], int(given[2]), given[3:], verbose=is_verbose)
