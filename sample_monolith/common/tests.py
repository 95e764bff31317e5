from django.core.management import call_command
from django.test import TestCase

from common.money import Money, allocate_cents, parse_cents, percent_of
from core.models import Product, Shipment
from orders.models import Order
from warehouse.models import StockLevel


class SeededShopTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("seed_shop", verbosity=0)

    def test_the_shop_has_goods_on_the_shelf(self):
        self.assertTrue(Product.objects.exists())
        self.assertTrue(StockLevel.objects.filter(on_hand__gt=0).exists())

    def test_no_shelf_promises_more_than_it_holds(self):
        for level in StockLevel.objects.all():
            self.assertLessEqual(level.reserved, level.on_hand)

    def test_every_shipment_belongs_to_an_order(self):
        for shipment in Shipment.objects.all():
            self.assertTrue(Order.objects.filter(pk=shipment.order_id).exists())

    def test_the_front_page_answers(self):
        self.assertEqual(self.client.get("/").status_code, 200)


class MoneyTests(TestCase):
    def test_shares_add_up(self):
        self.assertEqual(sum(allocate_cents(100, [1, 1, 1])), 100)

    def test_text_becomes_cents(self):
        self.assertEqual(parse_cents("12.34"), 1234)

    def test_percent(self):
        self.assertEqual(percent_of(1000, 19), 190)

    def test_amounts_compare(self):
        self.assertEqual(Money(100, "EUR"), Money(100, "EUR"))
