"""Everything that happens to a cart before checkout."""

import logging

from django.db import connection, transaction

from cart.models import Cart, CartLine, WishlistItem
from common.errors import ConflictError, NotFoundError, ShopError
from core.models import Variant
from pricing.coupons import find_usable
from pricing.engine import PricingEngine, unit_price_cents
from warehouse.stock import available_quantity

logger = logging.getLogger(__name__)

MAX_QUANTITY = 99


def open_cart(user, token):
    """The open cart of a customer or of an anonymous visitor; a new one where there is none."""
    if user is not None and user.is_authenticated:
        cart = Cart.objects.open().filter(user=user).order_by("pk").first()
        return cart or Cart.objects.create(user=user)
    if token:
        cart = Cart.objects.open().filter(token=token, user__isnull=True).first()
        if cart is not None:
            return cart
    return Cart.objects.create()


def add_variant(cart, sku, quantity=1):
    variant = Variant.objects.filter(sku=sku, is_active=True, product__is_published=True).first()
    if variant is None:
        raise NotFoundError(f"there is no article {sku}")
    line = cart.lines.filter(variant=variant).first()
    wanted = quantity + (line.quantity if line else 0)
    _check_quantity(variant, wanted)
    if line is None:
        line = CartLine.objects.create(cart=cart, variant=variant, quantity=wanted)
    else:
        line.quantity = wanted
        line.save(update_fields=["quantity"])
    cart.save(update_fields=["updated_at"])
    return line


def change_quantity(cart, line_id, quantity):
    line = cart.lines.select_related("variant").filter(pk=line_id).first()
    if line is None:
        raise NotFoundError("this line is not in the cart")
    cart.save(update_fields=["updated_at"])
    if quantity == 0:
        line.delete()
        return None
    _check_quantity(line.variant, quantity)
    line.quantity = quantity
    line.save(update_fields=["quantity"])
    return line


def _check_quantity(variant, quantity):
    if not 0 < quantity <= MAX_QUANTITY:
        raise ShopError(f"a quantity is between 1 and {MAX_QUANTITY}")
    available = available_quantity(variant)
    if quantity > available:
        raise ConflictError(f"only {available} pieces of {variant} are left", available=available)


def apply_coupon(cart, code):
    cart.coupon = find_usable(code) if code else None
    cart.save(update_fields=["coupon", "updated_at"])
    return cart.coupon


def line_prices(cart, user=None):
    """Price and availability of every line, as the cart page shows them."""
    rows = []
    for line in cart.lines.select_related("variant__product"):
        price = unit_price_cents(line.variant, line.quantity, user)
        left = available_quantity(line.variant)
        rows.append(
            {
                "line": line,
                "unit_price_cents": price,
                "total_cents": price * line.quantity,
                "is_short": left < line.quantity,
            }
        )
    return rows


def cart_quote(cart, user=None, country="DE", shipping_cents=0):
    lines = cart.lines.select_related("variant__product__category")
    items = [(line.variant, line.quantity) for line in lines]
    return PricingEngine(user, country, cart.coupon).quote(items, shipping_cents)


@transaction.atomic
def merge_into_account(token, user):
    """After sign-in: what the visitor had collected joins the cart of the account."""
    visitor = Cart.objects.open().filter(token=token, user__isnull=True).first()
    if visitor is None:
        return None
    target = Cart.objects.open().filter(user=user).order_by("pk").first()
    if target is None:
        visitor.user = user
        visitor.save(update_fields=["user", "updated_at"])
        return visitor
    for line in visitor.lines.all():
        mine, is_new = CartLine.objects.get_or_create(
            cart=target, variant=line.variant, defaults={"quantity": line.quantity}
        )
        if not is_new:
            mine.quantity = min(MAX_QUANTITY, mine.quantity + line.quantity)
            mine.save(update_fields=["quantity"])
    target.coupon = target.coupon or visitor.coupon
    target.save()
    visitor.status = Cart.MERGED
    visitor.save(update_fields=["status", "updated_at"])
    logger.info("merged %s into %s", visitor, target)
    return target


def toggle_wishlist(user, product):
    item, is_new = WishlistItem.objects.get_or_create(user=user, product=product)
    if not is_new:
        item.delete()
    return is_new


def purge_carts(before):
    """Drop closed and forgotten carts in two statements; millions of rows are too many for the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM cart_cartline
            WHERE cart_id IN (
                SELECT id FROM cart_cart
                WHERE updated_at < %s AND (status <> 'open' OR user_id IS NULL)
            )
            """,
            [before],
        )
        cursor.execute(
            "DELETE FROM cart_cart WHERE updated_at < %s AND (status <> 'open' OR user_id IS NULL)",
            [before],
        )
        return cursor.rowcount
