"""The checkers of imports, set up for the same services and the same state of the code."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from mutants.catalogue import Project

Lines = set[tuple[str, int]]
"""(path, line) of what is reported."""

_TODAY = """
import json, sys, grimp
graph = grimp.build_graph(*sys.argv[1:], include_external_packages=False, cache_dir=None)
pairs = [[module, other] for module in sorted(graph.modules)
         for other in sorted(graph.find_modules_directly_imported_by(module))]
print(json.dumps(pairs))
"""


class Tach:
    """tach: ``depends_on`` as ``tach sync`` writes it, or none at all (strict: each import between services counts)."""

    def __init__(self, project: Project, root: Path, programs: Path, *, is_strict: bool) -> None:
        self.name = "tach, each import" if is_strict else "tach sync"
        self._project, self._root, self._programs, self._is_strict = project, root, programs, is_strict
        self._text = ""

    def prepare(self) -> None:
        """Write the configuration."""
        source = self._project.root.relative_to(self._root).as_posix()
        lines = [f'source_roots = ["{source}"]', 'exclude = ["**/tests", "**/migrations"]']
        for service, packages in self._project.services.items():
            kind = "utility = true" if service == "shared" else "depends_on = []"
            lines += [f'[[modules]]\npath = "{package}"\n{kind}' for package in packages]
        self._file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if not self._is_strict:
            self._run(self._root, "sync")
        self._text = self._file.read_text(encoding="utf-8")

    def reported(self, root: Path) -> Lines:
        """The lines that it reports; ``root`` is a copy of what it was prepared for."""
        (root / self._file.name).write_text(self._text, encoding="utf-8")
        found = json.loads(self._run(root, "check", "--output", "json"))
        located = [entry["Located"] for entry in found if "Located" in entry]
        return {(entry["file_path"], entry["line_number"]) for entry in located}

    @property
    def _file(self) -> Path:
        return self._root / "tach.toml"

    def _run(self, folder: Path, *arguments: str) -> str:
        return _run(folder, self._programs / "tach", *arguments)


class ImportLinter:
    """import-linter: all services independent of each other, but for the imports that there were."""

    def __init__(self, project: Project, root: Path, programs: Path) -> None:
        self.name = "import-linter"
        self._project, self._root, self._programs = project, root, programs

    def prepare(self) -> None:
        """Write the configuration."""
        packages = [package for held in self._project.services.values() for package in held]
        tops = sorted({package.partition(".")[0] for package in packages})
        today = json.loads(_run(self._project.root, self._programs / "python", "-c", _TODAY, *tops))
        place = self._project.service
        known = [f"{module} -> {other}" for module, other in today if place(module) != place(other)]
        guarded = [p for name, held in self._project.services.items() if name != "shared" for p in held]
        self._file.write_text(
            f"[importlinter]\nroot_packages ={_listed(tops)}\n\n[importlinter:contract:services]\nname = services\n"
            f"type = independence\nmodules ={_listed(guarded)}\nignore_imports ={_listed(known)}\n",
            encoding="utf-8",
        )

    def reported(self, root: Path) -> Lines:
        """The lines that it reports; ``root`` is a copy of what it was prepared for."""
        source = root / self._project.root.relative_to(self._root)
        said = _run(source, self._programs / "lint-imports", "--no-cache", "--no-logo", "--config", str(self._file))
        found: Lines = set()
        for importer, numbers in re.findall(r"(\S+) -> \S+ \(([^)]*)\)", said):
            path = (source / f"{importer.replace('.', '/')}.py").relative_to(root).as_posix()
            found |= {(path, int(number)) for number in re.findall(r"l\.(\d+)", numbers)}
        return found

    @property
    def _file(self) -> Path:
        return self._root / "importlinter.ini"


def _listed(names: Iterable[str]) -> str:
    return "".join(f"\n    {name}" for name in names)


def _run(folder: Path, *command: object) -> str:
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, check=False,
                          env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "500"})  # fmt: skip
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))[:200]}: {done.stdout[-500:]} {done.stderr[-1500:]}")
    return done.stdout
