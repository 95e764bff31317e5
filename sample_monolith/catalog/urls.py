from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.FrontPageView.as_view(), name="front"),
    path("products/", views.ProductListView.as_view(), name="products"),
    path("products/suggest/", views.suggestions, name="suggest"),
    path("products/<slug:slug>/", views.ProductDetailView.as_view(), name="product"),
    path("products/<slug:slug>/edit/", views.ProductEditView.as_view(), name="edit"),
    path("category/<slug:category>/", views.ProductListView.as_view(), name="category"),
]
