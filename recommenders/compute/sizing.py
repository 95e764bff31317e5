"""How large a workload starts: a first guess to measure from, with what it comes from.

The rows for a first deployment are ours: half a processor and 1 GB hold a web process of a Python framework with two
workers, and libraries that compute with arrays, images or tables want about twice that. What a container file of the
repository says goes before all of it.
"""

from __future__ import annotations

from math import ceil

from decompose.extractors.marks import Mark, MarkKind, TraitKind
from decompose.recommenders.architecture import Compute, Size, WorkloadKind
from decompose.recommenders.compute.drafting import Draft
from decompose.recommenders.limits import fargate_row, limit

_LARGE = ("numpy", "pandas", "scipy", "sklearn", "polars", "cv2", "PIL", "matplotlib", "lxml", "pyarrow", "shapely")
_HUGE = ("torch", "tensorflow", "jax", "transformers", "spacy", "pyspark", "xgboost")
_USUAL, _DOUBLE, _EIGHT = (512, 1024), (1024, 2048), (2048, 8192)
_LEAST_WEB = 2
"""So that one may fail, or be replaced."""
_FUNCTION, _FULL_PROCESSOR = 512, 1769
"""MiB of a function: usual, and from which on it has a whole processor."""
_ANSWER = 29


def size_of(draft: Draft, compute: Compute) -> Size:
    """The size that a workload starts with on a target."""
    if compute is Compute.LAMBDA:
        return _function(draft)
    (cpu, memory), why = _container(draft)
    least = _LEAST_WEB if draft.kind is WorkloadKind.WEB else 1 if draft.kind is WorkloadKind.WORKER else 0
    return Size(*fargate_row(cpu, memory), 0, least, max(4, 2 * least), why)


def _container(draft: Draft) -> tuple[tuple[int, int], str]:
    memory, cpu = (_asked(draft, name) for name in ("memory", "cpu"))
    if memory is not None:
        units = ceil(int(cpu.value) * 1.024) if cpu is not None else _USUAL[0]
        return (units, int(memory.value)), f"{memory.place} asks for {int(memory.value):,} MiB"
    for packages, row in ((_HUGE, _EIGHT), (_LARGE, _DOUBLE)):
        found = sorted({trait.name for trait in draft.packages(*packages)})
        if found:
            return row, f"it uses {', '.join(found[:3])}, which want more than a usual process"
    return _USUAL, "a usual process of a Python framework; nothing in the code asks for more"


def _asked(draft: Draft, name: str) -> Mark | None:
    """What a container file asks for: for a container called like the workload, or else where all say the same."""
    marks = [m for m in draft.profile.marks_of(MarkKind.MEMORY) if m.name == name and m.value.isdigit()]
    own = [mark for mark in marks if mark.subject == draft.kind.value]
    told = own or (marks if len({mark.value for mark in marks}) == 1 else [])
    return told[0] if told else None


def _function(draft: Draft) -> Size:
    heavy = sorted({trait.name for trait in draft.packages(*_LARGE, *_HUGE)})
    memory = _FULL_PROCESSOR if heavy else _FUNCTION
    why = f"it computes with {', '.join(heavy[:3])}: a whole processor" if heavy else "a usual handler"
    most = int(limit("lambda.timeout.max"))
    declared = [int(trait.value) for trait in draft.traits_of(TraitKind.TIME_LIMIT) if trait.value]
    if draft.kind is WorkloadKind.WEB:
        return Size(0, memory, _ANSWER, 0, 100, f"{why}; an API in front waits {_ANSWER} s at most")
    timeout = min(max(declared), most) if declared else most
    told = "as the code declares" if declared else "the code declares no limit, so the longest"
    return Size(0, memory, timeout, 0, 100, f"{why}; {timeout} s: {told}")
