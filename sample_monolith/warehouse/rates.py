"""Which carriers go where, for how much."""

from __future__ import annotations

from dataclasses import dataclass

from common.clock import add_business_days, today
from common.errors import ShopError
from core.models import ShippingRate, ShippingZone

FREE_SHIPPING_FROM_CENTS = 7500


class NotDeliverableError(ShopError):
    code = "not_deliverable"


@dataclass(frozen=True)
class ShippingOffer:
    rate: ShippingRate
    price_cents: int

    @property
    def expected_on(self):
        return add_business_days(today(), self.rate.days)

    def as_dict(self):
        return {
            "rate": self.rate.pk,
            "carrier": self.rate.carrier.name,
            "price_cents": self.price_cents,
            "expected_on": self.expected_on.isoformat(),
        }


def zone_of(country: str) -> ShippingZone:
    for zone in ShippingZone.objects.order_by("pk"):
        if zone.covers(country):
            return zone
    raise NotDeliverableError(f"we do not deliver to {country}")


def parcel_weight(items) -> int:
    """Weight of ``(variant, quantity)`` pairs, with packaging."""
    goods = sum(variant.weight_grams * quantity for variant, quantity in items)
    return goods + 150 + goods // 20


def offers(country: str, weight_grams: int, goods_cents: int) -> list[ShippingOffer]:
    """What the customer may choose from, cheapest first."""
    rates = (
        ShippingRate.objects.filter(zone=zone_of(country), max_weight_grams__gte=weight_grams)
        .select_related("carrier")
        .order_by("price_cents", "days")
    )
    best = {}
    for rate in rates:
        best.setdefault(rate.carrier_id, rate)
    if not best:
        raise NotDeliverableError(f"no carrier takes {weight_grams} g to {country}")
    result = []
    for rate in best.values():
        free = not result and goods_cents >= FREE_SHIPPING_FROM_CENTS
        result.append(ShippingOffer(rate, 0 if free else rate.price_cents))
    return result


def offer_for(rate_id: int, country: str, weight_grams: int, goods_cents: int) -> ShippingOffer:
    for offer in offers(country, weight_grams, goods_cents):
        if offer.rate.pk == rate_id:
            return offer
    raise NotDeliverableError("this way of shipping is not offered for this parcel")
