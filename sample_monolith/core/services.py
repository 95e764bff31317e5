"""The shop's services.

It began as the one place for business logic, and whatever had no better home has gone here since.
"""

import datetime as dt
import logging
from collections import defaultdict

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils.text import slugify

from aftersales.models import ReturnRequest, Ticket
from cart.models import Cart, CartLine, WishlistItem
from common.clock import add_business_days, day_bounds, now, today
from common.errors import ConflictError, NotFoundError, ShopError
from common.money import format_cents, percent_of
from common.text import mask_email, truncate
from core.models import (
    Address,
    Category,
    CustomerProfile,
    LoyaltyEntry,
    Product,
    ProductRelation,
    Shipment,
    ShippingRate,
    TrackingEvent,
    User,
    Variant,
)
from messaging.models import OutboundMessage
from orders.models import Order, OrderEvent, OrderLine
from payments.models import Payment
from pricing.models import Price, PriceList, Promotion
from warehouse.models import StockLevel, StockMovement

logger = logging.getLogger(__name__)


# --- catalogue ---------------------------------------------------------------------------------


def publish_product(product):
    """Show a product; it needs a description and something to buy."""
    if not product.description.strip():
        raise ConflictError(f"{product} has no description")
    if not product.variants.filter(is_active=True, base_price_cents__gt=0).exists():
        raise ConflictError(f"{product} has nothing to buy")
    product.is_published = True
    product.save(update_fields=["is_published", "updated_at", "search_text"])


def retire_product(product):
    """Hide a product and take its variants off sale; what was ordered stays ordered."""
    with transaction.atomic():
        product.variants.update(is_active=False)
        product.is_published = False
        product.featured_rank = None
        product.save()
        ProductRelation.objects.filter(to_product=product).delete()


def duplicate_product(product, name):
    """A copy with its tags and without its variants, hidden until somebody looks at it."""
    slug = slugify(name)
    if Product.objects.filter(slug=slug).exists():
        raise ConflictError(f"there is a product {name!r}")
    copy = Product.objects.create(
        name=name,
        slug=slug,
        description=product.description,
        category=product.category,
        brand=product.brand,
    )
    copy.tags.set(product.tags.all())
    return copy


def category_breadcrumbs(category):
    return [{"name": node.name, "slug": node.slug} for node in category.ancestors()]


def move_category(category, parent):
    """Hang a category under another one; never under itself."""
    if parent is not None and category in parent.ancestors():
        raise ConflictError(f"{parent} is below {category}")
    category.parent = parent
    category.save(update_fields=["parent", "updated_at"])


def related_products(product, limit=4):
    """What the editors linked; then what others of the category offer."""
    linked = [
        relation.to_product
        for relation in product.relations.select_related("to_product").order_by("kind", "pk")
        if relation.to_product.is_published
    ]
    if len(linked) < limit:
        seen = {product.pk, *(found.pk for found in linked)}
        others = Product.objects.published().filter(category=product.category).exclude(pk__in=seen)
        linked.extend(others[: limit - len(linked)])
    return linked[:limit]


def tag_statistics():
    """How many published products carry a tag."""
    sql = (
        "SELECT t.label, COUNT(*) FROM catalog_tag t "
        "JOIN catalog_product_tags pt ON pt.tag_id = t.id "
        "JOIN catalog_product p ON p.id = pt.product_id "
        "WHERE p.is_published GROUP BY t.label ORDER BY t.label"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())


# --- prices ------------------------------------------------------------------------------------


def set_list_price(segment, variant, amount_cents, min_quantity=1):
    """Set the price of a variant for a segment; it may not be above the base price."""
    if not 0 < amount_cents <= variant.base_price_cents:
        raise ShopError(f"{format_cents(amount_cents)} is nothing, or above the base price")
    price_list, _ = PriceList.objects.get_or_create(segment=segment, defaults={"name": segment.title()})
    price, _ = Price.objects.update_or_create(
        price_list=price_list,
        variant=variant,
        min_quantity=min_quantity,
        defaults={"amount_cents": amount_cents},
    )
    return price


