"""The decisions that the summary names."""

from __future__ import annotations

import msgspec
from analysed import analysis

from decompose.extractors.graph import EntryKind
from decompose.reports.sections.decisions import decisions

PLAIN = ("orders", "billing", "stock")


def test_the_heaviest_of_each_sort_is_named_with_its_places() -> None:
    found = decisions(analysis(PLAIN))
    assert [one.question for one in found] == [
        "May what m.orders writes be out of step for a moment?",
        "Who writes billing?",
        "Does m.billing belong to billing or to stock?",
    ]
    assert all(one.places for one in found)


def test_what_is_run_by_hand_weighs_less() -> None:
    analysed = analysis(PLAIN)
    points = tuple(
        msgspec.structs.replace(point, kind=EntryKind.COMMAND) if point.unit == "m.orders" else point
        for point in analysed.graph.entry_points
    )
    found = decisions(
        msgspec.structs.replace(analysed, graph=msgspec.structs.replace(analysed.graph, entry_points=points))
    )
    assert found[0].question == "Who writes orders?"
    before = {one.question: one.weight for one in decisions(analysed)}
    question = "May what m.orders writes be out of step for a moment?"
    assert {one.question: one.weight for one in found}[question] < before[question]
