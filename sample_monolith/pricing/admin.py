from django.contrib import admin

from pricing.models import Coupon, Price, PriceList, Promotion, TaxRate
from pricing.tasks import drop_orphan_prices


class PriceInline(admin.TabularInline):
    model = Price
    extra = 1


@admin.register(PriceList)
class PriceListAdmin(admin.ModelAdmin):
    list_display = ["name", "segment", "is_active"]
    inlines = [PriceInline]
    actions = ["clean_up"]

    @admin.action(description="Drop prices of variants that are no longer sold")
    def clean_up(self, request, queryset):
        drop_orphan_prices.delay()


@admin.register(Promotion)
class PromotionAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "value", "is_active", "starts_at", "ends_at"]
    list_filter = ["kind", "is_active"]


@admin.register(Coupon)
class CouponAdmin(admin.ModelAdmin):
    list_display = ["code", "promotion", "times_used", "max_uses"]


admin.site.register(TaxRate)
