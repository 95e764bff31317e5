import json

from django.test import override_settings
from django.urls import reverse

from common.clock import today
from common.errors import ConflictError
from core.services import outstanding_cents, overdue_invoices
from orders.models import Order
from payments import ledger
from payments.gateway import GatewayAnswer, SandboxGateway, gateway_for
from payments.models import GatewayEvent, LedgerBalance, LedgerEntry, Payment
from payments.services import capture, paid_cents, refund, refund_order
from payments.tasks import capture_authorised, close_ledger
from tests.shop import ShopTestCase


class RefusingGateway(SandboxGateway):
    def capture(self, reference, amount_cents):
        return GatewayAnswer(reference, False, "the card was stolen")


class PaymentTests(ShopTestCase):
    def test_capturing_pays_the_order_and_is_booked_twice(self):
        order = self.order(("BOOK-KNOTS", 1))
        self.assertEqual(capture_authorised(), 1)
        order.refresh_from_db()
        self.assertEqual(order.status, Order.PAID)
        self.assertEqual(sum(LedgerEntry.objects.values_list("amount_cents", flat=True)), 0)
        self.assertEqual(ledger.account_balance(ledger.BANK), order.total_cents)
        self.assertEqual(outstanding_cents(order), 0)

    def test_capturing_twice_books_once(self):
        payment = self.order(("BOOK-KNOTS", 1)).payments.get()
        capture(capture(payment))
        self.assertEqual(LedgerEntry.objects.count(), 2)

    @override_settings(PAYMENT_GATEWAY="tests.test_payments.RefusingGateway")
    def test_a_capture_that_fails_has_no_date(self):
        payment = capture(self.order(("BOOK-KNOTS", 1)).payments.get())
        self.assertEqual((payment.status, payment.captured_at), (Payment.FAILED, None))
        self.assertEqual(payment.order.status, Order.PENDING)

    def test_a_part_can_be_refunded_and_not_more_than_was_paid(self):
        order = self.paid(("BOOK-KNOTS", 1))
        payment = order.payments.get()
        refund(payment, 500, "scratched")
        self.assertEqual(paid_cents(order), order.total_cents - 500)
        with self.assertRaises(ConflictError):
            refund(payment, order.total_cents, "everything")
        with self.assertRaises(ConflictError):
            refund_order(order, order.total_cents, "everything")

    def test_a_day_is_closed_once(self):
        order = self.paid(("BOOK-KNOTS", 1))
        close_ledger(0)
        close_ledger(0)
        balances = dict(LedgerBalance.objects.filter(day=today()).values_list("account", "balance_cents"))
        self.assertEqual(balances, {"bank": order.total_cents, "receivables": -order.total_cents})

    def test_bookings_that_do_not_add_up_are_refused_and_found(self):
        payment = self.paid(("BOOK-KNOTS", 1)).payments.get()
        with self.assertRaises(ledger.UnbalancedBookingError):
            ledger.book("odd", payment, (ledger.BANK, 1))
        LedgerEntry.objects.create(booking="odd", account="bank", amount_cents=1, booked_on=today())
        self.assertEqual(ledger.unbalanced_bookings(), ["odd"])

    def test_invoices_are_reminded_of(self):
        order = self.order(("BOOK-KNOTS", 1), method="invoice")
        Payment.objects.update(created_at=order.placed_at.replace(year=2020))
        self.assertEqual([row["order"] for row in overdue_invoices()], [order.number])


class WebhookTests(ShopTestCase):
    def tell(self, body, signature=None):
        payload = json.dumps(body).encode()
        signature = gateway_for("card").sign(payload) if signature is None else signature
        return self.client.post(
            reverse("payments:webhook"), payload, content_type="application/json", headers={"X-Signature": signature}
        )

    def test_a_signed_message_moves_the_order_once(self):
        order = self.order(("BOOK-KNOTS", 1), method="invoice")
        message = {
            "id": "e1",
            "kind": "payment.captured",
            "data": {"reference": order.payments.get().gateway_reference},
        }
        self.assertEqual(self.tell(message).json(), {"processed": True})
        self.assertEqual(self.tell(message).json(), {"processed": False})
        order.refresh_from_db()
        self.assertEqual(order.status, Order.PAID)

    def test_unsigned_messages_are_refused(self):
        for signature in ("", "nonsense", "ö"):
            self.assertEqual(self.tell({"id": "e1", "kind": "payment.captured"}, signature).status_code, 400)

    def test_a_message_that_could_not_be_processed_may_come_again(self):
        payment = self.order(("BOOK-KNOTS", 1)).payments.get()
        Payment.objects.update(status=Payment.FAILED)
        message = {"id": "e2", "kind": "payment.captured", "data": {"reference": payment.gateway_reference}}
        self.assertEqual(self.tell(message).status_code, 409)
        Payment.objects.update(status=Payment.AUTHORISED)
        self.assertEqual(self.tell(message).json(), {"processed": True})
        self.assertEqual(Payment.objects.get().status, Payment.CAPTURED)

    def test_unknown_kinds_are_kept_and_logged(self):
        with self.assertLogs("payments.services", "WARNING"):
            self.tell({"id": "e3", "kind": "weather.sunny"})
        self.assertEqual(GatewayEvent.objects.get().kind, "weather.sunny")

    def test_a_failed_payment_is_marked(self):
        payment = self.order(("BOOK-KNOTS", 1)).payments.get()
        data = {"reference": payment.gateway_reference, "message": "no money"}
        with self.assertLogs("payments.receivers", "WARNING"):
            self.tell({"id": "e4", "kind": "payment.failed", "data": data})
        payment.refresh_from_db()
        self.assertEqual(payment.status, Payment.FAILED)

    def test_the_state_of_a_payment_is_for_its_customer(self):
        order = self.paid(("BOOK-KNOTS", 1))
        self.client.force_login(self.ada)
        answer = self.client.get(reverse("payments:state", args=[order.number])).json()
        self.assertEqual(answer["paid_cents"], order.total_cents)
