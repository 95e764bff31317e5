from django.contrib import admin

from payments.models import Payment, Refund


class RefundInline(admin.TabularInline):
    model = Refund
    extra = 0


@admin.register(Payment)
class PaymentAdmin(admin.ModelAdmin):
    list_display = ["pk", "order", "method", "amount_cents", "refunded_cents", "status"]
    list_filter = ["status", "method"]
    inlines = [RefundInline]
