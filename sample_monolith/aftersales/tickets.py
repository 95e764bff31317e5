"""Questions and complaints."""

from __future__ import annotations

import logging

from django.db import transaction

from aftersales.models import Ticket, TicketMessage, TicketWatcher
from common.clock import days_ago
from common.errors import ConflictError
from common.text import squeeze, words
from core.models import User
from messaging.services import notify, notify_staff
from orders.models import Order

logger = logging.getLogger(__name__)

URGENT_WORDS = {"urgent", "lawyer", "broken", "dangerous", "refund", "fire"}


def priority_of(text: str, order: Order | None) -> int:
    """1 is most urgent: what it says, and how much money is in it."""
    priority = 3
    if URGENT_WORDS & set(words(text)):
        priority -= 1
    if order is not None and order.total_cents >= 50_000:
        priority -= 1
    return priority


@transaction.atomic
def open_ticket(user: User, subject: str, text: str, order: Order | None = None) -> Ticket:
    ticket = Ticket.objects.create(
        user=user,
        order=order,
        subject=squeeze(subject)[:120],
        priority=priority_of(f"{subject} {text}", order),
    )
    TicketMessage.objects.create(ticket=ticket, author=user, text=text)
    TicketWatcher.objects.create(ticket=ticket, user=user)
    return ticket


class Conversation:
    """The messages of a ticket, and what answering does to it."""

    def __init__(self, ticket: Ticket):
        self.ticket = ticket

    def answer(self, author: User, text: str) -> TicketMessage:
        if self.ticket.status == Ticket.CLOSED:
            raise ConflictError("this ticket is closed")
        message = self.ticket.messages.create(author=author, text=text)
        self.ticket.status = Ticket.WAITING if author.is_staff else Ticket.ANSWERED
        self.ticket.save(update_fields=["status", "updated_at"])
        if author.is_staff:
            self.ticket.watchers.add(author)
            self._tell_watchers(author, text)
        return message

    def _tell_watchers(self, author: User, text: str) -> None:
        values = {"subject": self.ticket.subject, "text": text}
        for watcher in self.ticket.watchers.exclude(pk=author.pk).distinct():
            notify(watcher, "ticket-answered", values)

    def close(self) -> None:
        self.ticket.status = Ticket.CLOSED
        self.ticket.save(update_fields=["status", "updated_at"])


def escalate(days: int = 3) -> int:
    """Tell the staff about urgent tickets that nobody answered."""
    waiting = Ticket.objects.filter(status=Ticket.NEW, priority__lte=2, created_at__lt=days_ago(days))
    lines = [str(ticket) for ticket in waiting.order_by("priority", "pk")]
    if lines:
        notify_staff("Unanswered tickets", "\n".join(lines))
    return len(lines)


def close_silent(days: int = 14) -> int:
    """Close what the customer did not come back to."""
    return Ticket.objects.waiting_since(days_ago(days)).update(status=Ticket.CLOSED)
