"""The nightly export to the old accounting system, which was switched off two years ago."""

from common.clock import day_bounds
from common.csvio import to_csv
from orders.models import Order, OrderLine

ACCOUNTS = {"standard": "8400", "reduced": "8300"}


class AccountingRow:
    """One line of the interface description of 2019."""

    def __init__(self, line):
        self.line = line

    def account(self):
        return ACCOUNTS.get(self.line.variant.product.category.tax_class, ACCOUNTS["standard"])

    def cells(self):
        return [self.line.order.number, self.account(), self.line.total_cents, self.line.tax_percent]


def export_day(day):
    start, end = day_bounds(day)
    lines = OrderLine.objects.filter(order__placed_at__gte=start, order__placed_at__lt=end)
    lines = lines.exclude(order__status=Order.CANCELLED).select_related("order", "variant__product__category")
    return to_csv(["document", "account", "cents", "vat"], [AccountingRow(line).cells() for line in lines])
