from unittest import mock

from django.core.management import CommandError, call_command
from django.urls import reverse

from cart.models import Cart
from cart.services import apply_coupon
from common.clock import now
from common.errors import ConflictError
from core.models import LoyaltyEntry, Variant
from core.services import change_order_address, copy_order_to_cart, default_address, order_timeline
from messaging.models import OutboundMessage
from orders.checkout import Checkout, EmptyCartError
from orders.invoices import render_invoice
from orders.models import Order
from orders.signals import order_placed
from orders.states import IllegalTransitionError, cancel_order, transition
from orders.tasks import cancel_unpaid_orders
from payments.gateway import GatewayError
from payments.models import Payment, Refund
from pricing.models import Coupon
from tests.shop import Quiet, ShopTestCase
from warehouse.models import Reservation
from warehouse.stock import OutOfStockError


class CheckoutTests(ShopTestCase):
    def test_an_order_takes_stock_money_and_closes_the_cart(self):
        order = self.order(("TENT-2", 2))
        self.assertEqual(order.lines.get().quantity, 2)
        self.assertEqual(self.level("TENT-2").reserved, 2)
        self.assertEqual(order.payments.get().amount_cents, order.total_cents)
        self.assertFalse(Cart.objects.open().filter(user=self.ada).exists())
        self.assertEqual(order.events.get().remark, "placed")

    def test_the_total_is_goods_less_discount_plus_shipping(self):
        order = self.order(("GAS-230", 4), ("BOOK-KNOTS", 1))
        self.assertEqual(order.discount_cents, 590)  # four for three
        self.assertEqual(order.total_cents, order.subtotal_cents - 590 + order.shipping_cents)
        self.assertEqual({str(line.tax_percent) for line in order.lines.all()}, {"7.0", "19.0"})

    def test_nothing_is_kept_when_the_stock_is_short(self):
        cart = self.cart_with(("TENT-2", 2))
        level = self.level("TENT-2")
        level.on_hand = 1
        level.save()
        with self.assertRaises(OutOfStockError):
            Checkout(cart, self.ada, default_address(self.ada)).place()
        cart.refresh_from_db()
        self.assertEqual(cart.status, Cart.OPEN)
        self.assertFalse(Order.objects.exists())
        self.assertFalse(Payment.objects.exists())

    def test_an_empty_cart_is_refused(self):
        with self.assertRaises(EmptyCartError):
            self.order()

    def test_a_cart_is_ordered_once(self):
        cart = self.cart_with(("BOOK-KNOTS", 1))
        address = default_address(self.ada)
        first, second = Checkout(cart, self.ada, address), Checkout(cart, self.ada, address)
        first.place()
        with self.assertRaises(ConflictError):
            second.place()

    def test_a_coupon_is_counted_and_comes_back_with_a_cancellation(self):
        cart = self.cart_with(("BOOK-KNOTS", 2))
        apply_coupon(cart, "summer")
        order = Checkout(cart, self.ada, default_address(self.ada)).place()
        self.assertEqual(order.discount_cents, 360)
        self.assertEqual(Coupon.objects.get(code="SUMMER").times_used, 1)
        cancel_order(order)
        self.assertEqual(Coupon.objects.get(code="SUMMER").times_used, 0)

    def test_everybody_who_listens_hears_of_an_order(self):
        heard = mock.Mock()
        order_placed.connect(heard, weak=False)
        self.addCleanup(order_placed.disconnect, heard)
        order = self.order(("BOOK-KNOTS", 1))
        self.assertEqual(heard.call_args.kwargs["order"], order)
        self.assertTrue(OutboundMessage.objects.filter(user=self.ada, subject__contains=order.number).exists())

    def test_the_office_hears_of_a_large_payment_that_failed(self):
        with self.assertLogs("payments.receivers", "WARNING"), self.assertRaises(GatewayError):
            Variant.objects.filter(sku="TENT-2").update(base_price_cents=300_000)
            self.order(("TENT-2", 2))
        self.assertFalse(Order.objects.exists())
        self.assertTrue(OutboundMessage.objects.filter(user=self.office, subject__contains="payment failed").exists())


