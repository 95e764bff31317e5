"""Tables and accesses of small Django programs."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of
from shop_models import SHOP

from decompose.extractors.linking.libraries import attribute_model
from decompose.extractors.linking.objects import Kind, Objects


def _touched(code: str, models: str = SHOP, **modules: str) -> tuple[set[str], set[str]]:
    """What ``f`` reads and writes whose body is the code."""
    imports = "from django.db.models import *\nfrom django.contrib.contenttypes.models import ContentType\n"
    use = f"{imports}from shop.models import *\ndef f(*args):\n    {code}"
    found = program_of(shop__init="", shop__models=models, use=use, **modules).access.get("use.f")
    return (set(found.reads), set(found.writes)) if found is not None else (set(), set())


def test_inventory() -> None:
    graph = program_of(shop__init="", shop__models=SHOP).graph
    keys = {table.name: {(key.column, key.table) for key in table.foreign_keys} for table in graph.tables}
    assert keys == {
        "shop_customer": set(),
        "tags": set(),
        "shop_order": {("customer_id", "shop_customer"), ("parent_id", "shop_order")},
        "shop_order_tags": {("order_id", "shop_order"), ("tag_id", "tags")},
        "shop_line": {("order_id", "shop_order")},
        "shop_specialorder": {("order_ptr_id", "shop_order")},
    }


ORDER, CUSTOMER, LINE, TAGS = "shop_order", "shop_customer", "shop_line", "shop_order_tags"
SPECIAL = "shop_specialorder"
DIRECT = [
    pytest.param("Order.objects.filter(x=1)", {ORDER}, set(), id="filter"),
    pytest.param("Order.objects.create(x=1)", set(), {ORDER}, id="create"),
    pytest.param("Order(x=1).save()", set(), {ORDER}, id="save"),
    pytest.param("Line.objects.get(x=1).delete()", {LINE}, {LINE}, id="delete"),
    pytest.param("Order.objects.get_or_create(x=1)[0].save()", {ORDER}, {ORDER}, id="pair"),
    pytest.param("Order.objects.bulk_create([])[0].save()", set(), {ORDER}, id="bulk"),
    pytest.param("Customer.objects.active().count()", {CUSTOMER}, set(), id="custom queryset"),
    pytest.param("Order.objects.filter(x=1).update(y=2)", set(), {ORDER}, id="update"),
    pytest.param("(o := Order.objects.all()).update(y=2) and o.get()", {ORDER}, {ORDER}, id="update, and read"),
    pytest.param("Order.objects.filter(customer__name=1).update(y=2)", {CUSTOMER}, {ORDER}, id="joined update"),
    pytest.param("[o.delete() for o in Line.objects.values_list('id')]", {LINE}, set(), id="values have no methods"),
    pytest.param("SpecialOrder.objects.create()", set(), {ORDER, SPECIAL}, id="a model that extends another"),
    pytest.param("SpecialOrder.objects.get().delete()", {ORDER, SPECIAL, LINE}, {ORDER, SPECIAL, TAGS}, id="its rows"),
    pytest.param("OrderProxy.objects.get().save()", {ORDER}, {ORDER}, id="proxy"),
    pytest.param("ContentType.objects.get_for_models(Order)", {"django_content_type"}, set(), id="content types"),
    pytest.param("Order.objects.none()", set(), set(), id="none"),
]


@pytest.mark.parametrize(("code", "reads", "writes"), DIRECT)
def test_managers(code: str, reads: set[str], writes: set[str]) -> None:
    assert _touched(code) == (reads, writes)


RELATED = [
    pytest.param("Line.objects.first().order", {LINE, ORDER}, set(), id="forward"),
    pytest.param("Line.objects.first().order_id", {LINE}, set(), id="the key alone"),
    pytest.param("Order.objects.first().customer.save()", {ORDER, CUSTOMER}, {CUSTOMER}, id="forward, saved"),
    pytest.param("Customer.objects.first().orders.all()", {CUSTOMER, ORDER}, set(), id="reverse"),
    pytest.param("Order.objects.first().line_set.all()", {ORDER, LINE}, set(), id="default reverse"),
    pytest.param("Order.objects.first().line_set.add(*args)", {ORDER}, {LINE}, id="adding to a reverse relation"),
    pytest.param("Order.objects.first().tags.all()", {ORDER, TAGS, "tags"}, set(), id="many to many"),
    pytest.param("Order.objects.first().tags.add(1)", {ORDER}, {TAGS}, id="many to many, added"),
    pytest.param("Order.objects.first().tags.set([1])", {ORDER, TAGS}, {TAGS}, id="many to many, set"),
    pytest.param("Order.objects.first().tags.remove(1)", {ORDER}, {TAGS}, id="many to many, removed"),
    pytest.param("Order.objects.first().tags.create()", {ORDER}, {TAGS, "tags"}, id="many to many, created"),
    pytest.param("Tag.objects.first().order_set.all()", {ORDER, TAGS, "tags"}, set(), id="many to many, reverse"),
    pytest.param("[o.customer for o in Order.objects.all()]", {ORDER, CUSTOMER}, set(), id="in a loop"),
    pytest.param("Order.objects.first().specialorder", {ORDER, "shop_specialorder"}, set(), id="child"),
]


@pytest.mark.parametrize(("code", "reads", "writes"), RELATED)
def test_relations(code: str, reads: set[str], writes: set[str]) -> None:
    assert _touched(code) == (reads, writes)


LOOKUPS = [
    pytest.param("Line.objects.filter(order=1)", {LINE}, id="key"),
    pytest.param("Line.objects.filter(order__id=1)", {LINE}, id="key of the other end"),
    pytest.param("Line.objects.filter(order__isnull=True)", {LINE}, id="operator"),
    pytest.param("Line.objects.filter(order__created__gt=1)", {LINE, ORDER}, id="field of the other end"),
    pytest.param("Line.objects.get(order__customer__name='x')", {LINE, ORDER, CUSTOMER}, id="path"),
    pytest.param("Customer.objects.filter(orders=1)", {CUSTOMER, ORDER}, id="reverse"),
    pytest.param("Order.objects.filter(line__id=1)", {ORDER, LINE}, id="default name of the reverse"),
    pytest.param("Order.objects.filter(tags=1)", {ORDER, TAGS}, id="many to many by key"),
    pytest.param("Order.objects.filter(tags__x__in=[])", {ORDER, TAGS}, id="no field of the target"),
    pytest.param("Line.objects.filter(Q(order__created=1) | Q(id=2))", {LINE, ORDER}, id="Q"),
    pytest.param("Line.objects.filter(Q(id=2) | Q(order__created=1))", {LINE, ORDER}, id="Q second"),
    pytest.param("Customer.objects.annotate(n=Count('orders'))", {CUSTOMER, ORDER}, id="annotation"),
    pytest.param("Line.objects.order_by('-order__created')", {LINE, ORDER}, id="order"),
    pytest.param("Line.objects.values('order__customer__name')", {LINE, ORDER, CUSTOMER}, id="values"),
    pytest.param("Line.objects.select_related('order__customer')", {LINE, ORDER, CUSTOMER}, id="select_related"),
    pytest.param("Customer.objects.prefetch_related('orders__tags')", {CUSTOMER, ORDER, TAGS, "tags"}, id="prefetch"),
    pytest.param("Customer.objects.prefetch_related(Prefetch('orders'))", {CUSTOMER, ORDER}, id="Prefetch"),
]


@pytest.mark.parametrize(("code", "reads"), LOOKUPS)
def test_lookups_join(code: str, reads: set[str]) -> None:
    assert _touched(code) == (reads, set())


OWNED = """
from django.db import models

