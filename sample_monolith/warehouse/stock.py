"""Stock: what can be promised, and what is promised already."""

from __future__ import annotations

import logging

from django.db import connection, transaction
from django.db.models import F, Sum

from common.errors import ConflictError
from core.models import Variant
from warehouse.models import Reservation, StockLevel, StockMovement, Warehouse

logger = logging.getLogger(__name__)


class OutOfStockError(ConflictError):
    code = "out_of_stock"


def available_quantity(variant: Variant) -> int:
    total = StockLevel.objects.filter(variant=variant).aggregate(left=Sum(F("on_hand") - F("reserved")))
    return max(0, total["left"] or 0)


def is_available(variant: Variant, quantity: int) -> bool:
    return available_quantity(variant) >= quantity


def reserve_for_order(order) -> list[Reservation]:
    """Promise the goods of an order; each line is served from one warehouse, the default one first."""
    return [reserve(line) for line in order.lines.select_related("variant")]


def reserve(order_line) -> Reservation:
    levels = (
        StockLevel.objects.select_for_update()
        .with_available()
        .filter(variant_id=order_line.variant_id, available__gte=order_line.quantity)
        .order_by("-warehouse__is_default", "-available", "pk")
    )
    level = levels.first()
    if level is None:
        raise OutOfStockError(f"{order_line.description} is out of stock", variant=order_line.variant_id)
    StockLevel.objects.filter(pk=level.pk).update(reserved=F("reserved") + order_line.quantity)
    return Reservation.objects.create(level=level, order_line=order_line, quantity=order_line.quantity)


def receive(variant: Variant, quantity: int, reference: str = "", warehouse: Warehouse | None = None):
    """Goods arrive from a supplier."""
    if quantity < 1:
        raise ConflictError(f"{quantity} pieces cannot be received")
    warehouse = warehouse or Warehouse.objects.get(is_default=True)
    with transaction.atomic():
        level, _ = StockLevel.objects.get_or_create(variant=variant, warehouse=warehouse)
        level.on_hand = F("on_hand") + quantity
        level.save(update_fields=["on_hand"])
        StockMovement.objects.create(level=level, quantity=quantity, reason="receipt", reference=reference)
    level.refresh_from_db()
    return level


@transaction.atomic
def transfer(variant: Variant, quantity: int, source: Warehouse, target: Warehouse) -> None:
    """Move goods between warehouses; what is reserved stays."""
    moved = (
        StockLevel.objects.with_available()
        .filter(variant=variant, warehouse=source, available__gte=quantity)
        .update(on_hand=F("on_hand") - quantity)
    )
    if not moved:
        raise OutOfStockError(f"{source} cannot spare {quantity} of {variant}")
    goal, _ = StockLevel.objects.get_or_create(variant=variant, warehouse=target)
    StockLevel.objects.filter(pk=goal.pk).update(on_hand=F("on_hand") + quantity)
    origin = StockLevel.objects.get(variant=variant, warehouse=source)
    StockMovement.objects.create(level=origin, quantity=-quantity, reason="transfer", reference=target.code)
    StockMovement.objects.create(level=goal, quantity=quantity, reason="transfer", reference=source.code)


def count_shelf(level: StockLevel, counted: int) -> int:
    """Stocktaking: book the difference between shelf and system; returns it."""
    difference = counted - level.on_hand
    if difference:
        level.on_hand = counted
        level.save(update_fields=["on_hand"])
        level.movements.create(quantity=difference, reason="stocktaking")
        logger.warning("stocktaking: %s differs by %d", level, difference)
    return difference


def levels_that_disagree() -> list[tuple[int, int, int]]:
    """Levels whose ``reserved`` is not the sum of their reservations: ``(id, reserved, promised)``."""
    sql = (
        "SELECT l.id, l.reserved, COALESCE(SUM(r.quantity), 0) AS promised "
        "FROM stock_level l LEFT JOIN stock_reservation r ON r.level_id = l.id "
        "GROUP BY l.id, l.reserved HAVING l.reserved <> COALESCE(SUM(r.quantity), 0)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def abc_analysis(levels):
    """Planned for the second warehouse, which was never built."""
    ranked = sorted(levels, key=lambda level: -level.on_hand)
    third = max(1, len(ranked) // 3)
    return {"A": ranked[:third], "B": ranked[third : 2 * third], "C": ranked[2 * third :]}
