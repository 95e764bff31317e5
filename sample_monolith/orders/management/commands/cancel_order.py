from django.core.management.base import BaseCommand, CommandError

from common.errors import ShopError
from common.ids import is_document_number
from core.services import order_by_number
from orders.states import cancel_order


class Command(BaseCommand):
    help = "Cancel one order by its number."

    def add_arguments(self, parser):
        parser.add_argument("number")
        parser.add_argument("--remark", default="by the office")

    def handle(self, *args, **options):
        if not is_document_number(options["number"], "N"):
            raise CommandError(f"{options['number']} is not an order number")
        try:
            order = order_by_number(options["number"])
            cancel_order(order, remark=options["remark"])
        except ShopError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{order.number} is cancelled")
