"""The page as text: self-contained, inert, complete without its script."""

from __future__ import annotations

import base64
import hashlib
import re

import msgspec
import pytest
from analysed import HOSTILE, SCRIPT, analysis

from decompose.extractors.places import Place
from decompose.reports.html import render_html
from decompose.reports.html.bundled import asset
from decompose.reports.html.page import SECTIONS
from decompose.reports.html.setting import broken, clean, places

PLAIN = ("orders", "billing", "stock")
WEB = "https://example.org/shop/blob/main"


def scripts(html: str) -> list[str]:
    """The scripts that would run."""
    return re.findall(r"<script>(.*?)</script>", html, re.DOTALL)


def markup(html: str) -> str:
    """The page without what stands in scripts and styles."""
    return re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("names", [PLAIN, HOSTILE])
def test_the_page_is_self_contained_and_inert(names: tuple[str, ...]) -> None:
    html = render_html(analysis(names))
    assert SCRIPT not in html
    assert html.count("<script") == 3
    library, script = asset("cytoscape.min.js"), asset("report.js")
    assert scripts(html) == [script]
    assert not re.search(r"""(?:src|href)=["'](?!#)""", markup(html))
    policy = html.partition("script-src ")[2].partition(";")[0].split()
    assert policy == [
        f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
        for source in (library, script)
    ]
    assert "default-src 'none'" in html
    assert html == render_html(analysis(names))


def test_every_section_is_there_without_the_script() -> None:
    html = markup(render_html(analysis(PLAIN)))
    for section, title in SECTIONS:
        assert f'<section id="{section}"' in html
        assert f'<a href="#{section}">{title}' in html
    table = html.partition('id="coupling-table"')[2].partition("</table>")[0]
    assert table.count("<tr><td>orders</td><td>billing</td>") == 2
    assert "chattiness at 1.25 times its weight would tip it" in html


@pytest.mark.parametrize(
    ("base", "href"),
    [
        (WEB, f"{WEB}/orders.py#L3"),
        (WEB + "/", f"{WEB}/orders.py#L3"),
        ("javascript:alert(1)", None),
        ('https://example.org/"><script>', "https://example.org/&#34;&gt;&lt;script&gt;/orders.py#L3"),
        ("", None),
    ],
)
def test_places_are_links_where_an_address_is_known(base: str, href: str | None) -> None:
    html = markup(render_html(msgspec.structs.replace(analysis(PLAIN), web_base=base)))
    if href is None:
        assert not re.search(r"""href=["'](?!#)""", html)
    else:
        assert f'href="{href}"' in html


def test_paths_are_quoted_in_links() -> None:
    assert 'href="https://x/a%20b%3F%22.py#L2"' in places(Place('a b?".py', 2), "https://x")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"),
        ("\x1b[1m\x00", "\\x1b[1m\\x00"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
        ("é\nb", "é\nb"),
        ("e" + "\u0301" * 5, "e" + "\u0301" * 3 + "\\u0301" * 2),
        ("שלום", "\u2068שלום\u2069"),
        ("x" * 10_000, "x" * 300 + "…" + "x" * 60),
    ],
)
def test_what_cannot_be_seen_is_marked_and_what_has_no_end_is_cut(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a.b_c/d.py:7", "a.<wbr>b_<wbr>c/<wbr>d.<wbr>py:7"),
        ("Costs 4.7 %. Next", "Costs 4.7 %. Next"),
        ("a.<b>", "a.&lt;b&gt;"),
    ],
)
def test_long_names_break_between_their_words(text: str, shown: str) -> None:
    assert broken(text) == shown
