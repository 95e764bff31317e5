from django.conf import settings
from django.db import models
from django.urls import reverse

from common.clock import minutes_ago, now
from common.models import PostalFields, TimeStampedModel
from common.money import Money


class OrderQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user).order_by("-placed_at")

    def unpaid_for(self, minutes):
        return self.filter(status=Order.PENDING, placed_at__lt=minutes_ago(minutes))

    def to_be_shipped(self):
        return self.filter(status__in=(Order.PAID, Order.PARTLY_SHIPPED)).order_by("placed_at")


class Order(PostalFields, TimeStampedModel):
    PENDING, PAID, PARTLY_SHIPPED = "pending", "paid", "partly_shipped"
    SHIPPED, COMPLETED, CANCELLED = "shipped", "completed", "cancelled"

    number = models.CharField(max_length=24, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    status = models.CharField(max_length=16, default=PENDING, db_index=True)
    currency = models.CharField(max_length=3, default="EUR")
    subtotal_cents = models.PositiveIntegerField(default=0)
    discount_cents = models.PositiveIntegerField(default=0)
    shipping_cents = models.PositiveIntegerField(default=0)
    tax_cents = models.PositiveIntegerField(default=0, help_text="contained in the total")
    total_cents = models.PositiveIntegerField(default=0)
    rate = models.ForeignKey("core.ShippingRate", null=True, on_delete=models.SET_NULL, related_name="+")
    placed_at = models.DateTimeField(default=now, db_index=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at"]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("orders:detail", args=[self.number])

    @property
    def total(self):
        return Money(self.total_cents, self.currency)

    @property
    def is_open(self):
        return self.status not in (self.COMPLETED, self.CANCELLED)


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("core.Variant", on_delete=models.PROTECT, related_name="order_lines")
    description = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit_price_cents = models.PositiveIntegerField()
    discount_cents = models.PositiveIntegerField(default=0)
    tax_percent = models.DecimalField(max_digits=4, decimal_places=1, default=0)

    class Meta:
        ordering = ["pk"]

    @property
    def total_cents(self):
        return self.unit_price_cents * self.quantity - self.discount_cents


class OrderEvent(models.Model):
    """The history of an order: who moved it, when, from where to where."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_status = models.CharField(max_length=16, blank=True)
    to_status = models.CharField(max_length=16)
    remark = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "orders_history"
        ordering = ["happened_at", "pk"]
