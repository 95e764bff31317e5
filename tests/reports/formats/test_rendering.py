"""Every format of a report and of a drawing, read back by a parser of it, with names of every hostile class."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import networkx
import pytest
import yaml
from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from analysed import FORMULA, LONG, SCRIPT, analysis
from golden_formats import FOLDER, golden

from decompose.analyzer.documents import decode
from decompose.analyzer.errors import UserError
from decompose.analyzer.rendering import DrawnView, drawn, file_of, format_names, format_of, rendered
from decompose.extractors.places import Place
from decompose.reports.drawings import draw, drawing_formats
from decompose.reports.drawings.drawing import Drawing, Link, Node
from decompose.reports.drawings.formats import mermaid, svg
from decompose.reports.escaping import cell
from decompose.reports.markdown.page import LONGEST
from decompose.reports.markdown.texts import code, prose, told

PLAIN = ("orders", "billing", "stock")
HOSTILE = (
    SCRIPT,
    FORMULA,
    LONG,
    "y" * 10_000,
    "a\u202eb\u2066c",
    "two\nlines\r\nand a\ttab",
    "nul\0bell\a",
    "[bold]x[/]",
    "\"quoted\" 'twice' `thrice`",
    "back\\slash\\",
    "\\N\\G\\l",
    "&#0; &lt; &amp;",
    "</details></summary><!-- --> ]]> -->",
    "a|b ¦ c || d",
    "@someone #1 https://example.org www.example.org a@example.org",
    "```\nend\n```",
    "end",
    "graph",
    "Entity",
    "1. first",
    "- item",
    "$x$ ~~y~~ *z* _u_ [v](javascript:alert(1)) ![w](x)",
    "}; } expression(alert(1)) url(x) /* */",
    "+1;=2,@3",
    " \u3000=4",
    "＝5",
    "ünïcödé 服务",
    "%% comment",
    "",
)
VIEWS = tuple(DrawnView)


def text_of(name: str, names: tuple[str, ...] = HOSTILE, view: DrawnView | None = None) -> str:
    return rendered(analysis(names), name, view).decode()


def drawing() -> Drawing:
    """A drawing with a hostile name at every end."""
    nodes = tuple(Node(str(at), name, "unit", name, name, Place(name, 1), 3) for at, name in enumerate(HOSTILE))
    nodes = (*nodes, Node("lone \ud800", "\ud800\ufffe", "unit", "\ud800"))
    links = tuple(Link(node.id, "0", "calls", 2.0, FORMULA, places=(Place(node.name, 2),)) for node in nodes)
    return Drawing(SCRIPT, nodes, links)


def visible_only(text: str) -> bool:
    return all(char.isprintable() or char in "\r\n" for char in text)


@pytest.mark.parametrize("name", [name for name in format_names() if name != "svg"])
@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_bytes_are_the_same_each_time_and_utf_8(name: str, names: tuple[str, ...]) -> None:
    assert rendered(analysis(names), name) == rendered(analysis(names), name)
    text = text_of(name, names)
    assert "\u202e" not in text or name in {"json", "html"}
    if name not in {"json", "html"}:
        assert visible_only(text)
    assert text.endswith("\n") or name == "html"


# -- parsers --


def _json(text: str) -> None:
    assert decode(text.encode(), "x") == decode(msgspec.json.encode(json.loads(text)), "x")


def _csv(text: str) -> None:
    head, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows
    assert all(len(row) == len(head) for row in rows)
    assert text.count("\r\n") == len(rows) + 1
    for row in rows:
        for value in row:
            assert not re.search(r"(^|[,;|\t])[\s\"']*(?<!')[=+\-@＝＋－＠]", value), value


def _graphml(text: str) -> None:
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("graphml")
    graph = networkx.parse_graphml(text)
    assert graph.number_of_nodes() == len(root.findall(".//{*}node"))
    assert graph.number_of_edges() == len(root.findall(".//{*}edge"))
    assert all(isinstance(data["weight"], float) for _, _, data in graph.edges(data=True))


MERMAID = (
    r"flowchart LR",
    r"%% .*",
    r'subgraph g\d+\["[^"\[\]<>]*"\]',
    r"end",
    r'n\d+(\["[^"]+"\]|\[\["[^"]+"\]\]|\[\("[^"]+"\)\]|\(\["[^"]+"\]\))',
    r'n\d+ (-->|-\.->|==>)\|"[^"|<>]*"\| n\d+',
    r"linkStyle \d+(,\d+)* stroke:#[0-9a-f]{6}",
)


def _mermaid(text: str) -> None:
    assert len(text) < mermaid.MOST_TEXT
    for line in text.splitlines():
        assert any(re.fullmatch(pattern, line.strip()) for pattern in MERMAID), line
        assert "<" not in line.replace("<br/>", "")


def _dot(text: str) -> None:
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    assert bare.count("{") == bare.count("}")
    assert '"' not in bare.replace('""', "")


def _markdown(text: str) -> None:
    """No name opens anything: HTML is ours alone, and each table is as wide as its head."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    blocks = [token.content for token in (*tokens, *inline) if token.type in {"html_block", "html_inline"}]
    ours = r"(<details><summary>([^<>]|<!-- -->)*</summary>|</details>|<br>|</?sub>|<!-- -->|\s)+"
    assert all(re.fullmatch(ours, block) for block in blocks), blocks
    assert sum(block.count("<details>") - block.count("</details>") for block in blocks) == 0
    assert not any(token.type == "image" for token in inline)
    links = [str(token.attrs["href"]) for token in inline if token.type == "link_open"]
    assert all(link.startswith(("#", "https://web.example/")) for link in links)
    fences = [token for token in tokens if token.type == "fence"]
    assert {token.info for token in fences} <= {"mermaid"}
    for fence in fences:
        _mermaid(fence.content)
    widths: list[set[int]] = []
    for token in tokens:
        if token.type == "table_open":
            widths.append(set())
        if token.type == "tr_open":
            count = 0
        if token.type in {"td_open", "th_open"}:
            count += 1
        if token.type == "tr_close":
            widths[-1].add(count)
    assert all(len(found) == 1 for found in widths)
    for token in inline:
        if token.type == "text":
            assert not re.search(r"(?i)@[a-z]|#\d|https?://|www\.", token.content), token.content


