"""The life of an order: who may move it where, and what has to happen then."""

import logging

from django.db import connection, transaction

from common.clock import now
from common.errors import ConflictError
from orders.models import Order, OrderEvent
from orders.signals import order_cancelled, order_status_changed
from payments import services as payments
from pricing.coupons import give_back

logger = logging.getLogger(__name__)

ALLOWED = {
    Order.PENDING: {Order.PAID, Order.CANCELLED},
    Order.PAID: {Order.PARTLY_SHIPPED, Order.SHIPPED, Order.CANCELLED},
    Order.PARTLY_SHIPPED: {Order.PARTLY_SHIPPED, Order.SHIPPED},
    Order.SHIPPED: {Order.COMPLETED},
    Order.COMPLETED: set(),
    Order.CANCELLED: set(),
}


class IllegalTransitionError(ConflictError):
    code = "illegal_transition"


def can_move(order, status):
    return status in ALLOWED[order.status]


def transition(order, status, actor=None, remark=""):
    """Move an order and write its history; raises IllegalTransitionError."""
    if not can_move(order, status):
        raise IllegalTransitionError(f"order {order} cannot go from {order.status} to {status}")
    before, order.status = order.status, status
    order.save(update_fields=["status", "updated_at"])
    OrderEvent.objects.create(
        order=order, actor=actor, from_status=before, to_status=status, remark=remark, happened_at=now()
    )
    order_status_changed.send(sender=Order, order=order, before=before)
    logger.info("order %s: %s -> %s", order, before, status)
    return order


def mark_paid(order):
    """Called when the whole amount has arrived; harmless when called twice."""
    if order.status == Order.PENDING:
        transition(order, Order.PAID, remark="paid in full")


def cancel_order(order, actor=None, remark=""):
    """Give the goods, the coupon and the money back."""
    with transaction.atomic():
        transition(order, Order.CANCELLED, actor, remark)
        release_goods(order)
        give_back(order)
        payments.return_money(order, "order cancelled")
    order_cancelled.send(sender=Order, order=order)


def release_goods(order):
    """Undo the reservations of an order, straight in the stock tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE stock_level
            SET reserved = reserved - (
                SELECT SUM(r.quantity)
                FROM stock_reservation AS r
                JOIN orders_orderline AS l ON l.id = r.order_line_id
                WHERE r.level_id = stock_level.id AND l.order_id = %s
            )
            WHERE id IN (
                SELECT r.level_id
                FROM stock_reservation AS r
                JOIN orders_orderline AS l ON l.id = r.order_line_id
                WHERE l.order_id = %s
            )
            """,
            [order.pk, order.pk],
        )
        cursor.execute(
            "DELETE FROM stock_reservation WHERE order_line_id IN "
            "(SELECT id FROM orders_orderline WHERE order_id = %s)",
            [order.pk],
        )
