"""Amounts of money, in whole cents. Nothing here knows what is being bought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_AMOUNT = re.compile(r"^\s*(-?)(\d+)(?:[.,](\d{1,2}))?\s*$")
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies were mixed."""


@dataclass(frozen=True, order=True)
class Money:
    """An amount in cents of one currency."""

    cents: int
    currency: str = "EUR"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency} is not {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.cents + other.cents, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.cents - other.cents, self.currency)

    def __mul__(self, factor: int) -> Money:
        return Money(self.cents * factor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.cents, self.currency)

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        return format_cents(self.cents, self.currency)

    def percent(self, percent: Decimal | int) -> Money:
        """That share of the amount, rounded half up to whole cents."""
        return Money(percent_of(self.cents, percent), self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split the amount by weights without losing a cent."""
        return [Money(share, self.currency) for share in allocate_cents(self.cents, weights)]


def percent_of(cents: int, percent: Decimal | int) -> int:
    share = Decimal(cents) * Decimal(percent) / Decimal(100)
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def allocate_cents(cents: int, weights: Sequence[int]) -> list[int]:
    """Split by weights; the leftover cents go to the largest remainders, first come first."""
    total = sum(weights)
    if not weights:
        return []
    if total == 0:
        weights, total = [1] * len(weights), len(weights)
    sign = -1 if cents < 0 else 1
    shares = [divmod(abs(cents) * weight, total) for weight in weights]
    result = [whole for whole, _ in shares]
    left = abs(cents) - sum(result)
    by_remainder = sorted(range(len(weights)), key=lambda index: (-shares[index][1], index))
    for index in by_remainder[:left]:
        result[index] += 1
    return [sign * share for share in result]


def total(amounts: Iterable[Money], currency: str = "EUR") -> Money:
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def format_cents(cents: int, currency: str = "EUR") -> str:
    symbol = _SYMBOLS.get(currency, currency + " ")
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{symbol}{whole:,}.{rest:02d}"


def parse_cents(text: str) -> int:
    """Read ``12``, ``12.5`` or ``12,50``; raises ValueError on anything else."""
    match = _AMOUNT.match(text)
    if match is None:
        raise ValueError(f"not an amount: {text!r}")
    sign, whole, rest = match.groups()
    cents = int(whole) * 100 + int((rest or "0").ljust(2, "0"))
    return -cents if sign else cents