def _yaml(text: str) -> None:
    assert all(entry["kind"] for entry in yaml.safe_load_all(text))


def _any(text: str) -> None:
    assert text.strip()


PARSERS: dict[str, Callable[[str], None]] = {
    "backstage": _yaml,
    "csv": _csv,
    "dot": _dot,
    "graphml": _graphml,
    "json": _json,
    "markdown": _markdown,
    "mermaid": _mermaid,
    "plan": _markdown,
}


@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("name", [name for name in format_names() if name not in drawing_formats()])
def test_reports_are_what_they_say(name: str, names: tuple[str, ...]) -> None:
    PARSERS.get(name, _any)(text_of(name, names))


@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", [name for name in drawing_formats() if name != "svg"])
def test_drawings_are_what_they_say(name: str, view: DrawnView, names: tuple[str, ...]) -> None:
    PARSERS[name](text_of(name, names, view))


@pytest.mark.parametrize("name", [name for name in drawing_formats() if name != "svg"])
def test_a_drawing_may_hold_anything(name: str) -> None:
    PARSERS[name](draw(drawing(), name).encode(errors="backslashreplace").decode())


def test_names_are_kept_in_graphml() -> None:
    graph = networkx.parse_graphml(draw(drawing(), "graphml"))
    labels = {data.get("label", "") for _, data in graph.nodes(data=True)}
    assert {SCRIPT, "back\\slash\\", "&#0; &lt; &amp;", "ünïcödé 服务"} <= labels


# -- spreadsheets --


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain.name", "plain.name"),
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ('"=1', "'\"=1"),
        ("'=1", "''=1"),
        ("＝1", "'＝1"),
        ("＠x", "'＠x"),
        ("a;=1", "a;'=1"),
        ("a,+1", "a,'+1"),
        ("\t=1", "\\t=1"),
        ("\r\n=1", "\\r\\n=1"),
        ("a-b", "a-b"),
        ("a = b", "a = b"),
    ],
)
def test_cells_are_no_formulas(raw: str, shown: str) -> None:
    assert cell(raw) == shown


def test_couplings_as_a_sheet() -> None:
    rows = list(csv.DictReader(io.StringIO(text_of("csv", PLAIN), newline="")))
    couplings = analysis(PLAIN).decomposition.couplings
    assert [row["fingerprint"] for row in rows] == [found.fingerprint for found in couplings]
    first = rows[0]
    assert (first["source service"], first["target service"], first["kind"]) == ("orders", "billing", "calls")
    assert (first["path"], first["line"], first["confidence"], first["weight"]) == ("orders.py", "3", "exact", "2")


def test_with_a_view_it_is_the_drawing() -> None:
    rows = list(csv.DictReader(io.StringIO(text_of("csv", PLAIN, DrawnView.UNITS), newline="")))
    names = ("source", "source service", "target", "target kind", "target service", "kind", "places")
    assert ("m.orders", "orders", "orders", "table", "orders", "writes", "orders.py:2") in {
        tuple(row[name] for name in names) for row in rows
    }


# -- Markdown --


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain text", "plain text"),
        ("<b>", "\\<b\\>"),
        ("a|b", "a\\|b"),
        ("&lt;", "&amp;lt;"),
        ("@someone", "@<!-- -->someone"),
        ("fixes #1", "fixes #<!-- -->1"),
        ("https://x.org", "https:<!-- -->//x.org"),
        ("1. first", "1\\. first"),
        ("- item", "\\- item"),
        ("`a`", "\\`a\\`"),
    ],
)
def test_prose(raw: str, shown: str) -> None:
    assert prose(raw) == shown


def test_code_stays_in_its_cell() -> None:
    assert code("a|b`c\n") == "`a¦b'c\\n`"
    assert code("") == "` `"


def test_names_in_sentences_are_code() -> None:
    assert told("shop.orders.Order writes it, not stock", ["stock"]) == "`shop.orders.Order` writes it, not `stock`"


