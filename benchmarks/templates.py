"""The templates of real repositories through the gate: own checks, SAM translator, cfn-lint, statelint, moto.

    python benchmarks/templates.py PATH [PATH …]

``PATH`` is a repository, which is analysed by the installed command, an ``analysis.json``, or a folder that ``decompose
plan --templates`` wrote. Prints what each tool found, and its seconds. Needs the packages of the development group.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "recommenders" / "templates"))

import linters
import msgspec
from moto_stacks import deploy

from decompose.recommenders.architecture import Architecture
from decompose.recommenders.templates import File, check_templates, write_templates
from decompose.recommenders.templates.checks.wiring import ORDER

Documents = dict[str, dict[str, Any]]


def main() -> None:
    """Every path in turn; exit code 1 where any tool found something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--cache-dir", type=Path, help="handed on to decompose analyze")
    arguments = parser.parse_args()
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing")
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    found = [gate(path, arguments.cache_dir) for path in arguments.paths]
    sys.exit(any(found))


def gate(path: Path, cache: Path | None) -> bool:
    """Whether anything was found in the templates of a path."""
    files = _timed("written", lambda: files_of(path, cache))
    documents = stacks(files)
    kinds = Counter(Path(name).stem for name in documents)
    print(f"{path}: {len(files)} files, {len(documents)} templates ({', '.join(f'{n} {k}' for k, n in kinds.items())})")
    found = _timed("own checks", lambda: list(check_templates(files)))
    plain = _timed("SAM translator", lambda: {name: _plain(each) for name, each in documents.items()})
    sam = {name: each for name, each in documents.items() if linters.is_sam(each)}
    found += _timed("cfn-lint", lambda: _linted(sam) + _linted(plain))
    found += _timed("statelint", lambda: _machines(documents))
    found += _timed("moto", lambda: _deployed(documents))
    print("\n".join(f"  {wrong}" for wrong in found) or "  nothing is wrong")
    return bool(found)


def files_of(path: Path, cache: Path | None) -> tuple[File, ...]:
    """The files of a repository, an analysis, or a folder."""
    if path.is_file():
        architecture = json.loads(path.read_bytes())["architecture"]
        return write_templates(msgspec.convert(architecture, Architecture))
    if (path / "shared").is_dir() and (path / "README.md").is_file():
        each = (file for file in sorted(path.rglob("*")) if file.is_file())
        return tuple(File(file.relative_to(path).as_posix(), file.read_text(encoding="utf-8")) for file in each)
    with tempfile.TemporaryDirectory() as out:
        command = [str(Path(sys.executable).with_name("decompose")), "analyze", str(path), "--out", out, "--quiet"]
        command += ["--cache-dir", str(cache)] if cache else ["--no-cache"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return files_of(Path(out) / "analysis.json", cache)


def stacks(files: tuple[File, ...]) -> Documents:
    """The templates among files, in the order in which they are deployed."""
    found = {file.path: json.loads(file.text) for file in files if file.path.endswith(".json")}
    templates = {path: document for path, document in found.items() if "Resources" in document}
    return {path: templates[path] for path in sorted(templates, key=lambda path: (ORDER.index(Path(path).stem), path))}


def _plain(document: dict[str, Any]) -> dict[str, Any]:
    return linters.translate(document) if linters.is_sam(document) else document


def _linted(documents: Documents) -> list[str]:
    return [f"{name}: {wrong}" for name, document in documents.items() for wrong in linters.lint(document)]


def _machines(documents: Documents) -> list[str]:
    machines = [
        (name, resource["Properties"]["Definition"])
        for name, document in documents.items()
        for resource in document["Resources"].values()
        if resource["Type"] == "AWS::StepFunctions::StateMachine"
    ]
    print(f"  {len(machines)} state machines")
    return [f"{name}: {wrong}" for name, machine in machines for wrong in linters.lint_machine(machine)]


def _deployed(documents: Documents) -> list[str]:
    from moto import mock_aws

    with mock_aws():
        named = {name.removesuffix(".json").replace("/", "-"): document for name, document in documents.items()}
        deployed = deploy(named)
    made = Counter(resource["Type"] for document in documents.values() for resource in document["Resources"].values())
    left = sum(number for type_, number in made.items() if type_ in deployed.skipped)
    print(f"  moto: {made.total() - left} of {made.total()} resources made, {len(deployed.skipped)} types left out")
    wrong = [f"{name}: {status}" for name, status in deployed.status.items() if status != "CREATE_COMPLETE"]
    return wrong + [f"{name} was not made" for name in sorted(deployed.missing)]


def _timed(what: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = work()
    print(f"  {what}: {time.perf_counter() - started:.1f} s")
    return result


if __name__ == "__main__":
    main()
