"""What a promotion takes off. The rule of each kind is named in ``settings.PROMOTION_RULES``."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from common.money import allocate_cents, percent_of
from pricing.models import Promotion


@dataclass
class DraftLine:
    """A line on its way to a price."""

    variant_id: int
    category_id: int
    quantity: int
    unit_price_cents: int
    tax_class: str
    discount_cents: int = 0

    @property
    def total_cents(self) -> int:
        return self.unit_price_cents * self.quantity - self.discount_cents


class PromotionRule:
    """Base of all rules: which lines it is about, and how it spreads a discount over them."""

    def __init__(self, promotion: Promotion):
        self.promotion = promotion
        self.category_ids = set(promotion.categories.values_list("pk", flat=True))

    def concerned(self, lines: list[DraftLine]) -> list[DraftLine]:
        if not self.category_ids:
            return [line for line in lines if line.total_cents > 0]
        return [line for line in lines if line.category_id in self.category_ids and line.total_cents > 0]

    def apply(self, lines: list[DraftLine]) -> int:
        """Lower the lines; returns the cents taken off."""
        if sum(line.total_cents for line in lines) < self.promotion.min_total_cents:
            return 0
        concerned = self.concerned(lines)
        discount = min(self.discount(concerned), sum(line.total_cents for line in concerned))
        shares = allocate_cents(discount, [line.total_cents for line in concerned])
        for line, share in zip(concerned, shares, strict=True):
            line.discount_cents += share
        return sum(shares)

    def discount(self, lines: list[DraftLine]) -> int:
        raise NotImplementedError


class PercentOff(PromotionRule):
    def discount(self, lines):
        return sum(percent_of(line.total_cents, self.promotion.value) for line in lines)


class FixedAmountOff(PromotionRule):
    def discount(self, lines):
        return self.promotion.value if lines else 0


class BundleOff(PromotionRule):
    """In every ``value`` pieces of one variant, one is free."""

    def discount(self, lines):
        return sum(line.quantity // self.promotion.value * line.unit_price_cents for line in lines)


def rule_for(promotion: Promotion) -> PromotionRule:
    return import_string(settings.PROMOTION_RULES[promotion.kind])(promotion)


def applicable(coupon=None) -> list[Promotion]:
    promotions = list(Promotion.objects.running().automatic())
    if coupon is not None and Promotion.objects.running().filter(pk=coupon.promotion_id).exists():
        promotions.append(coupon.promotion)
    return promotions
