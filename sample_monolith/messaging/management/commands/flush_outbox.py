from django.core.management.base import BaseCommand

from messaging.models import OutboundMessage
from messaging.tasks import deliver_outbox


class Command(BaseCommand):
    help = "Deliver everything in the outbox now; --retry takes failed messages along."

    def add_arguments(self, parser):
        parser.add_argument("--retry", action="store_true")

    def handle(self, *args, **options):
        if options["retry"]:
            failed = OutboundMessage.objects.filter(status=OutboundMessage.FAILED)
            failed.update(status=OutboundMessage.QUEUED)
        self.stdout.write(f"{deliver_outbox(limit=10_000)} messages sent")
