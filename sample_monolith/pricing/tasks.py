import logging

from django.db import connection

from common.clock import now
from pricing.models import Promotion
from taskqueue.queue import task

logger = logging.getLogger(__name__)


@task
def expire_promotions():
    """Switch off what has ended, so that lists of running promotions stay short."""
    count = Promotion.objects.filter(is_active=True, ends_at__lte=now()).update(is_active=False)
    logger.info("%d promotions expired", count)
    return count


@task(name="pricing.drop_orphan_prices")
def drop_orphan_prices():
    """Prices of variants that are no longer sold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM pricing_price WHERE variant_id IN (SELECT id FROM catalog_variant WHERE is_active = %s)",
            [False],
        )
        return cursor.rowcount
