from django.db.models import F

from common.errors import ConflictError, NotFoundError
from pricing.models import Coupon, CouponRedemption, Promotion


def find_usable(code):
    """The coupon of a code, or a ShopError that says what is wrong with it."""
    coupon = Coupon.objects.select_related("promotion").filter(code__iexact=code.strip()).first()
    if coupon is None:
        raise NotFoundError(f"there is no coupon {code!r}")
    if not Coupon.objects.usable().filter(pk=coupon.pk).exists():
        raise ConflictError("this coupon is used up")
    if not Promotion.objects.running().filter(pk=coupon.promotion_id).exists():
        raise ConflictError("this coupon is not valid today")
    return coupon


def redeem(coupon, order, discount_cents):
    """Count the coupon as used by an order; refuses the one that is used up meanwhile."""
    counted = Coupon.objects.usable().filter(pk=coupon.pk).update(times_used=F("times_used") + 1)
    if not counted:
        raise ConflictError("this coupon is used up")
    return CouponRedemption.objects.create(coupon=coupon, order=order, user=order.user, discount_cents=discount_cents)


def give_back(order):
    """A cancelled order returns its coupon."""
    for redemption in CouponRedemption.objects.filter(order=order):
        Coupon.objects.filter(pk=redemption.coupon_id).update(times_used=F("times_used") - 1)
        redemption.delete()
