"""The sample monolith against the answer that stands beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_monolith"


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    """What a fair architect says of the sample."""
    return json.loads((SAMPLE / "answer.json").read_text())


@pytest.fixture(scope="module")
def analysis(decompose: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What decompose says of a copy of it, which has no history of its own development."""
    out = tmp_path_factory.mktemp("sample")
    copy = out / SAMPLE.name
    shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns(".decompose", "__pycache__"))
    done = decompose("analyze", copy, "--out", out, "--no-cache", "--quiet")
    assert done.returncode == 0, done.stderr
    return json.loads((out / "analysis.json").read_text())


def test_every_table_and_foreign_key_is_found(analysis: dict[str, Any], answer: dict[str, Any]) -> None:
    tables = {table["name"]: table for table in analysis["graph"]["tables"]}
    wanted = {name for context in answer["contexts"].values() for name in context["tables"]}
    assert wanted <= tables.keys()
    keys = {(name, key["column"], key["table"]) for name, table in tables.items() for key in table["foreign_keys"]}
    missing = [
        key
        for key in answer["findings"]["foreign_keys"]
        if key["from"] in wanted and (key["from"], key["column"], key["to"]) not in keys
    ]
    assert not missing


def test_every_transaction_is_found_with_what_it_writes(analysis: dict[str, Any], answer: dict[str, Any]) -> None:
    found: dict[str, set[str]] = {}
    for scope in analysis["graph"]["transactions"]:
        found.setdefault(scope["symbol"], set()).update(scope["writes"])
    assert {scope["symbol"] for scope in answer["findings"]["transactions"]} <= found.keys()
    for scope in answer["findings"]["transactions_spanning"]:
        assert set(scope["tables_written"]) <= found[scope["symbol"]], scope["symbol"]


def test_second_writers_and_joins_are_found_at_their_lines(analysis: dict[str, Any], answer: dict[str, Any]) -> None:
    edges = analysis["graph"]["edges"]
    writes = {(edge["target"], place[0]) for edge in edges if edge["kind"] == "writes" for place in edge["places"]}
    for table in answer["findings"]["tables_written_by_two"]:
        for place in table["places"]:
            assert (table["table"], place.partition(":")[0]) in writes
    joins = {frozenset((edge["source"], edge["target"])) for edge in edges if edge["kind"] == "joins"}
    for join in answer["findings"]["joins_across"]:
        assert frozenset(join["tables"]) in joins


def test_every_unit_stands_in_the_answer(analysis: dict[str, Any], answer: dict[str, Any]) -> None:
    known = {*answer["shared"], *answer["undecided"]}
    known |= {unit for context in answer["contexts"].values() for unit in context["units"]}
    units = {unit["name"] for unit in analysis["graph"]["units"] if unit["kind"] != "module"}
    assert units == known


def test_units_are_in_the_right_context(analysis: dict[str, Any], answer: dict[str, Any]) -> None:
    truth = {unit: name for name, context in answer["contexts"].items() for unit in context["units"]}
    truth |= dict.fromkeys(answer["shared"], "shared")
    placed = {unit: service["name"] for service in analysis["decomposition"]["services"] for unit in service["units"]}
    placed |= dict.fromkeys(analysis["decomposition"]["shared"], "shared")
    right, counted = agreement(truth, placed)
    assert right / counted >= WANTED, f"{right} of {counted} units are in the right context"


PLANTED = {
    "middleware": {"shop.middleware.RequestLogMiddleware", "shop.middleware.CartTokenMiddleware"}
    | {"shop.context_processors.cart_summary", "shop.context_processors.shop_identity"}
    | {"customers.backends.EmailBackend", "insights.routers.ReportsRouter"},
    "startup": {f"{config}Config.ready" for config in ("catalog.apps.Catalog", "messaging.apps.Messaging")},
    "hook": {"core.templatetags.shop_tags.money", "core.templatetags.shop_tags.here", "shop.views.page_missing"}
    | {"customers.validators.UnusualPasswordValidator", "messaging.mail.ConsideringBackend", "shop.logs.HideTokens"},
    "signal": {"catalog.receivers.touch_product", "customers.receivers.create_profile"},
    "schedule": {"warehouse.tasks.poll_tracking"},
}
"""Kind of entry point → some of what Django, or the shop itself, calls by a setting, a signal or a name."""


def test_what_nobody_calls_by_hand_is_found(analysis: dict[str, Any]) -> None:
    entries = analysis["graph"]["entry_points"]
    for kind, symbols in PLANTED.items():
        assert symbols <= {entry["symbol"] for entry in entries if entry["kind"] == kind}
    events = {(e["source_symbol"], e["target_symbol"]) for e in analysis["graph"]["edges"] if e["kind"] == "event"}
    assert {
        ("core.services.duplicate_product", "catalog.receivers.touch_product"),
        ("core.managers.UserManager.create_user", "customers.receivers.create_profile"),
        ("orders.checkout.Checkout.place", "messaging.receivers.confirm_order"),
    } <= events


WANTED = 0.9


def agreement(truth: dict[str, str], placed: dict[str, str]) -> tuple[int, int]:
    """Units in the service that matches their context best; each service matches one context."""
    overlap: dict[tuple[str, str], int] = {}
    for unit, context in truth.items():
        pair = (context, placed.get(unit, ""))
        overlap[pair] = overlap.get(pair, 0) + 1
    right = 0
    used: set[str] = set()
    for (context, service), count in sorted(overlap.items(), key=lambda item: (-item[1], item[0])):
        if context not in used and f"service {service}" not in used:
            used |= {context, f"service {service}"}
            right += count
    return right, len(truth)
