from django.core.management.base import BaseCommand

from warehouse.stock import levels_that_disagree
from warehouse.tasks import sync_reserved


class Command(BaseCommand):
    help = "Compare the reserved totals with the reservations; --repair sets them right."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")

    def handle(self, *args, **options):
        wrong = levels_that_disagree()
        for level, reserved, promised in wrong:
            self.stdout.write(f"level {level}: {reserved} reserved, {promised} promised")
        if wrong and options["repair"]:
            sync_reserved()
        self.stdout.write(f"{len(wrong)} levels disagree")
