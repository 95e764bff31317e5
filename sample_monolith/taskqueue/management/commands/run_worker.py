import time

from django.core.management.base import BaseCommand

from taskqueue.worker import run_pending


class Command(BaseCommand):
    help = "Run waiting jobs, until stopped or (with --once) until there are none."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--pause", type=float, default=2.0, help="seconds between looks at the queue")

    def handle(self, *args, **options):
        while True:
            done = run_pending()
            if done:
                self.stdout.write(f"{done} jobs done")
            if options["once"]:
                return
            time.sleep(options["pause"])
