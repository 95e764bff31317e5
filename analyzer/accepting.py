"""Conducts ``accept``: boundaries into the configuration, couplings into the baseline, comments into the code."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from decompose.analyzer.errors import Problem, UserError
from decompose.analyzer.guarding import baseline_in, configuration_places, declared
from decompose.analyzer.inlining import with_comments
from decompose.analyzer.pipeline import Run, dependency_graph, propose_services
from decompose.analyzer.texts import Files, FilesOfFolder
from decompose.analyzer.tomlwriting import with_boundaries
from decompose.analyzer.writing import leads_out, write_whole
from decompose.clustering.guarding.accepting import boundaries_of, extended
from decompose.clustering.guarding.adopting import adopted
from decompose.clustering.guarding.baseline import Entry, written
from decompose.clustering.guarding.checking import Circumstances, Compared, check
from decompose.clustering.guarding.findings import CheckReport, Level
from decompose.clustering.guarding.options import Boundaries
from decompose.clustering.guarding.placing import placed
from decompose.clustering.guarding.relating import Relation, relation_of
from decompose.clustering.guarding.suppressing import suppressions
from decompose.extractors.graph import DependencyGraph, EdgeKind

OWN_FILE = "decompose.toml"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to accept.

    Attributes:
        path: the repository.
        today: for dates.
        reason: why new couplings are tolerated.
        until: the last day on which they are.
        prune: only delete lines of the baseline whose coupling is gone.
        inline: put comments behind the lines of what is new, instead of lines into the baseline.
    """

    path: Path
    today: datetime.date
    reason: str = ""
    until: datetime.date | None = None
    prune: bool = False
    inline: bool = False


class Accepted(msgspec.Struct, frozen=True):
    """What was written.

    Attributes:
        files: relative to the analysed root where they are inside of it, sorted.
        services: number of declared services.
        boundaries_added: names that were added to the boundaries.
        baseline: number of its lines now.
        added, removed, renamed: of these lines.
        comments: number of comments that were put into the code.
        left: findings that an inline comment cannot tolerate.
    """

    files: tuple[str, ...] = ()
    services: int = 0
    boundaries_added: int = 0
    baseline: int = 0
    added: int = 0
    removed: int = 0
    renamed: int = 0
    comments: int = 0
    left: int = 0


def accept(wish: Wish, run: Run) -> Accepted:
    """Write what is to be tolerated from today on.

    Raises:
        UserError: the baseline would grow without a reason, or a file cannot be written.
    """
    folder = (run.root or wish.path).resolve()
    graph = dependency_graph(wish.path, run)
    if wish.prune or wish.inline:
        declared(run)
    files: dict[Path, str] = {}
    boundaries, added = _boundaries(graph, run)
    if not (wish.prune or wish.inline) and added:
        file, text = _configuration(folder, run, boundaries)
        files[file] = text
    name = run.configuration.check.baseline
    texts = FilesOfFolder(folder)
    entries = baseline_in(texts, name)
    report = _report(graph, boundaries, entries or (), texts, wish, run)
    if wish.inline:
        comments, left = _comments(report, wish)
        files |= _commented(folder, comments)
        result = Accepted(comments=sum(map(len, comments.values())), left=left, baseline=len(entries or ()))
    else:
        lines, result = _lines(report, entries, wish, name)
        files[folder / name] = written(lines)
    for file, text in files.items():
        if leads_out(file, folder) and file.is_symlink():
            raise UserError(Problem("is a link that leads out of the folder", str(file), "replace it by a file"))
        write_whole(file, text.encode("utf-8"))
    return msgspec.structs.replace(
        result,
        files=tuple(sorted(_shown(file, folder) for file in files)),
        services=len(boundaries.services.keys() - {"shared"}),
        boundaries_added=0 if wish.prune or wish.inline else added,
    )


def _boundaries(graph: DependencyGraph, run: Run) -> tuple[Boundaries, int]:
    """The boundaries to be declared, and how many names they have that the configuration lacks."""
    configuration = run.configuration
    before = Boundaries(configuration.boundaries, configuration.reference_tables)
    if not before.services:
        after = boundaries_of(propose_services(graph, run).chosen)
        after = Boundaries(after.services, before.reference_tables)
    else:
        where = placed(graph, before)
        after = extended(before, where, adopted(graph, where))
    return after, _size(after) - _size(before)


