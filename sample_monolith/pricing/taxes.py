"""Value added tax: prices include it, invoices show it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from pricing.models import TaxRate

FALLBACK_PERCENT = Decimal("19.0")


class TaxTable:
    """The rates of one country, read once."""

    def __init__(self, country: str):
        self.country = country
        self._rates = dict(TaxRate.objects.filter(country=country).values_list("tax_class", "percent"))

    def percent_for(self, tax_class: str) -> Decimal:
        return self._rates.get(tax_class, self._rates.get("standard", FALLBACK_PERCENT))


def contained_tax(gross_cents: int, percent: Decimal) -> int:
    """The tax inside a gross amount."""
    net = Decimal(gross_cents) / (1 + percent / 100)
    return gross_cents - int(net.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def is_reverse_charge(vat_id: str, country: str, home: str = "DE") -> bool:
    """Businesses of other countries pay the tax at home."""
    return bool(vat_id) and country != home and vat_id[:2].upper() == country
