"""The commands on small repositories."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import SHOP, Run


def test_analyze_writes_the_files_and_prints_a_summary(repo_from, decompose: Run) -> None:
    repo = repo_from(SHOP)
    done = decompose("analyze", repo)
    assert done.returncode == 0, done.stderr
    written = {file.name for file in (repo / ".decompose").iterdir()}
    assert {"analysis.json", "report.html", "plan.md"} <= written
    assert (repo / ".decompose" / ".gitignore").read_text() == "*\n"
    assert "2 tables" in done.stdout
    assert "Linking" in done.stderr


def test_quiet_and_json(repo_from, decompose: Run) -> None:
    done = decompose("analyze", repo_from(SHOP), "--quiet", "--format", "json")
    assert done.stderr == ""
    assert {table["name"] for table in json.loads(done.stdout)["graph"]["tables"]} == {"orders", "invoices"}


def test_calls_view(repo_from, decompose: Run) -> None:
    calls = json.loads(decompose("graph", repo_from(SHOP), "--view", "calls").stdout)
    assert "shop.billing.charge" in calls["shop.orders.place"]


def test_a_single_file_and_a_package_folder(repo_from, decompose: Run) -> None:
    repo = repo_from(SHOP)
    alone = json.loads(decompose("graph", repo / "shop" / "billing.py", "--view", "calls").stdout)
    assert "shop.billing.charge" in alone
    inside = json.loads(decompose("graph", repo / "shop", "--view", "calls").stdout)
    assert "shop.billing.charge" in inside["shop.orders.place"]


def test_tables_view(repo_from, decompose: Run) -> None:
    found = json.loads(decompose("graph", repo_from(SHOP), "--view", "tables").stdout)
    assert found["access"]["shop.orders.place"] == {"reads": [], "writes": ["orders"]}
    assert found["tables"] == ["invoices", "orders"]


def test_units_view_can_be_analysed_again(repo_from, decompose: Run, tmp_path: Path) -> None:
    units = decompose("graph", repo_from(SHOP), "--view", "units").stdout
    file = tmp_path / "graph.json"
    file.write_text(units)
    again = decompose("graph", file, "--view", "services")
    assert again.returncode == 0, again.stderr
    services = json.loads(again.stdout)["services"]
    assert {unit for service in services.values() for unit in service["units"]} >= {"shop.orders.place"}


@pytest.mark.parametrize("format_", ["dot", "mermaid", "graphml", "csv"])
@pytest.mark.parametrize("view", ["calls", "tables", "units", "services"])
def test_drawings(repo_from, decompose: Run, view: str, format_: str) -> None:
    done = decompose("graph", repo_from(SHOP), "--view", view, "--format", format_)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_explain(repo_from, decompose: Run) -> None:
    done = decompose("explain", "orders.place", repo_from(SHOP))
    assert done.returncode == 0, done.stderr
    assert "shop.billing.charge" in done.stdout
    assert "shop/orders.py:4" in done.stdout


METHODS = """
--- shop/__init__.py
--- shop/cart.py
class Cart:
    def total(self):
        return self.tax()
    def tax(self):
        return 1
    def settle(self, now):
        now.whatever()
    def pay(self, cart):
        cart.settle(1)
