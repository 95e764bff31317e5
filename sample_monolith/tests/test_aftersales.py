from django.urls import reverse

from aftersales import returns, tickets
from aftersales.models import ReturnRequest, Ticket
from common.clock import days_ago
from common.errors import ConflictError, ShopError
from core.services import open_ticket_count, return_deadline, returns_to_inspect
from messaging.models import OutboundMessage
from payments.models import Refund
from tests.shop import ShopTestCase


class ReturnTests(ShopTestCase):
    def opened(self, order, quantity):
        return returns.open_return(order, self.ada, {order.lines.get().pk: quantity}, "too small")

    def test_goods_come_back_and_so_does_the_money(self):
        order = self.delivered(("TENT-2", 2))
        request = self.opened(order, 1)
        returns.approve(request)
        self.assertEqual(list(returns_to_inspect()), [request])
        returns.receive_goods(request)
        self.assertEqual(self.level("TENT-2").on_hand, 24)
        self.assertEqual(returns.settle(request), 24900)
        self.assertEqual(Refund.objects.get().amount_cents, 24900)
        self.assertEqual(OutboundMessage.objects.filter(template__key__startswith="return").count(), 2)

    def test_damaged_goods_are_half_the_money_and_no_stock(self):
        request = self.opened(self.delivered(("TENT-2", 2)), 1)
        returns.approve(request)
        returns.receive_goods(request, damaged={request.lines.get().pk})
        self.assertEqual(self.level("TENT-2").on_hand, 23)
        self.assertEqual(returns.refund_amount(request), 12450)

    def test_nothing_comes_back_twice_or_late(self):
        order = self.delivered(("TENT-2", 2))
        rejected = self.opened(order, 2)
        with self.assertRaises(returns.ReturnRefusedError):
            self.opened(order, 1)
        returns.reject(rejected, "worn")
        self.assertEqual(list(returns.returnable(order).values()), [2])
        order.placed_at = days_ago(31)
        self.assertEqual(returns.returnable(order), {})
        self.assertLess(return_deadline(order), days_ago(0).date())
        with self.assertRaises(ShopError):
            returns.open_return(order, self.ada, {}, "")

    def test_numbers_stay_unique_when_a_return_is_deleted(self):
        order = self.delivered(("TENT-2", 3))
        first, _ = self.opened(order, 1), self.opened(order, 1)
        first.delete()
        self.opened(order, 1)
        self.assertEqual(ReturnRequest.objects.count(), 2)

    def test_a_return_through_the_pages(self):
        order = self.delivered(("TENT-2", 2))
        self.client.force_login(self.ada)
        fields = {"reason": "too small", f"line_{order.lines.get().pk}": 1}
        answer = self.client.post(reverse("aftersales:return-new", args=[order.number]), fields, follow=True)
        self.assertEqual(answer.json()["lines"][0]["quantity"], 1)


class TicketTests(ShopTestCase):
    def test_what_it_says_and_costs_makes_it_urgent(self):
        order = self.order(("TENT-4G", 2))
        self.assertEqual(tickets.priority_of("Where is it?", None), 3)
        self.assertEqual(tickets.priority_of("It is BROKEN!", order), 1)

    def test_an_answer_reaches_the_watchers(self):
        ticket = tickets.open_ticket(self.ada, "Tent", "How do I pitch it?")
        self.assertEqual(open_ticket_count(), 1)
        conversation = tickets.Conversation(ticket)
        conversation.answer(self.office, "With poles.")
        self.assertEqual(ticket.status, Ticket.WAITING)
        self.assertEqual(OutboundMessage.objects.get().user, self.ada)
        conversation.close()
        with self.assertRaises(ConflictError):
            conversation.answer(self.ada, "Thanks!")

    def test_silence_closes_and_urgency_escalates(self):
        urgent = tickets.open_ticket(self.ada, "Stove", "fire!")
        quiet = tickets.open_ticket(self.ada, "Tent", "size?")
        Ticket.objects.update(created_at=days_ago(4), updated_at=days_ago(20))
        Ticket.objects.filter(pk=quiet.pk).update(status=Ticket.WAITING)
        self.assertEqual((tickets.escalate(), tickets.close_silent()), (1, 1))
        self.assertIn(str(urgent), OutboundMessage.objects.get().body)

    def test_tickets_through_the_pages(self):
        self.client.force_login(self.ada)
        self.client.post(reverse("aftersales:ticket-new"), {"subject": "Tent", "text": "How?"})
        ticket = Ticket.objects.get()
        self.client.force_login(self.office)
        url = reverse("aftersales:ticket", args=[ticket.pk])
        self.assertEqual(self.client.post(url, {"text": "So."}).json()["status"], Ticket.WAITING)
        watchers = self.client.post(reverse("aftersales:watch", args=[ticket.pk])).json()["watchers"]
        self.assertEqual(watchers, 2)
