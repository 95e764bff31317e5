from django.db.models.signals import post_save
from django.dispatch import receiver

from core.models import CustomerProfile, User
from customers.loyalty import book_points, points_for
from orders.models import Order
from orders.signals import order_status_changed


@receiver(post_save, sender=User)
def create_profile(sender, instance, created, raw=False, **kwargs):
    if created and not raw:
        CustomerProfile.objects.get_or_create(user=instance)


@receiver(order_status_changed)
def award_points(sender, order, before, **kwargs):
    if order.status == Order.COMPLETED:
        book_points(order.user, points_for(order), "order", order)
