from django.conf import settings
from django.db import models

from common.clock import now
from common.models import TimeStampedModel


class ReturnRequest(TimeStampedModel):
    REQUESTED, APPROVED, RECEIVED, REFUNDED, REJECTED = (
        "requested",
        "approved",
        "received",
        "refunded",
        "rejected",
    )

    number = models.CharField(max_length=24, unique=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="returns")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="returns")
    status = models.CharField(max_length=12, default=REQUESTED)
    reason = models.CharField(max_length=200)

    class Meta:
        db_table = "aftersales_return"

    def __str__(self):
        return self.number


class ReturnLine(models.Model):
    return_request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="return_lines")
    quantity = models.PositiveIntegerField()
    is_resellable = models.BooleanField(default=True)


class TicketQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(status=Ticket.CLOSED)

    def waiting_since(self, moment):
        return self.filter(status=Ticket.WAITING, updated_at__lt=moment)


class Ticket(TimeStampedModel):
    NEW, ANSWERED, WAITING, CLOSED = "new", "answered", "waiting", "closed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tickets")
    order = models.ForeignKey("orders.Order", null=True, blank=True, on_delete=models.SET_NULL)
    subject = models.CharField(max_length=120)
    status = models.CharField(max_length=10, default=NEW)
    priority = models.PositiveSmallIntegerField(default=3)
    watchers = models.ManyToManyField(settings.AUTH_USER_MODEL, through="TicketWatcher", related_name="watched_tickets")

    objects = TicketQuerySet.as_manager()

    def __str__(self):
        return f"#{self.pk} {self.subject}"


class TicketWatcher(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    since = models.DateTimeField(default=now)


class TicketMessage(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    text = models.TextField()
    sent_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["sent_at", "pk"]
