import datetime as dt

from common.clock import today
from payments import ledger
from payments.models import Payment
from payments.services import capture
from taskqueue.queue import task


@task(max_attempts=5)
def capture_authorised():
    """Collect what is authorised; the provider allows it once the order is confirmed."""
    payments = Payment.objects.filter(status=Payment.AUTHORISED).select_related("order").order_by("pk")
    for payment in payments:
        capture(payment)
    return len(payments)


@task
def close_ledger(days_back=1):
    ledger.close_day(today() - dt.timedelta(days=days_back))
