"""The ledger: every cent is booked twice."""

from django.db import connection

from common.clock import today
from payments.models import LedgerEntry

BANK, RECEIVABLES, REFUNDS = "bank", "receivables", "refunds"
LEDGER_TABLE = "ledger_entry"


class UnbalancedBookingError(ValueError):
    pass


def book(booking, payment, *legs):
    """Book ``(account, cents)`` legs that add up to zero."""
    if sum(cents for _, cents in legs):
        raise UnbalancedBookingError(f"{booking}: {legs}")
    day = today()
    LedgerEntry.objects.bulk_create(
        LedgerEntry(booking=booking, account=account, amount_cents=cents, payment=payment, booked_on=day)
        for account, cents in legs
    )


def account_balance(account):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(SUM(amount_cents), 0) FROM {LEDGER_TABLE} WHERE account = %s", [account])
        return cursor.fetchone()[0]


def close_day(day):
    """Write the closing balances of a day; closing it again replaces them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_balance WHERE day = %s", [day.isoformat()])
        cursor.execute(
            """
            INSERT INTO ledger_balance (account, day, balance_cents)
            SELECT account, %s, SUM(amount_cents)
            FROM ledger_entry
            WHERE booked_on <= %s
            GROUP BY account
            """,
            [day.isoformat(), day.isoformat()],
        )


def unbalanced_bookings():
    """Bookings whose legs do not add up: there must be none."""
    sql = "SELECT MIN(id) AS id, booking, SUM(amount_cents) AS off FROM {} GROUP BY booking HAVING off <> 0"
    return [entry.booking for entry in LedgerEntry.objects.raw(sql.format(LEDGER_TABLE))]
