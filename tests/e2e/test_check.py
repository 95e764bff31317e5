"""The gate: ``decompose accept`` and ``decompose check`` on a real git repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import write_files
from tests.e2e.conftest import SHOP, Run

BOUNDARIES = """
--- decompose.toml
# ours
[boundaries.orders]
units = ["shop.orders"]
tables = ["orders"]

[boundaries.billing]
units = ["shop.billing"]
tables = ["invoices"]
"""
READS = """

def total(session):
    return session.execute("SELECT sum(paid) FROM invoices JOIN orders USING (id)")
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = write_files(tmp_path / "repo", SHOP + BOUNDARIES)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "a step")
    return git(root, "rev-parse", "HEAD")


def add(root: Path, path: str, text: str) -> None:
    with (root / path).open("a") as stream:
        stream.write(text)


def test_accepted_is_green_and_a_join_into_anothers_table_is_red(decompose: Run, shop: Path) -> None:
    accepted = decompose("accept", shop, "--quiet")
    assert accepted.returncode == 0, accepted.stderr
    assert (shop / "decompose.toml").read_text() == BOUNDARIES.partition("toml\n")[2]
    assert decompose("check", shop).returncode == 0
    add(shop, "shop/orders.py", READS)
    done = decompose("check", shop)
    assert done.returncode == 1
    assert "shop/orders.py:12:" in done.stdout
    assert "shop.orders.total of orders reads table invoices, which billing owns" in done.stdout
    assert "2 new" in done.stdout
    assert decompose("check", shop, "--exit-zero").returncode == 0


def test_against_a_revision_needs_no_baseline_and_leaves_the_work_tree_alone(decompose: Run, shop: Path) -> None:
    git(shop, "switch", "-q", "-c", "feature")
    add(shop, "shop/orders.py", READS)
    commit(shop)
    add(shop, "shop/billing.py", "\n# not committed\n")
    before = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file() and ".git" not in path.parts}
    done = decompose("check", shop, "--against", "main", "--format", "json", "--quiet")
    assert done.returncode == 1
    report = json.loads(done.stdout)["report"]
    assert {finding["code"] for finding in report["findings"]} == {"DC201", "DC203"}
    assert len(report["known"]) > 0
    after = {path: path.read_bytes() for path in before}
    assert after == before
    assert decompose("check", shop, "--against", "feature", "--quiet").returncode == 0
    assert decompose("check", shop, "--against", "main", "--head", "main", "--quiet").returncode == 0


def test_what_main_gained_in_the_meantime_is_not_held_against_the_branch(decompose: Run, shop: Path) -> None:
    git(shop, "switch", "-q", "-c", "feature")
    add(shop, "shop/orders.py", READS)
    commit(shop)
    git(shop, "switch", "-q", "main")
    add(shop, "shop/billing.py", "\ndef mine(session):\n    session.execute('DELETE FROM orders')\n")
    commit(shop)
    git(shop, "switch", "-q", "feature")
    report = json.loads(decompose("check", shop, "--against", "main", "--format", "json", "--quiet").stdout)["report"]
    assert report["gone"] == []


def test_a_renamed_package_is_moved_not_new(decompose: Run, shop: Path) -> None:
    assert decompose("accept", shop, "--quiet").returncode == 0
    commit(shop)
    git(shop, "mv", "shop", "store")
    orders = shop / "store/orders.py"
    orders.write_text(orders.read_text().replace("from shop", "from store"))
    for arguments in ((), ("--against", "HEAD")):
        done = decompose("check", shop, *arguments, "--format", "json", "--quiet")
        assert done.returncode == 0, done.stdout
        assert json.loads(done.stdout)["counts"]["moved"] > 0
    assert decompose("accept", shop, "--prune", "--quiet").returncode == 0
    text = (shop / "decompose-baseline.txt").read_text()
    assert "shop." not in text
    assert "store.orders.place" in text


def test_the_baseline_grows_with_a_reason_only_and_shrinks_by_itself(decompose: Run, shop: Path) -> None:
    assert decompose("accept", shop, "--quiet").returncode == 0
    baseline = shop / "decompose-baseline.txt"
    before = baseline.read_text()
    add(shop, "shop/orders.py", READS)
    refused = decompose("accept", shop, "--quiet")
    assert refused.returncode == 2
    assert "--reason" in refused.stderr
    assert decompose("accept", shop, "--prune", "--quiet").returncode == 0
    assert baseline.read_text() == before
    assert decompose("accept", shop, "--reason", "a report", "--until", "2999-01-01", "--quiet").returncode == 0
    assert "  # until=2999-01-01 a report\n" in baseline.read_text()
    assert decompose("check", shop, "--quiet").returncode == 0
    git(shop, "checkout", "-q", "shop/orders.py")
    assert "2 gone" in decompose("check", shop).stdout
    assert decompose("accept", shop, "--prune", "--quiet").returncode == 0
    assert baseline.read_text() == before


