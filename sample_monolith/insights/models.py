from django.db import models


class DailySales(models.Model):
    day = models.DateField()
    category = models.ForeignKey("core.Category", on_delete=models.CASCADE, related_name="+")
    orders = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    revenue_cents = models.BigIntegerField()

    class Meta:
        db_table = "report_daily_sales"
        unique_together = [("day", "category")]


class ProductRanking(models.Model):
    product = models.OneToOneField("core.Product", on_delete=models.CASCADE, related_name="ranking")
    rank = models.PositiveIntegerField()
    units_sold = models.PositiveIntegerField()
    computed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "report_product_ranking"
        ordering = ["rank"]