class StateTests(ShopTestCase):
    def test_a_cancelled_order_gives_the_goods_back(self):
        order = self.order(("TENT-2", 2), ("BOOK-KNOTS", 1))
        cancel_order(order, self.ada, "changed my mind")
        self.assertEqual((self.level("TENT-2").reserved, self.level("BOOK-KNOTS").reserved), (0, 0))
        self.assertFalse(Reservation.objects.exists())
        self.assertEqual(order.payments.get().status, Payment.VOIDED)

    def test_a_paid_order_that_is_cancelled_is_refunded(self):
        order = self.paid(("BOOK-KNOTS", 1))
        cancel_order(order)
        self.assertEqual(Refund.objects.get().amount_cents, order.total_cents)

    def test_what_is_shipped_cannot_be_cancelled(self):
        order = self.delivered(("BOOK-KNOTS", 1))
        with self.assertRaises(IllegalTransitionError):
            cancel_order(order)

    def test_orders_that_nobody_paid_are_cancelled(self):
        order, fresh = self.order(("TENT-2", 1)), self.order(("TENT-2", 1))
        Order.objects.filter(pk=order.pk).update(placed_at=now().replace(year=2020))
        self.assertEqual(cancel_unpaid_orders(), 1)
        self.assertEqual(Order.objects.get(pk=fresh.pk).status, Order.PENDING)
        self.assertEqual(self.level("TENT-2").reserved, 1)

    def test_completed_orders_earn_points(self):
        order = self.delivered(("TENT-2", 1))
        self.assertEqual(order.status, Order.COMPLETED)
        entry = LoyaltyEntry.objects.get(order=order)
        self.assertEqual(entry.points, order.total_cents // 100)
        self.ada.profile.refresh_from_db()
        self.assertEqual(self.ada.profile.loyalty_points, entry.points)

    def test_the_address_changes_until_packing(self):
        order = self.order(("TENT-2", 1))
        change_order_address(order, {"city": "Bremen"})
        self.assertEqual(Order.objects.get(pk=order.pk).city, "Bremen")
        cancel_order(order)
        with self.assertRaises(ConflictError):
            change_order_address(order, {"city": "Kiel"})

    def test_the_timeline_holds_states_and_parcels(self):
        steps = [entry["what"] for entry in order_timeline(self.delivered(("TENT-2", 1)))]
        self.assertEqual(steps[0], "pending placed")
        self.assertIn("handed to the carrier", steps)
        self.assertEqual(steps[-1], "completed")

    def test_an_impossible_step_leaves_no_trace(self):
        order = self.order(("TENT-2", 1))
        with self.assertRaises(IllegalTransitionError):
            transition(order, Order.COMPLETED)
        self.assertEqual(order.events.count(), 1)


class OrderPagesTests(ShopTestCase):
    def setUp(self):
        self.client.force_login(self.ada)

    def test_checkout_through_the_page(self):
        self.cart_with(("BOOK-KNOTS", 1))
        self.assertContains(self.client.get(reverse("orders:checkout")), "DHL")
        fields = {"address": default_address(self.ada).pk, "method": "invoice", "accept_terms": "on"}
        answer = self.client.post(reverse("orders:checkout"), fields)
        order = Order.objects.get()
        self.assertRedirects(answer, reverse("orders:detail", args=[order.number]))
        self.assertEqual(order.payments.get().method, "invoice")

    def test_pages_of_an_order_are_for_its_customer(self):
        order = self.paid(("BOOK-KNOTS", 1))
        for name in ("detail", "invoice"):
            url = reverse(f"orders:{name}", args=[order.number])
            self.client.force_login(self.ada)
            self.assertEqual(self.client.get(url).status_code, 200)
            self.client.force_login(self.office)
            self.assertEqual(self.client.get(url).status_code, 404)

    def test_cancel_and_reorder(self):
        order = self.order(("BOOK-KNOTS", 2))
        self.client.post(reverse("orders:cancel", args=[order.number]), {"remark": "no"})
        order.refresh_from_db()
        self.assertEqual(order.status, Order.CANCELLED)
        self.client.get(reverse("orders:reorder", args=[order.number]))
        self.assertEqual(Cart.objects.open().get(user=self.ada).item_count, 2)

    def test_ordering_again_names_what_is_gone(self):
        order = self.order(("BOOK-KNOTS", 2), ("TENT-2", 1))
        self.variant("TENT-2").product.variants.update(is_active=False)
        missing = copy_order_to_cart(order, self.cart_with())
        self.assertEqual(len(missing), 1)

    def test_the_invoice_shows_what_is_paid(self):
        text = render_invoice(self.order(("GAS-230", 4), ("BOOK-KNOTS", 1)))
        self.assertIn("contains 7.0% VAT", text)
        self.assertIn("-€5.90", text)
        self.assertTrue(all(len(line) <= 64 for line in text.splitlines()))

    def test_the_command_cancels_by_number(self):
        order = self.order(("BOOK-KNOTS", 1))
        call_command("cancel_order", order.number, stdout=Quiet())
        order.refresh_from_db()
        self.assertEqual(order.status, Order.CANCELLED)
        with self.assertRaises(CommandError):
            call_command("cancel_order", order.number[:-1] + "x")
