"""Renders analyses in every format, and has each read by the tool that the format is for.

    python benchmarks/formats.py ANALYSIS... [--npm DIR] [--structurizr CLASSPATH] [--cml PYTHON]

DIR holds ``node_modules`` with mermaid, jsdom, @backstage/catalog-model and yaml (``npm install`` of these); CLASSPATH
the jars of structurizr-dsl and what it needs; PYTHON is an interpreter that has the package ``cml-parser``. What is not
given is not checked, and the table says so. Besides the analyses, made-up ones with names of every hostile class and
with every keyword of the Context Mapper Language are rendered.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from shutil import copy
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reports"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reports" / "formats"))

import networkx
from analysed import analysis
from test_rendering import HOSTILE

from decompose.analyzer.analysis import Analysis
from decompose.analyzer.documents import read_analysis
from decompose.analyzer.errors import UserError
from decompose.analyzer.rendering import format_names, rendered
from decompose.reports.formats._cml_words import RESERVED

CHECKS = Path(__file__).parent / "formats_checks"
CML = """
import sys
from cml_parser import parse_file_safe
for file in sys.argv[1:]:
    found = parse_file_safe(file).parse_results
    print(file + ": " + ("ok" if found.ok else str(found.errors[0])[:120]))
"""


def main() -> None:
    """A table for each analysis."""
    parser = argparse.ArgumentParser()
    parser.add_argument("analyses", nargs="*", type=Path)
    parser.add_argument("--npm", type=Path)
    parser.add_argument("--structurizr")
    parser.add_argument("--cml")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, analysed in _analyses(arguments.analyses):
            print(f"\n{name}")
            files = dict(_render(analysed, Path(folder), name))
            for format_, (file, seconds) in files.items():
                verdict = _verdict(format_, file, arguments)
                print(f"  {format_:12} {file.stat().st_size:>12,} bytes  {seconds:6.2f} s  {verdict}")


def _analyses(files: list[Path]) -> list[tuple[str, Analysis]]:
    found = [(file.parent.name, read_analysis(file)) for file in files]
    return [*found, ("hostile names", analysis(HOSTILE)), ("keywords", analysis(tuple(sorted(RESERVED))))]


def _render(analysed: Analysis, folder: Path, name: str) -> list[tuple[str, tuple[Path, float]]]:
    made = []
    for format_ in format_names():
        file = folder / f"{name.replace(' ', '-')}.{format_}"
        start = time.perf_counter()
        try:
            file.write_bytes(rendered(analysed, format_))
        except UserError as error:
            file.write_text(str(error))
        made.append((format_, (file, time.perf_counter() - start)))
    return made


def _verdict(format_: str, file: Path, arguments: argparse.Namespace) -> str:
    """What the format's own tool says."""
    match format_:
        case "mermaid" | "markdown" | "plan" if arguments.npm:
            return _told(["node", str(copy(CHECKS / "mermaid.mjs", arguments.npm)), str(file)])
        case "backstage" if arguments.npm:
            return _told(["node", str(copy(CHECKS / "backstage.cjs", arguments.npm)), str(file)])
        case "structurizr" if arguments.structurizr:
            return _told(["java", "-cp", arguments.structurizr, str(CHECKS / "Structurizr.java"), str(file)])
        case "cml" if arguments.cml:
            return _told([arguments.cml, "-c", CML, str(file)])
        case "dot":
            return _told(["dot", "-Tcanon", "-o/dev/null", str(file)]) or "ok"
        case "graphml":
            graph = networkx.read_graphml(file)
            return f"ok, {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges"
        case "svg":
            ElementTree.parse(file)
            return "ok"
        case _:
            return "not checked"


def _told(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"not checked: {error}"
    lines = [line.rpartition(": ")[2] for line in done.stdout.splitlines()]
    bad = [line for line in lines if line != "ok"]
    return (
        bad[0] if bad else f"ok{f' ({len(lines)} diagrams)' if len(lines) > 1 else ''}" if lines else done.stderr[:120]
    )


if __name__ == "__main__":
    main()
