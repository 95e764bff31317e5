"""The answer beside the sample says what Django and the code say."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHOP = Path(__file__).parents[2] / "sample_monolith"
ANSWER: dict[str, Any] = json.loads((SHOP / "answer.json").read_text(encoding="utf-8"))
FINDINGS: dict[str, Any] = ANSWER["findings"]
OWNER = {table: name for name, context in ANSWER["contexts"].items() for table in context["tables"]}


@pytest.fixture(scope="module")
def registry() -> dict[str, Any]:
    """Tables and foreign keys as Django's own registry has them."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "shop.settings", "PYTHONPATH": str(SHOP)}
    command = [sys.executable, str(Path(__file__).with_name("registry.py"))]
    done = subprocess.run(command, cwd=SHOP, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_every_table_has_one_owner(registry: dict[str, Any]) -> None:
    listed = [table for context in ANSWER["contexts"].values() for table in context["tables"]]
    assert sorted(listed) == registry["tables"]


def test_every_foreign_key_is_listed(registry: dict[str, Any]) -> None:
    assert keys(FINDINGS["foreign_keys"]) == keys(registry["foreign_keys"])
    across = [key for key in FINDINGS["foreign_keys"] if OWNER[key["from"]] != OWNER[key["to"]]]
    assert keys(FINDINGS["foreign_keys_across"]) == keys(across)


def test_every_unit_of_the_code_is_listed_once() -> None:
    listed = [unit for context in ANSWER["contexts"].values() for unit in context["units"]]
    listed += [*ANSWER["shared"], *ANSWER["undecided"]]
    assert sorted(listed) == sorted(name for name, _ in units())


@pytest.mark.parametrize("scope", FINDINGS["transactions"], ids=lambda scope: scope["symbol"])
def test_every_transaction_begins_at_its_place(scope: dict[str, str]) -> None:
    path, line = located(scope["place"])
    assert "atomic" in statement(path, line)
    assert any(first <= line <= last for first, last in spans(path, scope["symbol"]))


def test_no_transaction_is_left_out() -> None:
    listed = {scope["place"] for scope in FINDINGS["transactions"]}
    opened = {
        f"{path.relative_to(SHOP).as_posix()}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if line.strip().startswith(("with transaction.atomic", "@transaction.atomic"))
    }
    assert listed == opened
    assert {scope["place"] for scope in FINDINGS["transactions_spanning"]} <= listed


def test_the_contexts_of_a_scope_own_what_it_writes() -> None:
    for scope in FINDINGS["transactions_spanning"]:
        assert scope["contexts"] == sorted({OWNER[table] for table in scope["tables_written"]})


def test_second_writers_and_joins_stand_where_they_are_said_to() -> None:
    models = {"stock_level": "StockLevel", "stock_movement": "StockMovement"}
    for finding in FINDINGS["tables_written_by_two"]:
        table = finding["table"]
        assert OWNER[table] in finding["contexts"]
        assert len(finding["contexts"]) == len(finding["places"]) + 1
        for place in finding["places"]:
            text = statement(*located(place))
            assert table in text or models[table] in text, place
    for join in FINDINGS["joins_across"]:
        text = statement(*located(join["place"]))
        assert "JOIN" in text
        assert len({OWNER[table] for table in join["tables"]}) == 2
        assert all(table in text for table in join["tables"])


def keys(listed: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Foreign keys as sorted triples."""
    return sorted((key["from"], key["column"], key["to"]) for key in listed)


def sources() -> Iterator[Path]:
    """The shop's code: no tests, no migrations."""
    for path in sorted(SHOP.rglob("*.py")):
        if not {"tests", "migrations", ".decompose"} & set(path.relative_to(SHOP).parts):
            yield path


def units() -> Iterator[tuple[str, ast.stmt]]:
    """Top-level functions and classes by their dotted names."""
    for path in sources():
        module = ".".join(path.relative_to(SHOP).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield f"{module}.{node.name}", node


def located(place: str) -> tuple[Path, int]:
    path, _, line = place.partition(":")
    return SHOP / path, int(line)


def spans(path: Path, symbol: str) -> Iterator[tuple[int, int]]:
    """Line ranges of the functions and classes that a dotted name ends in, decorators included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == symbol.rpartition(".")[2]:
            decorators = [decorator.lineno for decorator in node.decorator_list]
            yield min([node.lineno, *decorators]), node.end_lineno or node.lineno


def statement(path: Path, line: int) -> str:
    """The source of the smallest statement (or the decorator) at a line."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if lines[line - 1].lstrip().startswith(("@", "with")):
        return lines[line - 1]
    around = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    smallest = min(around, key=lambda node: (node.end_lineno or node.lineno) - node.lineno)
    return ast.get_source_segment(text, smallest) or ""
