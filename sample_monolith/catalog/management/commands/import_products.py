from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalog.importer import ProductImporter


class Command(BaseCommand):
    help = "Import products and variants from a CSV file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="show the products at once")

    def handle(self, *args, **options):
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as stream:
                result = ProductImporter(publish=options["publish"]).run(stream)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        for line in result.errors:
            self.stderr.write(line)
        self.stdout.write(str(result))
