"""What lies on which shelf. (Parcels are in core.models.)"""

from django.db import models
from django.db.models import F

from common.clock import now


class Warehouse(models.Model):
    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=60)
    is_default = models.BooleanField(default=False)

    def __str__(self):
        return self.code


class StockQuerySet(models.QuerySet):
    def with_available(self):
        return self.annotate(available=F("on_hand") - F("reserved"))

    def low(self):
        return self.with_available().filter(available__lt=F("reorder_point"))


class StockLevel(models.Model):
    variant = models.ForeignKey("core.Variant", on_delete=models.CASCADE, related_name="stock_levels")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="levels")
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    reorder_point = models.PositiveIntegerField(default=0)

    objects = StockQuerySet.as_manager()

    class Meta:
        db_table = "stock_level"
        unique_together = [("variant", "warehouse")]

    def __str__(self):
        return f"{self.variant_id}@{self.warehouse_id}: {self.on_hand} ({self.reserved} reserved)"


class StockMovement(models.Model):
    level = models.ForeignKey(StockLevel, on_delete=models.CASCADE, related_name="movements")
    quantity = models.IntegerField()
    reason = models.CharField(max_length=30)
    reference = models.CharField(max_length=40, blank=True)
    happened_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "stock_movement"


class Reservation(models.Model):
    """Goods promised to an order line and not yet packed."""

    level = models.ForeignKey(StockLevel, on_delete=models.CASCADE, related_name="reservations")
    order_line = models.OneToOneField("orders.OrderLine", on_delete=models.CASCADE, related_name="reservation")
    quantity = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "stock_reservation"
