"""The prices that estimates are made from: one region, one day, each replaceable by the user's own.

Figures as of the date of each row in ``prices.json``, on demand, without taxes; those marked doubtful come from third
parties or from memory. Free tiers are left out: they count once for an account, not once for a service.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

HOURS = 730
"""Of a month, as AWS counts."""


class Price(msgspec.Struct, frozen=True):
    """One price.

    Attributes:
        id: such as ``fargate.vcpu_h.arm``.
        usd: US dollars.
        unit: for what.
        date: when it was read; empty where that is not known.
        is_doubtful: not read in a document of AWS.
    """

    id: str
    usd: float
    unit: str
    date: str = ""
    is_doubtful: bool = False


class PriceList(msgspec.Struct, frozen=True):
    """The prices of a region."""

    region: str
    as_of: str
    prices: tuple[Price, ...]


class Prices:
    """Prices by their id, those of the user before the shipped ones."""

    def __init__(self, own: Mapping[str, float] | None = None) -> None:
        self._usd = {price.id: price.usd for price in shipped().prices} | dict(own or {})

    def __getitem__(self, id_: str) -> float:
        return self._usd[id_]

    def month(self, id_: str) -> float:
        """A price for an hour, for a month."""
        return self._usd[id_] * HOURS

    def each(self, id_: str) -> float:
        """A price for a million, for one."""
        return self._usd[id_] / 1_000_000


@lru_cache(maxsize=1)
def shipped() -> PriceList:
    """The list that is shipped."""
    data = files("decompose.recommenders").joinpath("prices.json").read_bytes()
    return msgspec.json.decode(data, type=PriceList)
