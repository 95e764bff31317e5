from django.contrib import admin
from django.urls import include, path

from shop import api, views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("cart/", include("cart.urls")),
    path("orders/", include("orders.urls")),
    path("payments/", include("payments.urls")),
    path("warehouse/", include("warehouse.urls")),
    path("account/", include("customers.urls")),
    path("messages/", include("messaging.urls")),
    path("help/", include("aftersales.urls")),
    path("numbers/", include("insights.urls")),
    path("api/", include(api.urlpatterns)),
    path("health/", views.health, name="health"),
    path("", include("catalog.urls")),
]

handler404 = "shop.views.page_missing"
