"""From the options of a command and the configuration file to a run of the pipeline."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from decompose.analyzer.cache import Cache, prepare_folder
from decompose.analyzer.config import find_configuration, load_configuration
from decompose.analyzer.configuration import Configuration
from decompose.analyzer.errors import Problem, UserError, no_such_file
from decompose.analyzer.pipeline import Run
from decompose.analyzer.progress import shown_progress
from decompose.clustering.options import Evidence


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that several commands share, as given."""

    path: Path
    out: Path | None = None
    config: Path | None = None
    cache_dir: Path | None = None
    no_cache: bool = False
    workers: int = 0
    services: int | None = None
    evidence: str | None = None
    quiet: bool = False

    @property
    def folder(self) -> Path:
        """The folder that is analysed, or that holds the analysed file."""
        return self.path if self.path.is_dir() else self.path.parent

    def configuration(self) -> Configuration:
        """The configuration file with the options of the command line over it.

        Raises:
            UserError: the path does not exist, or the configuration is wrong.
        """
        if not self.path.exists():
            raise no_such_file(self.path)
        file = self.config or find_configuration(self.folder)
        if self.config is not None and not self.config.is_file():
            raise no_such_file(self.config)
        configuration = load_configuration(file) if file is not None else Configuration()
        if self.services is not None:
            configuration = msgspec.structs.replace(configuration, services=self.services)
        if self.evidence is not None:
            evidence = tuple(_evidence(self.evidence))
            configuration = msgspec.structs.replace(configuration, evidence=evidence)
        return configuration

    def output_folder(self, configuration: Configuration) -> Path:
        """Where reports are written."""
        return self.out or self.folder / configuration.output.folder

    @contextmanager
    def run(self) -> Iterator[Run]:
        """A run of the pipeline with these settings."""
        configuration = self.configuration()
        with Cache(self._cache_folder()) as cache, shown_progress(quiet=self.quiet) as progress:
            yield Run(configuration, cache, self.workers, progress)

    def _cache_folder(self) -> Path | None:
        if self.no_cache:
            return None
        if self.cache_dir is not None:
            return self.cache_dir
        own = self.folder / ".decompose"
        return own / "cache" if prepare_folder(own) else None


def _evidence(text: str) -> Iterator[Evidence]:
    known = [evidence.value for evidence in Evidence]
    for name in filter(None, (word.strip() for word in text.split(","))):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            mend = f'did you mean "{near[0]}"?' if near else f"known: {', '.join(known)}"
            raise UserError(Problem(f'unknown evidence "{name}"', "--evidence", mend))
        yield Evidence(name)
