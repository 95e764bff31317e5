"""The API of the phone app: one file, every part of the shop."""

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from aftersales.tickets import open_ticket
from cart.services import add_variant, cart_quote, open_cart
from catalog.search import ProductSearch
from common.clock import days_ago, today
from common.errors import NotFoundError, ShopError
from common.http import json_body, json_endpoint, page_of, required, whole_number
from common.text import truncate
from core import services
from core.models import Category, Product, Variant
from customers.loyalty import spend_points
from customers.services import make_business
from orders.checkout import Checkout
from orders.models import Order
from pricing.engine import unit_price_cents
from warehouse.models import StockLevel

# --- browsing ----------------------------------------------------------------------------------


@require_GET
@json_endpoint
def products(request):
    search = ProductSearch(text=request.GET.get("q", ""), category=request.GET.get("category", ""))
    found, page = page_of(request, search.results())
    cards = [
        {"slug": product.slug, "name": product.name, "text": truncate(product.description, 80)} for product in found
    ]
    return {"products": cards, **page}


@require_GET
@json_endpoint
def product(request, slug):
    found = get_object_or_404(Product, slug=slug, is_published=True)
    variants = [
        {
            "sku": variant.sku,
            "title": variant.title,
            "price_cents": unit_price_cents(variant, 1, request.user),
            "with": [str(other) for other in services.bought_together(variant)],
        }
        for variant in found.variants.filter(is_active=True)
    ]
    return {"name": found.name, "variants": variants, "arrives": services.delivery_estimate("DE")}


# --- buying ------------------------------------------------------------------------------------


def cart_as_dict(cart, user):
    quote = cart_quote(cart, user)
    return {
        "token": cart.token,
        "lines": [
            {"sku": line.variant.sku, "quantity": line.quantity, "total_cents": priced.total_cents}
            for line, priced in zip(cart.lines.select_related("variant"), quote.lines, strict=True)
        ],
        "total_cents": quote.total_cents,
    }


@json_endpoint
def cart(request):
    """GET shows the cart, POST puts ``{"sku", "quantity"}`` into it."""
    found = open_cart(request.user, request.cart_token)
    request.cart_token = found.token
    if request.method == "POST":
        body = json_body(request)
        (sku,) = required(body, "sku")
        add_variant(found, sku, whole_number(body.get("quantity", 1)))
    return cart_as_dict(found, request.user)


@login_required
@require_POST
@json_endpoint
def checkout(request):
    address = services.default_address(request.user)
    if address is None:
        raise ShopError("there is no address yet")
    found = open_cart(request.user, request.cart_token)
    order = Checkout(found, request.user, address).place(json_body(request).get("method", "card"))
    return {"number": order.number, "total_cents": order.total_cents}


@login_required
@require_POST
@json_endpoint
def wishlist_to_cart(request):
    found = open_cart(request.user, request.cart_token)
    return {"moved": services.wishlist_to_cart(request.user, found)}


@login_required
@json_endpoint
def order(request, number):
    """GET shows an order, POST changes its address."""
    found = services.order_by_number(number)
    if found.user_id != request.user.pk:
        raise NotFoundError(f"there is no order {number}")
    if request.method == "POST":
        services.change_order_address(found, json_body(request))
    return {
        "number": found.number,
        "status": found.status,
        "timeline": services.order_timeline(found),
        "parcels": services.parcels_of(found),
        "outstanding_cents": services.outstanding_cents(found),
        "return_until": services.return_deadline(found).isoformat(),
    }


# --- account -----------------------------------------------------------------------------------


@login_required
@json_endpoint
def profile(request):
    card = services.customer_card(request.user)
    return {**card, "messages": services.last_messages(request.user)}


@login_required
@require_POST
@json_endpoint
def business(request):
    (vat_id,) = required(json_body(request), "vat_id")
    make_business(request.user, vat_id)
    return services.customer_card(request.user)


@login_required
@require_POST
@json_endpoint
def redeem_points(request):
    (points,) = required(json_body(request), "points")
    return {"worth_cents": spend_points(request.user, whole_number(points))}


@login_required
@require_POST
@json_endpoint
def ticket(request):
    body = json_body(request)
    subject, text = required(body, "subject", "text")
    about = Order.objects.of(request.user).filter(number=body.get("order", "")).first()
    return {"ticket": open_ticket(request.user, subject, text, about).pk}


# --- the office's tablet -----------------------------------------------------------------------


@staff_member_required
@json_endpoint
def stock(request, sku):
    """GET shows the stock of a variant, POST writes ``{"quantity"}`` off the first shelf."""
    variant = get_object_or_404(Variant, sku=sku)
    if request.method == "POST":
        (quantity,) = required(json_body(request), "quantity")
        level = StockLevel.objects.filter(variant=variant).order_by("pk").first()
        if level is None:
            raise NotFoundError(f"{sku} lies on no shelf")
        services.write_off(level, whole_number(quantity))
    return {"sku": sku, "stock": services.stock_overview(variant)}


@staff_member_required
@require_POST
@json_endpoint
def price(request, sku):
    body = json_body(request)
    segment, amount = required(body, "segment", "amount_cents")
    variant = get_object_or_404(Variant, sku=sku)
    least = whole_number(body.get("min_quantity", 1))
    listed = services.set_list_price(segment, variant, whole_number(amount), least)
    return {"sku": sku, "amount_cents": listed.amount_cents}


@staff_member_required
@require_POST
@json_endpoint
def category(request, slug):
    moved = get_object_or_404(Category, slug=slug)
    parent = Category.objects.filter(slug=json_body(request).get("parent", "")).first()
    services.move_category(moved, parent)
    return {"breadcrumbs": services.category_breadcrumbs(moved)}


@staff_member_required
@json_endpoint
def day(request):
    """What the boss looks at over breakfast."""
    chosen = parse_date(request.GET.get("day", "")) or today()
    return {
        "revenue_cents": services.revenue_on(chosen),
        "categories": services.revenue_by_category(days_ago(30)),
        "carts": services.cart_statistics(),
        "overdue": services.overdue_invoices(),
        "returns": [found.number for found in services.returns_to_inspect()],
        "tags": services.tag_statistics(),
        "sleeping": services.inactive_customers().count(),
    }


urlpatterns = [
    path("products/", products),
    path("products/<slug:slug>/", product),
    path("cart/", cart),
    path("cart/from-wishlist/", wishlist_to_cart),
    path("checkout/", checkout),
    path("orders/<str:number>/", order),
    path("me/", profile),
    path("me/business/", business),
    path("me/points/", redeem_points),
    path("tickets/", ticket),
    path("stock/<str:sku>/", stock),
    path("prices/<str:sku>/", price),
    path("categories/<slug:slug>/", category),
    path("day/", day),
]
