"""A small shop to look around in: goods, prices, carriers, stock and two people."""

from decimal import Decimal

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify

from core.models import Brand, Carrier, Category, Product, ShippingRate, ShippingZone, Tag, User, Variant
from customers.services import save_address
from pricing.models import Coupon, Price, PriceList, Promotion, TaxRate
from warehouse.models import StockLevel, Warehouse
from warehouse.stock import receive

CATEGORIES = [("Outdoor", None), ("Tents", "Outdoor"), ("Stoves", "Outdoor"), ("Books", None)]

# name, category, brand, tags, [(sku, title, cents, grams)]
PRODUCTS = [
    ("Fjell 2 tent", "Tents", "Nordlicht", ["light"], [("TENT-2", "two persons", 24900, 2100)]),
    (
        "Fjell 4 tent",
        "Tents",
        "Nordlicht",
        ["family"],
        [("TENT-4G", "green", 38900, 3900), ("TENT-4R", "red", 38900, 3900)],
    ),
    ("Spark stove", "Stoves", "Glut", ["light", "gas"], [("STOVE-1", "", 5490, 310)]),
    (
        "Gas canister",
        "Stoves",
        "Glut",
        ["gas"],
        [("GAS-230", "230 g", 590, 380), ("GAS-450", "450 g", 890, 640)],
    ),
    ("Knots and how to tie them", "Books", None, [], [("BOOK-KNOTS", "", 1800, 420)]),
]


class Command(BaseCommand):
    help = "Fill an empty database with a small shop. Running it twice changes nothing."

    @transaction.atomic
    def handle(self, *args, **options):
        self.taxes_and_carriers()
        self.goods()
        self.prices()
        self.people()
        self.stdout.write(f"{Product.objects.count()} products, {User.objects.count()} users")

    def taxes_and_carriers(self):
        for tax_class, percent in (("standard", "19.0"), ("reduced", "7.0")):
            TaxRate.objects.get_or_create(tax_class=tax_class, country="DE", defaults={"percent": Decimal(percent)})
        Warehouse.objects.get_or_create(code="HAM", defaults={"name": "Hamburg", "is_default": True})
        link = "https://tracking.example/{code}"
        dhl, _ = Carrier.objects.get_or_create(code="DHL", defaults={"name": "DHL", "tracking_url": link})
        gls, _ = Carrier.objects.get_or_create(code="GLS", defaults={"name": "GLS", "tracking_url": link})
        home, _ = ShippingZone.objects.get_or_create(name="Germany", defaults={"countries": "DE"})
        near, _ = ShippingZone.objects.get_or_create(name="Neighbours", defaults={"countries": "AT,NL,DK,FR"})
        rates = [(home, dhl, 490, 2), (home, gls, 450, 3), (near, dhl, 990, 5)]
        for zone, carrier, cents, days in rates:
            ShippingRate.objects.get_or_create(
                zone=zone,
                carrier=carrier,
                max_weight_grams=31_500,
                defaults={"price_cents": cents, "days": days},
            )

    def goods(self):
        for name, parent in CATEGORIES:
            Category.objects.get_or_create(
                slug=slugify(name),
                defaults={
                    "name": name,
                    "parent": Category.objects.filter(name=parent).first(),
                    "tax_class": "reduced" if name == "Books" else "standard",
                },
            )
        for rank, (name, category, brand, tags, variants) in enumerate(PRODUCTS, start=1):
            product, _ = Product.objects.get_or_create(
                slug=slugify(name),
                defaults={
                    "name": name,
                    "description": f"{name}, as tested in the rain.",
                    "category": Category.objects.get(name=category),
                    "brand": Brand.objects.get_or_create(name=brand)[0] if brand else None,
                    "is_published": True,
                    "featured_rank": rank,
                },
            )
            product.tags.set([Tag.objects.get_or_create(label=label)[0] for label in tags])
            for sku, title, cents, grams in variants:
                variant, _ = Variant.objects.get_or_create(
                    sku=sku,
                    defaults={
                        "product": product,
                        "title": title,
                        "base_price_cents": cents,
                        "weight_grams": grams,
                    },
                )
                if not StockLevel.objects.filter(variant=variant).exists():
                    receive(variant, 25, "seed")

    def prices(self):
        wholesale, _ = PriceList.objects.get_or_create(segment="business", defaults={"name": "Wholesale"})
        Price.objects.get_or_create(
            price_list=wholesale,
            variant=Variant.objects.get(sku="GAS-230"),
            min_quantity=10,
            defaults={"amount_cents": 490},
        )
        Promotion.objects.get_or_create(
            name="Gas: buy 4, pay 3",
            defaults={"kind": "bundle", "value": 4},
        )[0].categories.set([Category.objects.get(name="Stoves")])
        summer, _ = Promotion.objects.get_or_create(
            name="Summer", defaults={"kind": "percent", "value": 10, "needs_coupon": True}
        )
        Coupon.objects.get_or_create(code="SUMMER", defaults={"promotion": summer, "max_uses": 100})

    def people(self):
        if not User.objects.filter(email="ada@example.com").exists():
            ada = User.objects.create_user("ada@example.com", "tent-pegs-9", full_name="Ada Holm")
            fields = {"recipient": "Ada Holm", "street": "Deich 7", "postcode": "20457", "city": "Hamburg"}
            save_address(ada, fields)
        if not User.objects.filter(email="office@example.com").exists():
            User.objects.create_superuser("office@example.com", "tent-pegs-9", full_name="Office")
