"""Admin pages of the models in core.models: catalogue, customers and parcels side by side."""

from django.contrib import admin, messages

from common.errors import ShopError
from core import services
from core.models import (
    Address,
    Brand,
    Carrier,
    Category,
    CustomerProfile,
    FeaturedProduct,
    Product,
    Shipment,
    ShipmentLine,
    ShippingRate,
    ShippingZone,
    Tag,
    User,
    Variant,
)


class VariantInline(admin.TabularInline):
    model = Variant
    extra = 1


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name", "category", "brand", "is_published"]
    list_filter = ["is_published", "category"]
    search_fields = ["name", "variants__sku"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [VariantInline]
    actions = ["publish_selected", "retire_selected", "copy_selected"]

    @admin.action(description="Publish")
    def publish_selected(self, request, queryset):
        for product in queryset:
            try:
                services.publish_product(product)
            except ShopError as error:
                messages.error(request, error.message)

    @admin.action(description="Retire")
    def retire_selected(self, request, queryset):
        for product in queryset:
            services.retire_product(product)

    @admin.action(description="Copy")
    def copy_selected(self, request, queryset):
        for product in queryset:
            try:
                services.duplicate_product(product, f"Copy of {product.name}")
            except ShopError as error:
                messages.error(request, error.message)


@admin.register(FeaturedProduct)
class FeaturedProductAdmin(admin.ModelAdmin):
    list_display = ["name", "featured_rank"]
    list_editable = ["featured_rank"]


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "parent", "tax_class"]


class AddressInline(admin.StackedInline):
    model = Address
    extra = 0


class ProfileInline(admin.StackedInline):
    model = CustomerProfile


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "full_name", "is_staff", "joined_at"]
    search_fields = ["email", "full_name"]
    exclude = ["password"]
    inlines = [ProfileInline, AddressInline]
    actions = ["silence", "apologise"]

    @admin.action(description="Stop queued messages")
    def silence(self, request, queryset):
        for user in queryset:
            services.suppress_messages(user)

    @admin.action(description="Give 500 points")
    def apologise(self, request, queryset):
        for user in queryset:
            services.goodwill_points(user, 500)


class ShipmentLineInline(admin.TabularInline):
    model = ShipmentLine
    extra = 0


@admin.register(Shipment)
class ShipmentAdmin(admin.ModelAdmin):
    list_display = ["pk", "order", "carrier", "status", "tracking_code"]
    list_filter = ["status", "carrier"]
    inlines = [ShipmentLineInline]


@admin.register(ShippingRate)
class ShippingRateAdmin(admin.ModelAdmin):
    list_display = ["zone", "carrier", "max_weight_grams", "price_cents", "days"]


admin.site.register([Brand, Tag, Carrier, ShippingZone])