class Owner(models.Model):
    labels = models.ManyToManyField("Label")

class Label(models.Model): pass

class Pet(models.Model):
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)

class Collar(models.Model):
    pet = models.ForeignKey(Pet, on_delete=models.CASCADE)

class House(models.Model):
    owner = models.ForeignKey(Owner, null=True, on_delete=models.SET_NULL)

class Loan(models.Model):
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT)

class Note(models.Model):
    owner = models.ForeignKey(Owner, on_delete=models.DO_NOTHING)
"""


def test_an_instance_of_the_library_s_own_model_has_no_relations_of_the_program() -> None:
    objects = Objects()
    instance = objects.intern(Kind.INSTANCE, objects.external("django.db.models.Model"))
    order = objects.intern(Kind.CLASS, 7)
    linkage = SimpleNamespace(objects=objects, classes={}, reverse_relations={(order, "lines"): [order]})
    model = attribute_model("django.db.models.Model")
    assert model is not None
    assert not list(model(linkage, instance, "lines"))  # type: ignore[arg-type]


def test_a_deletion_looks_at_what_refers_to_the_rows() -> None:
    reads, writes = _touched("Owner().delete()", OWNED)
    assert reads == {"shop_pet", "shop_loan"}
    assert writes == {"shop_owner", "shop_house", "shop_owner_labels"}


def test_rows_that_nothing_refers_to_are_deleted_without_a_look() -> None:
    assert _touched("Pet().delete()", OWNED) == (set(), {"shop_pet", "shop_collar"})


def test_rows_that_somebody_listens_for_are_fetched() -> None:
    listening = """
    from django.db.models.signals import post_delete
    from django.dispatch import receiver
    from shop.models import Collar

    @receiver(post_delete, sender=Collar)
    def react(**kwargs): pass
    """
    assert _touched("Pet().delete()", OWNED, listening=listening) == ({"shop_collar"}, {"shop_pet"})


def test_what_a_deletion_may_delete_stands_in_the_graph_as_a_guess() -> None:
    use = "from shop.models import Owner\ndef f():\n    Owner().delete()"
    edges = program_of(shop__init="", shop__models=OWNED, use=use).graph.edges
    found = {(edge.target, edge.confidence.value) for edge in edges if edge.kind.value == "writes"}
    assert {("shop_pet", "heuristic"), ("shop_collar", "heuristic"), ("shop_house", "inferred")} <= found


VIEWS = """
from django import forms
from django.views import generic
from shop.models import Customer, Line, Order

