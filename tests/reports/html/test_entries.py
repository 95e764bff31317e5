"""Entry points with what they reach, and calls that run often."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
from analysed import analysis

from decompose.analyzer.documents import read_analysis
from decompose.extractors.graph import UnitKind
from decompose.extractors.reach import Reach
from decompose.reports.explaining import SHARED, placement
from decompose.reports.sections.entries import chatty_calls, entries

PLAIN = ("orders", "billing", "stock")


def test_what_entry_points_reach_is_what_one_by_one_they_reach(sample_report: Path) -> None:
    whole = read_analysis(sample_report / "analysis.json")
    placed, reach = placement(whole), Reach(whole.graph)
    found = {row.point: (service, row) for service, rows in entries(whole) for row in rows}
    assert found.keys() == set(whole.graph.entry_points)
    for point, (service, row) in found.items():
        reached = reach.from_entry(point)
        touched = {placed.get(name, SHARED) for name in (*reached.units, *reached.reads, *reached.writes)}
        assert row.services == tuple(sorted(touched - {service, SHARED}))
        assert (row.reads, row.writes) == (len(reached.reads), len(reached.writes))


def test_calls_of_the_body_of_a_module_are_not_chatty() -> None:
    whole = analysis(PLAIN)
    units = tuple(
        msgspec.structs.replace(unit, kind=UnitKind.MODULE) if unit.name == "m.orders" else unit
        for unit in whole.graph.units
    )
    found = chatty_calls(msgspec.structs.replace(whole, graph=msgspec.structs.replace(whole.graph, units=units)))
    assert sorted(one.source for one in found) == ["m.billing", "m.stock"]


def test_the_same_bytes_whatever_the_hash_seed(sample_report: Path) -> None:
    command = [
        Path(sys.executable).with_name("decompose"),
        "report",
        sample_report / "analysis.json",
        "--format",
        "html",
    ]
    made = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert made == {(sample_report / "report.html").read_bytes()}
