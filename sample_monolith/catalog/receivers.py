from django.db.models.signals import m2m_changed
from django.dispatch import receiver

from core.models import Product


@receiver(m2m_changed, sender=Product.tags.through)
def touch_product(sender, instance, action, reverse=False, **kwargs):
    """New tags are news: the shop window is sorted by what changed last."""
    if action.startswith("post_") and not reverse:
        instance.save(update_fields=["updated_at"])
