import datetime as dt
import io

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from common.clock import today
from core.legacy_export import export_day
from core.services import revenue_by_category, revenue_on
from insights import queries
from insights.models import DailySales
from insights.tasks import rebuild_daily_sales
from orders.models import Order
from orders.states import cancel_order
from tests.shop import ShopTestCase


class NumberTests(ShopTestCase):
    def test_sales_are_computed_anew_each_time(self):
        self.order(("TENT-2", 2), ("BOOK-KNOTS", 1))
        cancel_order(self.order(("BOOK-KNOTS", 1)))
        rebuild_daily_sales()
        rebuild_daily_sales()
        report = queries.SalesReport(today(), today())
        self.assertEqual(report.by_category()["Tents"], {"orders": 1, "units": 2, "revenue_cents": 49800})
        self.assertEqual(report.revenue_cents, 49800 + 1800)
        self.assertEqual(queries.ranking_of(self.variant("TENT-2").product), 1)

    def test_a_day_is_a_day_in_the_shops_own_time(self):
        self.order(("BOOK-KNOTS", 1))
        half_past_midnight = dt.datetime(2026, 7, 2, 0, 30, tzinfo=timezone.get_current_timezone())
        Order.objects.update(placed_at=half_past_midnight)
        self.assertGreater(revenue_on(dt.date(2026, 7, 2)), 0)
        self.assertEqual(queries.rebuild_day(dt.date(2026, 7, 1)), 0)
        self.assertEqual(queries.rebuild_day(dt.date(2026, 7, 2)), 1)
        self.assertEqual(DailySales.objects.get().day, dt.date(2026, 7, 2))
        self.assertIn("8300", export_day(dt.date(2026, 7, 2)))

    def test_revenue_since_a_moment_counts_that_day(self):
        order = self.order(("BOOK-KNOTS", 1))
        self.assertEqual(revenue_by_category(order.placed_at - dt.timedelta(minutes=1)), {"Books": 1800})
        self.assertEqual(revenue_by_category(order.placed_at + dt.timedelta(minutes=1)), {})

    def test_customers_stock_and_returns(self):
        order = self.paid(("TENT-2", 1))
        best = queries.customer_value()[0]
        self.assertEqual((best["email"], best["total_cents"]), ("ada@example.com", order.total_cents))
        self.assertGreater(queries.stock_value_by_warehouse()["HAM"], 0)
        self.assertEqual(queries.return_rates(), [])

    def test_the_command_prints_a_total(self):
        self.order(("BOOK-KNOTS", 1))
        out = io.StringIO()
        call_command("sales_report", "--rebuild", "--days", "1", stdout=out)
        self.assertIn("€18.00", out.getvalue())

    def test_numbers_are_for_the_office(self):
        url = reverse("insights:sales-csv")
        self.assertEqual(self.client.get(url).status_code, 302)
        self.client.force_login(self.office)
        for name in ("dashboard", "numbers", "sales-csv"):
            self.assertEqual(self.client.get(reverse(f"insights:{name}")).status_code, 200)
        self.assertEqual(self.client.get(url, {"days": "all"}).status_code, 400)
