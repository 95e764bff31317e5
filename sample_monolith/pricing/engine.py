"""What something costs, for whom, today."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from common.money import Money
from core.models import CustomerProfile, Variant
from pricing.models import Price
from pricing.promotions import DraftLine, applicable, rule_for
from pricing.taxes import TaxTable, contained_tax

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PricedLine:
    variant_id: int
    quantity: int
    unit_price_cents: int
    discount_cents: int
    tax_percent: Decimal

    @property
    def total_cents(self) -> int:
        return self.unit_price_cents * self.quantity - self.discount_cents

    @property
    def tax_cents(self) -> int:
        return contained_tax(self.total_cents, self.tax_percent)


@dataclass(frozen=True)
class Quote:
    """A complete price: gross, with the tax that it contains."""

    lines: tuple[PricedLine, ...]
    shipping_cents: int = 0

    @property
    def subtotal_cents(self) -> int:
        return sum(line.unit_price_cents * line.quantity for line in self.lines)

    @property
    def discount_cents(self) -> int:
        return sum(line.discount_cents for line in self.lines)

    @property
    def tax_cents(self) -> int:
        # Shipping follows the highest rate among the goods.
        percent = max((line.tax_percent for line in self.lines), default=Decimal(0))
        return sum(line.tax_cents for line in self.lines) + contained_tax(self.shipping_cents, percent)

    @property
    def total_cents(self) -> int:
        return self.subtotal_cents - self.discount_cents + self.shipping_cents

    @property
    def total(self) -> Money:
        return Money(self.total_cents)


def segment_of(user) -> str:
    if user is None or not user.is_authenticated:
        return CustomerProfile.RETAIL
    profile = CustomerProfile.objects.filter(user=user).first()
    return profile.segment if profile else CustomerProfile.RETAIL


def unit_price_cents(variant: Variant, quantity: int, user=None) -> int:
    """The lowest price that the customer's segment gets for this quantity."""
    listed = (
        Price.objects.filter(
            price_list__is_active=True,
            price_list__segment=segment_of(user),
            variant=variant,
            min_quantity__lte=quantity,
        )
        .order_by("amount_cents")
        .first()
    )
    if listed is None:
        return variant.base_price_cents
    return min(listed.amount_cents, variant.base_price_cents)


class PricingEngine:
    """Prices a whole basket, with promotions in the order of their priority."""

    def __init__(self, user=None, country: str = "DE", coupon=None):
        self.user = user
        self.taxes = TaxTable(country)
        self.coupon = coupon

    def quote(self, items: Iterable[tuple[Variant, int]], shipping_cents: int = 0) -> Quote:
        drafts = [self._draft(variant, quantity) for variant, quantity in items]
        for promotion in applicable(self.coupon):
            taken = rule_for(promotion).apply(drafts)
            logger.debug("%s takes off %d", promotion, taken)
        return Quote(tuple(self._priced(draft) for draft in drafts), shipping_cents)

    def _draft(self, variant: Variant, quantity: int) -> DraftLine:
        category = variant.product.category
        price = unit_price_cents(variant, quantity, self.user)
        return DraftLine(variant.pk, category.pk, quantity, price, category.tax_class)

    def _priced(self, draft: DraftLine) -> PricedLine:
        percent = self.taxes.percent_for(draft.tax_class)
        return PricedLine(draft.variant_id, draft.quantity, draft.unit_price_cents, draft.discount_cents, percent)
