"""From the options of a command and the configuration file to a run of the pipeline."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from decompose.analyzer.cache import Cache
from decompose.analyzer.config import find_configuration, load_configuration
from decompose.analyzer.configuration import Configuration
from decompose.analyzer.errors import Problem, UserError, no_such_file
from decompose.analyzer.pipeline import Run, is_document
from decompose.analyzer.progress import Progress, shown_progress
from decompose.analyzer.writing import leads_out, prepare_own_folder
from decompose.clustering.options import Evidence
from decompose.extractors.places import Diagnostic


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that several commands share, as given."""

    path: Path
    config: Path | None = None
    cache_dir: Path | None = None
    no_cache: bool = False
    workers: int = 0
    services: str | None = None
    evidence: str | None = None
    quiet: bool = False
    verbose: bool = False

    @property
    def folder(self) -> Path:
        """The folder that is analysed, or that holds the analysed file."""
        return self.path if self.path.is_dir() else self.path.parent

    @property
    def root(self) -> Path | None:
        """The folder that places in the code are relative to; None if a document is analysed, which does not say."""
        return None if is_document(self.path) else self.folder

    def configuration_file(self) -> Path | None:
        """The configuration file to read, if there is one.

        Raises:
            UserError: the one that was asked for does not exist.
        """
        if self.config is None:
            return find_configuration(self.folder)
        if not self.config.is_file():
            raise no_such_file(self.config)
        return self.config

    def configuration(self) -> Configuration:
        """The configuration file with the options of the command line over it.

        Raises:
            UserError: the path does not exist, or the configuration is wrong.
        """
        if not self.path.exists():
            raise no_such_file(self.path)
        file = self.configuration_file()
        configuration = load_configuration(file) if file is not None else Configuration()
        if self.services is not None:
            configuration = msgspec.structs.replace(configuration, services=self.services)
        if self.evidence is not None:
            evidence = tuple(_evidence(self.evidence))
            configuration = msgspec.structs.replace(configuration, evidence=evidence)
        return configuration

    @contextmanager
    def run(self) -> Iterator[Run]:
        """A run of the pipeline with these settings."""
        configuration = self.configuration()
        place = str(self.configuration_file() or "")
        with shown_progress(quiet=self.quiet) as progress, Cache(self._cache_folder()) as cache:
            yield Run(configuration, place, cache, self.workers, progress, self.folder)
            if cache.problem:
                progress.note(f"nothing is cached: {cache.problem}")

    def tell(self, diagnostics: tuple[Diagnostic, ...], progress: Progress) -> None:
        """List what could not be read, if that was asked for."""
        if self.verbose:
            for diagnostic in diagnostics:
                progress.note(str(diagnostic))

    def _cache_folder(self) -> Path | None:
        if self.no_cache:
            return None
        if self.cache_dir is not None:
            return self.cache_dir
        own = self.folder / ".decompose"
        if leads_out(own / "cache", self.folder) or not prepare_own_folder(own):
            return None
        return own / "cache"


def _evidence(text: str) -> Iterator[Evidence]:
    known = [evidence.value for evidence in Evidence]
    names = list(filter(None, (word.strip() for word in text.split(","))))
    if not names:
        raise UserError(Problem("no evidence is named", "--evidence", f"known: {', '.join(known)}"))
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            mend = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known)}"
            raise UserError(Problem(f'unknown evidence "{name}"', "--evidence", mend))
        yield Evidence(name)
