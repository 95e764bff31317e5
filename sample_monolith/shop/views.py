from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render

from core.models import FeaturedProduct


def health(request):
    """For the load balancer: is there a database?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return JsonResponse({"ok": cursor.fetchone() == (1,)})


def page_missing(request, exception):
    """A dead end that still has something to sell."""
    return render(request, "shop/missing.html", {"products": FeaturedProduct.objects.all()[:4]}, status=404)
