from django.db import connection
from django.http import JsonResponse


def health(request):
    """For the load balancer: is there a database?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return JsonResponse({"ok": cursor.fetchone() == (1,)})
