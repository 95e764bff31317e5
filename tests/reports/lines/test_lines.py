"""How lines and tables are laid out, at any width and with any names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from decompose.extractors.places import Place
from decompose.reports.lines import Block, Column, Screen, Table, at, inked, line, name, service, told, words
from decompose.reports.lines.addressing import on_the_web, on_this_machine
from decompose.reports.lines.bars import bar
from decompose.reports.lines.blocks import BLANK
from decompose.reports.lines.cutting import few, left, middle, right, tail

LONG = "nova.virt.libvirt.driver.LibvirtDriver._live_migration_monitor"
PLACE = Place("nova/virt/libvirt/driver.py", 7777)


def laid_out(block: Block, width: int, encoding: str = "utf-8") -> list[str]:
    return inked([block], Screen(width, encoding=encoding)).splitlines()


# -- cutting --


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("shop.orders.Checkout", 20, "shop.orders.Checkout"),
        ("shop.orders.Checkout", 19, "….orders.Checkout"),
        ("shop.orders.Checkout", 12, "….Checkout"),
        ("shop.orders.Checkout", 5, "…kout"),
        ("shop.orders.Checkout", 1, "…"),
        ("店.注文.確認", 10, "….確認"),
    ],
)
def test_dotted_names_keep_their_end(text: str, width: int, shown: str) -> None:
    assert tail(text, width) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("openstack-compute", 17, "openstack-compute"),
        ("openstack-compute", 12, "ope…-compute"),
        ("漢字漢字漢字", 7, "漢…漢字"),
        ("openstack-compute", 3, "ope"),
    ],
)
def test_other_names_lose_their_middle(text: str, width: int, shown: str) -> None:
    assert middle(text, width) == shown
    assert cell_len(shown) <= width


@given(st.text(max_size=40), st.integers(0, 30))
def test_ends_fit(text: str, width: int) -> None:
    assert cell_len(left(text, width)) <= width
    assert cell_len(right(text, width)) <= width
    assert text.startswith(left(text, width))
    assert text.endswith(right(text, width))


def test_long_lists_are_counted() -> None:
    assert few(["a", "b", "c"], 3) == "a, b, c"
    assert few(["a", "b", "c"], 2) == "a, b and 1 more"


# -- lines --


def test_what_is_wrapped_hangs_under_its_text() -> None:
    shown = laid_out(line("why: the owner can no longer change its table", indent=4, hang=5), 30)
    assert shown == ["    why: the owner can no", "         longer change its", "         table"]


def test_names_are_cut_before_a_line_is_wrapped_and_not_further_than_they_are_understood() -> None:
    told = line(name(LONG), " calls ", name("shop.orders.services.place"), indent=2)
    assert laid_out(told, 100) == [f"  {LONG} calls shop.orders.services.place"]
    assert laid_out(told, 80) == ["  ….LibvirtDriver._live_migration_monitor calls shop.orders.services.place"]
    assert laid_out(told, 66) == ["  ….LibvirtDriver._live_migration_monitor calls ….services.place"]
    assert laid_out(told, 50) == [
        "  ….driver.LibvirtDriver._live_migration_monitor",
        "    calls shop.orders.services.place",
    ]


@pytest.mark.parametrize("width", range(32, 100))
def test_places_stay_whole_where_they_fit_on_a_line(width: int) -> None:
    told = line(name(LONG), " writes ", name("instances"), "  ", at(PLACE), indent=4, hang=4)
    assert any(str(PLACE) in shown.split() for shown in laid_out(told, width))
    in_words = line(f"chatty: queries instances for each row ({PLACE})", indent=2)
    assert any(str(PLACE) in shown.strip("( )") for shown in laid_out(in_words, width))


def test_places_in_sentences_are_places() -> None:
    text = f"chatty: queries instances for each row ({PLACE}), at 12:30 of v1.2:3 in {'9' * 5_000}.py:{'9' * 5_000}"
    pieces = list(told(text))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.place for piece in pieces if piece.place] == [PLACE]


def test_places_that_do_not_fit_keep_their_file_and_line() -> None:
    assert laid_out(line(at(PLACE), indent=2), 24) == ["nova/vi…t/driver.py:7777"]


def test_a_log_is_not_wrapped() -> None:
    assert laid_out(line("word " * 100, name(LONG), indent=2), 0) == ["  " + "word " * 100 + LONG]


def test_control_characters_are_seen() -> None:
    shown = laid_out(line("a\x1b[2Jb", name("two\nlines\u202e"), at(Place("x\r.py", 1))), 80)
    assert shown == ["a\\x1b[2Jbtwo\\nlines\\u202ex\\r.py:1"]


def test_a_runner_takes_no_line_for_a_command() -> None:
    text = inked([line("::error::x"), line(name("##[error]")), line(words("::x", "bold"))], Screen(40, "standard"))
    assert not re.search(r"^\W*::", text.replace("\x1b[1m", ""), re.MULTILINE)
    assert "##[" not in text


def test_ascii() -> None:
    told = line(service("größe"), " → ", service("b"), " · 3–4 × …")
    assert laid_out(told, 80, "ascii") == ["gr\\xf6\\xdfe -> b | 3-4 x ..."]
    assert laid_out(told, 80, "latin-1") == ["größe -> b | 3-4 x ..."]
    assert laid_out(line(name(LONG)), 48, "ascii") == ["....LibvirtDriver._live_migration_monitor"]


def test_nothing_is_styled_without_colours() -> None:
    told = [line(words("a", "bold red"), at(PLACE))]
    assert "\x1b" not in inked(told, Screen(80))
    assert inked(told, Screen(80, "standard")).startswith("\x1b[1;31ma\x1b[0m")


# -- links --


def test_places_are_links_where_there_are_links() -> None:
    screen = Screen(80, address=on_the_web("https://example.org/code/"))
    text = inked([line("see ", at(Place("a b.py", 3)))], screen)
    assert text == "see \x1b]8;;https://example.org/code/a%20b.py#L3\x1b\\a b.py:3\x1b]8;;\x1b\\\n"


@pytest.mark.parametrize("base", ["", "javascript:alert(1)", "file:///etc", "\x1b]8;;"])
def test_only_addresses_of_the_web_are_taken(base: str) -> None:
    assert on_the_web(base) is None


def test_links_cannot_be_left_by_what_is_in_them() -> None:
    base = "https://e.org/\x1b\\\u202e"
    address = on_the_web(base)
    assert address is not None
    assert address(Place("a\x07\x1b\\.py", 1)).isprintable()
    assert "\x1b" not in address(Place("a\x07\x1b\\.py", 1))


def test_files_of_this_machine() -> None:
    address = on_this_machine("/home/me/the shop", "laptop")
    assert address(Place("orders/é.py", 3)) == "file://laptop/home/me/the%20shop/orders/%C3%A9.py"
    assert address(Place("../../etc/passwd", 3)) == ""
    assert on_this_machine("/")(Place("a.py", 1)) == "file:///a.py"


# -- tables --

COLUMNS = (
    Column("service", least=10),
    Column("lines", is_right=True),
    Column(is_spare=True),
    Column("tables", is_right=True, drop=1),
)
ROWS = tuple(
    (service(who), words(f"{lines:,}"), bar(lines, 2000), words("3"))
    for who, lines in (("orders-and-returns", 2000), ("cart", 90))
)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (
            60,
            [
                "service             lines                tables",
                "orders-and-returns  2,000  ████████████       3",
                "cart                   90  ▌                  3",
            ],
        ),
        (
            40,
            [
                "service             lines  tables",
                "orders-and-returns  2,000       3",
                "cart                   90       3",
            ],
        ),
        (
            24,
            [
                "service            lines",
                "order…and-returns  2,000",
                "cart                  90",
            ],
        ),
    ],
)
def test_columns_go_by_their_priority_before_names_are_cut_too_far(width: int, shown: list[str]) -> None:
    assert laid_out(Table(COLUMNS, ROWS), width) == shown


def test_bars_in_ascii() -> None:
    assert laid_out(line(bar(1, 2), "|", bar(1, 1000), "|", bar(0, 5), "|"), 80, "ascii") == ["######|.||"]


def test_pairs_stand_below_each_other_where_there_is_little_room() -> None:
    table = Table((Column(), Column()), ((words("decompose plan"), words("who leaves when")),), 2, is_stacked=True)
    assert laid_out(table, 40) == ["  decompose plan  who leaves when"]
    assert laid_out(table, 30) == ["  decompose plan", "    who leaves when"]


# -- everything --

HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "x" * 10_000,
            "漢字" * 500,
            "a.b" * 3_000,
            "\u202e\u2066bidi",
            "\x1b]8;;evil\x1b\\",
            "two\nlines\r",
            "e\u0301" * 50,
            "👩\u200d👩\u200d👧 ☁\ufe0f" * 9,
            "::error::",
            " spaces  in it ",
            "\ud800",
            "",
        ]
    ),
)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;;[!-~]*\x1b\\")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(HOSTILE, min_size=1, max_size=5),
    st.integers(40, 200),
    st.integers(0, 8),
    st.integers(0, 8),
    st.sampled_from(["utf-8", "ascii", "latin-1"]),
    st.booleans(),
)
def test_no_line_is_wider_than_the_screen(
    texts: list[str], width: int, indent: int, hang: int, encoding: str, is_colored: bool
) -> None:
    pieces = [made(text) for text in texts for made in (words, name, service, lambda path: at(Place(path, 3)))]
    table = Table(
        (Column("name", least=10), Column("n", is_right=True, drop=1), Column(is_spare=True), Column(texts[0][:20])),
        tuple((name(text), words("1,000"), bar(1, 3), words(text[:5])) for text in texts),
        indent,
    )
    screen = Screen(width, "truecolor" if is_colored else None, encoding, on_the_web("https://e.org"))
    text = inked([line(*pieces, indent=indent, hang=hang), BLANK, table], screen)
    assert text.encode(encoding, "surrogateescape").decode(encoding, "surrogateescape")
    shown = OURS.sub("", text)
    assert not CONTROL.search(shown)
    assert text.endswith("\n")
    assert all(cell_len(row) <= width and not row.endswith(" ") for row in shown.split("\n"))


def test_nothing_here_prints_by_itself() -> None:
    """One way to lay out lines: only this package and progress know rich."""
    root = Path(__file__).parents[3]
    users = {
        file.relative_to(root).as_posix()
        for stage in ("reports", "recommenders", "clustering", "extractors")
        for file in (root / stage).rglob("*.py")
        if re.search(r"^\s*(?:from|import) rich\b(?!\.cells)", file.read_text(), re.MULTILINE)
    }
    assert users == {"reports/lines/inking.py"}
