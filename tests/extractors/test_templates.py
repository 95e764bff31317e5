"""What templates ask for on behalf of the views that render them."""

from __future__ import annotations

import pytest
from linked import program_of

from decompose.extractors.declarations import DeclaringFile, read_declarations
from decompose.extractors.graph import DependencyGraph, EdgeKind
from decompose.extractors.template_facts import Asked
from decompose.extractors.template_reading import loader_names, read_template

MODELS = """
from django.db import models
from django.shortcuts import render
from django.views.generic import DetailView, ListView
from django import template
register = template.Library()
class User(models.Model): ...
class Order(models.Model):
    user = models.ForeignKey(User, models.CASCADE)
    def total(self): return 1
    @property
    def newest(self): return self.lines.first()
class Line(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey("Product", models.CASCADE)
class Product(models.Model): ...
@register.filter
def money(value): ...
"""
VIEW = "def view(request): return render(request, 'o.html', {'order': Order.objects.get(pk=1)})"


def graph_of(source: str, **templates: str) -> DependencyGraph:
    files = [DeclaringFile(f"templates/{name}.html", text.encode()) for name, text in templates.items()]
    return program_of(read_declarations(files), m=MODELS + source).graph


def reads(graph: DependencyGraph) -> set[tuple[str, str, int]]:
    return {
        (edge.source_symbol, edge.target, place.line)
        for edge in graph.edges
        if edge.kind is EdgeKind.READS and "render" in edge.operations
        for place in edge.places
        if place.path.endswith(".html")
    }


CASES = [
    pytest.param(VIEW, "\n{{ order.user.email }}", {("m.view", "m_user", 2)}, id="a relation"),
    pytest.param(VIEW, "{{ order.user_id }} {{ order.pk|default:'x' }}", set(), id="columns of the row itself"),
    pytest.param(
        VIEW,
        "{% for line in order.lines.all %}\n{{ line.product.name|upper }}{% endfor %}{{ line.product.x }}",
        {("m.view", "m_line", 1), ("m.view", "m_product", 2)},
        id="a loop, and its end",
    ),
    pytest.param(VIEW, "{% if order.lines.count > 1 %}x{% endif %}", {("m.view", "m_line", 1)}, id="a condition"),
    pytest.param(
        VIEW,
        "{% with u=order.user %}\n{{ u.x }}{% endwith %}{% with order.user as v %}{{ v.y }}{% endwith %}",
        {("m.view", "m_user", 1), ("m.view", "m_user", 2)},
        id="with",
    ),
    pytest.param(
        VIEW,
        "{% set u = order.lines.first() %}\n{{ u.product.x }}",
        {("m.view", "m_line", 1), ("m.view", "m_product", 2)},
        id="set, and calls of Jinja",
    ),
    pytest.param(VIEW, "{{ order.newest.product.x }}", {("m.view", "m_product", 1)}, id="through a property"),
    pytest.param(
        VIEW,
        "{# {{ order.user.x }} #}{% comment %}{{ order.user.x }}{% endcomment %}{{ 'order.user.x' }}",
        set(),
        id="comments and strings",
    ),
    pytest.param(VIEW, "{{ other.user.x }}{{ order.nothing.user.x }}", set(), id="unknown names"),
    pytest.param(
        "class V(DetailView):\n    model = Order\n    template_name = 'o.html'",
        "{{ object.user.x }}",
        {("m.V", "m_user", 1)},
        id="a view's row",
    ),
    pytest.param(
        "class V(DetailView):\n    template_name = 'o.html'\n    def get_context_data(self, **kwargs):\n"
        "        c = super().get_context_data(**kwargs)\n        c['mine'] = Order.objects.first()\n        return c",
        "{{ mine.user.x }}",
        {("m.V", "m_user", 1)},
        id="a view's context",
    ),
    pytest.param(
        "import flask\ndef view(): return flask.render_template('o.html', order=Order.objects.get())",
        "{{ order.user.x }}",
        {("m.view", "m_user", 1)},
        id="flask",
    ),
    pytest.param(
        "from django.template.loader import get_template\ndef view():\n    t = get_template('o.html')\n"
        "    return t.render({'order': Order.objects.get()})",
        "{{ order.user.x }}",
        {("m.view", "m_user", 1)},
        id="a template that is fetched first",
    ),
    pytest.param(
        "def page(name, **context): ...\ndef view(): return page('o.html', order=Order.objects.get())",
        "{{ order.user.x }}",
        {("m.view", "m_user", 1)},
        id="a wrapper of the program",
    ),
    pytest.param("def view(): return render(None, 'p.html', {'order': 1})", "{{ order.user.x }}", set(), id="another"),
]


@pytest.mark.parametrize(("view", "template", "expected"), CASES)
def test_reads(view: str, template: str, expected: set[tuple[str, str, int]]) -> None:
    assert reads(graph_of(view, o=template)) == expected


def test_parts_of_a_template_have_its_context() -> None:
    graph = graph_of(
        VIEW,
        o="{% extends 'base.html' %}{% include 'part.html' %}",
        base="{{ order.user.x }}",
        part="\n{{ order.lines.all }}{{ order.user.y }}",
    )
    assert {(table, line) for _, table, line in reads(graph)} == {("m_user", 1), ("m_user", 2)}
    rendered = {template.path: template.rendered_by for template in graph.templates}
    assert rendered["templates/base.html"] == rendered["templates/part.html"] == ("m.view",)


def test_templates_call_methods_filters_and_name_routes() -> None:
    graph = graph_of(f"{VIEW}\nview(None)", o="{{ order.total|money }} {% url 'orders' %}")
    calls = {
        edge.target_symbol: edge.places[0].path
        for edge in graph.edges
        if edge.kind is EdgeKind.CALLS and edge.source_symbol == "m.view"
    }
    assert calls == {"m.Order.total": "templates/o.html", "m.money": "templates/o.html"}
    assert graph.templates[0].links == ("orders",)
    assert not {"m.Order.total", "m.money"} & {lost.symbol for lost in graph.unreached}


def test_the_default_view_of_accesses_has_no_templates() -> None:
    files = [DeclaringFile("templates/o.html", b"{{ order.user.x }}")]
    program = program_of(read_declarations(files), m=MODELS + VIEW)
    assert program.access["m.view"].reads == ("m_order",)


def test_names_of_a_template() -> None:
    assert list(loader_names("shop/templates/shop/order.html")) == ["shop/order.html"]


@pytest.mark.parametrize(
    "text", ["{{", "{%", "{#", "{% comment %}", "{% for a in a %}", "{{ '", "{{ a|", "{{a" + "." * 9]
)
def test_what_is_never_closed_takes_no_long_time(text: str) -> None:
    assert read_template("t.html", text * 50_000).path == "t.html"


@pytest.mark.parametrize(
    "text", ["{{", "{% for %}{% endfor %}", "{% for x in %}", "{% with %}", "{{ a..b }}", "{%%}" * 99, "\0{{ \ud800 }}"]
)
def test_what_is_malformed_is_read_as_far_as_it_goes(text: str) -> None:
    assert read_template("t.html", text + "{{ a.b }}").asked[-1] == Asked("a", -1, ("b",), 1)
