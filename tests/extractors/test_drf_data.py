"""Accesses of Django REST framework's serializers, views and viewsets."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of
from shop_models import SHOP

API = """
from rest_framework import generics, mixins, serializers, viewsets
from rest_framework.decorators import action
from shop.models import Customer, Line, Order

class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
    def update(self, instance, validated):
        instance.customer.save()
        return super().update(instance, validated)

class LineSerializer(serializers.ModelSerializer):
    class Meta:
        model = Line

class CustomerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Customer
    def create(self, validated):
        return Customer.objects.create(**validated)

class Orders(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
    def get_queryset(self):
        return super().get_queryset().filter(customer__name="x")
    @action(detail=True)
    def cancel(self, request, pk):
        order = self.get_object()
        order.line_set.all().delete()
    def perform_destroy(self, instance):
        instance.tags.clear()
        super().perform_destroy(instance)
    def list(self, request):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return page

class Lines(mixins.CreateModelMixin, viewsets.GenericViewSet):
    queryset = Line.objects.all()
    serializer_class = LineSerializer
    def perform_create(self, serializer):
        line = serializer.save()
        line.order.save()
    def create(self, request):
        serializer = self.get_serializer(data=request.data)
        self.perform_create(serializer)

class Customers(generics.ListCreateAPIView):
    queryset = Customer.objects.all()
    serializer_class = CustomerSerializer
    def post(self, request):
        return super().post(request)

def by_hand(data):
    LineSerializer(data=data).save()
"""
ORDER, CUSTOMER, LINE = "shop_order", "shop_customer", "shop_line"
CASES = [
    pytest.param("OrderSerializer.update", {CUSTOMER}, {CUSTOMER, ORDER}, id="super().update"),
    pytest.param("CustomerSerializer.create", set(), {CUSTOMER}, id="own create"),
    pytest.param("Orders.get_queryset", {ORDER, CUSTOMER}, set(), id="super().get_queryset"),
    pytest.param("Orders.cancel", {ORDER}, {LINE}, id="get_object"),
    pytest.param(
        "Orders.perform_destroy",
        {LINE, ORDER, "shop_specialorder"},
        {ORDER, "shop_order_tags"},
        id="super().perform_destroy",
    ),
    pytest.param("Orders.list", {ORDER}, set(), id="paginate_queryset"),
    pytest.param("Lines.perform_create", {ORDER}, {LINE, ORDER}, id="serializer.save"),
    pytest.param("by_hand", set(), {LINE}, id="serializer made by hand"),
]


@pytest.mark.parametrize(("function", "reads", "writes"), CASES)
def test_accesses(function: str, reads: set[str], writes: set[str]) -> None:
    found = program_of(shop__init="", shop__models=SHOP, api=API).access[f"api.{function}"]
    assert (set(found.reads), set(found.writes)) == (reads, writes)


def test_what_the_framework_calls_is_called() -> None:
    calls = program_of(shop__init="", shop__models=SHOP, api=API).calls
    assert "api.CustomerSerializer.create" in calls["api.Customers.post"]
    assert "api.Lines.perform_create" in calls["api.Lines.create"]
