"""What happens elsewhere and is worth a message."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from core.models import Shipment
from messaging.rendering import order_values
from messaging.services import notify


def confirm_order(sender, order, **kwargs):
    notify(order.user, "order-confirmed", order_values(order))


def announce_cancellation(sender, order, **kwargs):
    notify(order.user, "order-cancelled", order_values(order))


@receiver(post_save, sender=Shipment)
def announce_parcel(sender, instance, created, update_fields=None, **kwargs):
    # Packing creates the parcel; the customer hears of it when it leaves.
    if instance.status == Shipment.HANDED_OVER and not created and update_fields is None:
        values = {"carrier": instance.carrier.name, "link": instance.tracking_link}
        notify(instance.order.user, "parcel-sent", values)
