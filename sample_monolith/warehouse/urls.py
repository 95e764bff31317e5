from django.urls import path, re_path

from warehouse import views

app_name = "warehouse"
urlpatterns = [
    path("stock/", views.StockListView.as_view(), name="stock"),
    path("stock/receive/", views.receive_goods, name="receive"),
    path("pack/<str:number>/", views.pack_order, name="pack"),
    path("label/<int:pk>/", views.label, name="label"),
    re_path(r"^track/(?P<code>[A-Z0-9]+)/$", views.TrackingView.as_view(), name="track"),
]