class OrderForm(forms.ModelForm):
    class Meta:
        model = Order

class Detail(generic.DetailView):
    model = Order
    def get_context_data(self, **kwargs):
        return {"lines": self.object.line_set.all()}

class Listing(generic.ListView):
    paginate_by = 20
    queryset = Order.objects.all()
    def get_queryset(self):
        return super().get_queryset().filter(customer__name="x")
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs)

class Whole(generic.ListView):
    queryset = Order.objects.all()
    paginate_by = None
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs)

class Create(generic.CreateView):
    form_class = OrderForm
    def form_valid(self, form):
        order = form.save()
        order.customer.save()
        return super().form_valid(form)

class Update(generic.UpdateView):
    model = Customer
    def form_valid(self, form):
        return super().form_valid(form)
    def post(self, request):
        return super().post(request)

class Draft(generic.FormView):
    form_class = OrderForm
    def form_valid(self, form):
        form.save(commit=False)

class Remove(generic.DeleteView):
    model = Line
    def delete(self, request):
        return super().delete(request)
"""
IN_VIEWS = [
    pytest.param("Detail.get_context_data", {LINE}, set(), id="self.object"),
    pytest.param("Listing.get_queryset", {ORDER, CUSTOMER}, set(), id="super().get_queryset"),
    pytest.param("Listing.get_context_data", {ORDER, CUSTOMER}, set(), id="a list is shown"),
    pytest.param("Create.form_valid", {CUSTOMER}, {ORDER, CUSTOMER}, id="form.save"),
    pytest.param("Update.form_valid", set(), {CUSTOMER}, id="super().form_valid"),
    pytest.param("Update.post", {CUSTOMER}, set(), id="super().post"),
    pytest.param("Remove.delete", {LINE}, {LINE}, id="super().delete"),
]


@pytest.mark.parametrize(("method", "reads", "writes"), IN_VIEWS)
def test_generic_views(method: str, reads: set[str], writes: set[str]) -> None:
    found = program_of(shop__init="", shop__models=SHOP, views=VIEWS).access[f"views.{method}"]
    assert (set(found.reads), set(found.writes)) == (reads, writes)


def test_a_list_without_pages_is_fetched_by_its_template() -> None:
    assert "views.Whole.get_context_data" not in program_of(shop__init="", shop__models=SHOP, views=VIEWS).access


def test_a_form_that_is_not_committed_writes_nothing() -> None:
    assert "views.Draft.form_valid" not in program_of(shop__init="", shop__models=SHOP, views=VIEWS).access


ABSTRACT = """
from django.db import models