def test_places_are_links_where_the_code_can_be_seen() -> None:
    known = msgspec.structs.replace(analysis(PLAIN), web_base="https://web.example/shop/")
    text = rendered(known, "markdown").decode()
    assert "[`orders.py:3`](https://web.example/shop/orders.py#L3)" in text
    _markdown(text)


def test_hostile_places_stay_links() -> None:
    _markdown(rendered(msgspec.structs.replace(analysis(HOSTILE), web_base="https://web.example"), "markdown").decode())


def test_an_address_does_not_end_its_links() -> None:
    address = 'https://web.example/a) [click](https://elsewhere.example "x'
    text = rendered(msgspec.structs.replace(analysis(PLAIN), web_base=address), "markdown").decode()
    links = re.findall(r"\]\(([^)\s]*)\)", text)
    assert any(link.startswith("https://web.example/a%29") for link in links)
    assert "](https://elsewhere" not in text


def test_a_large_report_stays_within_what_is_shown() -> None:
    text = text_of("markdown", tuple(f"service_with_a_long_name_{number}" for number in range(250)))
    assert len(text.encode()) <= LONGEST
    assert "Left out" in text
    _markdown(text)


def test_the_report_has_its_sections() -> None:
    text = text_of("markdown", PLAIN)
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert titles[:4] == ["Services", "Decide first", "Map", "Couplings"]
    assert {"Data", "Transactions that the cut would break", "Order of extraction", "Blind spots"} <= set(titles)


# -- drawings --


def large(nodes: int, links: int) -> Drawing:
    names = [f"n{at}" for at in range(nodes)]
    joined = tuple(Link(names[at % nodes], names[at * 7 % nodes], "calls", at + 1.0) for at in range(links))
    return Drawing("large", tuple(Node(name, name, "unit") for name in names), joined)


def test_mermaid_keeps_within_what_it_draws_and_says_so() -> None:
    text = draw(large(3000, 20_000), "mermaid")
    _mermaid(text)
    assert text.count("-->") + text.count("==>") <= mermaid.MOST_EDGES
    assert "%% the " in text
    assert "heaviest of 20000 relations" in text


def test_a_table_and_a_unit_of_one_name_are_two_nodes() -> None:
    graph = networkx.parse_graphml(text_of("graphml", ("m.b", "b"), DrawnView.UNITS))
    kinds = sorted((data["label"], data["kind"]) for _, data in graph.nodes(data=True) if data["kind"] != "entrypoint")
    assert ("m.b", "table") in kinds
    assert ("m.b", "unit") in kinds


def test_dot_has_clusters_and_a_legend() -> None:
    text = text_of("dot", PLAIN, DrawnView.UNITS)
    assert re.findall(r'^    label="(\w+)"', text, re.MULTILINE) == sorted(PLAIN)
    assert "legend" in text
    assert "wider: how often" in text


needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz")


@needs_dot
@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("view", VIEWS)
def test_svg_is_a_picture_and_nothing_else(
    view: DrawnView, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(svg, "SECONDS", (3, 60))
    root = ElementTree.fromstring(text_of("svg", names, view))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "g", "a", "title", "text", "polygon", "polyline", "path", "ellipse"}
    attributes = {name.rpartition("}")[2] for element in root.iter() for name in element.attrib}
    assert not any(name.startswith("on") or name == "href" for name in attributes)


@needs_dot
def test_svg_of_a_hostile_drawing() -> None:
    ElementTree.fromstring(draw(drawing(), "svg"))


def test_svg_without_dot_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UserError, match="not installed") as caught:
        drawn(drawing(), "svg")
    assert str(caught.value).count("\n") == 0


# -- names of formats --


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("report.html", "html"),
        ("docs/services.md", "markdown"),
        ("plan.md", "plan"),
        ("x.json", "json"),
        ("couplings.csv", "csv"),
        ("a.svg", "svg"),
        ("a.gv", "dot"),
        ("a.mmd", "mermaid"),
        ("a.graphml", "graphml"),
        ("workspace.dsl", "structurizr"),
        ("map.CML", "cml"),
        ("catalog-info.yaml", "backstage"),
        ("summary.txt", "text"),
        ("a.doc", None),
        ("noname", None),
    ],
)
def test_the_suffix_tells_the_format(file: str, name: str | None) -> None:
    assert format_of(Path(file)) == name


def test_each_file_is_of_its_format() -> None:
    for name in format_names():
        assert format_of(Path(file_of(name))) == name


def test_a_view_of_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(UserError, match="html is no drawing"):
        rendered(analysis(PLAIN), "html", DrawnView.UNITS)


# -- golden files --


@pytest.mark.parametrize("file", sorted(golden()))
def test_golden_files(file: str) -> None:
    held = (FOLDER / file).read_bytes().decode()
    assert golden()[file] == held, "if this is meant, run `make golden` and look at the difference"


def test_no_golden_file_is_left_over() -> None:
    assert {file.name for file in FOLDER.iterdir()} == golden().keys()
