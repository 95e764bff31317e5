"""Accesses through Django's admin, django-filter, trees, sessions, validation and forms."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of
from shop_models import SHOP

ORDER, CUSTOMER, LINE, TAGS = "shop_order", "shop_customer", "shop_line", "shop_order_tags"

USES = """
from django import forms
from django.contrib import admin
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.views import generic
from loading import get_model
from mptt.models import MPTTModel
from treebeard.mp_tree import MP_Node
import django_filters
from shop.models import Customer, Line, Order

class LineInline(admin.TabularInline):
    model = Line
    def get_queryset(self, request):
        return super().get_queryset(request).filter(order__customer__name="x")

@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    def buyer(self, obj):
        return obj.customer
    def mark(self, request, queryset):
        queryset.update(x=1)
    def save_model(self, request, obj, form, change):
        obj.customer.save()
        super().save_model(request, obj, form, change)
    def get_queryset(self, request):
        return super().get_queryset(request).select_related("customer")

class CustomerAdmin(admin.ModelAdmin):
    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)

admin.site.register(Customer, CustomerAdmin)

class OrderFilter(django_filters.FilterSet):
    class Meta:
        model = Order
    def by_buyer(self, queryset, name, value):
        return queryset.filter(customer__name=value)

def filtered(data):
    return OrderFilter(data).qs.count()

class Shelf(MP_Node): pass

class Box(MPTTModel): pass

def shelves():
    Shelf.add_root(name="x").get_children().count()

def boxes(box: Box):
    box.move_to(None)

def keep(request):
    request.session["x"] = 1
    request.session.save()

def glance(request):
    return request.session["x"]

class OrderForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["customer", "tags"]
    def __init__(self, *args):
        super().__init__(*args)

class PlainForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ("created",)
    def __init__(self, *args):
        super().__init__(*args)

def check_form(data):
    return OrderForm(data).is_valid()

def check_plain(data):
    return PlainForm(data).is_valid()

def check_row():
    Line(x=1).full_clean()

class Report:
    model = None
    def get_queryset(self):
        return self.model._default_manager.all()

class OrderReport(Report):
    model = Order
    def get_queryset(self):
        return super().get_queryset().order_by("x")

class LineReport(Report):
    model = Line
    def get_queryset(self):
        return super().get_queryset().order_by("x")

def buyer_of(sender, instance, **kwargs):
    return instance.customer

post_save.connect(buyer_of, sender=Order)

@receiver(post_delete, sender=Line)
def count_again(sender, instance, **kwargs):
    instance.order.save()
    sender.objects.count()

def pages():
    get_model("flatpages", "FlatPage").objects.get(url="x")

def everything():
    return Line.objects.select_related().get(x=1), Order.objects.select_related().get(x=1)

class Orders(generic.ListView):
    model = Order
    paginate_by = 10
    def get_queryset(self):
        return Order.objects.prefetch_related("tags")
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs)
"""
CASES = [
    pytest.param("LineInline.get_queryset", {LINE, ORDER, CUSTOMER}, set(), id="inline of the admin"),
    pytest.param("OrderAdmin.buyer", {CUSTOMER}, set(), id="a row in a column of the admin"),
    pytest.param("OrderAdmin.mark", set(), {ORDER}, id="rows in an action of the admin"),
    pytest.param("OrderAdmin.save_model", {CUSTOMER}, {CUSTOMER, ORDER}, id="super().save_model"),
    pytest.param("OrderAdmin.get_queryset", {ORDER, CUSTOMER}, set(), id="super().get_queryset"),
    pytest.param("OrderFilter.by_buyer", {ORDER, CUSTOMER}, set(), id="method of a filter set"),
    pytest.param("filtered", {ORDER}, set(), id="rows of a filter set"),
    pytest.param("shelves", {"m_shelf"}, {"m_shelf"}, id="treebeard"),
    pytest.param("boxes", {"m_box"}, {"m_box"}, id="mptt"),
    pytest.param("keep", {"django_session"}, {"django_session"}, id="a session that is saved at once"),
    pytest.param("glance", None, None, id="a session that is looked at"),
    pytest.param("OrderForm.__init__", {"tags", TAGS}, set(), id="a form shows many-to-many fields"),
    pytest.param("PlainForm.__init__", None, None, id="a form without such fields"),
    pytest.param("check_form", {CUSTOMER, "tags"}, set(), id="a form looks up its relations"),
    pytest.param("check_plain", None, None, id="a form without relations"),
    pytest.param("check_row", {ORDER}, set(), id="full_clean"),
    pytest.param("OrderReport.get_queryset", {ORDER}, set(), id="the model that the class names"),
    pytest.param("LineReport.get_queryset", {LINE}, set(), id="the model that another class names"),
    pytest.param("buyer_of", {CUSTOMER}, set(), id="connected receiver"),
    pytest.param("count_again", {ORDER, LINE}, {ORDER}, id="decorated receiver"),
    pytest.param("pages", {"django_flatpage"}, set(), id="installed model by name"),
    pytest.param("everything", {LINE, ORDER, CUSTOMER}, set(), id="select_related of all that is required"),
    pytest.param("Orders.get_context_data", {ORDER, "tags", TAGS}, set(), id="a list with what is fetched along"),
]


@pytest.mark.parametrize(("function", "reads", "writes"), CASES)
def test_accesses(function: str, reads: set[str] | None, writes: set[str] | None) -> None:
    found = program_of(shop__init="", shop__models=SHOP, m=USES).access.get(f"m.{function}")
    if reads is None or writes is None:
        assert found is None
    else:
        assert found is not None
        assert (set(found.reads), set(found.writes)) == (reads, writes)


def test_the_admin_deletes_what_refers_to_the_rows() -> None:
    access = program_of(shop__init="", shop__models=SHOP, m=USES).access["m.CustomerAdmin.delete_queryset"]
    assert set(access.writes) == {CUSTOMER}
    assert ORDER in access.reads


OTHER_MANAGERS = """
from django.db import models
from django_scopes import ScopedManager
from safedelete.managers import SafeDeleteManager
from taggit.managers import TaggableManager

class LineQuerySet(models.QuerySet):
    def paid(self):
        return self.filter(paid=True)

class Order(models.Model):
    objects = ScopedManager(shop="shop")
    all_objects = SafeDeleteManager()
    tags = TaggableManager()

    def pay(self):
        pass

class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    objects = ScopedManager(LineQuerySet.as_manager().__class__, shop="order__shop")
"""


@pytest.mark.parametrize(
    ("code", "reads", "writes", "called"),
    [
        ("Order.objects.get(pk=1).pay()", {"shop_order"}, set(), {"shop.models.Order.pay"}),
        ("Order.all_objects.filter(pk=1).delete()", {"shop_order"}, {"shop_order", "shop_line"}, set()),
        ("Line.objects.paid().first().order.pay()", {"shop_line", "shop_order"}, set(),
         {"shop.models.LineQuerySet.paid", "shop.models.Order.pay"}),
        ("Order.tags.all()", set(), set(), set()),
    ],
    ids=["installed", "another", "given a queryset", "a relation"],
)  # fmt: skip
def test_managers_of_installed_packages(code: str, reads: set[str], writes: set[str], called: set[str]) -> None:
    use = f"from shop.models import Line, Order\ndef f():\n    {code}"
    found = program_of(shop__init="", shop__models=OTHER_MANAGERS, use=use)
    touched = found.access.get("use.f")
    assert (set(touched.reads), set(touched.writes)) == (reads, writes) if touched else not (reads or writes)
    assert {name for name in found.calls["use.f"] if name.startswith("shop.")} == called
