from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from common.errors import ShopError
from common.http import json_body, json_endpoint, required
from orders.models import Order
from payments.gateway import gateway_for
from payments.services import handle_event, paid_cents


@method_decorator(csrf_exempt, name="dispatch")
class WebhookView(View):
    """Where the provider tells us what happened; only signed messages count."""

    @method_decorator(json_endpoint)
    def post(self, request):
        signature = request.headers.get("X-Signature", "")
        if not gateway_for("card").is_genuine(request.body, signature):
            raise ShopError("bad signature")
        body = json_body(request)
        event_id, kind = required(body, "id", "kind")
        return {"processed": handle_event(event_id, kind, body.get("data", {}))}


@login_required
@json_endpoint
def payment_state(request, number):
    order = get_object_or_404(Order, number=number, user=request.user)
    return {
        "order": order.number,
        "paid_cents": paid_cents(order),
        "payments": list(order.payments.order_by("pk").values("method", "status", "amount_cents")),
    }
