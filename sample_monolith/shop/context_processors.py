from django.conf import settings

from cart.models import Cart
from core.services import running_promotions


def cart_summary(request):
    """The number beside the basket; it must not create a cart."""
    carts = Cart.objects.open()
    if request.user.is_authenticated:
        cart = carts.filter(user=request.user).first()
    else:
        cart = carts.filter(token=getattr(request, "cart_token", ""), user__isnull=True).first()
    return {"cart_count": cart.item_count if cart else 0}


def shop_identity(request):
    return {"shop_name": settings.SHOP_NAME, "banner": running_promotions()}
