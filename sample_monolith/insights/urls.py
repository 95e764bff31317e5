from django.urls import path

from insights import views

app_name = "insights"
urlpatterns = [
    path("", views.DashboardView.as_view(), name="dashboard"),
    path("numbers/", views.numbers, name="numbers"),
    path("sales.csv", views.sales_csv, name="sales-csv"),
]