def _size(boundaries: Boundaries) -> int:
    return sum(len(held.units) + len(held.tables) for held in boundaries.services.values())


def _configuration(folder: Path, run: Run, boundaries: Boundaries) -> tuple[Path, str]:
    file = Path(run.constraints_place) if run.constraints_place else folder / OWN_FILE
    above = ("tool", "decompose") if file.name == "pyproject.toml" else ()
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return file, with_boundaries(text, boundaries, above)


def _report(
    graph: DependencyGraph, boundaries: Boundaries, entries: Sequence[Entry], texts: Files, wish: Wish, run: Run
) -> CheckReport:
    given = Circumstances(wish.today, texts.read, suppressions(texts.marked(graph)), configuration_places(run))
    rules = run.configuration.check
    return check(graph, Compared(rules.baseline, baseline=tuple(entries)), boundaries, rules, given)


def _lines(report: CheckReport, entries: Sequence[Entry] | None, wish: Wish, name: str) -> tuple[list[Entry], Accepted]:
    """The lines of the baseline as they are to be."""
    by_relation = {entry.relation: entry for entry in entries or ()}
    gone = {Relation(EdgeKind(found.kind), found.source, found.target) for found in report.gone}
    was_moved = {Relation(moved.coupling.kind, moved.source, moved.target) for moved in report.moved}
    kept = [entry for entry in entries or () if entry.relation not in gone | was_moved]
    renamed = []
    for moved in report.moved:
        was = Relation(moved.coupling.kind, moved.source, moved.target)
        if was in by_relation:
            renamed.append(replace(by_relation[was], relation=relation_of(moved.coupling), line=0))
    new = [
        Entry(Relation(EdgeKind(finding.kind), finding.source, finding.target), wish.reason, wish.until)
        for finding in report.findings
        if finding.kind
    ]
    beside = [
        Entry(relation_of(known.coupling), wish.reason, wish.until)
        for known in report.known
        if known.by == "call" and relation_of(known.coupling) not in by_relation
    ]
    if wish.prune:
        new, beside = [], []
    elif entries is not None and new and not wish.reason:
        what = f"{len(new)} new couplings would be tolerated, such as: {_first(report)}"
        raise UserError(Problem(what, name, "say why with --reason, or mend them"))
    lines = [*kept, *renamed, *new, *beside]
    removed = len(by_relation) - len({entry.relation for entry in kept}) - len(renamed)
    return lines, Accepted(
        baseline=len({entry.relation for entry in lines}),
        added=len(new) + len(beside),
        removed=removed,
        renamed=len(renamed),
    )


def _first(report: CheckReport) -> str:
    errors = [finding for finding in report.findings if finding.kind]
    return min(errors, key=lambda finding: (finding.level is not Level.ERROR, finding)).message


def _comments(report: CheckReport, wish: Wish) -> tuple[Mapping[str, dict[int, str]], int]:
    """Path → line → the comment that tolerates all findings there; and how many findings have no line."""
    if not wish.reason:
        raise UserError(Problem("an inline suppression needs a reason", "", "say why with --reason"))
    codes: dict[tuple[str, int], set[str]] = defaultdict(set)
    left = 0
    for finding in report.findings:
        if not finding.kind or not finding.spot.line:
            left += 1
            continue
        for place in ((finding.spot.path, finding.spot.line), *((p.path, p.line) for p in finding.places)):
            codes[place].add(finding.code)
    until = f" until={wish.until.isoformat()}" if wish.until else ""
    reason = " ".join(wish.reason.split())
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for (path, line), held in sorted(codes.items()):
        found[path][line] = f"decompose: allow[{', '.join(sorted(held))}]{until} {reason}"
    return found, left


def _commented(folder: Path, comments: Mapping[str, Mapping[int, str]]) -> dict[Path, str]:
    found = {}
    for path, lines in comments.items():
        try:
            with (folder / path).open(encoding="utf-8", newline="") as stream:
                found[folder / path] = with_comments(path, stream.read(), lines)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UserError(Problem(f"no comment can be put there: {reason}", path, "leave --inline out")) from error
    return found


def _shown(file: Path, folder: Path) -> str:
    file = file.resolve()
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)