"""


def test_explain_a_method(repo_from, decompose: Run) -> None:
    repo = repo_from(METHODS)
    assert "Cart.tax" in decompose("explain", "Cart.total", repo).stdout
    assert "Cart.total" in decompose("explain", "Cart.tax", repo).stdout
    unknown = decompose("explain", "Cart.settle", repo).stdout
    assert "now.whatever(): parameter of unknown type" in unknown
    assert "likely shop.cart.Cart.settle" in decompose("explain", "Cart.pay", repo).stdout.replace("\n", " ")


def test_report_renders_an_analysis_again(repo_from, decompose: Run) -> None:
    repo = repo_from(SHOP)
    decompose("analyze", repo)
    file = repo / ".decompose" / "analysis.json"
    html = decompose("report", file, "--format", "html").stdout
    assert html == (repo / ".decompose" / "report.html").read_text()
    assert decompose("report", file).stdout.startswith("repo: ")
    for name, start in (("a.md", "# Services for repo"), ("couplings.csv", "fingerprint,"), ("plan.md", "# Migration")):
        done = decompose("report", file, "--quiet", "-o", repo / name)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert (repo / name).read_text().startswith(start)
    drawn = decompose("report", file, "--view", "units", "--format", "dot").stdout
    assert drawn.startswith('digraph "Units and tables of repo"')


ERRORS = [
    pytest.param(["analyze", "nowhere"], "no such file or folder", id="no path"),
    pytest.param(["analyze", "{repo}", "--evidence", "cals"], 'did you mean "calls"', id="evidence"),
    pytest.param(["explain", "shop.orders.plac", "{repo}"], "did you mean shop.orders.place", id="name"),
    pytest.param(["report", "{repo}/shop/orders.py"], "not an analysis document", id="document"),
    pytest.param(["report", "x.json", "--format", "markdwn"], "did you mean markdown?", id="format"),
    pytest.param(["report", "x.json", "-o", "a.doc"], 'files that end with ".doc"', id="suffix"),
    pytest.param(["graph", "{repo}", "--format", "html"], "formats are json, csv", id="drawing"),
    pytest.param(["analyze", "{repo}", "--services", "many"], "Invalid value", id="option"),
]


@pytest.mark.parametrize(("arguments", "message"), ERRORS)
def test_mistakes_are_one_line_and_exit_code_2(repo_from, decompose: Run, arguments: list[str], message: str) -> None:
    repo = repo_from(SHOP)
    done = decompose(*(argument.format(repo=repo) for argument in arguments))
    assert done.returncode == 2
    assert message in done.stderr
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert "Traceback" not in done.stderr


def test_configuration_errors_name_key_line_and_nearest_name(repo_from, decompose: Run) -> None:
    repo = repo_from(SHOP + "--- decompose.toml\nservice = 3\n[weights]\nchattiness = 'a'\n")
    done = decompose("analyze", repo)
    assert done.returncode == 2
    assert "decompose.toml:1" in done.stderr
    assert 'did you mean "services"' in done.stderr
    assert "decompose.toml:3" in done.stderr


def test_help_is_quick_because_it_imports_little() -> None:
    import subprocess

    code = "import sys, decompose.analyzer.cli; print(*(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"sqlglot", "libcst", "jinja2", "fissix", "msgspec", "sqlite3", "rich"} & set(loaded)


HOSTILE = [
    pytest.param(b"x = 1\0\n", id="NUL"),
    pytest.param("# é\nx = 'é'\n".encode("latin-1"), id="latin-1"),
    pytest.param(b"def (:\n", id="syntax error"),
    pytest.param(b"x = " + b"(" * 3000 + b")" * 3000 + b"\n", id="deep nesting"),
    pytest.param(b"x = '\\ud800'\n", id="surrogate"),
    pytest.param(b"", id="empty"),
    pytest.param(b"\xff\xfe\x00", id="bytes"),
    pytest.param(b"x = [" + b"1, " * 200_000 + b"]\n", id="long line"),
    pytest.param(b"from a import *\nfrom b import *\nx()\n", id="star cycle"),
]


@pytest.mark.parametrize("content", HOSTILE)
def test_hostile_files_spoil_nothing_else(repo_from, decompose: Run, content: bytes) -> None:
    repo = repo_from(SHOP)
    (repo / "shop" / "hostile.py").write_bytes(content)
    done = decompose("graph", repo, "--view", "calls")
    assert done.returncode == 0, done.stderr
    assert "shop.billing.charge" in json.loads(done.stdout)["shop.orders.place"]


def test_links_are_not_followed(repo_from, decompose: Run, tmp_path: Path) -> None:
    repo = repo_from(SHOP)
    (repo / "shop" / "loop").symlink_to(repo)
    outside = tmp_path / "outside.py"
    outside.write_text("secret = 1\n")
    (repo / "shop" / "linked.py").symlink_to(outside)
    done = decompose("graph", repo, "--view", "calls")
    assert done.returncode == 0, done.stderr
    assert "shop.linked" not in json.loads(done.stdout)


def test_output_never_leaves_the_folder(repo_from, decompose: Run) -> None:
    repo = repo_from(SHOP + "--- decompose.toml\n[output]\nfolder = '../elsewhere'\n")
    done = decompose("analyze", repo)
    assert done.returncode == 2
    assert not (repo.parent / "elsewhere").exists()


@pytest.mark.parametrize("damage", [b"", b"not a database" * 100])
def test_a_damaged_cache_is_thrown_away(repo_from, decompose: Run, damage: bytes) -> None:
    repo = repo_from(SHOP)
    decompose("analyze", repo)
    (repo / ".decompose" / "cache" / "cache.sqlite").write_bytes(damage)
    assert decompose("analyze", repo).returncode == 0


def test_the_same_bytes_whatever_workers_hash_seed_and_cache(repo_from, decompose: Run, tmp_path: Path) -> None:
    repo = repo_from(SHOP)
    outputs = set()
    for workers, seed, cached in [(1, "0", False), (2, "1", False), (1, "2", True), (1, "3", True)]:
        out = tmp_path / f"out-{seed}"
        extra = [] if cached else ["--no-cache"]
        done = decompose("analyze", repo, "--out", out, "--workers", str(workers), *extra, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        outputs.add(tuple((out / name).read_bytes() for name in ("analysis.json", "report.html", "plan.md")))
    assert len(outputs) == 1
