import logging

from messaging.services import notify_staff

logger = logging.getLogger(__name__)


def log_failed_payment(sender, order, message, **kwargs):
    logger.warning("payment of %s failed: %s", order, message)
    if order.pk and order.total_cents >= 100_000:
        notify_staff("A large payment failed", f"{order}: {message}")
