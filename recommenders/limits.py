"""Limits of AWS services that decide between targets, as of the date in ``limits.json``.

They come from the service models of botocore 1.44.5, from cfn-lint 1.58.0 and from the quota pages of the services'
documentation; rows marked doubtful from third parties. ``FARGATE`` is the table of what a task may ask for.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import msgspec

FARGATE = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}
"""1/1024ths of a processor → the MiB that go with it."""
FARGATE_MEMORY = max(FARGATE[max(FARGATE)])
"""The most MiB that a task may ask for."""


class Limit(msgspec.Struct, frozen=True):
    """One limit.

    Attributes:
        id: such as ``lambda.timeout.max``.
        most: the value, in ``unit``.
        least: the lower end, where there is one.
        is_doubtful: not read in a document of AWS.
    """

    id: str
    most: float
    unit: str
    least: float | None = None
    is_doubtful: bool = False


class Limits(msgspec.Struct, frozen=True):
    """All of them, and of when they are."""

    as_of: str
    limits: tuple[Limit, ...]


@lru_cache(maxsize=1)
def all_limits() -> Limits:
    """The table that is shipped."""
    data = files("decompose.recommenders").joinpath("limits.json").read_bytes()
    return msgspec.json.decode(data, type=Limits)


@lru_cache(maxsize=1)
def _by_id() -> dict[str, Limit]:
    return {found.id: found for found in all_limits().limits}


def limit(id_: str) -> float:
    """The upper end of a limit, in its unit."""
    return _by_id()[id_].most


def fargate_row(cpu: int, memory: int) -> tuple[int, int]:
    """The smallest valid row of Fargate's table with at least so much of both; the largest where none has.

    Args:
        cpu: 1/1024ths of a processor.
        memory: MiB.
    """
    for units, memories in FARGATE.items():
        fitting = [mib for mib in memories if mib >= memory]
        if units >= cpu and fitting:
            return units, fitting[0]
    return max(FARGATE), FARGATE_MEMORY
