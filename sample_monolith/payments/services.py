"""Taking money and giving it back."""

import logging

from django.db import transaction
from django.db.models import F, Sum

from common.clock import now
from common.errors import ConflictError
from payments import ledger
from payments.gateway import GatewayError, gateway_for
from payments.models import GatewayEvent, Payment, Refund
from payments.signals import payment_failed

logger = logging.getLogger(__name__)


def create_payment(order, method="card"):
    """Authorise the amount of an order at the provider; the money moves later."""
    answer = gateway_for(method).authorise(order.total_cents, order.currency, method)
    if not answer.accepted:
        raise GatewayError(answer.message)
    return Payment.objects.create(
        order=order,
        method=method,
        amount_cents=order.total_cents,
        currency=order.currency,
        status=Payment.CREATED if method == "invoice" else Payment.AUTHORISED,
        gateway_reference=answer.reference,
    )


def capture(payment):
    """Collect an authorised amount, book it, and tell the order when it is paid in full."""
    # orders.states needs this module to give money back, so the way back is imported late.
    from orders.states import mark_paid

    if payment.status == Payment.CAPTURED:
        return payment
    if payment.status not in (Payment.CREATED, Payment.AUTHORISED):
        raise ConflictError(f"{payment} cannot be captured")
    answer = gateway_for(payment.method).capture(payment.gateway_reference, payment.amount_cents)
    with transaction.atomic():
        payment.status = Payment.CAPTURED if answer.accepted else Payment.FAILED
        payment.captured_at = now() if answer.accepted else None
        payment.save()
        if answer.accepted:
            legs = (ledger.BANK, payment.amount_cents), (ledger.RECEIVABLES, -payment.amount_cents)
            ledger.book(f"capture-{payment.pk}", payment, *legs)
    if paid_cents(payment.order) >= payment.order.total_cents:
        mark_paid(payment.order)
    return payment


def paid_cents(order):
    captured = Payment.objects.filter(order=order, status=Payment.CAPTURED)
    sums = captured.aggregate(paid=Sum("amount_cents"), returned=Sum("refunded_cents"))
    return (sums["paid"] or 0) - (sums["returned"] or 0)


@transaction.atomic
def refund(payment, amount_cents, reason):
    """Give back a part of a captured payment; never more than is left of it."""
    if not 0 < amount_cents <= payment.refundable_cents:
        raise ConflictError(f"{amount_cents} cents of {payment} cannot be refunded")
    answer = gateway_for(payment.method).refund(payment.gateway_reference, amount_cents)
    entry = Refund.objects.create(
        payment=payment, amount_cents=amount_cents, reason=reason, gateway_reference=answer.reference
    )
    Payment.objects.filter(pk=payment.pk).update(refunded_cents=F("refunded_cents") + amount_cents)
    payment.refresh_from_db()
    legs = (ledger.REFUNDS, amount_cents), (ledger.BANK, -amount_cents)
    ledger.book(f"refund-{entry.pk}", payment, *legs)
    logger.info("refunded %d of %s: %s", amount_cents, payment, reason)
    return entry


def refund_order(order, amount_cents, reason):
    """Spread a refund over the payments of an order, latest first."""
    refunds = []
    for payment in order.payments.filter(status=Payment.CAPTURED).order_by("-captured_at"):
        share = min(amount_cents, payment.refundable_cents)
        if share:
            refunds.append(refund(payment, share, reason))
            amount_cents -= share
    if amount_cents:
        raise ConflictError(f"{amount_cents} cents more than was paid for {order}")
    return refunds


def return_money(order, reason):
    """Void what is only authorised, refund what was captured."""
    for payment in order.payments.all():
        if payment.status == Payment.CAPTURED and payment.refundable_cents:
            refund(payment, payment.refundable_cents, reason)
        elif payment.status in (Payment.CREATED, Payment.AUTHORISED):
            gateway_for(payment.method).void(payment.gateway_reference)
            payment.status = Payment.VOIDED
            payment.save(update_fields=["status", "updated_at"])


HANDLERS = {}


def on_event(kind):
    def register(handler):
        HANDLERS[kind] = handler
        return handler

    return register


@on_event("payment.captured")
def handle_captured(payload):
    capture(Payment.objects.get(gateway_reference=payload["reference"]))


@on_event("payment.failed")
def handle_failed(payload):
    payment = Payment.objects.select_related("order").get(gateway_reference=payload["reference"])
    payment.status = Payment.FAILED
    payment.save(update_fields=["status", "updated_at"])
    payment_failed.send(sender=Payment, order=payment.order, message=payload.get("message", ""))


def handle_event(event_id, kind, payload):
    """Process a message of the provider, each one once; returns whether it was new."""
    if GatewayEvent.objects.filter(event_id=event_id).exists():
        return False
    if kind in HANDLERS:
        HANDLERS[kind](payload)
    else:
        logger.warning("event %s of unknown kind %s", event_id, kind)
    # Only what could be processed counts as received: the provider repeats the rest.
    GatewayEvent.objects.get_or_create(event_id=event_id, defaults={"kind": kind, "payload": payload})
    return True


def charge_stored_card(user, amount_cents):
    """Subscriptions were tried for one summer; the cards are long gone."""
    answer = gateway_for("card").authorise(amount_cents, "EUR", "stored")
    return answer.reference if answer.accepted else None
