"""How firmly placements stand, and what would tip those that waver."""

from __future__ import annotations

import pytest
from planted import planted
from snippets import graph, two_contexts

from decompose.clustering.atoms import atoms
from decompose.clustering.comparing import placed
from decompose.clustering.constraints import Constraints
from decompose.clustering.describing import balance_of
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Part
from decompose.clustering.gathering import gather
from decompose.clustering.network import numbered
from decompose.clustering.options import ClusteringOptions, Weights
from decompose.clustering.perturbing import RUNS, firmness
from decompose.clustering.proposing import propose
from decompose.clustering.searching import grains, searched
from decompose.clustering.settling import Placing

NONE = Constraints({}, frozenset(), (), ())
CONTESTED = [
    *two_contexts(),
    *(f"app.shop.both calls app.shop.f{n}" for n in range(3)),
    *(f"app.shop.both calls app.club.f{n}" for n in range(3)),
]


def test_two_contexts_stand_firm() -> None:
    found = propose(graph(*two_contexts()), ClusteringOptions()).chosen.stability
    assert (found.runs, found.doubts) == (RUNS, ())
    assert found.agreement > 0.95


def test_what_both_draw_alike_is_in_doubt_and_the_rest_is_not() -> None:
    code = graph(*CONTESTED, units=["app.shop.both"])
    blind = ClusteringOptions(evidence=ClusteringOptions().evidence - {"folders", "imports", "vocabulary"})
    chosen = propose(code, blind).chosen
    assert {doubt.name for doubt in chosen.stability.doubts} == {"app.shop.both"}
    doubt = chosen.stability.doubts[0]
    assert 0 <= doubt.share < 1
    assert {doubt.service, doubt.rival} == {service.name for service in chosen.services}


@pytest.mark.parametrize("noise", [0.1, 0.3, 0.5])
def test_doubts_are_about_what_is_placed(noise: float) -> None:
    chosen = propose(planted(2, contexts=5, units=16, noise=noise).graph, ClusteringOptions()).chosen
    places = placed(chosen)
    names = {service.name for service in chosen.services}
    for doubt in chosen.stability.doubts:
        assert places[doubt.kind, doubt.name] == doubt.service != doubt.rival
        assert doubt.rival in names
        assert 0 <= doubt.share < 1
        assert (doubt.factor >= 1) == bool(doubt.part)
    assert list(chosen.stability.doubts) == sorted(chosen.stability.doubts)
    assert 0 < chosen.stability.agreement <= 1


def test_more_noise_less_agreement() -> None:
    quiet, loud = (
        propose(planted(2, contexts=5, units=16, noise=noise).graph, ClusteringOptions()).chosen.stability
        for noise in (0.1, 0.6)
    )
    assert quiet.agreement > loud.agreement
    assert len(quiet.doubts) < len(loud.doubts)


def test_the_part_that_tips_a_placement_does_so_at_its_factor() -> None:
    gathered = gather(Material(planted(2, contexts=5, units=16, noise=0.5).graph), ClusteringOptions())
    held, weights = atoms(gathered, NONE, frozenset()), Weights()
    balance = balance_of(gathered.material, weights)
    graining = grains(held.network(weights), balance)
    labels = numbered(searched(graining, balance))[0]
    doubted = {
        atom: one for atom, one in firmness(held, graining, labels, weights, balance).wavering.items() if one.part
    }
    assert doubted
    for atom, one in doubted.items():
        assert one.part is not None
        for factor, is_tipped in ((one.factor * 1.001, True), (1 + (one.factor - 1) * 0.99, False)):
            extra = {part: (factor - 1 if part is one.part else 0.0) for part in Part}
            drawn = sum(
                extra[tie.part] * tie.mass * ((labels[b] == one.rival) - (labels[b] == labels[atom]))
                for tie in gathered.ties
                for a, b in ((held.of[tie.a], held.of[tie.b]), (held.of[tie.b], held.of[tie.a]))
                if a == atom != b
            )
            gain = Placing(graining.net, labels, balance, sizes=True).gain(atom, one.rival)
            if gain < 0:
                assert (drawn + gain > 0) == is_tipped
