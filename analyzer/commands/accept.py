"""``decompose accept``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from decompose.analyzer import options
from decompose.clustering.counting import plural

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from decompose.analyzer.accepting import Accepted
    from decompose.reports.lines import Block

ABOUT = "Declare the services, tolerate what is there."
EXAMPLES = (
    "accept ./shop",
    "accept ./shop --services 6-10",
    "accept ./shop --prune",
    'accept ./shop --reason "until the gateway has an API" --until 2027-03-31',
    'accept ./shop --inline --reason "a report, read only"',
)


def command(
    path: options.PathArgument,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why new couplings are tolerated.")] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="The last day on which they are: YYYY-MM-DD.")
    ] = "",
    prune: Annotated[bool, typer.Option("--prune", help="Only delete lines of the baseline that are gone.")] = False,
    inline: Annotated[
        bool, typer.Option("--inline", help="Tolerate by comments in the code, not in the baseline.")
    ] = False,
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
    """Write the boundaries to decompose.toml, and today's couplings to the baseline.

    The first time, the proposed services become the declared ones: edit them. Later, what is new is added to them.
    A baseline grows only with a reason.
    """
    import datetime

    import msgspec

    from decompose.analyzer.accepting import Wish, accept
    from decompose.analyzer.guarding import refuse_documents
    from decompose.analyzer.printing import print_bytes, show
    from decompose.analyzer.settings import Settings

    refuse_documents(path)
    today = datetime.datetime.now(tz=datetime.UTC).date()
    wish = Wish(path, today, reason.strip(), _date(until), prune, inline)
    settings = Settings(path, config, cache_dir, no_cache, workers, services, evidence, quiet)
    with settings.run() as run:
        done = accept(wish, run)
    if format_ is options.TextOrJson.JSON:
        print_bytes(msgspec.json.encode(done, order="deterministic") + b"\n")
    else:
        show(_lines(done))


def _lines(done: Accepted) -> Iterator[Block]:

    from decompose.reports.lines import file, line

    changes = [(done.added, "added"), (done.removed, "removed"), (done.renamed, "renamed")]
    told = ", ".join(f"{count:,} {what}" for count, what in changes if count) or "unchanged"
    added = plural(done.boundaries_added, "name")
    yield line(f"{plural(done.services, 'service')} declared, {added} added to them")
    if done.comments or done.left:
        left = "finding is" if done.left == 1 else "findings are"
        yield line(f"{plural(done.comments, 'comment')} put into the code; {done.left:,} {left} about no line of it")
    else:
        yield line(f"{plural(done.baseline, 'coupling')} in the baseline: {told}")
    for found in done.files:
        yield line("wrote ", file(found), indent=2)
    if not done.files:
        yield line("nothing to write", indent=2)


def _date(text: str) -> datetime.date | None:
    import datetime

    from decompose.analyzer.errors import Problem, UserError

    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(Problem(f'"{text}" is no date', "--until", "write YYYY-MM-DD")) from None
