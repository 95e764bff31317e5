"""Names of code as names of AWS."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.recommenders.templates.naming import named, plain, slug
from decompose.recommenders.templates.routing import pattern


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("orders", "orders"),
        ("Billing & Payments", "billing-payments"),
        ("../../etc/passwd", "etc-passwd"),
        ("Überweisung", "uberweisung"),
        ("7zip", "x-7zip"),
        ("日本", "x"),
        ("", "x"),
        ("a" * 100, "a" * 60),
    ],
)
def test_slugs(text: str, short: str) -> None:
    assert slug(text) == short


def test_names_that_come_out_alike_get_a_digest() -> None:
    orders, again, other = named(["orders", "Orders", "billing"], str)
    assert orders.slug == "orders"
    assert re.fullmatch(r"orders-[0-9a-f]{6}", again.slug)
    assert (other.slug, other.id, other.variable) == ("billing", "Billing", "BILLING")


@given(st.lists(st.text(), max_size=8), st.integers(8, 60))
def test_names_are_plain_short_and_told_apart(texts: list[str], longest: int) -> None:
    slugs = [item.slug for item in named(texts, str, longest)]
    assert all(re.fullmatch(rf"[a-z][a-z0-9-]{{0,{longest - 1}}}", each) for each in slugs)
    assert len({each.replace("-", "") for each in slugs}) == len(texts)
    assert dict(zip(texts, slugs, strict=True)) == {
        item.part: item.slug for item in reversed(named(sorted(set(texts)), str, longest))
    } or len(set(texts)) < len(texts)


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        ("/orders/*", "/orders/*"),
        ("orders/", "/orders/"),
        ("/orders/<int:id>/", "/orders/*/"),
        ("/orders/{id}/lines/{line}", "/orders/*/lines/*"),
        ("/a b\n/**", "/a*b*/*"),
        ("/" + "a" * 200, "/" + "a" * 126 + "*"),
    ],
)
def test_paths_as_listeners_take_them(path: str, taken: str) -> None:
    assert pattern(path) == taken


@given(st.text())
def test_what_people_read_is_one_plain_line(text: str) -> None:
    assert re.fullmatch(r"[ -~]{0,200}", plain(text))
    assert not set("`|<>$[]{}\\") & set(plain(text))
