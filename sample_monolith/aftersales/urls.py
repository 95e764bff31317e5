from django.urls import path

from aftersales import views

app_name = "aftersales"
urlpatterns = [
    path("tickets/new/", views.NewTicketView.as_view(), name="ticket-new"),
    path("tickets/<int:pk>/", views.ticket_detail, name="ticket"),
    path("tickets/<int:pk>/watch/", views.watch, name="watch"),
    path("returns/new/<str:number>/", views.new_return, name="return-new"),
    path("returns/<str:number>/", views.return_detail, name="return"),
]
