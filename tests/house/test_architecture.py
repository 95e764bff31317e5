"""The shape of the project itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAGES = ("extractors", "clustering", "recommenders", "reports", "analyzer")


@pytest.mark.parametrize("stage", STAGES)
def test_imports_only_point_up_the_list(stage: str) -> None:
    allowed = {f"decompose.{above}" for above in STAGES[: STAGES.index(stage) + 1]}
    wrong = []
    for file in sorted((ROOT / stage).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                if name.partition(".")[0] in STAGES:
                    wrong.append(f"{file}:{node.lineno} imports {name} by its bare name")
                if name.startswith("decompose.") and ".".join(name.split(".")[:2]) not in allowed:
                    wrong.append(f"{file}:{node.lineno} imports {name}")
    assert not wrong


def test_packages_lists_every_folder_of_modules() -> None:
    import tomllib

    declared = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    found = {
        "decompose." + ".".join(file.parent.relative_to(ROOT).parts)
        for stage in STAGES
        for file in (ROOT / stage).rglob("__init__.py")
    }
    assert declared == found


def test_what_docs_publishes_of_the_code_is_current() -> None:
    from decompose.analyzer.schema import PUBLISHED

    for name, text in PUBLISHED.items():
        file = ROOT / "docs" / name
        assert file.read_text() == text(file), "run `make schema`"
