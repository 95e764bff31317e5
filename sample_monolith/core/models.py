"""Where the shop began: everything that had a table in the first year still lives here.

Catalogue, customers and parcels share this module for historical reasons; their logic moved on
to ``catalog``, ``customers`` and ``warehouse``.
"""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.urls import reverse

from common.clock import now
from common.models import PostalFields, TimeStampedModel
from common.money import Money
from common.text import fold, squeeze
from core.managers import FeaturedManager, ProductQuerySet, ShipmentQuerySet, UserManager

# --- catalogue ---------------------------------------------------------------------------------


class Category(TimeStampedModel):
    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    tax_class = models.CharField(max_length=20, default="standard")

    class Meta:
        verbose_name_plural = "categories"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def ancestors(self):
        """From the root down to this category."""
        chain, node = [], self
        while node is not None:
            chain.append(node)
            node = node.parent
        return chain[::-1]


class Brand(models.Model):
    name = models.CharField(max_length=80, unique=True)
    website = models.URLField(blank=True)

    def __str__(self):
        return self.name


class Tag(models.Model):
    label = models.CharField(max_length=40, unique=True)

    class Meta:
        db_table = "catalog_tag"

    def __str__(self):
        return self.label


class Product(TimeStampedModel):
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=180, unique=True)
    description = models.TextField(blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.SET_NULL)
    tags = models.ManyToManyField(Tag, blank=True, related_name="products")
    related = models.ManyToManyField("self", through="ProductRelation", symmetrical=False)
    is_published = models.BooleanField(default=False)
    featured_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        db_table = "catalog_product"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        brand = self.brand.name if self.brand else ""
        self.search_text = squeeze(fold(f"{self.name} {brand} {self.description}"))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("catalog:product", args=[self.slug])

    def default_variant(self):
        return self.variants.filter(is_active=True).order_by("base_price_cents", "pk").first()


class FeaturedProduct(Product):
    """The products on the front page, in the order that marketing chose."""

    objects = FeaturedManager()

    class Meta:
        proxy = True


class ProductRelation(models.Model):
    ACCESSORY, ALTERNATIVE = "accessory", "alternative"

    from_product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="relations")
    to_product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, default=ALTERNATIVE)

    class Meta:
        unique_together = [("from_product", "to_product", "kind")]


class Variant(models.Model):
    """What is put into a cart: one size and colour of a product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120, blank=True)
    weight_grams = models.PositiveIntegerField(default=0)
    base_price_cents = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "catalog_variant"
        ordering = ["sku"]

    def __str__(self):
        return f"{self.product.name} {self.title}".strip()

    @property
    def base_price(self):
        return Money(self.base_price_cents)


# --- customers ---------------------------------------------------------------------------------


class User(AbstractBaseUser):
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_superuser = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        db_table = "accounts_user"

    def __str__(self):
        return self.email

    def has_perm(self, perm, obj=None):
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label):
        return self.is_active and self.is_staff


class CustomerProfile(models.Model):
    RETAIL, BUSINESS = "retail", "business"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    segment = models.CharField(max_length=10, default=RETAIL)
    phone = models.CharField(max_length=30, blank=True)
    vat_id = models.CharField(max_length=20, blank=True)
    loyalty_points = models.IntegerField(default=0)

    def __str__(self):
        return f"profile of {self.user_id}"

    @property
    def is_business(self):
        return self.segment == self.BUSINESS


class Address(PostalFields, TimeStampedModel):
    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=40, default="home")
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self):
        return f"{self.label}: {self.street}, {self.city}"


class LoyaltyEntry(models.Model):
    """Points won and spent; the profile keeps the running total."""

    user = models.ForeignKey("core.User", on_delete=models.CASCADE, related_name="loyalty_entries")
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.SET_NULL, related_name="+")
    points = models.IntegerField()
    reason = models.CharField(max_length=40)
    booked_at = models.DateTimeField(default=now)


# --- parcels -----------------------------------------------------------------------------------


class Carrier(models.Model):
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    tracking_url = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "shipping_carrier"

    def __str__(self):
        return self.name

    def url_for(self, tracking_code):
        return self.tracking_url.replace("{code}", tracking_code)


class ShippingZone(models.Model):
    name = models.CharField(max_length=60)
    countries = models.CharField(max_length=200, help_text="two-letter codes, separated by commas")

    def __str__(self):
        return self.name

    def covers(self, country):
        return country.upper() in [code.strip() for code in self.countries.upper().split(",")]


class ShippingRate(models.Model):
    zone = models.ForeignKey(ShippingZone, on_delete=models.CASCADE, related_name="rates")
    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="rates")
    max_weight_grams = models.PositiveIntegerField()
    price_cents = models.PositiveIntegerField()
    days = models.PositiveSmallIntegerField(default=3)

    class Meta:
        db_table = "shipping_rate"
        ordering = ["price_cents"]


class Shipment(PostalFields, TimeStampedModel):
    PACKING, HANDED_OVER, IN_TRANSIT, DELIVERED = "packing", "handed_over", "in_transit", "delivered"

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="shipments")
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    status = models.CharField(max_length=12, default=PACKING)
    tracking_code = models.CharField(max_length=40, blank=True, db_index=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        db_table = "shipping_shipment"

    @property
    def tracking_link(self):
        return self.carrier.url_for(self.tracking_code) if self.tracking_code else ""


class ShipmentLine(models.Model):
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="shipment_lines")
    quantity = models.PositiveIntegerField()


class TrackingEvent(models.Model):
    shipment = models.ForeignKey("core.Shipment", on_delete=models.CASCADE, related_name="events")
    code = models.CharField(max_length=20)
    description = models.CharField(max_length=160, blank=True)
    happened_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["happened_at", "pk"]
