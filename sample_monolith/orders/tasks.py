import logging

from django.conf import settings

from common.errors import ShopError
from orders.models import Order
from orders.states import cancel_order
from taskqueue.queue import task

logger = logging.getLogger(__name__)


@task
def cancel_unpaid_orders():
    """Orders that nobody paid give their goods back."""
    cancelled = 0
    for order in Order.objects.unpaid_for(settings.UNPAID_ORDER_MINUTES):
        try:
            cancel_order(order, remark="not paid in time")
        except ShopError as error:
            logger.warning("order %s stays: %s", order, error.message)
        else:
            cancelled += 1
    return cancelled
