from django.contrib.auth.views import LogoutView
from django.urls import path

from customers import views

app_name = "customers"
urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(next_page="catalog:front"), name="logout"),
    path("register/", views.RegisterView.as_view(), name="register"),
    path("me/", views.me, name="me"),
    path("addresses/", views.AddressListView.as_view(), name="addresses"),
    path("addresses/new/", views.AddressCreateView.as_view(), name="address-new"),
    path("addresses/<int:pk>/", views.AddressUpdateView.as_view(), name="address"),
    path("data/", views.personal_data, name="data"),
    path("erase/", views.erase, name="erase"),
]
