from django.contrib import admin, messages

from common.errors import ShopError
from orders.models import Order, OrderEvent, OrderLine
from orders.states import cancel_order


class LineInline(admin.TabularInline):
    model = OrderLine
    extra = 0


class EventInline(admin.TabularInline):
    model = OrderEvent
    extra = 0


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "user", "status", "total", "placed_at"]
    list_filter = ["status"]
    search_fields = ["number", "user__email"]
    inlines = [LineInline, EventInline]
    actions = ["cancel_selected"]

    @admin.action(description="Cancel")
    def cancel_selected(self, request, queryset):
        for order in queryset:
            try:
                cancel_order(order, request.user, "by the office")
            except ShopError as error:
                messages.error(request, error.message)
