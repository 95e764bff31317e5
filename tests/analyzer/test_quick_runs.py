"""A quick run takes what an earlier one left, and does without it where it cannot be trusted."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

import msgspec
import pytest

from decompose.analyzer.cache import FILE_NAME, Cache
from decompose.analyzer.pipeline import Run, linked_graph
from decompose.extractors.graph import DependencyGraph
from decompose.extractors.linking.relinking import program

_FILES = {
    "shop/__init__.py": "",
    "shop/orders.py": "from shop import mail\n\n\ndef place(order):\n    mail.send(order)\n    return order\n",
    "shop/mail.py": "def send(order):\n    return note(order)\n\n\ndef note(text):\n    return str(text)\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for name, code in _FILES.items():
        file = tmp_path / "repository" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
    return tmp_path / "repository"


def _graph(folder: Path, *, is_quick: bool = True) -> DependencyGraph:
    """The graph without what is taken over from an earlier one."""
    with Cache(folder.parent / "cache") as cache:
        graph = linked_graph(folder, Run(cache=cache, is_quick=is_quick))
    return msgspec.structs.replace(graph, unreached=(), resources=(), repeated=(), traits=(), marks=())


def _edit(folder: Path, name: str, old: str, new: str) -> None:
    code = (folder / name).read_text()
    assert old in code
    (folder / name).write_text(code.replace(old, new))


def _refuse_full_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("linked in full")

    monkeypatch.setattr(program, "link_and_keep", refuse)


def test_small_changes_are_followed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _graph(shop)
    _refuse_full_links(monkeypatch)
    for number in range(3):
        _edit(shop, "shop/orders.py", "    return order\n", f"    mail.note({number})\n    return order\n")
        assert _graph(shop) == _graph(shop, is_quick=False)


def test_links_in_full_where_it_has_to(shop: Path) -> None:
    _graph(shop)
    (shop / "shop/bills.py").write_text("from shop import mail\n\n\ndef bill():\n    mail.note(1)\n")
    assert _graph(shop) == _graph(shop, is_quick=False)
    _edit(shop, "shop/mail.py", "def note(text)", "def note(kind, text=None)")
    assert _graph(shop) == _graph(shop, is_quick=False)


@pytest.mark.parametrize("damage", [b"", b"\x93\x01\x02\x03", b"\xc1" * 50])
def test_does_without_what_is_damaged(shop: Path, damage: bytes) -> None:
    _graph(shop)
    with sqlite3.connect(shop.parent / "cache" / FILE_NAME) as connection:
        changed = connection.execute(
            "UPDATE entry SET value = ? WHERE key LIKE 'linked:%'", (zlib.compress(damage),)
        ).rowcount
    assert changed == 1
    _edit(shop, "shop/orders.py", "    return order\n", "    mail.note(1)\n    return order\n")
    assert _graph(shop) == _graph(shop, is_quick=False)
