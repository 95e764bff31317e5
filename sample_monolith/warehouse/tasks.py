import logging

from django.db import connection

from common.clock import today
from core.models import Shipment
from messaging.services import notify_staff
from taskqueue.queue import task
from warehouse.dispatch import late_shipments, record_event
from warehouse.models import StockLevel

logger = logging.getLogger(__name__)

NEXT_EVENT = {Shipment.HANDED_OVER: "sorted", Shipment.IN_TRANSIT: "delivered"}


@task
def alert_low_stock():
    """One message to the staff with everything that has to be ordered again."""
    low = StockLevel.objects.low().select_related("variant__product", "warehouse").order_by("variant__sku")
    lines = [f"{level.variant.sku} @ {level.warehouse}: {level.available}" for level in low]
    if lines:
        notify_staff("Low stock", "\n".join(lines))
    return len(lines)


@task(max_attempts=5)
def poll_tracking():
    """Ask the carriers (here: a simulation of one) where the parcels are."""
    for shipment in Shipment.objects.on_the_way().select_related("order"):
        record_event(shipment, NEXT_EVENT[shipment.status], "from the carrier's feed")
    for _, tracking_code, number, _ in late_shipments(today()):
        logger.warning("parcel %s of order %s is late", tracking_code, number)


@task(name="warehouse.sync_reserved")
def sync_reserved():
    """Repair the running totals from the reservations."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE stock_level
            SET reserved = COALESCE(
                (SELECT SUM(r.quantity) FROM stock_reservation AS r WHERE r.level_id = stock_level.id), 0
            )
            """
        )
        return cursor.rowcount
