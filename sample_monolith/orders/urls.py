from django.urls import path

from orders import views

app_name = "orders"
urlpatterns = [
    path("", views.OrderListView.as_view(), name="list"),
    path("checkout/", views.CheckoutView.as_view(), name="checkout"),
    path("<str:number>/", views.OrderDetailView.as_view(), name="detail"),
    path("<str:number>/cancel/", views.cancel, name="cancel"),
    path("<str:number>/reorder/", views.reorder, name="reorder"),
    path("<str:number>/invoice/", views.invoice, name="invoice"),
]