class AbstractOrder(models.Model):
    class Meta:
        abstract = True
    def total(self):
        return sum(line.price for line in self.lines.all())
    def save(self, *args):
        super().save(*args)

class Order(AbstractOrder): pass

class OpenManager(models.Manager):
    def first_open(self):
        return self.get_queryset().filter(status=1)

class Line(models.Model):
    order = models.ForeignKey("shop.Order", related_name="lines", on_delete=models.CASCADE)
    open = OpenManager()
"""


def test_abstract_models_and_managers_know_whom_they_serve() -> None:
    access = program_of(shop__init="", shop__models=ABSTRACT).access
    assert access["shop.models.AbstractOrder.total"].reads == ("shop_line",)
    assert access["shop.models.AbstractOrder.save"].writes == ("shop_order",)
    assert access["shop.models.OpenManager.first_open"].reads == ("shop_line",)


def test_creating_rows_runs_the_save_of_the_model() -> None:
    use = "from shop.models import Order\ndef f():\n    Order.objects.create()"
    program = program_of(shop__init="", shop__models=ABSTRACT, use=use)
    assert "use.f" not in program.access
    edges = {(edge.source_symbol, edge.target_symbol) for edge in program.graph.edges if edge.kind.value == "calls"}
    assert ("use.f", "shop.models.AbstractOrder.save") in edges


NAMED = [
    pytest.param("def f(order):\n    return order.lines.all()", {"shop_line"}, id="named like a model"),
    pytest.param("def f(order):\n    return order.lines.all(), order.reverse()", None, id="not used like it"),
    pytest.param("def f(order):\n    return order", None, id="not used at all"),
    pytest.param("def f(thing):\n    return thing.lines.all()", None, id="named otherwise"),
]


@pytest.mark.parametrize(("use", "reads"), NAMED)
def test_values_named_after_a_model(use: str, reads: set[str] | None) -> None:
    found = program_of(shop__init="", shop__models=ABSTRACT, use=use).access.get("use.f")
    assert (set(found.reads) if found is not None else None) == reads


def test_models_of_installed_packages() -> None:
    use = """
    from django.contrib.auth import login
    from django.contrib.auth.models import Group, User

    def add(request):
        Group.objects.get(name="x").user_set.all()
        User.objects.create_user("x")

    def enter(request, user):
        login(request, user)
    """
    access = program_of(use=use).access
    assert access["use.add"].reads == ("auth_group", "auth_user", "auth_user_groups")
    assert access["use.add"].writes == ("auth_user",)
    assert access["use.enter"].writes == ("auth_user", "django_session")


def test_a_query_that_is_handed_on_and_narrowed_keeps_its_model() -> None:
    use = """
    from shop.models import Customer, Order

    def sort(rows, wanted):
        if wanted:
            rows = rows.order_by(wanted)
        for name in wanted:
            rows = rows.filter(x=name)
        return rows

    def orders():
        return sort(Order.objects.all(), "x").count()

    def customers():
        return sort(Customer.objects.all(), "x").count()
    """
    access = program_of(shop__init="", shop__models=SHOP, use=use).access
    assert (access["use.orders"].reads, access["use.customers"].reads) == ((ORDER,), (CUSTOMER,))


SHARED = """
from django.db import models

