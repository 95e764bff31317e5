"""The command line. Each command imports what it uses when it runs, so that ``--help`` is quick."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from decompose.analyzer.errors import UserError

app = typer.Typer(
    name="decompose",
    help="Find where a Python monolith can be cut into services, and prove it from its code.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)


class View(StrEnum):
    """What ``decompose graph`` shows."""

    CALLS = "calls"
    TABLES = "tables"
    UNITS = "units"
    SERVICES = "services"


class GraphFormat(StrEnum):
    """How ``decompose graph`` shows it."""

    JSON = "json"
    DOT = "dot"
    SVG = "svg"
    MERMAID = "mermaid"
    GRAPHML = "graphml"
    CSV = "csv"


class ReportFormat(StrEnum):
    """What ``decompose report`` renders."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"


class TextOrJson(StrEnum):
    """What goes to standard output."""

    TEXT = "text"
    JSON = "json"


class Color(StrEnum):
    """When to use colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


PathArgument = Annotated[Path, typer.Argument(help="A repository, a package folder, a .py file, or a graph .json.")]
CacheOption = Annotated[Path | None, typer.Option("--cache-dir", help="Where to keep the cache.")]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write a cache.")]
WorkersOption = Annotated[int, typer.Option("--workers", min=0, help="Worker processes; 0: one per processor.")]
ServicesOption = Annotated[int | None, typer.Option("--services", min=1, help="The wanted number of services.")]
EvidenceOption = Annotated[str | None, typer.Option("--evidence", help="Relations to use, such as calls,data,imports.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="Configuration file to use.")]


def _version(value: bool) -> None:
    if value:
        from decompose.analyzer.identity import tool_version

        typer.echo(f"decompose {tool_version()}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of an unexpected error.")] = False,
    color: Annotated[Color, typer.Option("--color", help="When to use colours.")] = Color.AUTO,
) -> None:
    """Options of every command."""
    del version
    if debug:
        os.environ["DECOMPOSE_DEBUG"] = "1"
    if color is Color.NEVER:
        os.environ["NO_COLOR"] = "1"
    elif color is Color.ALWAYS:
        os.environ.pop("NO_COLOR", None)
        os.environ["FORCE_COLOR"] = "1"


@app.command(
    epilog="Example: decompose analyze ./shop --services 8",
)
def analyze(
    path: PathArgument,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the reports.")] = None,
    services: ServicesOption = None,
    evidence: EvidenceOption = None,
    format_: Annotated[TextOrJson, typer.Option("--format", help="What to print.")] = TextOrJson.TEXT,
    workers: WorkersOption = 0,
    cache_dir: CacheOption = None,
    no_cache: NoCacheOption = False,
    config: ConfigOption = None,
    quiet: QuietOption = False,
) -> None:
    """Propose services; write analysis.json, report.html and plan.md."""
    from decompose.analyzer.commands.analyze import run
    from decompose.analyzer.commands.settings import Settings

    settings = Settings(path, out, config, cache_dir, no_cache, workers, services, evidence, quiet)
    run(settings, as_json=format_ is TextOrJson.JSON)


@app.command(epilog="Example: decompose graph ./shop --view services --format svg > services.svg")
def graph(
    path: PathArgument,
    view: Annotated[View, typer.Option("--view", help="What to show.")] = View.SERVICES,
    format_: Annotated[GraphFormat, typer.Option("--format", help="How to show it.")] = GraphFormat.JSON,
    services: ServicesOption = None,
    evidence: EvidenceOption = None,
    workers: WorkersOption = 0,
    cache_dir: CacheOption = None,
    no_cache: NoCacheOption = False,
    config: ConfigOption = None,
    quiet: QuietOption = False,
) -> None:
    """Print one view of the graph."""
    from decompose.analyzer.commands.graph import run
    from decompose.analyzer.commands.settings import Settings

    settings = Settings(path, None, config, cache_dir, no_cache, workers, services, evidence, quiet)
    run(settings, view.value, format_.value)


@app.command(epilog="Example: decompose explain orders.models.Order ./shop")
def explain(
    name: Annotated[str, typer.Argument(help="A unit, function, table or service.")],
    path: PathArgument,
    format_: Annotated[TextOrJson, typer.Option("--format", help="What to print.")] = TextOrJson.TEXT,
    workers: WorkersOption = 0,
    cache_dir: CacheOption = None,
    no_cache: NoCacheOption = False,
    config: ConfigOption = None,
    quiet: QuietOption = False,
) -> None:
    """Say why something is where it is, with the evidence."""
    from decompose.analyzer.commands.explain import run
    from decompose.analyzer.commands.settings import Settings

    settings = Settings(path, None, config, cache_dir, no_cache, workers, None, None, quiet)
    run(name, settings, as_json=format_ is TextOrJson.JSON)


@app.command(epilog="Example: decompose report .decompose/analysis.json --format markdown")
def report(
    file: Annotated[Path, typer.Argument(help="An analysis.json.")],
    format_: Annotated[ReportFormat, typer.Option("--format", help="What to render.")] = ReportFormat.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write.")] = None,
) -> None:
    """Render an analysis again, in any format."""
    from decompose.analyzer.commands.report import run

    run(file, format_.value, output)


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    try:
        result = app(standalone_mode=False)
        sys.stdout.flush()
    except UserError as error:
        _fail(str(error), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (KeyboardInterrupt, typer.Abort):
        _fail("interrupted", 130)
    except Exception as error:
        _unexpected(error)
    sys.exit(result if isinstance(result, int) else 0)


def _unexpected(error: Exception) -> NoReturn:
    shows_itself = getattr(error, "format_message", None)
    if callable(shows_itself):  # a mistake on the command line
        _fail(f"error: {shows_itself()}", 2)
    if os.environ.get("DECOMPOSE_DEBUG"):
        raise error
    message = str(error).partition("\n")[0]
    _fail(f"error: decompose itself failed: {type(error).__name__}: {message}, run again with --debug", 3)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(code)
