"""Numbers for the office. These statements know every table of the shop."""

import datetime as dt

from django.db import connection

from common.clock import day_bounds, today
from core.models import Product
from insights.models import DailySales, ProductRanking

SALES_TABLE = "report_daily_sales"

REBUILD_DAY = """
    INSERT INTO report_daily_sales (day, category_id, orders, units, revenue_cents)
    SELECT %s, p.category_id, COUNT(DISTINCT o.id), SUM(l.quantity),
           SUM(l.unit_price_cents * l.quantity - l.discount_cents)
    FROM orders_order AS o
    JOIN orders_orderline AS l ON l.order_id = o.id
    JOIN catalog_variant AS v ON v.id = l.variant_id
    JOIN catalog_product AS p ON p.id = v.product_id
    WHERE o.status <> 'cancelled' AND o.placed_at >= %s AND o.placed_at < %s
    GROUP BY p.category_id
"""

RETURN_RATE = (
    "WITH sold AS ("
    " SELECT l.variant_id, SUM(l.quantity) AS units FROM orders_orderline l GROUP BY l.variant_id"
    "), returned AS ("
    " SELECT l.variant_id, SUM(r.quantity) AS units FROM aftersales_returnline r"
    " JOIN orders_orderline l ON l.id = r.order_line_id GROUP BY l.variant_id"
    ") SELECT v.sku, sold.units, returned.units"
    " FROM sold JOIN returned ON returned.variant_id = sold.variant_id"
    " JOIN catalog_variant v ON v.id = sold.variant_id"
    " ORDER BY 1.0 * returned.units / sold.units DESC, v.sku"
)


def rebuild_day(day):
    """Compute the sales of one day anew; returns the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {SALES_TABLE} WHERE day = %s", [day.isoformat()])
        first, last = (connection.ops.adapt_datetimefield_value(moment) for moment in day_bounds(day))
        cursor.execute(REBUILD_DAY, [day.isoformat(), first, last])
        return cursor.rowcount


def return_rates():
    with connection.cursor() as cursor:
        cursor.execute(RETURN_RATE)
        return [{"sku": sku, "sold": sold, "returned": back} for sku, sold, back in cursor.fetchall()]


def rebuild_ranking(days=90):
    """Rank the products by units sold."""
    since = today() - dt.timedelta(days=days)
    products = Product.objects.raw(
        """
        SELECT p.id, p.name, SUM(l.quantity) AS units
        FROM catalog_product p
        JOIN catalog_variant v ON v.product_id = p.id
        JOIN orders_orderline l ON l.variant_id = v.id
        JOIN orders_order o ON o.id = l.order_id
        WHERE o.status <> 'cancelled' AND o.placed_at >= %s
        GROUP BY p.id, p.name
        ORDER BY units DESC, p.id
        """,
        [since.isoformat()],
    )
    ProductRanking.objects.all().delete()
    rankings = [
        ProductRanking(product=product, rank=rank, units_sold=product.units)
        for rank, product in enumerate(products, start=1)
    ]
    ProductRanking.objects.bulk_create(rankings)
    return len(rankings)


def ranking_of(product):
    return ProductRanking.objects.filter(product=product).values_list("rank", flat=True).first()


class SalesReport:
    """Sales between two days (inclusive), by day or by category."""

    def __init__(self, first, last):
        self.first, self.last = first, last
        self.rows = DailySales.objects.filter(day__range=(first, last)).select_related("category")

    def _grouped(self, key):
        result = {}
        for row in self.rows:
            group = result.setdefault(key(row), {"orders": 0, "units": 0, "revenue_cents": 0})
            for name in group:
                group[name] += getattr(row, name)
        return dict(sorted(result.items()))

    def by_day(self):
        return self._grouped(lambda row: row.day.isoformat())

    def by_category(self):
        return self._grouped(lambda row: row.category.name)

    @property
    def revenue_cents(self):
        return sum(row.revenue_cents for row in self.rows)


def customer_value(limit=20):
    """The best customers: orders, money, open tickets, points."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT u.email, COUNT(o.id), SUM(o.total_cents), pr.loyalty_points,
                   (SELECT COUNT(*) FROM aftersales_ticket t WHERE t.user_id = u.id AND t.status <> 'closed')
            FROM accounts_user u
            JOIN orders_order o ON o.user_id = u.id
            LEFT JOIN core_customerprofile pr ON pr.user_id = u.id
            WHERE o.status NOT IN ('pending', 'cancelled')
            GROUP BY u.id, u.email, pr.loyalty_points
            ORDER BY SUM(o.total_cents) DESC, u.email
            LIMIT %s
            """,
            [limit],
        )
        names = ("email", "orders", "total_cents", "points", "open_tickets")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def stock_value_by_warehouse():
    sql = """
        SELECT w.code, SUM(s.on_hand * v.base_price_cents)
        FROM stock_level s
        INNER JOIN warehouse_warehouse w ON w.id = s.warehouse_id
        INNER JOIN catalog_variant v ON v.id = s.variant_id
        GROUP BY w.code
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())
