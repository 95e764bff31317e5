"""``decompose analyze``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from decompose.analyzer import options

if TYPE_CHECKING:
    from decompose.analyzer.analysis import Analysis
    from decompose.analyzer.configuration import Configuration
    from decompose.analyzer.progress import Progress
    from decompose.analyzer.settings import Settings

ABOUT = "Propose services, write the reports."
EXAMPLES = ("analyze ./shop", "analyze ./shop --services 8 --out build/cut", "analyze graph.json --format json")


def command(
    path: options.PathArgument,
    out: options.OutOption = None,
    format_: options.FormatOption = options.TextOrJson.TEXT,
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
    """Propose services; write analysis.json, report.html and plan.md."""
    from decompose.analyzer.documents import encode
    from decompose.analyzer.pipeline import analyze
    from decompose.analyzer.printing import print_bytes, show
    from decompose.analyzer.settings import Settings
    from decompose.reports.lines import file
    from decompose.reports.terminal import summary

    settings = Settings(path, config, cache_dir, no_cache, workers, services, evidence, quiet, verbose)
    with settings.run() as run:
        folder = _output_folder(out, settings, run.configuration, run.progress)
        analysis = analyze(path, run)
        run.progress.stage("Writing reports")
        files = _write(analysis, folder, run.configuration.output.formats) if folder else []
        settings.tell(analysis.graph.diagnostics, run.progress)
    if format_ is options.TextOrJson.JSON:
        print_bytes(encode(analysis))
    else:
        ordered = sorted(files, key=lambda found: found.suffix != ".html")
        pieces = [file(str(found), found.resolve().as_uri()) for found in ordered]
        blocks = summary(analysis, source=str(path), files=pieces)
        show(blocks, root=settings.root, web_base=analysis.web_base)


def _output_folder(
    out: Path | None, settings: Settings, configuration: Configuration, progress: Progress
) -> Path | None:
    """Where to write, found out before the work; None if a repository that we may not write to is analysed."""
    from decompose.analyzer.errors import Problem, UserError
    from decompose.analyzer.writing import leads_out, not_writable, prepare_own_folder

    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(out, error) from error
        return out
    folder = settings.folder / configuration.output.folder
    if leads_out(folder, settings.folder):
        what = "links lead the output folder out of the analysed one"
        raise UserError(Problem(what, str(folder), "choose a folder with --out"))
    if not prepare_own_folder(folder):
        progress.note(f"no files are written: {folder} is not writable; choose a folder with --out")
        return None
    return folder


def _write(analysis: Analysis, folder: Path, formats: tuple[str, ...]) -> list[Path]:
    from decompose.analyzer.rendering import file_of, rendered
    from decompose.analyzer.writing import write_whole

    files = []
    for name in dict.fromkeys(formats):
        write_whole(folder / file_of(name), rendered(analysis, name))
        files.append(folder / file_of(name))
    return files
