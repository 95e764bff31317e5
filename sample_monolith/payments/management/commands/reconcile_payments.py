from django.core.management.base import BaseCommand, CommandError

from common.clock import today
from common.money import format_cents
from payments import ledger
from payments.models import Payment


class Command(BaseCommand):
    help = "Compare the ledger with the payments, and close the day."

    def handle(self, *args, **options):
        captured = sum(
            payment.amount_cents - payment.refunded_cents for payment in Payment.objects.filter(status=Payment.CAPTURED)
        )
        bank = ledger.account_balance(ledger.BANK)
        self.stdout.write(f"bank {format_cents(bank)}, payments {format_cents(captured)}")
        broken = ledger.unbalanced_bookings()
        if broken or bank != captured:
            raise CommandError(f"the ledger is off by {format_cents(bank - captured)}; unbalanced: {broken}")
        ledger.close_day(today())
