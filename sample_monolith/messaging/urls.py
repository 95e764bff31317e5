from django.urls import path

from messaging import views

app_name = "messaging"
urlpatterns = [
    path("preferences/", views.PreferenceView.as_view(), name="preferences"),
    path("health/", views.outbox_health, name="health"),
]
