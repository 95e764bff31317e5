"""Services bear names that a person would give them."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from snippets import graph

from decompose.clustering.evidence.material import Material
from decompose.clustering.naming import Members, named
from decompose.clustering.wording import says_something, stem, words


def names_of(*groups: tuple[list[str], list[str]], pins: dict[int, str] | None = None) -> list[str]:
    code = graph(units=[u for units, _ in groups for u in units], tables=[t for _, tables in groups for t in tables])
    found = named(Material(code), [Members(units, tables) for units, tables in groups], pins or {})
    return [name.name for name in found]


@pytest.mark.parametrize(
    ("groups", "names"),
    [
        (
            [(["shop.orders.models.Order", "shop.orders.views.pay"], []), (["shop.billing.models.Invoice"], [])],
            ["orders", "billing"],
        ),
        (
            [(["app.image_storage.api.save"], []), (["app.mail.api.send"], [])],
            ["image-storage", "mail"],
        ),
        (
            [
                (["app.core.a"], [f"shop_order_{n}" for n in "abcd"]),
                (["app.core.b"], [f"shop_stock_{n}" for n in "abcd"]),
            ],
            ["order", "stock"],
        ),
        (
            [(["app.models.InvoiceLine", "app.models.InvoiceRun"], []), (["app.models.ShipmentLabel"], [])],
            ["invoice", "label"],
        ),
    ],
    ids=["packages", "two words", "tables without their prefix", "classes"],
)
def test_names(groups: list[tuple[list[str], list[str]]], names: list[str]) -> None:
    assert names_of(*groups) == names


def test_two_services_of_one_package_get_different_names() -> None:
    first, second = names_of((["app.orders.Invoice"], []), (["app.orders.Parcel"], []))
    assert first != second


def test_given_names_stay() -> None:
    assert names_of((["app.orders.f"], []), (["app.orders.g"], []), pins={1: "orders"})[1] == "orders"
    assert len(set(names_of((["app.orders.f"], []), (["app.orders.g"], []), pins={1: "orders"}))) == 2


def test_the_name_says_where_it_comes_from() -> None:
    code = graph(units=["app.orders.f", "app.stock.g"])
    found = named(Material(code), [Members(["app.orders.f"], []), Members(["app.stock.g"], [])], {})
    assert [name.named_after for name in found] == [("orders",), ("stock",)]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=6, unique=True))
def test_whatever_the_code_calls_itself_names_are_plain_and_unique(texts: list[str]) -> None:
    code = graph(units=["a.f"])
    units = tuple(msgspec.structs.replace(code.units[0], name=f"{text}.{n}") for n, text in enumerate(texts))
    material = Material(msgspec.structs.replace(code, units=units))
    names = [name.name for name in named(material, [Members([unit.name], []) for unit in units], {})]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names), names


@pytest.mark.parametrize(
    ("identifier", "split"),
    [
        ("OrderLine", ["order", "line"]),
        ("order_line", ["order", "line"]),
        ("HTTPServer", ["http", "server"]),
        ("db2Table", ["db2", "table"]),
        ("a.b-c", ["a", "b", "c"]),
    ],
)
def test_words(identifier: str, split: list[str]) -> None:
    assert words(identifier) == split


@pytest.mark.parametrize(
    ("one", "other"),
    [("orders", "order"), ("categories", "category"), ("boxes", "box"), ("status", "status"), ("address", "address")],
)
def test_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["models", "api", "utils", "get", "id", "42", "base"])
def test_words_that_name_nothing(word: str) -> None:
    assert not says_something(word)
