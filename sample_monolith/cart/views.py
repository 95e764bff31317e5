from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cart import services
from cart.forms import AddToCartForm, CouponForm
from common.errors import ShopError
from core.models import Product


def current_cart(request):
    """The visitor's cart; its token travels in a cookie that the middleware sets."""
    cart = services.open_cart(request.user, request.cart_token)
    request.cart_token = cart.token
    return cart


def show(request):
    cart = current_cart(request)
    context = {
        "cart": cart,
        "rows": services.line_prices(cart, request.user),
        "quote": services.cart_quote(cart, request.user),
        "coupon_form": CouponForm(initial={"code": cart.coupon.code if cart.coupon else ""}),
    }
    return render(request, "shop/cart.html", context)


@require_POST
def add(request):
    form = AddToCartForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That quantity makes no sense.")
        return redirect("cart:show")
    try:
        services.add_variant(current_cart(request), form.cleaned_data["sku"], form.cleaned_data["quantity"])
    except ShopError as error:
        messages.error(request, error.message)
    return redirect("cart:show")


@require_POST
def change(request, line_id):
    try:
        services.change_quantity(current_cart(request), line_id, int(request.POST.get("quantity", "0")))
    except (ShopError, ValueError) as error:
        messages.error(request, str(error))
    return redirect("cart:show")


@require_POST
def coupon(request):
    form = CouponForm(request.POST)
    if form.is_valid():
        try:
            services.apply_coupon(current_cart(request), form.cleaned_data["code"])
        except ShopError as error:
            messages.error(request, error.message)
    return redirect("cart:show")


@login_required
@require_POST
def wishlist(request, slug):
    product = get_object_or_404(Product, slug=slug)
    return JsonResponse({"on_wishlist": services.toggle_wishlist(request.user, product)})
