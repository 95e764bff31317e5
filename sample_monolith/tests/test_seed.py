from django.apps import apps
from django.core.management import call_command

from core.models import Product, Shipment
from orders.models import Order
from tests.shop import Quiet, ShopTestCase
from warehouse.models import StockLevel


class SeededShopTests(ShopTestCase):
    def test_seeding_twice_changes_nothing(self):
        before = [model.objects.count() for model in apps.get_models()]
        call_command("seed_shop", stdout=Quiet())
        self.assertEqual([model.objects.count() for model in apps.get_models()], before)

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
