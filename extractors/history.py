"""What version control says: which files change in the same commits.

Read through git's plumbing, never through a checkout.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from pathlib import Path

import msgspec

from decompose.extractors.git import ask_git

MOST_FILES = 30
"""A commit that touches more of the analysed files (a move, a new licence header) relates none of them."""

_COMMIT = b"\x01"
"""Before each commit; no status begins with it, and paths stand only after a status."""


class CoChange(msgspec.Struct, frozen=True):
    """How often files change together.

    Attributes:
        pairs: (path, path, weight), each pair once with the smaller path first, sorted. A commit of n
            files adds 1/(n-1) to each of its pairs, so that every file gets 1 from it.
        commits: commits that touched any of the files.
    """

    pairs: tuple[tuple[str, str, float], ...] = ()
    commits: int = 0


def read_history(
    root: Path, paths: Collection[str], *, since: str | None = None, max_commits: int = 5000
) -> CoChange | None:
    """Read from git's log which files change together; renamed files are followed to their present name.

    Args:
        root: the analysed folder: a repository's top or any folder in it.
        paths: the analysed files, relative to it.
        since: a date as git understands it; None for all of the history.
        max_commits: the newest so many commits that touch the folder.

    Returns:
        None where there is no git, no repository, no (or only a truncated) history, or no answer in time.
    """
    is_shallow = ask_git(root, ["rev-parse", "--is-shallow-repository"])
    if is_shallow is None:
        return None
    log = _log(root, since, max_commits, find_renames=True)
    if log is None:  # a partial clone lacks the contents by which renames are found
        log = _log(root, since, max_commits, find_renames=False)
    if log is None:
        return None
    commits = _commits(log, skip_roots=is_shallow.strip() == b"true")
    history = _co_change(commits, frozenset(paths))
    return history if history.commits else None


def _log(root: Path, since: str | None, max_commits: int, *, find_renames: bool) -> bytes | None:
    arguments = ["log", "--no-merges", "--name-status", "-z", "--relative", "--no-color", "--no-notes"]
    arguments += ["--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-show-signature"]
    arguments += [f"--format={_COMMIT.decode()}%P", f"--max-count={max(max_commits, 0)}"]
    arguments += ["--find-renames" if find_renames else "--no-renames"]
    if since:
        arguments.append(f"--since={since}")
    return ask_git(root, [*arguments, "HEAD", "--", "."])


def _commits(log: bytes, *, skip_roots: bool) -> list[list[tuple[str, str]]]:
    """The changes of each commit, newest first: pairs of (path before, path after).

    The first commit of a truncated history is no change: it holds everything.
    """
    commits: list[list[tuple[str, str]]] = []
    changes: list[tuple[str, str]] = []
    fields = iter(log.split(b"\0"))
    for field in fields:
        status = field.strip(b"\n")
        if status.startswith(_COMMIT):
            changes = []
            if status != _COMMIT or not skip_roots:
                commits.append(changes)
        elif status:
            changes.append(_change(status[:1], fields))
    return commits


def _change(status: bytes, fields: Iterator[bytes]) -> tuple[str, str]:
    """One change, whose paths follow its status; a copy leaves its source as it is."""
    before = os.fsdecode(next(fields, b""))
    if status not in {b"R", b"C"}:
        return before, before
    after = os.fsdecode(next(fields, b""))
    return (before if status == b"R" else after), after


def _co_change(commits: Iterable[list[tuple[str, str]]], paths: frozenset[str]) -> CoChange:
    present: dict[str, str] = {}
    weights: dict[tuple[str, str], float] = defaultdict(float)
    count = 0
    for changes in commits:
        touched = sorted({present.get(after, after) for _, after in changes} & paths)
        present.update({before: present.get(after, after) for before, after in changes if before != after})
        count += bool(touched)
        if 2 <= len(touched) <= MOST_FILES:
            for pair in combinations(touched, 2):
                weights[pair] += 1 / (len(touched) - 1)
    pairs = ((first, second, round(weight, 6)) for (first, second), weight in weights.items())
    return CoChange(tuple(sorted(pairs)), count)
