"""How firmly placements stand, in words."""

from __future__ import annotations

from decompose.clustering.decomposition import ON_THE_FENCE, Decomposition, Doubt

SURE = "every perturbed search puts it here"


def on_the_fence(decomposition: Decomposition) -> tuple[Doubt, ...]:
    """The placements that too few perturbed searches agree with, least firm first."""
    return tuple(doubt for doubt in decomposition.stability.doubts if doubt.share < ON_THE_FENCE)


def in_words(doubt: Doubt, runs: int) -> str:
    """One line on a doubt: who agrees, where else it would go, what would tip it."""
    agreeing = round(doubt.share * runs)
    line = f"{agreeing} of {runs} perturbed searches put it here, most others into {doubt.rival}"
    return f"{line}; {tipping(doubt)}" if doubt.part else line


def tipping(doubt: Doubt) -> str:
    """What would tip it."""
    if not doubt.part:
        return "no part of the score by itself"
    if doubt.factor < 1.005:
        return f"{doubt.part} draws it there about as much"
    return f"{doubt.part} at {doubt.factor:.2f} times its weight would tip it"


def certainty(decomposition: Decomposition, kind: str, name: str) -> str:
    """How firmly a unit or table stands; empty where nobody tried."""
    stability = decomposition.stability
    if not stability.runs:
        return ""
    known = {(doubt.kind, doubt.name): doubt for doubt in stability.doubts}
    doubt = known.get((kind, name))
    return SURE if doubt is None else in_words(doubt, stability.runs)


def stability_line(decomposition: Decomposition) -> str:
    """How firmly the whole stands, and how many placements do not; empty where nobody tried."""
    stability = decomposition.stability
    if not stability.runs:
        return ""
    placed = sum(len(service.units) + len(service.tables) for service in decomposition.services)
    wavering = len(on_the_fence(decomposition))
    return (
        f"stability {stability.agreement:.2f} over {stability.runs} searches on perturbed evidence;"
        f" {wavering:,} of {placed:,} placements are on the fence"
    )