class Shared(models.QuerySet):
    def paid(self):
        return self.filter(paid=True)
    def oldest(self):
        return self.order_by("x").first()

class Bill(models.Model):
    objects = Shared.as_manager()

class Fee(models.Model):
    bill = models.ForeignKey(Bill, on_delete=models.CASCADE, related_name="fees")
    objects = Shared.as_manager()
"""
FLUENT = [
    pytest.param("Bill.objects.paid().delete()", {"shop_bill"}, id="a queryset"),
    pytest.param("Bill.objects.paid().paid().oldest().save()", {"shop_bill"}, id="a row"),
    pytest.param("Fee.objects.oldest().bill.save()", {"shop_bill"}, id="what a row refers to"),
    pytest.param("Bill.objects.first().fees.paid().update(x=1)", {"shop_fee"}, id="a relation"),
]


@pytest.mark.parametrize(("code", "writes"), FLUENT)
def test_querysets_that_models_share_keep_the_models_apart(code: str, writes: set[str]) -> None:
    fees = {"shop_fee"} if ".delete()" in code else set()
    assert _touched(code, SHARED)[1] - fees == writes


NARROWED = """
from django.views.generic import ListView
from shop.models import Bill, Fee

class Restricted(ListView):
    queryset = None
    def dispatch(self, request):
        self.queryset = self.queryset.filter(owner=request.user)
        return super().dispatch(request)

class Bills(Restricted):
    queryset = Bill.objects.all()
    def first(self):
        return self.queryset.first()

class Fees(Restricted):
    queryset = Fee.objects.all()
    def first(self):
        return self.queryset.first()
"""


def test_a_base_view_narrows_down_the_rows_of_each_view() -> None:
    access = program_of(shop__init="", shop__models=SHARED, views=NARROWED).access
    assert (access["views.Bills.first"].reads, access["views.Fees.first"].reads) == (("shop_bill",), ("shop_fee",))


def test_a_call_about_too_many_models_touches_a_computed_table() -> None:
    models = "from django.db import models\n" + "\n".join(f"class M{n}(models.Model): pass" for n in range(12))
    listed = ", ".join(f"M{n}" for n in range(12))
    use = (
        f"from shop.models import *\ndef f():\n    for model in ({listed}):\n        model.objects.filter(x=1).first()"
    )
    found = program_of(shop__init="", shop__models=models, use=use).access["use.f"]
    assert (found.reads, found.dynamic) == ((), True)


GENERIC = """
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

class Note(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.IntegerField()
    about = GenericForeignKey()

class Crate(models.Model):
    notes = GenericRelation(Note)
"""
ANYTHING = [
    pytest.param("Crate.objects.first().notes.all()", {"shop_crate", "shop_note"}, set(), id="attribute"),
    pytest.param("Crate.objects.first().notes.create()", {"shop_crate"}, {"shop_note"}, id="creating"),
    pytest.param("Crate.objects.filter(notes__object_id=1)", {"shop_crate", "shop_note"}, set(), id="lookup"),
    pytest.param("Crate.objects.prefetch_related('notes')", {"shop_crate", "shop_note"}, set(), id="prefetched"),
]


@pytest.mark.parametrize(("code", "reads", "writes"), ANYTHING)
def test_generic_relations(code: str, reads: set[str], writes: set[str]) -> None:
    assert _touched(code, GENERIC) == (reads, writes)


def test_generic_relations_are_no_columns() -> None:
    tables = program_of(shop__init="", shop__models=GENERIC).graph.tables
    columns = {table.name: [column.name for column in table.columns] for table in tables}
    assert (columns["shop_note"], columns["shop_crate"]) == (["id", "content_type_id", "object_id"], ["id"])
