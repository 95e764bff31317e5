"""Parcels: packing, handing over, following."""

from __future__ import annotations

import logging

from django.db import connection, transaction
from django.db.models import F, Sum

from common.clock import add_business_days, now, today
from common.errors import ConflictError
from common.ids import random_token
from core.models import Carrier, Shipment, ShipmentLine, TrackingEvent
from orders import states
from orders.models import Order
from warehouse.models import Reservation, StockLevel, StockMovement

logger = logging.getLogger(__name__)

STATUS_OF_EVENT = {
    "accepted": Shipment.HANDED_OVER,
    "sorted": Shipment.IN_TRANSIT,
    "out_for_delivery": Shipment.IN_TRANSIT,
    "delivered": Shipment.DELIVERED,
}


class PackingList:
    """What is still to be sent of an order, and what of it goes into this parcel."""

    def __init__(self, order: Order):
        self.order = order
        shipped = ShipmentLine.objects.filter(shipment__order=order).values_list("order_line")
        self.shipped = dict(shipped.annotate(total=Sum("quantity")))

    def open_lines(self):
        for line in self.order.lines.all():
            missing = line.quantity - self.shipped.get(line.pk, 0)
            if missing > 0:
                yield line, missing

    @property
    def is_complete(self) -> bool:
        return not list(self.open_lines())


def pack(order: Order, carrier: Carrier, quantities: dict[int, int] | None = None) -> Shipment:
    """Pack a parcel with everything open, or with ``{order line: quantity}``, and take it off the stock."""
    if order.status not in (Order.PAID, Order.PARTLY_SHIPPED):
        raise ConflictError(f"order {order} is {order.status}, not ready to be packed")
    with transaction.atomic():
        days = order.rate.days if order.rate else 3
        shipment = Shipment.objects.create(
            order=order,
            carrier=carrier,
            expected_on=add_business_days(today(), days),
            **order.postal_dict(),
        )
        for line, missing in PackingList(order).open_lines():
            quantity = min(missing, quantities.get(line.pk, 0)) if quantities else missing
            if quantity:
                ShipmentLine.objects.create(shipment=shipment, order_line=line, quantity=quantity)
                _take_from_shelf(line, quantity, order.number)
        if not shipment.lines.exists():
            raise ConflictError("there is nothing to pack into this parcel")
        done = PackingList(order).is_complete
        states.transition(order, Order.SHIPPED if done else Order.PARTLY_SHIPPED)
    logger.info("packed %s for %s", shipment.pk, order)
    return shipment


def _take_from_shelf(order_line, quantity, reference):
    reservation = Reservation.objects.select_related("level").get(order_line=order_line)
    StockLevel.objects.filter(pk=reservation.level_id).update(
        on_hand=F("on_hand") - quantity, reserved=F("reserved") - quantity
    )
    StockMovement.objects.create(level=reservation.level, quantity=-quantity, reason="shipment", reference=reference)
    if reservation.quantity > quantity:
        reservation.quantity -= quantity
        reservation.save(update_fields=["quantity"])
    else:
        reservation.delete()


def hand_over(shipment: Shipment, tracking_code: str = "") -> Shipment:
    """The carrier takes the parcel."""
    if shipment.status != Shipment.PACKING:
        raise ConflictError("this parcel has left already")
    shipment.tracking_code = tracking_code or f"{shipment.carrier.code}{random_token(12)}"
    shipment.status = Shipment.HANDED_OVER
    shipment.handed_over_at = now()
    shipment.save()
    TrackingEvent.objects.create(shipment=shipment, code="accepted", description="handed to the carrier")
    return shipment


def record_event(shipment: Shipment, code: str, description: str = "") -> None:
    """Book one step of the parcel's way; with the last one delivered, the order is complete."""
    shipment.events.create(code=code, description=description)
    shipment.status = STATUS_OF_EVENT.get(code, shipment.status)
    shipment.save(update_fields=["status", "updated_at"])
    order = shipment.order
    everything_arrived = not order.shipments.exclude(status=Shipment.DELIVERED).exists()
    if everything_arrived and order.status == Order.SHIPPED:
        states.transition(order, Order.COMPLETED)


def late_shipments(day):
    """Parcels that should have arrived: id, tracking code, order number, customer's address."""
    sql = """
        SELECT s.id, s.tracking_code, o.number, u.email
        FROM shipping_shipment AS s
        JOIN orders_order AS o ON o.id = s.order_id
        JOIN accounts_user AS u ON u.id = o.user_id
        WHERE s.status <> %(delivered)s AND s.expected_on < %(day)s
        ORDER BY s.expected_on, s.id
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"delivered": Shipment.DELIVERED, "day": day.isoformat()})
        return cursor.fetchall()
