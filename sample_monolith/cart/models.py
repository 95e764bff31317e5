from django.conf import settings
from django.db import models

from common.clock import days_ago
from common.ids import random_token
from common.models import TimeStampedModel


class CartQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=Cart.OPEN)

    def abandoned(self, days):
        return self.open().filter(updated_at__lt=days_ago(days), lines__isnull=False).distinct()


class Cart(TimeStampedModel):
    OPEN, ORDERED, MERGED = "open", "ordered", "merged"

    token = models.CharField(max_length=24, unique=True, default=random_token)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="carts"
    )
    coupon = models.ForeignKey("pricing.Coupon", null=True, blank=True, on_delete=models.SET_NULL)
    status = models.CharField(max_length=10, default=OPEN)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = CartQuerySet.as_manager()

    def __str__(self):
        return f"cart {self.token}"

    @property
    def item_count(self):
        return sum(line.quantity for line in self.lines.all())


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("core.Variant", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        unique_together = [("cart", "variant")]
        ordering = ["pk"]


class WishlistItem(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wishlist")
    product = models.ForeignKey("core.Product", on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cart_wishlist"
        unique_together = [("user", "product")]
