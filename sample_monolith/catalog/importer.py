"""Products from the suppliers' spreadsheets."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from common.csvio import read_rows
from common.money import parse_cents
from common.text import squeeze
from core.models import Brand, Category, Product, Tag, Variant

logger = logging.getLogger(__name__)

COLUMNS = ("sku", "name", "category", "price")


@dataclass
class ImportResult:
    created: int = 0
    updated: int = 0
    errors: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.created} created, {self.updated} updated, {len(self.errors)} lines refused"


class ProductImporter:
    """Reads rows ``sku,name,category,price[,brand,title,weight,tags]``; one bad row spoils no other."""

    def __init__(self, publish: bool = False):
        self.publish = publish
        self.result = ImportResult()
        self._categories: dict[str, Category] = {}

    def run(self, stream) -> ImportResult:
        for line, row in read_rows(stream, COLUMNS):
            try:
                with transaction.atomic():
                    self._import_row(row)
            except ValueError as error:
                self._categories.clear()  # they may have been rolled back with the row
                self.result.errors.append(f"line {line}: {error}")
        logger.info("product import: %s", self.result)
        return self.result

    def _import_row(self, row: dict[str, str]) -> None:
        if not row["sku"]:
            raise ValueError("no SKU")
        price = parse_cents(row["price"])
        if price <= 0:
            raise ValueError(f"price {row['price']} is not positive")
        weight = int(row.get("weight") or 0)
        if weight < 0:
            raise ValueError(f"weight {weight} is negative")
        product = self._product(row)
        variant, is_new = Variant.objects.update_or_create(
            sku=row["sku"],
            defaults={
                "product": product,
                "title": row.get("title", ""),
                "weight_grams": weight,
                "base_price_cents": price,
            },
        )
        if is_new:
            self.result.created += 1
        else:
            self.result.updated += 1
        logger.debug("%s is %s", variant.sku, variant)

    def _product(self, row: dict[str, str]) -> Product:
        name = squeeze(row["name"])
        if not slugify(name):
            raise ValueError(f"no name: {name!r}")
        defaults = {"name": name, "category": self._category(row["category"])}
        if row.get("brand"):
            defaults["brand"], _ = Brand.objects.get_or_create(name=squeeze(row["brand"]))
        if self.publish:
            defaults["is_published"] = True
        product, _ = Product.objects.update_or_create(slug=slugify(name), defaults=defaults)
        labels = [label.strip().lower() for label in row.get("tags", "").split("|") if label.strip()]
        product.tags.add(*(Tag.objects.get_or_create(label=label)[0] for label in labels))
        return product

    def _category(self, path: str) -> Category:
        """``Outdoor > Tents``: every step is created where it is missing."""
        if path not in self._categories:
            parent = None
            for name in (squeeze(part) for part in path.split(">")):
                if not name:
                    raise ValueError(f"empty step in category {path!r}")
                parent, _ = Category.objects.get_or_create(
                    slug=slugify(name), defaults={"name": name, "parent": parent}
                )
            self._categories[path] = parent
        return self._categories[path]
