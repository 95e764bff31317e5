from django.db import models

from common.clock import now
from common.models import TimeStampedModel


class Payment(TimeStampedModel):
    CREATED, AUTHORISED, CAPTURED, FAILED, VOIDED = "created", "authorised", "captured", "failed", "voided"

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(max_length=20, default="card")
    amount_cents = models.PositiveIntegerField()
    refunded_cents = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    status = models.CharField(max_length=12, default=CREATED, db_index=True)
    gateway_reference = models.CharField(max_length=40, blank=True, db_index=True)
    captured_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"payment {self.pk} {self.status}"

    @property
    def refundable_cents(self):
        return self.amount_cents - self.refunded_cents if self.status == self.CAPTURED else 0


class Refund(models.Model):
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount_cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=80)
    gateway_reference = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=now)


class LedgerEntry(models.Model):
    """Double entry: the amounts of one booking add up to zero."""

    booking = models.CharField(max_length=40, db_index=True)
    account = models.CharField(max_length=30)
    amount_cents = models.IntegerField()
    payment = models.ForeignKey("payments.Payment", null=True, on_delete=models.PROTECT, related_name="entries")
    booked_on = models.DateField()

    class Meta:
        db_table = "ledger_entry"


class LedgerBalance(models.Model):
    """Closing balance of an account on a day."""

    account = models.CharField(max_length=30)
    day = models.DateField()
    balance_cents = models.IntegerField()

    class Meta:
        db_table = "ledger_balance"
        unique_together = [("account", "day")]


class GatewayEvent(models.Model):
    """What the payment provider told us, word for word, once."""

    event_id = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    received_at = models.DateTimeField(default=now)
