"""Files and folders are trusted as far as the other evidence bears them out."""

from __future__ import annotations

import pytest
from snippets import graph

from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import anchor
from decompose.clustering.gathering import Gathered, gather
from decompose.clustering.options import ClusteringOptions
from decompose.clustering.trusting import trusted

CONTEXTS = ("shop", "club", "desk", "fleet")


def mass(gathered: Gathered, file: str) -> float:
    group = gathered.index[anchor(f"file {file}")]
    return sum(tie.mass for tie in gathered.ties if tie.a == group)


def test_a_drawer_is_trusted_less_than_a_subject() -> None:
    edges = []
    for context in CONTEXTS:
        names = [f"app.{context}.f{number}" for number in range(5)]
        edges += [f"{name} calls {other}" for name in [*names, f"app.drawer.{context}"] for other in names]
        edges += [f"{name} writes {context}s" for name in [*names, f"app.drawer.{context}"]]
    before = gather(Material(graph(*edges)), ClusteringOptions())
    after = trusted(before, ClusteringOptions().weights)
    kept = {name: mass(after, f"app/{name}.py") / mass(before, f"app/{name}.py") for name in (*CONTEXTS, "drawer")}
    assert all(kept["drawer"] < 0.5 * kept[context] for context in CONTEXTS)
    assert sum(tie.mass for tie in after.ties) == pytest.approx(1.0)
