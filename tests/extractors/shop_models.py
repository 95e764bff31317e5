"""Django models that several tests use."""

SHOP = """
from django.conf import settings
from django.db import models

class Base(models.Model):
    created = models.DateTimeField()
    class Meta:
        abstract = True

class CustomerQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

class Customer(Base):
    name = models.CharField(max_length=9)
    objects = CustomerQuerySet.as_manager()

class Tag(models.Model):
    class Meta:
        db_table = "tags"

class Order(Base):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    tags = models.ManyToManyField("shop.Tag")

class Line(models.Model):
    order = models.ForeignKey("Order", on_delete=models.PROTECT)

class SpecialOrder(Order):
    pass

class OrderProxy(Order):
    class Meta:
        proxy = True
"""
