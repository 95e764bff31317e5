from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.clock import now
from common.models import TimeStampedModel


class TaxRate(models.Model):
    tax_class = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    percent = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta:
        unique_together = [("tax_class", "country")]

    def __str__(self):
        return f"{self.country} {self.tax_class} {self.percent}%"


class PriceList(models.Model):
    """Prices of their own for a customer segment."""

    name = models.CharField(max_length=60)
    segment = models.CharField(max_length=10, db_index=True)
    is_active = models.BooleanField(default=True)

    def __str__(self):
        return self.name


class Price(models.Model):
    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="prices")
    variant = models.ForeignKey("core.Variant", on_delete=models.CASCADE, related_name="prices")
    min_quantity = models.PositiveIntegerField(default=1)
    amount_cents = models.PositiveIntegerField()

    class Meta:
        unique_together = [("price_list", "variant", "min_quantity")]


class PromotionQuerySet(models.QuerySet):
    def running(self, moment=None):
        moment = moment or now()
        return self.filter(is_active=True, starts_at__lte=moment).filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=moment)
        )

    def automatic(self):
        return self.filter(needs_coupon=False)


class Promotion(TimeStampedModel):
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, help_text="percent, fixed, bundle")
    value = models.PositiveIntegerField(help_text="percent, cents, or the size of the bundle")
    min_total_cents = models.PositiveIntegerField(default=0)
    categories = models.ManyToManyField("core.Category", blank=True, related_name="promotions")
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    needs_coupon = models.BooleanField(default=False)
    priority = models.PositiveSmallIntegerField(default=10)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "pk"]

    def __str__(self):
        return self.name


class CouponQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(Q(max_uses=0) | Q(times_used__lt=F("max_uses")))


class Coupon(models.Model):
    code = models.CharField(max_length=24, unique=True)
    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="coupons")
    max_uses = models.PositiveIntegerField(default=0, help_text="0: no limit")
    times_used = models.PositiveIntegerField(default=0)

    objects = CouponQuerySet.as_manager()

    def __str__(self):
        return self.code


class CouponRedemption(models.Model):
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="redemptions")
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="redemptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    discount_cents = models.PositiveIntegerField()
    redeemed_at = models.DateTimeField(default=now)
