"""Trying, comparing and steering through the command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import SHOP, Run

SAMPLE = Path(__file__).parents[2] / "sample_monolith"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, decompose: Run) -> Path:
    """An analysed copy of the sample, outside of this repository's history."""
    folder = tmp_path_factory.mktemp("steering") / "shop"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns(".decompose", "__pycache__"))
    assert decompose("analyze", folder).returncode == 0
    return folder


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and "cache" not in path.parts)
    return {str(path): path.read_bytes() for path in found}


def test_what_if_tells_scores_and_couplings_and_writes_nothing(shop: Path, decompose: Run) -> None:
    before = files(shop)
    done = decompose("what-if", shop, "--merge", "orders,cart", "--move", "payments.services.refund=orders")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("What if: merge orders,cart; move payments.services.refund=orders\nThe score gets ")
    for text in (
        "chattiness",
        "shared data",
        "total",
        "gone: cart",
        "cart → orders",
        "Couplings new",
        "Couplings gone",
    ):
        assert text in done.stdout
    assert files(shop) == before


def test_what_if_starts_where_the_analysis_ended(shop: Path, decompose: Run) -> None:
    file = shop / ".decompose" / "analysis.json"
    chosen = json.loads(file.read_text())["decomposition"]
    total = sum(part["value"] * part["weight"] for part in chosen["score"]["parts"])
    for path in (shop, file):
        found = json.loads(decompose("what-if", path, "--split", "orders", "--format", "json").stdout)
        assert found["score"][-1]["before"] == pytest.approx(total)
        assert found["services"]["after"] == found["services"]["before"] + 1


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_no_line_is_longer_than_the_terminal(shop: Path, decompose: Run, columns: int) -> None:
    done = decompose("what-if", shop, "--merge", "orders,payments", "--split", "catalog", COLUMNS=str(columns))
    body = done.stdout.split("\n", 2)[2]
    assert max(map(len, body.splitlines())) <= columns
    assert done.stdout.count("\n") < 90


MISTAKES = [
    (["--move", "ordrs=payments"], "matches no unit and no table"),
    (["--move", "orders"], "UNIT=SERVICE"),
    (["--merge", "orders"], "A,B"),
    (["--split", "order"], "did you mean 'orders'"),
    (["--pin", "orders.models.Order=.."], "a service's name has letters"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_mistakes_are_one_line(shop: Path, decompose: Run, arguments: list[str], message: str) -> None:
    done = decompose("what-if", shop, "--quiet", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_diff_of_an_analysis_with_itself_and_with_a_pinned_one(shop: Path, decompose: Run, tmp_path: Path) -> None:
    file = shop / ".decompose" / "analysis.json"
    assert "The score stays the same." in decompose("diff", file, file).stdout
    config = tmp_path / "decompose.toml"
    config.write_text(
        'previous = ".decompose/analysis.json"\nfrozen = ["catalog"]\n[pins]\n"orders.states.*" = "payments"\n'
    )
    done = decompose("analyze", shop, "--config", config, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(decompose("diff", file, tmp_path / "analysis.json", "--format", "json").stdout)
    assert "orders.states.cancel_order" in [moved["name"] for moved in found["moved"]]
    assert not [moved for moved in found["moved"] if "catalog" in (moved["before"], moved["after"])]
    assert not found["renamed"]
    assert len(found["moved"]) < 40
    shown = decompose("diff", file, tmp_path / "analysis.json").stdout
    assert "orders → payments" in shown


def test_diff_wants_analyses(repo_from, decompose: Run) -> None:
    repo = repo_from(SHOP)
    done = decompose("diff", repo / "shop" / "orders.py", repo / "shop" / "billing.py")
    assert done.returncode == 2
    assert "not an analysis document" in done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('previous = "../other.json"', "inside the analysed root"),
        ('previous = "missing.json"', "no such file"),
        ('frozen = ["x"]', "needs 'previous'"),
        ('services = "3-1"', "a range such as"),
    ],
)
def test_settings_that_cannot_be_met(repo_from, decompose: Run, text: str, message: str) -> None:
    done = decompose("analyze", repo_from(f"{SHOP}--- decompose.toml\n{text}\n"), "--quiet")
    assert done.returncode == 2
    assert message in done.stderr


def test_a_range_of_services(repo_from, decompose: Run) -> None:
    repo = repo_from(SHOP)
    found = json.loads(decompose("graph", repo, "--services", "2-3").stdout)
    assert len(found["services"]) == 2
    assert decompose("graph", repo, "--services", "3-2").returncode == 2
