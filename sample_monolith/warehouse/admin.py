from django.contrib import admin

from warehouse.models import StockLevel, StockMovement, Warehouse


class MovementInline(admin.TabularInline):
    model = StockMovement
    extra = 0


class StockLevelAdmin(admin.ModelAdmin):
    list_display = ["variant", "warehouse", "on_hand", "reserved"]
    search_fields = ["variant__sku"]
    inlines = [MovementInline]


admin.site.register(StockLevel, StockLevelAdmin)
admin.site.register(Warehouse)
