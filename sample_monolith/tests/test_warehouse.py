import datetime as dt
import json

from django.urls import reverse

from common.clock import now, today
from common.errors import ConflictError
from core.models import Carrier, Shipment, ShippingRate, ShippingZone
from core.services import delivery_estimate, parcels_of, stock_overview, write_off
from messaging.models import OutboundMessage
from orders.models import Order
from tests.shop import ShopTestCase
from warehouse import dispatch, labels, stock
from warehouse.models import Reservation, StockLevel, StockMovement, Warehouse
from warehouse.rates import NotDeliverableError, offer_for, offers
from warehouse.tasks import alert_low_stock, poll_tracking, sync_reserved


class StockTests(ShopTestCase):
    def test_the_default_warehouse_serves_first(self):
        spare = Warehouse.objects.create(code="BER", name="Berlin")
        stock.receive(self.variant("TENT-2"), 90, warehouse=spare)
        self.order(("TENT-2", 1))
        self.assertEqual(Reservation.objects.get().level.warehouse.code, "HAM")

    def test_a_transfer_leaves_what_is_reserved(self):
        spare = Warehouse.objects.create(code="BER", name="Berlin")
        home = Warehouse.objects.get(code="HAM")
        self.order(("TENT-2", 5))
        with self.assertRaises(stock.OutOfStockError):
            stock.transfer(self.variant("TENT-2"), 21, home, spare)
        stock.transfer(self.variant("TENT-2"), 20, home, spare)
        overview = stock_overview(self.variant("TENT-2"))
        self.assertEqual(overview, {"HAM": {"on_hand": 5, "free": 0}, "BER": {"on_hand": 20, "free": 20}})

    def test_stocktaking_books_the_difference(self):
        with self.assertLogs("warehouse.stock", "WARNING"):
            self.assertEqual(stock.count_shelf(self.level("TENT-2"), 22), -3)
        self.assertEqual(self.level("TENT-2").movements.filter(reason="stocktaking").get().quantity, -3)

    def test_only_free_goods_and_only_some_can_be_written_off(self):
        self.order(("TENT-2", 5))
        level = self.level("TENT-2")
        for quantity in (21, 0, -1):
            with self.assertRaises(ConflictError):
                write_off(level, quantity)
        write_off(level, 20)
        self.assertEqual(self.level("TENT-2").on_hand, 5)

    def test_nothing_less_than_one_piece_is_received(self):
        with self.assertRaises(ConflictError):
            stock.receive(self.variant("TENT-2"), -5)
        self.assertEqual(self.level("TENT-2").on_hand, 25)

    def test_running_totals_are_repaired(self):
        self.order(("TENT-2", 2))
        StockLevel.objects.update(reserved=9)
        self.assertEqual(len(stock.levels_that_disagree()), StockLevel.objects.count())
        sync_reserved()
        self.assertEqual(stock.levels_that_disagree(), [])
        self.assertEqual(self.level("TENT-2").reserved, 2)

    def test_the_office_hears_of_low_stock_once(self):
        StockLevel.objects.filter(variant__sku__startswith="TENT").update(reorder_point=30)
        self.assertEqual(alert_low_stock(), 3)
        self.assertEqual(OutboundMessage.objects.get(subject="Low stock").user, self.office)


class ParcelTests(ShopTestCase):
    def setUp(self):
        self.dhl = Carrier.objects.get(code="DHL")

    def test_two_parcels_complete_an_order(self):
        order = self.paid(("TENT-2", 2), ("BOOK-KNOTS", 1))
        line = order.lines.get(quantity=2)
        first = dispatch.pack(order, self.dhl, {line.pk: 1})
        self.assertEqual(order.status, Order.PARTLY_SHIPPED)
        second = dispatch.pack(order, self.dhl)
        self.assertEqual(order.status, Order.SHIPPED)
        self.assertEqual((first.lines.count(), second.lines.count()), (1, 2))
        self.assertEqual((self.level("TENT-2").on_hand, self.level("TENT-2").reserved), (23, 0))
        self.assertEqual(StockMovement.objects.filter(reference=order.number).count(), 3)

    def test_no_parcel_is_empty(self):
        order = self.paid(("TENT-2", 2))
        with self.assertRaises(ConflictError):
            dispatch.pack(order, self.dhl, {0: 1})
        self.assertFalse(Shipment.objects.exists())
        self.assertEqual(Order.objects.get().status, Order.PAID)

    def test_unpaid_orders_are_not_packed(self):
        with self.assertRaises(ConflictError):
            dispatch.pack(self.order(("TENT-2", 1)), self.dhl)

    def test_the_customer_hears_once_that_the_parcel_left(self):
        shipment = dispatch.hand_over(dispatch.pack(self.paid(("TENT-2", 1)), self.dhl))
        dispatch.record_event(shipment, "sorted")
        self.assertEqual(OutboundMessage.objects.filter(template__key="parcel-sent").count(), 1)
        with self.assertRaises(ConflictError):
            dispatch.hand_over(shipment)

    def test_the_carriers_feed_brings_it_home(self):
        order = self.paid(("TENT-2", 1))
        dispatch.hand_over(dispatch.pack(order, self.dhl))
        Shipment.objects.update(expected_on=today() - dt.timedelta(days=1))
        with self.assertLogs("warehouse.tasks", "WARNING"):
            poll_tracking()
        poll_tracking()
        self.assertEqual(Shipment.objects.get().status, Shipment.DELIVERED)
        self.assertEqual(Order.objects.get().status, Order.COMPLETED)

    def test_labels_and_tracking_links(self):
        shipment = dispatch.hand_over(dispatch.pack(self.paid(("TENT-2", 1)), self.dhl), "DHL42")
        self.assertTrue(all(len(line) <= labels.WIDTH for line in labels.parcel_label(shipment).splitlines()))
        self.assertEqual(parcels_of(shipment.order)[0]["link"], "https://tracking.example/DHL42")
        self.client.force_login(self.ada)
        self.assertContains(self.client.get(reverse("warehouse:track", args=["DHL42"])), "DHL")

    def test_the_packing_screen(self):
        order = self.paid(("TENT-2", 1))
        self.client.force_login(self.office)
        url = reverse("warehouse:pack", args=[order.number])
        answer = self.client.post(url, json.dumps({"carrier": "GLS"}), content_type="application/json")
        self.assertTrue(answer.json()["tracking_code"].startswith("GLS"))
        self.assertEqual(self.client.get(reverse("warehouse:stock"), {"low": "1"}).status_code, 200)


class RateTests(ShopTestCase):
    def test_the_cheapest_is_free_for_large_orders(self):
        self.assertEqual([offer.price_cents for offer in offers("DE", 500, 7499)], [450, 490])
        self.assertEqual([offer.price_cents for offer in offers("DE", 500, 7500)], [0, 490])

    def test_where_nobody_goes_and_what_nobody_takes(self):
        for country, grams in (("US", 100), ("DE", 32_000)):
            with self.assertRaises(NotDeliverableError):
                offers(country, grams, 0)
        with self.assertRaises(NotDeliverableError):
            offer_for(0, "DE", 100, 0)
        self.assertIsNone(delivery_estimate("US"))

    def test_countries_may_be_written_with_spaces(self):
        zone = ShippingZone.objects.create(name="South", countries="IT, ES")
        ShippingRate.objects.create(zone=zone, carrier_id=1, max_weight_grams=100, price_cents=1, days=2)
        self.assertTrue(zone.covers("es"))
        self.assertGreater(delivery_estimate("ES"), now().date())
