from django.contrib import admin, messages

from aftersales import returns
from aftersales.models import ReturnLine, ReturnRequest, Ticket, TicketMessage
from common.errors import ShopError


class ReturnLineInline(admin.TabularInline):
    model = ReturnLine
    extra = 0


@admin.register(ReturnRequest)
class ReturnRequestAdmin(admin.ModelAdmin):
    list_display = ["number", "order", "status", "created_at"]
    inlines = [ReturnLineInline]
    actions = ["approve_selected", "receive_selected", "settle_selected"]

    def _each(self, request, queryset, step):
        for found in queryset:
            try:
                step(found)
            except ShopError as error:
                messages.error(request, error.message)

    @admin.action(description="Approve")
    def approve_selected(self, request, queryset):
        self._each(request, queryset, returns.approve)

    @admin.action(description="Goods are back")
    def receive_selected(self, request, queryset):
        self._each(request, queryset, returns.receive_goods)

    @admin.action(description="Refund")
    def settle_selected(self, request, queryset):
        self._each(request, queryset, returns.settle)


class TicketMessageInline(admin.StackedInline):
    model = TicketMessage
    extra = 1


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin):
    list_display = ["subject", "user", "status", "priority"]
    list_filter = ["status", "priority"]
    inlines = [TicketMessageInline]
