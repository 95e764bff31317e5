"""The phases of extracting one service; one module each."""

from __future__ import annotations

from decompose.recommenders.phases import data, dependencies, events, removal, seam, traffic
from decompose.recommenders.phases.extraction import Extraction
from decompose.recommenders.plan import Phase

_PHASES = (seam, dependencies, data, events, traffic, removal)


def phases_of(extraction: Extraction) -> tuple[Phase, ...]:
    """What is done, in order; a phase with nothing to do is left out."""
    found = (module.phase(extraction) for module in _PHASES)
    return tuple(phase for phase in found if phase.actions)