def raise_list_prices(segment, percent):
    """New year, new prices: raise a whole list, rounded to x.99."""
    changed = 0
    for price in Price.objects.filter(price_list__segment=segment).select_related("variant"):
        raised = price.amount_cents + percent_of(price.amount_cents, percent)
        price.amount_cents = min(raised // 100 * 100 + 99, price.variant.base_price_cents)
        price.save(update_fields=["amount_cents"])
        changed += 1
    return changed


def running_promotions():
    """What the banner says."""
    return [
        {"name": promotion.name, "until": promotion.ends_at} for promotion in Promotion.objects.running().automatic()
    ]


# --- carts -------------------------------------------------------------------------------------


def copy_order_to_cart(order, cart):
    """Order again: returns the descriptions of what cannot be had any more."""
    missing = []
    for line in order.lines.select_related("variant__product"):
        variant = line.variant
        if not (variant.is_active and variant.product.is_published):
            missing.append(line.description)
            continue
        target, is_new = CartLine.objects.get_or_create(
            cart=cart, variant=variant, defaults={"quantity": line.quantity}
        )
        if not is_new:
            target.quantity = max(target.quantity, line.quantity)
            target.save(update_fields=["quantity"])
    cart.save(update_fields=["updated_at"])
    return missing


def wishlist_to_cart(user, cart):
    """Move everything that is on the wishlist and can be bought."""
    moved = 0
    with transaction.atomic():
        for item in WishlistItem.objects.filter(user=user).select_related("product"):
            variant = item.product.default_variant()
            if variant is None:
                continue
            CartLine.objects.get_or_create(cart=cart, variant=variant)
            item.delete()
            moved += 1
    return moved


def cart_statistics():
    """Open carts, and what is in them at base price."""
    lines = CartLine.objects.filter(cart__status=Cart.OPEN)
    value = lines.aggregate(total=Sum(F("quantity") * F("variant__base_price_cents")))["total"]
    return {"open": Cart.objects.open().count(), "value_cents": value or 0}


# --- orders ------------------------------------------------------------------------------------


def order_by_number(number):
    order = Order.objects.filter(number=number.strip().upper()).first()
    if order is None:
        raise NotFoundError(f"there is no order {number}")
    return order


def order_timeline(order):
    """What happened to an order, told to the customer: its states and its parcels' ways."""
    entries = [
        (event.happened_at, f"{event.to_status.replace('_', ' ')} {event.remark}".strip())
        for event in OrderEvent.objects.filter(order=order)
    ]
    entries += [
        (event.happened_at, event.description or event.code)
        for event in TrackingEvent.objects.filter(shipment__order=order)
    ]
    return [{"at": moment, "what": what} for moment, what in sorted(entries)]


def change_order_address(order, fields):
    """Possible until the first parcel is packed."""
    if order.status not in (Order.PENDING, Order.PAID):
        raise ConflictError(f"order {order} is {order.status}")
    for name in ("recipient", "street", "postcode", "city"):
        if fields.get(name):
            setattr(order, name, fields[name])
    order.save()
    OrderEvent.objects.create(order=order, from_status=order.status, to_status=order.status, remark="address changed")


def bought_together(variant, limit=3):
    """Variants that were in the same orders, most often first."""
    orders = OrderLine.objects.filter(variant=variant).values("order")
    counts = defaultdict(int)
    for line in OrderLine.objects.filter(order__in=orders).exclude(variant=variant):
        counts[line.variant_id] += line.quantity
    best = sorted(counts, key=lambda pk: (-counts[pk], pk))[:limit]
    found = Variant.objects.in_bulk(best)
    return [found[pk] for pk in best]


# --- payments ----------------------------------------------------------------------------------


def outstanding_cents(order):
    paid = Payment.objects.filter(order=order, status=Payment.CAPTURED).aggregate(
        total=Sum(F("amount_cents") - F("refunded_cents"))
    )
    return max(0, order.total_cents - (paid["total"] or 0))


def overdue_invoices(days=14):
    """Payments by invoice that did not arrive: for the reminders."""
    limit = now() - dt.timedelta(days=days)
    payments = Payment.objects.filter(method="invoice", status=Payment.CREATED, created_at__lt=limit)
    return [
        {"order": payment.order.number, "amount": format_cents(payment.amount_cents, payment.currency)}
        for payment in payments.select_related("order").order_by("created_at")
    ]


# --- parcels -----------------------------------------------------------------------------------


def parcels_of(order):
    return [
        {
            "carrier": shipment.carrier.name,
            "status": shipment.status,
            "code": shipment.tracking_code,
            "link": shipment.tracking_link,
        }
        for shipment in Shipment.objects.filter(order=order).select_related("carrier").order_by("pk")
    ]


def delivery_estimate(country, ordered_on=None):
    """The earliest day of arrival over all carriers; None where nobody goes."""
    rates = [rate for rate in ShippingRate.objects.select_related("zone") if rate.zone.covers(country)]
    if not rates:
        return None
    return add_business_days(ordered_on or today(), 1 + min(rate.days for rate in rates))


# --- stock -------------------------------------------------------------------------------------


def stock_overview(variant):
    return {
        level.warehouse.code: {"on_hand": level.on_hand, "free": level.available}
        for level in StockLevel.objects.with_available().filter(variant=variant).select_related("warehouse")
    }


def write_off(level, quantity, reason="damaged"):
    """Goods that fell off the forklift."""
    if not 0 < quantity <= level.on_hand - level.reserved:
        raise ConflictError("only goods that are there and not reserved can be written off")
    with transaction.atomic():
        StockLevel.objects.filter(pk=level.pk).update(on_hand=F("on_hand") - quantity)
        StockMovement.objects.create(level=level, quantity=-quantity, reason=reason)


# --- customers ---------------------------------------------------------------------------------


def default_address(user):
    return Address.objects.filter(user=user).order_by("-is_default", "pk").first()


def customer_card(user):
    """What the support sees first when somebody calls."""
    profile = CustomerProfile.objects.filter(user=user).first()
    orders = Order.objects.of(user)
    return {
        "name": user.full_name or mask_email(user.email),
        "segment": profile.segment if profile else None,
        "points": profile.loyalty_points if profile else 0,
        "orders": orders.count(),
        "last_order": orders.values_list("number", flat=True).first(),
        "open_tickets": Ticket.objects.open().filter(user=user).count(),
    }


def goodwill_points(user, points, reason="goodwill"):
    """A present from the support; the running total is kept by hand here."""
    with transaction.atomic():
        LoyaltyEntry.objects.create(user=user, points=points, reason=reason)
        CustomerProfile.objects.filter(user=user).update(loyalty_points=F("loyalty_points") + points)


def inactive_customers(days=365):
    """Accounts without an order for a year."""
    limit = now() - dt.timedelta(days=days)
    active = Order.objects.filter(placed_at__gte=limit).values("user")
    return User.objects.filter(is_active=True, is_staff=False, joined_at__lt=limit).exclude(pk__in=active)


# --- messages ----------------------------------------------------------------------------------


def last_messages(user, limit=5):
    return [
        {"subject": truncate(message.subject, 60), "status": message.status}
        for message in OutboundMessage.objects.filter(user=user).order_by("-created_at", "-pk")[:limit]
    ]


def suppress_messages(user):
    """Stop what waits in the outbox for somebody who complained."""
    return OutboundMessage.objects.filter(user=user, status=OutboundMessage.QUEUED).update(
        status=OutboundMessage.SUPPRESSED
    )


# --- returns and support -----------------------------------------------------------------------


def return_deadline(order):
    return (order.placed_at + dt.timedelta(days=settings.RETURN_DAYS)).date()


def open_ticket_count():
    return Ticket.objects.open().count()


def returns_to_inspect():
    """What the returns desk has to unpack today."""
    return ReturnRequest.objects.filter(status=ReturnRequest.APPROVED).order_by("updated_at")


# --- numbers -----------------------------------------------------------------------------------


def revenue_on(day):
    start, end = day_bounds(day)
    placed = Order.objects.filter(placed_at__gte=start, placed_at__lt=end)
    return placed.exclude(status=Order.CANCELLED).aggregate(total=Sum("total_cents"))["total"] or 0


def revenue_by_category(since):
    """Revenue per category name, straight from the orders (slow; the dashboard has its own table)."""
    query = """
        SELECT c.name, SUM(l.unit_price_cents * l.quantity)
        FROM orders_orderline l
        JOIN catalog_variant v ON v.id = l.variant_id
        JOIN catalog_product p ON p.id = v.product_id
        JOIN core_category c ON c.id = p.category_id
        JOIN orders_order o ON o.id = l.order_id
        WHERE o.placed_at >= %s
        GROUP BY c.name
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [connection.ops.adapt_datetimefield_value(since)])
        return dict(cursor.fetchall())


def export_category_tree():
    """Once read by a price comparison site."""
    tree = defaultdict(list)
    for category in Category.objects.order_by("name"):
        tree[category.parent_id].append(category.name)
    return dict(tree)
