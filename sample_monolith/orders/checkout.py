"""From a cart to an order: everything or nothing."""

from __future__ import annotations

import logging

from django.db import connection, transaction

from cart.models import Cart
from common.clock import now, today
from common.errors import ConflictError, ShopError
from common.ids import document_number
from core.models import Address
from orders.models import Order, OrderEvent, OrderLine
from orders.signals import order_placed
from payments.gateway import GatewayError
from payments.models import Payment
from payments.services import create_payment
from payments.signals import payment_failed
from pricing.coupons import redeem
from pricing.engine import PricingEngine, Quote
from warehouse import rates, stock

logger = logging.getLogger(__name__)


class EmptyCartError(ShopError):
    code = "empty_cart"


class Checkout:
    """One attempt to order what is in a cart."""

    def __init__(self, cart: Cart, user, address: Address, rate_id: int | None = None):
        self.cart = cart
        self.user = user
        self.address = address
        self.rate_id = rate_id
        lines = cart.lines.select_related("variant__product__category")
        self.items = [(line.variant, line.quantity) for line in lines]

    def offers(self) -> list[rates.ShippingOffer]:
        goods = self._goods_quote().total_cents
        return rates.offers(self.address.country, rates.parcel_weight(self.items), goods)

    def quote(self) -> tuple[Quote, rates.ShippingOffer]:
        goods = self._goods_quote()
        weight = rates.parcel_weight(self.items)
        if self.rate_id is None:
            offer = rates.offers(self.address.country, weight, goods.total_cents)[0]
        else:
            offer = rates.offer_for(self.rate_id, self.address.country, weight, goods.total_cents)
        return Quote(goods.lines, offer.price_cents), offer

    def place(self, method: str = "card") -> Order:
        """Order, stock, payment and coupon in one transaction; mails go out after it."""
        if not self.items:
            raise EmptyCartError("there is nothing in the cart")
        quote, offer = self.quote()
        try:
            with transaction.atomic():
                self._close_cart()
                order = self._create_order(quote, offer)
                self._create_lines(order, quote)
                stock.reserve_for_order(order)
                create_payment(order, method)
                if self.cart.coupon_id and quote.discount_cents:
                    redeem(self.cart.coupon, order, quote.discount_cents)
        except GatewayError as error:
            # After the rollback, which would take along what the listeners write.
            payment_failed.send(sender=Payment, order=order, message=error.message)
            raise
        logger.info("%s placed: %s", order, order.total)
        order_placed.send(sender=Order, order=order)
        return order

    def _goods_quote(self) -> Quote:
        engine = PricingEngine(self.user, self.address.country, self.cart.coupon)
        return engine.quote(self.items)

    def _close_cart(self) -> None:
        closed = Cart.objects.filter(pk=self.cart.pk, status=Cart.OPEN).update(status=Cart.ORDERED)
        if not closed:
            raise ConflictError("this cart has been ordered already")

    def _create_order(self, quote: Quote, offer: rates.ShippingOffer) -> Order:
        order = Order.objects.create(
            number=document_number("N", today(), next_sequence()),
            user=self.user,
            subtotal_cents=quote.subtotal_cents,
            discount_cents=quote.discount_cents,
            shipping_cents=quote.shipping_cents,
            tax_cents=quote.tax_cents,
            total_cents=quote.total_cents,
            rate=offer.rate,
            placed_at=now(),
            **self.address.postal_dict(),
        )
        OrderEvent.objects.create(order=order, actor=self.user, to_status=order.status, remark="placed")
        return order

    def _create_lines(self, order: Order, quote: Quote) -> None:
        OrderLine.objects.bulk_create(
            OrderLine(
                order=order,
                variant=variant,
                description=str(variant),
                quantity=priced.quantity,
                unit_price_cents=priced.unit_price_cents,
                discount_cents=priced.discount_cents,
                tax_percent=priced.tax_percent,
            )
            for (variant, _), priced in zip(self.items, quote.lines, strict=True)
        )


def next_sequence() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM orders_order")
        return cursor.fetchone()[0]
