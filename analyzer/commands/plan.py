"""``decompose plan``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.analyzer import options

if TYPE_CHECKING:
    from decompose.analyzer.analysis import Analysis

ABOUT = "Who leaves the monolith when, and how."
EXAMPLES = (
    "plan ./shop",
    "plan ./shop --service payments",
    "plan ./shop/.decompose/analysis.json --format markdown > plan.md",
    "plan ./shop --openapi api --templates deploy",
    "plan ./shop --service payments --done seam",
)
_IS_LEFT = 1


class PlanFormat(StrEnum):
    """What is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class DonePhase(StrEnum):
    """A phase that the code tells the end of."""

    SEAM = "seam"
    DEPENDENCIES = "dependencies"
    DATA = "data"
    EVENTS = "events"


def command(
    path: options.AnalysedArgument,
    service: Annotated[str, typer.Option("--service", metavar="NAME", help="Only the step of this service.")] = "",
    format_: Annotated[PlanFormat, typer.Option("--format", help="What to print.")] = PlanFormat.TEXT,
    openapi: Annotated[
        Path | None, typer.Option("--openapi", metavar="DIR", help="Write the proposed interfaces: OpenAPI 3.1.")
    ] = None,
    templates: Annotated[
        Path | None,
        typer.Option("--templates", metavar="DIR", help="Write templates for AWS (CloudFormation)."),
    ] = None,
    done: Annotated[
        DonePhase | None, typer.Option("--done", help="Is this phase of the service done? Exit code 1 if not.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that differ.")] = False,
    services: options.ServicesOption = None,
    evidence: options.EvidenceOption = None,
    config: options.ConfigOption = None,
    workers: options.WorkersOption = 0,
    cache_dir: options.CacheOption = None,
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    verbose: options.VerboseOption = False,
    color: options.ColorOption = options.Color.AUTO,
    debug: options.DebugOption = False,
) -> None:
    """Who leaves the monolith when, and what is done for it.

    With "boundaries" in decompose.toml ("decompose accept") the plan keeps to
    them; without, it is that of the proposed services.
    """
    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.pipeline import analysis_of
    from decompose.analyzer.printing import print_bytes, show
    from decompose.analyzer.settings import Settings
    from decompose.reports.migration.terminal import plan_blocks

    if done is not None and not service:
        raise UserError(Problem("--done needs a service", "--done", "name one with --service"))
    if done is not None and format_ is PlanFormat.MARKDOWN:
        raise UserError(Problem("--done prints text or json", "--format markdown", "leave one of them out"))
    settings = Settings(path, config, cache_dir, no_cache, workers, services, evidence, quiet, verbose)
    with settings.run() as run:
        analysis = analysis_of(path, run)
        settings.tell(analysis.graph.diagnostics, run.progress)
    _check_known(service, analysis, path, is_asked=done is not None)
    if done is not None:
        raise typer.Exit(_told_what_is_left(done, service, analysis, format_, settings.root))
    written = [] if openapi is None else _write_interfaces(analysis, service, openapi, force=force)
    if templates is not None:
        written += _write_templates(analysis, templates, force=force)
    if written and not quiet:
        typer.echo("\n".join(f"note: wrote {file}" for file in written), err=True)
    if format_ is PlanFormat.TEXT:
        blocks = plan_blocks(analysis, service=service, source=str(path))
        show(blocks, root=settings.root, web_base=analysis.web_base)
    else:
        print_bytes(_rendered(analysis, service, format_))


def _check_known(service: str, analysis: Analysis, path: Path, *, is_asked: bool) -> None:
    import difflib

    from decompose.analyzer.errors import Problem, UserError

    if not service:
        return
    leaving = [step.service for step in analysis.plan.steps]
    known = [found.name for found in analysis.decomposition.services]
    if service not in known:
        near = difflib.get_close_matches(service, known, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"services: {', '.join(known)}"
        raise UserError(Problem(f'no service is called "{service}"', str(path), hint))
    if service not in leaving and not is_asked:
        what = f'"{service}" has no step: it stays in the monolith\'s code base'
        raise UserError(Problem(what, str(path), f"services that leave: {', '.join(leaving)}"))


def _told_what_is_left(
    phase: DonePhase, service: str, analysis: Analysis, format_: PlanFormat, root: Path | None
) -> int:
    """List the couplings that keep a phase from being done; the exit code."""
    import msgspec

    from decompose.analyzer.printing import print_bytes, show
    from decompose.recommenders.checking import CHECKABLE, left_of
    from decompose.reports.migration.terminal import left_blocks

    left = left_of(phase.value, service, analysis.graph, analysis.decomposition)
    if format_ is PlanFormat.JSON:
        told = {"service": service, "phase": phase.value, "is_done": not left, "left": left}
        print_bytes(msgspec.json.encode(told, order="deterministic") + b"\n")
        return _IS_LEFT if left else 0
    show(left_blocks(left, service, phase.value, CHECKABLE[phase.value]), root=root, web_base=analysis.web_base)
    return _IS_LEFT if left else 0


def _write_interfaces(analysis: Analysis, service: str, folder: Path, *, force: bool) -> list[Path]:
    import json
    import re

    from decompose.analyzer.delivering import deliver
    from decompose.recommenders.openapi import openapi_of

    plan = analysis.plan
    names = sorted({found.service for found in plan.operations if found.path and service in ("", found.service)})
    files = []
    for name in names:
        document = openapi_of(name, plan.operations, analysis.graph)
        stem = re.sub(r"[^A-Za-z0-9_-]+", "_", name)
        files.append((f"{stem}.openapi.json", json.dumps(document, indent=2).encode() + b"\n"))
    return deliver(files, folder, force=force)


def _write_templates(analysis: Analysis, folder: Path, *, force: bool) -> list[Path]:
    """The templates of the whole system: stacks build on each other."""
    from decompose.analyzer.delivering import deliver
    from decompose.analyzer.errors import Problem, UserError
    from decompose.recommenders.templates import MissingPackageError, write_templates
    from decompose.recommenders.templates.files import PROBLEMS

    try:
        files = write_templates(analysis.architecture)
    except MissingPackageError as error:
        raise UserError(Problem(str(error), "--templates", "pip install monolith-decompose[aws]")) from error
    if any(file.path == PROBLEMS for file in files):
        typer.echo(f"warning: the templates do not pass their own checks, {folder / PROBLEMS} says why", err=True)
    return deliver(((file.path, file.text.encode()) for file in files), folder, force=force)


def _rendered(analysis: Analysis, service: str, format_: PlanFormat) -> bytes:
    import msgspec

    if format_ is PlanFormat.MARKDOWN:
        from decompose.reports.migration.page import render_plan

        return render_plan(analysis, service).encode(errors="backslashreplace")
    plan = analysis.plan
    found: object = next((step for step in plan.steps if step.service == service), None) if service else plan
    return msgspec.json.encode(found, order="deterministic") + b"\n"
