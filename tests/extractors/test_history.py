"""Files that change together, read from real git repositories."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from decompose.extractors.history import MOST_FILES, CoChange, read_history

_DATE = "2024-01-02T03:04:05Z"


def git(folder: Path, *arguments: str) -> None:
    identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a"}
    dates = {"GIT_COMMITTER_EMAIL": "a@b", "GIT_AUTHOR_DATE": _DATE, "GIT_COMMITTER_DATE": _DATE}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder,
        env={**os.environ, **identity, **dates, **alone},
        check=True,
        capture_output=True,
    )


class Checkout:
    """A git repository that a test writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "--quiet")

    def commit(self, *paths: str) -> None:
        """Change the files and commit them."""
        for path in paths:
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            before = file.read_text() if file.exists() else path * 20 + "\n"
            file.write_text(before + "more\n")
        self.save()

    def save(self) -> None:
        """Commit whatever is there."""
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "--quiet", "--message", "change")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "shop")


def history(folder: Path, *paths: str) -> CoChange:
    found = read_history(folder, paths)
    assert found is not None
    return found


def test_files_of_one_commit_are_related(checkout: Checkout) -> None:
    checkout.commit("a.py", "b.py")
    checkout.commit("a.py", "b.py", "c.py")
    checkout.commit("c.py")
    assert history(checkout.folder, "a.py", "b.py", "c.py") == CoChange(
        (("a.py", "b.py", 1.5), ("a.py", "c.py", 0.5), ("b.py", "c.py", 0.5)), 3
    )


def test_only_the_analysed_files_count(checkout: Checkout) -> None:
    checkout.commit("a.py", "README", "b.py")
    checkout.commit("README")
    assert history(checkout.folder, "a.py", "b.py") == CoChange((("a.py", "b.py", 1.0),), 1)


def test_renamed_files_are_followed(checkout: Checkout) -> None:
    checkout.commit("a.py", "old.py")
    git(checkout.folder, "mv", "old.py", "new.py")
    checkout.save()
    git(checkout.folder, "mv", "new.py", "newest.py")
    checkout.save()
    assert history(checkout.folder, "a.py", "newest.py").pairs == (("a.py", "newest.py", 1.0),)


def test_sweeping_commits_relate_nothing(checkout: Checkout) -> None:
    paths = [f"m{number}.py" for number in range(MOST_FILES + 1)]
    checkout.commit(*paths)
    assert history(checkout.folder, *paths) == CoChange((), 1)


def test_a_folder_below_the_repository(checkout: Checkout) -> None:
    checkout.commit("src/a.py", "src/b.py", "other.py")
    checkout.commit("other.py")
    assert history(checkout.folder / "src", "a.py", "b.py", "other.py") == CoChange((("a.py", "b.py", 1.0),), 1)


@pytest.mark.parametrize(
    "names", [("new\nline.py", "tab\t.py"), ("grün.py", "-x.py"), ("R100", "M"), ("\x01a", "\x01")]
)
def test_odd_names(checkout: Checkout, names: Iterable[str]) -> None:
    checkout.commit(*names)
    assert [set(pair[:2]) for pair in history(checkout.folder, *names).pairs] == [set(names)]


def test_the_number_of_commits_and_their_age_are_limited(checkout: Checkout) -> None:
    checkout.commit("a.py", "b.py")
    checkout.commit("a.py", "c.py")
    paths = ["a.py", "b.py", "c.py"]
    newest = read_history(checkout.folder, paths, max_commits=1)
    assert newest == CoChange((("a.py", "c.py", 1.0),), 1)
    assert read_history(checkout.folder, paths, since="2024-06-01") is None
    assert read_history(checkout.folder, paths, since="2023-06-01") is not None


def test_no_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert read_history(tmp_path, ["a.py"]) is None
    assert read_history(tmp_path / "missing", ["a.py"]) is None
    empty = Checkout(tmp_path / "empty")
    assert read_history(empty.folder, ["a.py"]) is None
    monkeypatch.setenv("PATH", "")
    assert read_history(empty.folder, ["a.py"]) is None


def test_a_truncated_history_says_only_what_it_has(checkout: Checkout, tmp_path: Path) -> None:
    checkout.commit("a.py", "b.py")
    checkout.commit("a.py", "c.py")
    git(tmp_path, "clone", "--quiet", "--depth=1", checkout.folder.as_uri(), "shallow")
    assert read_history(tmp_path / "shallow", ["a.py", "b.py", "c.py"]) is None
    checkout.commit("b.py", "c.py")
    git(tmp_path, "clone", "--quiet", "--depth=2", checkout.folder.as_uri(), "deeper")
    assert history(tmp_path / "deeper", "a.py", "b.py", "c.py").pairs == (("b.py", "c.py", 1.0),)


def test_the_repository_cannot_make_git_run_anything(checkout: Checkout, tmp_path: Path) -> None:
    checkout.commit("a.py", "b.py")
    (checkout.folder / ".gitattributes").write_text("*.py diff=evil\n")
    checkout.commit("a.py", "b.py")
    trace = tmp_path / "ran"
    command = f"touch {trace}"
    for key in (
        *(
            "core.fsmonitor",
            "core.pager",
            "pager.log",
            "diff.external",
            "diff.evil.textconv",
            "diff.evil.command",
        ),
        *("gpg.program", "core.sshCommand", "core.alternateRefsCommand", "alias.log", "credential.helper"),
    ):
        git(checkout.folder, "config", key, f"!{command}" if key == "alias.log" else command)
    git(checkout.folder, "config", "log.showSignature", "true")
    git(checkout.folder, "config", "color.ui", "always")
    assert history(checkout.folder, "a.py", "b.py").pairs == (("a.py", "b.py", 2.0),)
    assert not trace.exists()


def test_another_users_repository_and_stray_variables(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout.commit("a.py", "b.py")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert history(checkout.folder, "a.py", "b.py").commits == 1
