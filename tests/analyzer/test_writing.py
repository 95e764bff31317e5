from __future__ import annotations

from pathlib import Path

import pytest

from decompose.analyzer.errors import UserError
from decompose.analyzer.writing import leads_out, prepare_own_folder, write_whole


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "new" / "file"
    write_whole(file, b"one")
    write_whole(file, b"two")
    assert file.read_bytes() == b"two"
    assert list(file.parent.iterdir()) == [file]


def test_a_link_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine")
    link = tmp_path / "link"
    link.symlink_to(outside)
    write_whole(link, b"theirs")
    assert outside.read_text() == "mine"
    assert not link.is_symlink()


def test_a_place_that_cannot_be_written_is_a_user_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder" / "inner").mkdir(parents=True)
    for wrong in (tmp_path / "file" / "below", tmp_path / "folder"):
        with pytest.raises(UserError, match="cannot write"):
            write_whole(wrong, b"")
    assert {entry.name for entry in tmp_path.iterdir()} == {"file", "folder"}


def test_the_own_folder_hides_from_git(tmp_path: Path) -> None:
    assert prepare_own_folder(tmp_path / "own")
    assert (tmp_path / "own" / ".gitignore").read_text() == "*\n"
    (tmp_path / "file").write_text("")
    assert not prepare_own_folder(tmp_path / "file")


def test_links_that_lead_out(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "inside").symlink_to(root)
    (root / "outside").symlink_to(tmp_path)
    (root / "loop").symlink_to(root / "loop")
    assert not leads_out(root / "not there yet", root)
    assert not leads_out(root / "inside" / "x", root)
    assert leads_out(root / "outside" / "x", root)
    assert leads_out(root / "loop" / "x", root)
