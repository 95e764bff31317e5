from cart.models import Cart
from cart.services import purge_carts
from common.clock import days_ago, now
from messaging.services import notify
from taskqueue.queue import task


@task
def remind_abandoned(days=2):
    """One friendly reminder per forgotten cart."""
    reminded = 0
    for cart in Cart.objects.abandoned(days).filter(user__isnull=False, reminded_at__isnull=True):
        notify(cart.user, "cart-reminder", {"count": cart.item_count})
        Cart.objects.filter(pk=cart.pk).update(reminded_at=now())
        reminded += 1
    return reminded


@task
def purge_old_carts(days=180):
    return purge_carts(days_ago(days))
