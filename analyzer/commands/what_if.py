"""``decompose what-if``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from decompose.analyzer import options

if TYPE_CHECKING:
    from decompose.clustering.editing import Edit

ABOUT = "Try changes: scores before and after."
EXAMPLES = (
    "what-if ./shop --move orders.models.Refund=payments",
    "what-if ./shop --merge orders,stock --split catalog",
    "what-if ./shop --move 'billing.*=payments' --format json",
    "what-if ./shop/.decompose/analysis.json --pin invoices=payments",
)


def command(
    path: options.AnalysedArgument,
    merge: Annotated[
        list[str] | None, typer.Option("--merge", metavar="A,B", help="Put services together, into the first.")
    ] = None,
    split: Annotated[
        list[str] | None, typer.Option("--split", metavar="A", help="Cut a service in two where it costs least.")
    ] = None,
    move: Annotated[
        list[str] | None, typer.Option("--move", metavar="UNIT=SERVICE", help="Move units or tables; nothing else.")
    ] = None,
    pin: Annotated[
        list[str] | None, typer.Option("--pin", metavar="UNIT=SERVICE", help="Search anew with this pin.")
    ] = None,
    format_: options.FormatOption = options.TextOrJson.TEXT,
    services: options.ServicesOption = None,
    evidence: options.EvidenceOption = None,
    config: options.ConfigOption = None,
    workers: options.WorkersOption = 0,
    cache_dir: options.CacheOption = None,
    no_cache: options.NoCacheOption = False,
    quiet: options.QuietOption = False,
    color: options.ColorOption = options.Color.AUTO,
    debug: options.DebugOption = False,
) -> None:
    """Try moves, merges, splits and pins: scores before and after.

    Nothing is written. Each option may be repeated; pins come first, then merges, splits and moves. A new name
    makes a new service, and "shared" is the shared library.
    """
    import msgspec

    from decompose.analyzer.pipeline import tried
    from decompose.analyzer.printing import print_bytes, show
    from decompose.analyzer.settings import Settings
    from decompose.reports.terminal import comparison_blocks

    edits = _edits(merge or [], split or [], move or [])
    pins = dict(_pair(text, "--pin") for text in pin or [])
    settings = Settings(path, config, cache_dir, no_cache, workers, services, evidence, quiet)
    with settings.run() as run:
        found = tried(path, edits, pins, run)
    if format_ is options.TextOrJson.JSON:
        print_bytes(msgspec.json.encode(found, order="deterministic") + b"\n")
        return
    given = (("pin", pin), ("merge", merge), ("split", split), ("move", move))
    title = "What if: " + "; ".join(f"{what} {text}" for what, texts in given for text in texts or [])
    show(comparison_blocks(found, title=title), root=settings.root, web_base=run.configuration.output.web_base)


def _edits(merges: list[str], splits: list[str], moves: list[str]) -> list[Edit]:
    from decompose.clustering.editing import Merge, Move, Split

    return [
        *(Merge(tuple(name.strip() for name in text.split(","))) for text in merges),
        *(Split(name) for name in splits),
        *(Move(*_pair(text, "--move")) for text in moves),
    ]


def _pair(text: str, option: str) -> tuple[str, str]:
    from decompose.analyzer.errors import Problem, UserError

    name, equals, service = text.rpartition("=")
    if not (name.strip() and equals and service.strip()):
        raise UserError(Problem(f'"{text}" is not of the form UNIT=SERVICE', option, "as in orders.Order=orders"))
    return name.strip(), service.strip()
