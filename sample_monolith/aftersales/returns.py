"""Goods that come back: asked for, approved, received, refunded."""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum

from aftersales.models import ReturnLine, ReturnRequest
from common.clock import now, today
from common.errors import ConflictError, ShopError
from common.ids import document_number
from common.money import allocate_cents, format_cents
from messaging.services import notify
from orders.models import Order
from payments.services import refund_order
from warehouse.models import StockLevel, StockMovement, Warehouse

logger = logging.getLogger(__name__)


class ReturnRefusedError(ConflictError):
    code = "return_refused"


def returnable(order):
    """What may still come back: ``{order line: quantity}``."""
    if order.status not in (Order.SHIPPED, Order.COMPLETED):
        return {}
    if now() - order.placed_at > dt.timedelta(days=settings.RETURN_DAYS):
        return {}
    result = {}
    for line in order.lines.all():
        gone = (
            ReturnLine.objects.filter(order_line=line)
            .exclude(return_request__status=ReturnRequest.REJECTED)
            .aggregate(total=Sum("quantity"))["total"]
        )
        if line.quantity > (gone or 0):
            result[line] = line.quantity - (gone or 0)
    return result


def open_return(order, user, quantities, reason):
    """Ask for a return of ``{order line id: quantity}``."""
    left = {line.pk: (line, quantity) for line, quantity in returnable(order).items()}
    if not quantities:
        raise ShopError("a return needs at least one article")
    for line_id, quantity in quantities.items():
        if line_id not in left or not 0 < quantity <= left[line_id][1]:
            raise ReturnRefusedError("this article cannot be returned in this quantity", line=line_id)
    with transaction.atomic():
        last = ReturnRequest.objects.aggregate(last=Max("pk"))["last"] or 0
        request = ReturnRequest.objects.create(
            number=document_number("R", today(), last + 1),
            order=order,
            requested_by=user,
            reason=reason,
        )
        for line_id, quantity in sorted(quantities.items()):
            ReturnLine.objects.create(return_request=request, order_line=left[line_id][0], quantity=quantity)
    return request


def approve(request):
    _move(request, ReturnRequest.REQUESTED, ReturnRequest.APPROVED)
    notify(request.requested_by, "return-approved", {"number": request.number})


def reject(request, remark):
    _move(request, ReturnRequest.REQUESTED, ReturnRequest.REJECTED)
    logger.info("return %s rejected: %s", request, remark)


def receive_goods(request, damaged=()):
    """The parcel is back: what can be sold again goes on the shelf of the default warehouse."""
    with transaction.atomic():
        _move(request, ReturnRequest.APPROVED, ReturnRequest.RECEIVED)
        shelf = Warehouse.objects.get(is_default=True)
        for line in request.lines.select_related("order_line"):
            line.is_resellable = line.pk not in damaged
            line.save(update_fields=["is_resellable"])
            if line.is_resellable:
                level, _ = StockLevel.objects.get_or_create(variant_id=line.order_line.variant_id, warehouse=shelf)
                level.on_hand += line.quantity
                level.save()
                StockMovement.objects.create(
                    level=level, quantity=line.quantity, reason="return", reference=request.number
                )


def refund_amount(request):
    """What the returned pieces cost, discounts included, damaged goods at half."""
    total = 0
    for line in request.lines.select_related("order_line"):
        bought = line.order_line
        kept = bought.quantity - line.quantity
        share = allocate_cents(bought.total_cents, [line.quantity, kept])[0]
        total += share if line.is_resellable else share // 2
    return total


def settle(request):
    """Give the money back and close the return."""
    amount = refund_amount(request)
    with transaction.atomic():
        _move(request, ReturnRequest.RECEIVED, ReturnRequest.REFUNDED)
        refund_order(request.order, amount, f"return {request.number}")
    values = {"number": request.number, "amount": format_cents(amount)}
    notify(request.requested_by, "return-refunded", values)
    return amount


def _move(request, before, after):
    if request.status != before:
        raise ConflictError(f"return {request} is {request.status}")
    request.status = after
    request.save(update_fields=["status", "updated_at"])
