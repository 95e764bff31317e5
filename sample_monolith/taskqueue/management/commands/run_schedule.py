from django.core.management.base import BaseCommand

from taskqueue.schedule import enqueue_due


class Command(BaseCommand):
    help = "Enqueue the scheduled jobs that are due. Cron calls this every five minutes."

    def handle(self, *args, **options):
        names = enqueue_due()
        self.stdout.write(", ".join(names) or "nothing due")
