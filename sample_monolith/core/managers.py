"""Managers of the models in core.models."""

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Count, Q


class UserManager(BaseUserManager):
    """Customers and staff sign in with their address."""

    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class ProductQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True, variants__is_active=True).distinct()

    def in_category_tree(self, category_ids):
        return self.filter(category_id__in=category_ids)

    def matching(self, words):
        condition = Q()
        for word in words:
            condition &= Q(search_text__contains=word)
        return self.filter(condition)

    def with_variant_count(self):
        return self.annotate(variant_count=Count("variants", filter=Q(variants__is_active=True)))


class FeaturedManager(models.Manager.from_queryset(ProductQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(featured_rank__isnull=False).order_by("featured_rank")


class ShipmentQuerySet(models.QuerySet):
    def on_the_way(self):
        return self.filter(status__in=("handed_over", "in_transit"))

    def unlabelled(self):
        return self.filter(tracking_code="")
