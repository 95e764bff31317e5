"""Every renderer, on plain and on hostile names."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from analysed import HOSTILE, analysis

from decompose.extractors.graph import EntryKind, EntryPoint
from decompose.extractors.places import Place
from decompose.reports import views
from decompose.reports.explaining import UnknownNameError, explain
from decompose.reports.html import render_html
from decompose.reports.lines import Block, Screen, inked
from decompose.reports.migration.page import render_plan
from decompose.reports.terminal import explanation_blocks, summary

PLAIN = ("orders", "billing", "stock")


def printed(blocks: Iterable[Block], width: int, encoding: str = "utf-8") -> list[str]:
    """What a terminal of that width shows."""
    return inked(blocks, Screen(width, encoding=encoding)).splitlines()


def test_the_summary_names_the_worst_couplings_with_their_places() -> None:
    text = "\n".join(printed(summary(analysis(PLAIN)), 100))
    assert "orders → billing" in text
    assert "orders.py:3" in text


def test_each_pair_of_services_is_listed_once() -> None:
    lines = printed(summary(analysis(PLAIN)), 100)
    lines = lines[lines.index("Couplings that would cross (6 in 3 pairs of services)") :]
    pairs = [line.split("  ")[1] for line in lines if re.match(r"  \S+ → \S+", line)]
    assert len(pairs) == len(set(pairs)) == 3


def test_explanations() -> None:
    found = explain(analysis(PLAIN), "m.orders")
    assert (found.kind, found.service) == ("unit", "orders")
    assert {tie.other for tie in found.ties} == {"orders", "billing", "m.billing", "m.stock"}
    text = "\n".join(printed(explanation_blocks(found), 100))
    assert "orders.py:3" in text
    assert explain(analysis(PLAIN), "billing").kind == "service"
    assert explain(analysis(PLAIN), "orders").service == "orders"


def test_what_runs_around_requests_says_what_it_touches() -> None:
    analysed = analysis(PLAIN)
    around = EntryPoint("m.orders", EntryKind.MIDDLEWARE, "m.orders", "m.orders", Place("s.py", 1), "every request")
    graph = msgspec.structs.replace(analysed.graph, entry_points=(around,))
    facts = explain(msgspec.structs.replace(analysed, graph=graph), "m.orders").facts
    assert any(fact.startswith("runs around every request: reads no table, writes billing, orders") for fact in facts)


def test_resources_that_services_share_are_named() -> None:
    analysed = analysis(PLAIN)
    first, second = PLAIN[:2]
    wanted = f"session basket  written by {first}, read by {second}"
    assert any(wanted in line for line in printed(summary(analysed), 120))
    assert f"<td>{first}</td><td>{second}</td>" in render_html(analysed)
    assert "uses session: basket (writes)" in explain(analysed, f"m.{first}").facts
    assert "uses session: basket (reads)" in explain(analysed, second).facts


def test_how_firmly_things_stand() -> None:
    text = "\n".join(printed(summary(analysis(PLAIN)), 100))
    assert "stability 0.90 over 5 searches on perturbed evidence; 2 of 6 placements are on the fence" in text
    assert "m.orders: orders or billing?" in text
    wavering = explain(analysis(PLAIN), "m.orders").facts[0]
    assert wavering == (
        "2 of 5 perturbed searches put it here, most others into billing; chattiness at 1.25 times its weight would"
        " tip it"
    )
    assert explain(analysis(PLAIN), "m.stock").facts[0] == "every perturbed search puts it here"


def test_unknown_names_suggest_near_ones() -> None:
    with pytest.raises(UnknownNameError) as error:
        explain(analysis(PLAIN), "m.order")
    assert "m.orders" in error.value.suggestions


def test_markdown_escapes_names_and_keeps_the_order() -> None:
    text = render_plan(analysis(HOSTILE))
    outside_of_code = re.sub(r"`[^`\n]*`", "", text)
    assert "<script>" not in outside_of_code
    plain = render_plan(analysis(PLAIN))
    assert plain.startswith("# Migration plan for orders\n")
    assert "```mermaid" in plain
    assert re.findall(r"^## (\d)\.", plain, re.MULTILINE) == ["1", "2"]


def test_services_view_is_the_exchange_format() -> None:
    document = views.services_view(analysis(PLAIN))
    assert document["services"]["orders"] == {
        "units": ["m.orders"],
        "modules": {"orders.py": 1.0},
        "tables": ["orders"],
    }
    assert sorted(document["order"]) == sorted(PLAIN)
    assert document["shared"] == {"units": [], "modules": {}}


def test_an_explained_service_says_where_it_runs_and_which_rules_fired() -> None:
    found = explain(analysis(PLAIN), "orders")
    assert {workload.service for workload in found.workloads} <= {"orders"}
    assert {advice.service for advice in found.advice} == {"orders"}
    shown = "\n".join(printed(explanation_blocks(found), 80))
    assert "Rules that fired" in shown
    assert all(advice.rule in shown for advice in found.advice if not advice.rule.startswith("compute."))
