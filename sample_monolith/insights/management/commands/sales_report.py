import datetime as dt

from django.core.management.base import BaseCommand

from common.clock import today
from common.money import format_cents
from insights.queries import SalesReport, rebuild_day


class Command(BaseCommand):
    help = "Print the sales of the last days, by category."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=7)
        parser.add_argument("--rebuild", action="store_true", help="compute the days anew first")

    def handle(self, *args, **options):
        last = today()
        first = last - dt.timedelta(days=options["days"] - 1)
        if options["rebuild"]:
            for offset in range(options["days"]):
                rebuild_day(first + dt.timedelta(days=offset))
        report = SalesReport(first, last)
        for category, row in report.by_category().items():
            self.stdout.write(f"{category:<30}{row['units']:>6}{format_cents(row['revenue_cents']):>14}")
        self.stdout.write(f"{'total':<36}{format_cents(report.revenue_cents):>14}")
