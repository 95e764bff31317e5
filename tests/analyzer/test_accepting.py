"""Files that ``accept`` changes: nothing but what it has to."""

from __future__ import annotations

import tomllib

import pytest

from decompose.analyzer.inlining import with_comments
from decompose.analyzer.tomlwriting import with_boundaries
from decompose.clustering.guarding.options import Boundaries, Boundary
from decompose.clustering.guarding.suppressing import suppressions

SHOP = Boundaries({"shop": Boundary(("app.shop", "app.x"), ("orders",)), "club": Boundary(("app.club",))})


def test_a_new_file_says_what_it_is() -> None:
    text = with_boundaries("", SHOP)
    assert text.startswith("# The services of this code base")
    assert tomllib.loads(text)["boundaries"] == {
        "club": {"units": ["app.club"]},
        "shop": {"units": ["app.shop", "app.x"], "tables": ["orders"]},
    }


def test_comments_and_order_of_an_existing_file_stay() -> None:
    text = (
        '# ours\nservices = 3 # three\n\n[pins]\n"a.b" = "x"  # why\n\n[boundaries.shop]\nunits = ["app.shop"] # all\n'
    )
    after = with_boundaries(text, SHOP)
    for line in text.splitlines()[:-1]:
        assert line in after
    assert "# all" in after
    read = tomllib.loads(after)
    assert read["boundaries"]["shop"] == {"units": ["app.shop", "app.x"], "tables": ["orders"]}
    assert with_boundaries(after, SHOP) == after


def test_many_names_get_a_line_each() -> None:
    text = with_boundaries('[boundaries.shop]\nunits = [\n    "app.shop",\n]\n', SHOP)
    assert '    "app.shop",\n    "app.x",\n]' in text


def test_pyproject_keeps_its_other_tools() -> None:
    text = "[tool.ruff]\nline-length = 100\n\n[tool.decompose]\nservices = 3\n"
    read = tomllib.loads(with_boundaries(text, SHOP, ("tool", "decompose")))
    assert read["tool"]["ruff"] == {"line-length": 100}
    assert set(read["tool"]["decompose"]["boundaries"]) == {"shop", "club"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("f()\n", 1),
        ("x = f(\n    1,\n)\n", 2),
        ("if x:\n    f()\n", 2),
        ("with f():\n    g()\n", 1),
        ("class A(\n    B,\n):\n    x = 1\n", 2),
        ("@deco(f)\ndef g():\n    pass\n", 1),
        ("f()  # noqa\n", 1),
        (f"f({'x' * 110})\n", 1),
        ("def f():\n    return g()\n", 2),
        ("for x in f():\n    pass\nelse:\n    g()\n", 1),
    ],
)
def test_a_comment_is_about_its_line_and_changes_nothing_else(text: str, line: int) -> None:
    comment = "decompose: allow[DC101] why"
    after = with_comments("a.py", text, {line: comment})
    (found,) = suppressions({"a.py": after})
    moved = line + (len(after.splitlines()) - len(text.splitlines()))
    assert found.first <= moved <= found.last
    assert after.replace(f"  # {comment}", "").replace(f"# {comment}", "").split() == text.split()


def test_windows_line_ends_stay() -> None:
    assert with_comments("a.py", "f()\r\ng()\r\n", {1: "x"}) == "f()  # x\r\ng()\r\n"


def test_sql_gets_its_own_comments() -> None:
    assert with_comments("a.sql", "SELECT 1\nFROM x\n", {2: "why"}) == "SELECT 1\nFROM x  -- why\n"


def test_what_is_no_python_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        with_comments("a.py", "def (:\n", {1: "x"})
