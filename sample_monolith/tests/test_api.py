import json

from core.models import Category
from orders.models import Order
from payments.models import Payment
from tests.shop import ShopTestCase
from warehouse.models import StockLevel


class ApiTestCase(ShopTestCase):
    def post(self, path, status=200, **body):
        answer = self.client.post(f"/api/{path}", json.dumps(body), content_type="application/json")
        self.assertEqual(answer.status_code, status, answer.content)
        return answer.json()

    def get(self, path, **query):
        answer = self.client.get(f"/api/{path}", query)
        self.assertEqual(answer.status_code, 200, answer.content)
        return answer.json()


class CustomerApiTests(ApiTestCase):
    def setUp(self):
        self.client.force_login(self.ada)

    def test_from_search_to_order(self):
        slug = self.get("products/", q="stove")["products"][0]["slug"]
        sku = self.get(f"products/{slug}/")["variants"][0]["sku"]
        self.assertEqual(self.post("cart/", sku=sku, quantity=2)["lines"][0]["sku"], sku)
        number = self.post("checkout/")["number"]
        order = self.get(f"orders/{number}/")
        self.assertEqual(order["outstanding_cents"], Payment.objects.get().amount_cents)
        self.assertEqual(self.post(f"orders/{number}/", city="Kiel")["status"], "pending")
        self.assertEqual(Order.objects.get().city, "Kiel")

    def test_what_is_no_number_is_refused(self):
        self.post("cart/", 400, sku="TENT-2", quantity="two")
        self.post("me/points/", 400, points="all")

    def test_account(self):
        self.assertEqual(self.post("me/business/", vat_id="de123456789")["segment"], "business")
        self.post("me/points/", 409, points=5)
        self.assertEqual(self.get("me/")["messages"], [])
        self.post("tickets/", subject="Tent", text="How?")
        self.post("tickets/", 400, subject="Tent")
        self.post("cart/from-wishlist/")

    def test_the_offices_pages_are_closed(self):
        for path in ("stock/TENT-2/", "day/"):
            self.assertEqual(self.client.get(f"/api/{path}").status_code, 302)


class OfficeApiTests(ApiTestCase):
    def setUp(self):
        self.client.force_login(self.office)

    def test_stock_prices_and_categories(self):
        self.assertEqual(self.post("stock/TENT-2/", quantity=5)["stock"]["HAM"]["on_hand"], 20)
        self.assertEqual(self.post("prices/TENT-2/", segment="business", amount_cents=100)["amount_cents"], 100)
        self.post("prices/TENT-2/", 400, segment="business", amount_cents="cheap")
        crumbs = self.post("categories/books/", parent="outdoor")["breadcrumbs"]
        self.assertEqual([step["slug"] for step in crumbs], ["outdoor", "books"])
        self.assertEqual(Category.objects.get(slug="books").parent.slug, "outdoor")

    def test_what_lies_on_no_shelf_cannot_be_written_off(self):
        StockLevel.objects.all().delete()
        self.post("stock/TENT-2/", 404, quantity=1)

    def test_the_boss_at_breakfast(self):
        self.assertEqual(self.get("day/", day="2026-02-14")["revenue_cents"], 0)
        self.assertEqual(self.get("day/")["tags"]["gas"], 2)


class SiteTests(ApiTestCase):
    def test_health(self):
        self.assertEqual(self.client.get("/health/").json(), {"ok": True})

    def test_every_admin_page_opens(self):
        from django.contrib import admin

        self.client.force_login(self.office)
        self.delivered(("TENT-2", 1))
        for model in admin.site._registry:
            page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            self.assertEqual(self.client.get(page).status_code, 200, page)
            self.assertEqual(self.client.get(page + "add/").status_code, 200, page)
            for found in model._default_manager.all()[:1]:
                self.assertEqual(self.client.get(f"{page}{found.pk}/change/").status_code, 200, page)

    def test_the_offices_actions(self):
        self.client.force_login(self.office)
        order = self.order(("TENT-2", 1))
        chosen = {"action": "cancel_selected", "_selected_action": [order.pk]}
        self.client.post("/admin/orders/order/", chosen)
        order.refresh_from_db()
        self.assertEqual(order.status, Order.CANCELLED)
