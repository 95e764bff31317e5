"""``setup.py`` (read, never run) and ``setup.cfg``."""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.parsing import parse
from decompose.extractors.surroundings import Surrounding, tells
from decompose.extractors.surroundings.requirements import requirement, requirements


@tells(r"(?:.*/)?setup\.py")
def setup_py(file: Surrounding) -> Iterator[Mark]:
    """The literal parts of ``setup(python_requires=…, install_requires=…)``, also by way of a name."""
    tree = parse(file.text.encode()).tree
    if tree is None:
        return
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_setup(node.func)]
    for call in calls[:1]:
        yield file.mark(MarkKind.MANIFEST, "setup.py", "", call.lineno)
        for keyword in call.keywords:
            value = keyword.value
            if isinstance(value, ast.Name):
                value = named.get(value.id, value)
            if keyword.arg == "python_requires" and isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield file.mark(MarkKind.PYTHON, "python_requires", value.value, value.lineno)
            elif keyword.arg == "install_requires" and isinstance(value, (ast.List, ast.Tuple)):
                for element in value.elts:
                    if isinstance(element, ast.Constant) and isinstance(element.value, str):
                        yield from requirement(file, element.value, element.lineno)


def _is_setup(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "setup"


@tells(r"(?:.*/)?setup\.cfg")
def setup_cfg(file: Surrounding) -> Iterator[Mark]:
    """Its section of options."""
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    try:
        parser.read_string(file.text)
    except configparser.Error:
        return
    if not parser.has_section("options"):
        return
    options = dict(parser.items("options"))
    if "install_requires" in options or "python_requires" in options:
        yield file.mark(MarkKind.MANIFEST, "setup.cfg", "", file.line_of("[options]"))
    if options.get("python_requires"):
        yield file.mark(MarkKind.PYTHON, "python_requires", options["python_requires"], file.line_of("python_requires"))
    lines = options.get("install_requires", "").splitlines()
    yield from requirements(file, (line for line in lines if line.strip() and not line.lstrip().startswith("#")))
