"""Two audiences behind one module: the warehouse's screens and the customer's parcel tracking."""

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django.views.generic import ListView, TemplateView

from common.http import json_body, json_endpoint, required, whole_number
from core.models import Carrier, Shipment, Variant
from orders.models import Order
from warehouse import dispatch, labels, stock
from warehouse.models import StockLevel


@method_decorator(staff_member_required, name="dispatch")
class StockListView(ListView):
    template_name = "shop/stock_list.html"
    paginate_by = 50

    def get_queryset(self):
        levels = StockLevel.objects.with_available().select_related("variant__product", "warehouse")
        if self.request.GET.get("low"):
            levels = levels.low()
        return levels.order_by("variant__sku", "warehouse__code")


@staff_member_required
@require_POST
@json_endpoint
def receive_goods(request):
    body = json_body(request)
    sku, quantity = required(body, "sku", "quantity")
    variant = get_object_or_404(Variant, sku=sku)
    level = stock.receive(variant, whole_number(quantity), body.get("reference", ""))
    return {"sku": sku, "on_hand": level.on_hand}


class TrackingView(LoginRequiredMixin, TemplateView):
    template_name = "shop/tracking.html"

    def get_context_data(self, **kwargs):
        shipment = get_object_or_404(
            Shipment.objects.select_related("carrier", "order"),
            tracking_code=kwargs["code"],
            order__user=self.request.user,
        )
        return super().get_context_data(shipment=shipment, events=shipment.events.all(), **kwargs)


@staff_member_required
@require_POST
@json_endpoint
def pack_order(request, number):
    body = json_body(request)
    order = get_object_or_404(Order, number=number)
    carrier = get_object_or_404(Carrier, code=body.get("carrier", "DHL"))
    shipment = dispatch.hand_over(dispatch.pack(order, carrier))
    return {"shipment": shipment.pk, "tracking_code": shipment.tracking_code}


@staff_member_required
def label(request, pk):
    shipment = get_object_or_404(Shipment, pk=pk)
    return HttpResponse(labels.parcel_label(shipment), content_type="text/plain; charset=utf-8")
