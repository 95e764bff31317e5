"""The plan through the command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import Run

SAMPLE = Path(__file__).parents[2] / "sample_monolith"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, decompose: Run) -> Path:
    """The analysis of a copy of the sample."""
    folder = tmp_path_factory.mktemp("plan") / "shop"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns(".decompose", "__pycache__"))
    assert decompose("analyze", folder, "--quiet").returncode == 0
    return folder / ".decompose" / "analysis.json"


def test_the_whole_plan(shop: Path, decompose: Run) -> None:
    done = decompose("plan", shop)
    assert done.returncode == 0, done.stderr
    for text in ("shop: 12 steps, ", "In a circle: ", "Before the first extraction", "The first pull requests"):
        assert text in done.stdout
    plan = json.loads(decompose("plan", shop, "--format", "json").stdout)
    analysis = json.loads(shop.read_bytes())
    assert plan == analysis["plan"]
    last = plan["steps"][-1]["stop"]
    assert last["inside"] == []
    crossing = sum(tally["count"] for tally in (*last["travels"], *last["removed"]))
    assert crossing == len(analysis["decomposition"]["couplings"])
    assert last["score"] == analysis["decomposition"]["score"]
    assert decompose("plan", shop, "--format", "markdown").stdout == (shop.parent / "plan.md").read_text()


def test_one_step(shop: Path, decompose: Run) -> None:
    text = decompose("plan", shop, "--service", "payments").stdout
    assert text.splitlines()[0].endswith(". Extract payments")
    assert "check: decompose plan PATH --service payments --done seam" in text
    markdown = decompose("plan", shop, "--service", "payments", "--format", "markdown").stdout
    assert markdown in (shop.parent / "plan.md").read_text()
    step = json.loads(decompose("plan", shop, "--service", "payments", "--format", "json").stdout)
    assert step["service"] == "payments"


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("arguments", [(), ("--service", "catalog"), ("--service", "orders", "--done", "data")])
def test_no_line_is_longer_than_the_terminal(
    shop: Path, decompose: Run, columns: int, arguments: tuple[str, ...]
) -> None:
    for environment in ({}, {"PYTHONIOENCODING": "ascii"}):
        text = decompose("plan", shop, *arguments, COLUMNS=str(columns), **environment).stdout
        assert max(map(len, text.splitlines())) <= columns + (8 if environment else 0)
        assert not environment or text.isascii()
        assert not any(line.endswith(" ") for line in text.splitlines() if line.startswith("  - "))


def test_a_phase_is_done_when_nothing_is_left(shop: Path, decompose: Run) -> None:
    left = decompose("plan", shop, "--service", "payments", "--done", "data")
    assert left.returncode == 1
    assert "payments_payment.order_id has a foreign key to orders_order  payments/models.py:10" in left.stdout
    chosen = json.loads(shop.read_bytes())["decomposition"]
    events = [coupling for coupling in chosen["couplings"] if coupling["kind"] == "event"]
    busy = {coupling[end] for coupling in events for end in ("source_service", "target_service")}
    name = next(service["name"] for service in chosen["services"] if service["name"] not in busy)
    done = decompose("plan", shop, "--service", name, "--done", "events")
    assert (done.returncode, done.stdout.startswith(f"{name}: events is done")) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--service", "payment"), 'no service is called "payment", '),
        (("--service", "orders"), '"orders" has no step: it stays in the monolith\'s code base'),
        (("--done", "data"), "--done needs a service"),
    ],
)
def test_mistakes(shop: Path, decompose: Run, arguments: tuple[str, ...], message: str) -> None:
    done = decompose("plan", shop, *arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_interfaces_are_written_and_not_overwritten(shop: Path, decompose: Run, tmp_path: Path) -> None:
    folder = tmp_path / "api"
    done = decompose("plan", shop, "--service", "payments", "--openapi", folder)
    file = folder / "payments.openapi.json"
    assert (done.returncode, done.stderr) == (0, f"note: wrote {file}\n")
    document = json.loads(file.read_text())
    body = document["paths"]["/create-payment"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["order_id"]
    assert body["properties"]["method"]["default"] == "card"
    assert decompose("plan", shop, "--service", "payments", "--openapi", folder).returncode == 0
    file.write_text("mine")
    refused = decompose("plan", shop, "--service", "payments", "--openapi", folder)
    assert (refused.returncode, file.read_text()) == (2, "mine")
    assert "say --force" in refused.stderr
    assert decompose("plan", shop, "--service", "payments", "--openapi", folder, "--force").returncode == 0
    assert json.loads(file.read_text()) == document


def test_templates_are_written(shop: Path, decompose: Run, tmp_path: Path) -> None:
    folder = tmp_path / "deploy"
    done = decompose("plan", shop, "--templates", folder, "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert "README.md" in written
    readme = folder / "README.md"
    readme.write_text("mine")
    assert decompose("plan", shop, "--templates", folder).returncode == 2
    assert readme.read_text() == "mine"


def test_what_is_wrong_with_templates_is_told(shop: Path, decompose: Run, tmp_path: Path) -> None:
    assert decompose("analyze", shop, "--out", tmp_path).returncode == 0
    file = tmp_path / "analysis.json"
    analysis = json.loads(file.read_text())
    service = analysis["architecture"]["workloads"][0]["service"]
    secrets = [{"service": service, "name": f"KEY_{number}", "place": ["a.py", 1]} for number in range(600)]
    analysis["architecture"]["secrets"] = secrets  # a stack has 500 resources
    file.write_text(json.dumps(analysis))
    done = decompose("plan", file, "--templates", tmp_path / "deploy", "--quiet")
    assert done.returncode == 0
    assert "do not pass their own checks" in done.stderr
    assert (tmp_path / "deploy" / "PROBLEMS.md").is_file()


def test_links_in_the_folder_are_not_followed(shop: Path, decompose: Run, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.json"
    folder = tmp_path / "api"
    folder.mkdir()
    (folder / "payments.openapi.json").symlink_to(target)
    done = decompose("plan", shop, "--service", "payments", "--openapi", folder)
    assert done.returncode == 2
    assert not target.exists()


def test_rates_of_the_team_are_used(decompose: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f(c):\n    c.execute('INSERT INTO t (a) VALUES (1)')\n")
    (tmp_path / "decompose.toml").write_text("[plan.rates]\ntable = [40, 50.5]\n")
    plan = json.loads(decompose("plan", tmp_path, "--format", "json").stdout)
    assert plan["rates"]["table"] == [40.0, 50.5]
    (tmp_path / "decompose.toml").write_text("[plan.rates]\ntable = [4, 1]\n")
    done = decompose("plan", tmp_path)
    assert done.returncode == 2
    assert "the lower one first" in done.stderr
