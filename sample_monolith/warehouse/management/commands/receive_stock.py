from django.core.management.base import BaseCommand, CommandError

from core.models import Variant
from warehouse.models import Warehouse
from warehouse.stock import receive


class Command(BaseCommand):
    help = "Book goods that arrived: receive_stock SKU QUANTITY [--warehouse CODE]"

    def add_arguments(self, parser):
        parser.add_argument("sku")
        parser.add_argument("quantity", type=int)
        parser.add_argument("--warehouse", default=None)
        parser.add_argument("--reference", default="")

    def handle(self, *args, **options):
        if options["quantity"] <= 0:
            raise CommandError("a receipt has a positive quantity")
        try:
            variant = Variant.objects.get(sku=options["sku"])
            code = options["warehouse"]
            warehouse = Warehouse.objects.get(code=code) if code else None
        except (Variant.DoesNotExist, Warehouse.DoesNotExist) as error:
            raise CommandError(str(error)) from error
        level = receive(variant, options["quantity"], options["reference"], warehouse)
        self.stdout.write(f"{variant.sku}: {level.on_hand} on hand")
