from django.urls import path

from payments import views

app_name = "payments"
urlpatterns = [
    path("webhook/", views.WebhookView.as_view(), name="webhook"),
    path("<str:number>/", views.payment_state, name="state"),
]