def test_comments_in_the_code_tolerate_what_is_new(decompose: Run, shop: Path) -> None:
    assert decompose("accept", shop, "--quiet").returncode == 0
    add(shop, "shop/orders.py", READS)
    assert decompose("accept", shop, "--inline", "--reason", "a report", "--quiet").returncode == 0
    assert "  # decompose: allow[DC201, DC203] a report\n" in (shop / "shop/orders.py").read_text()
    done = decompose("check", shop, "--quiet")
    assert done.returncode == 0, done.stdout


def test_without_boundaries_the_proposed_ones_are_written(decompose: Run, tmp_path: Path) -> None:
    root = write_files(tmp_path / "repo", SHOP)
    refused = decompose("check", root)
    assert (refused.returncode, "decompose accept" in refused.stderr) == (2, True)
    assert decompose("accept", root, "--quiet").returncode == 0
    assert "[boundaries." in (root / "decompose.toml").read_text()
    assert decompose("check", root, "--quiet").returncode == 0
    again = (root / "decompose.toml").read_bytes(), (root / "decompose-baseline.txt").read_bytes()
    assert decompose("accept", root, "--quiet").returncode == 0
    assert again == ((root / "decompose.toml").read_bytes(), (root / "decompose-baseline.txt").read_bytes())


def test_several_formats_at_once(decompose: Run, shop: Path, tmp_path: Path) -> None:
    assert decompose("accept", shop, "--quiet").returncode == 0
    add(shop, "shop/orders.py", READS)
    outputs = [f"--output={name}={tmp_path / name}" for name in ("sarif", "gitlab", "junit", "markdown", "github")]
    done = decompose("check", shop, "--format", "json", *outputs, "--quiet")
    assert done.returncode == 1
    assert json.loads(done.stdout)["counts"]["new"] == 2
    assert len(json.loads((tmp_path / "sarif").read_text())["runs"][0]["results"]) >= 2
    assert len(json.loads((tmp_path / "gitlab").read_text())) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "--explain", "DC999"), "did you mean"),
        (("check",), "no folder"),
        (("check", "SHOP", "--against", "nowhere"), 'git knows no revision "nowhere"'),
        (("check", "SHOP", "--against", "--upload-pack=x"), "git knows no revision"),
        (("check", "SHOP", "--format", "sarf"), "did you mean sarif"),
        (("check", "SHOP"), "there is no baseline"),
        (("accept", "SHOP", "--until", "soon"), "is no date"),
        (("accept", "SHOP", "--inline"), "needs a reason"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(decompose: Run, shop: Path, arguments: tuple[str, ...], says: str) -> None:
    done = decompose(*(str(shop) if argument == "SHOP" else argument for argument in arguments), "--quiet")
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('[boundaries.a]\nunit = ["x"]', "did you mean"),
        ('[boundaries]\na = "x"', "boundaries.a"),
        ('[check]\nkinds = { calls = "eror" }', "known: error, warn, off"),
        ('[check.levels]\nDC999 = "off"', "no such code"),
        ('[[check.allow]]\nfrom = "a"', '"to" is missing'),
        ('[[check.allow]]\nfrom = "a"\nto = "b"\nkinds = ["cals"]', "kinds are"),
        ('[check]\nbaseline = "../x"', "inside the analysed root"),
        ("[check.budgets]\ncalls = -1", "0 or more"),
    ],
)
def test_a_wrong_rule_is_named_with_its_line(decompose: Run, tmp_path: Path, lines: str, says: str) -> None:
    root = write_files(tmp_path / "repo", SHOP)
    (root / "decompose.toml").write_text(lines)
    done = decompose("check", root, "--quiet")
    assert done.returncode == 2
    assert says in done.stderr
    assert "decompose.toml:" in done.stderr


def test_a_damaged_baseline_is_named_with_its_line(decompose: Run, shop: Path) -> None:
    assert decompose("accept", shop, "--quiet").returncode == 0
    add(shop, "decompose-baseline.txt", "<<<<<<< HEAD\n")
    done = decompose("check", shop, "--quiet")
    assert done.returncode == 2
    assert "decompose-baseline.txt:" in done.stderr


def test_analyze_keeps_to_what_is_declared_and_places_the_rest(decompose: Run, shop: Path) -> None:
    add(shop, "shop/refunds.py", "from shop.billing import refund\n\ndef undo(session):\n    refund(session)\n")
    assert decompose("analyze", shop, "--quiet").returncode == 0
    services = json.loads((shop / ".decompose/analysis.json").read_text())["decomposition"]["services"]
    assert {service["name"]: service["tables"] for service in services} == {
        "billing": ["invoices"],
        "orders": ["orders"],
    }
    assert "shop.refunds.undo" in next(service["units"] for service in services if service["name"] == "billing")


def test_in_ci_the_branch_that_it_goes_into_stands_in_for_a_baseline(decompose: Run, shop: Path) -> None:
    git(shop, "update-ref", "refs/remotes/origin/main", "HEAD")
    add(shop, "shop/orders.py", READS)
    done = decompose("check", shop, "--quiet", "--format", "json", GITHUB_BASE_REF="main")
    assert done.returncode == 1
    assert json.loads(done.stdout)["report"]["compared_with"] == "origin/main"
