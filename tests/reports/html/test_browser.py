"""The page in a browser: everything works, nothing leaves, no name is executed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest
from analysed import HOSTILE, analysis
from browser import Browser, PageError

from decompose.reports.html import render_html
from decompose.reports.html.folding import MOST_WRITTEN

pytestmark = pytest.mark.browser
PLAIN = ("orders", "billing", "stock")
AXE = Path(__file__).parents[3] / "reports" / "html" / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Path:
    """The report of a small analysis with an address, written."""
    browser.errors.clear()
    browser.requests.clear()
    file = tmp_path / "report.html"
    file.write_text(render_html(msgspec.structs.replace(analysis(PLAIN), web_base="https://example.org/x")))
    return file


def test_nothing_leaves_and_nothing_fails(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.run("document.querySelector('#coupling-status').textContent") == "Showing 6 of 6 couplings."
    assert browser.run("document.querySelectorAll('#map-outline > li').length") == 3
    assert int(browser.run("document.getElementById('map-canvas').dataset.drawn")) <= 600
    assert not browser.errors
    assert set(browser.requests) <= {page.as_uri()}


def test_the_insides_of_many_boxes_come_with_the_data(browser: Browser, page: Path) -> None:
    names = tuple(f"service{number:02}" for number in range(20))
    html = render_html(analysis(names))
    page.write_text(html)
    assert html.count("data-inside=") >= 4 * (20 - MOST_WRITTEN)
    assert html.count("is shown by the script of this page.") == 4
    shown = "document.querySelector('#entries .static-only')?.getBoundingClientRect().height"
    browser.open(page, script=False)
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)
    assert browser.run(shown) > 10
    browser.open(page)
    assert browser.run(shown) == 0
    browser.run("[...document.querySelectorAll('#entries details')].at(-1).open = true")
    browser.settle()
    last = "[...document.querySelectorAll('#entries details')].at(-1).textContent"
    assert "m.service19" in browser.run(last)
    for _ in range(50):
        if not browser.run("document.querySelectorAll('[data-inside]').length"):
            break
        browser.settle()
    assert browser.run("document.querySelectorAll('[data-inside]').length") == 0
    assert not browser.errors


def test_hostile_names_are_text(browser: Browser, page: Path) -> None:
    page.write_text(
        render_html(analysis((*HOSTILE, "{{7*7}}", "'];alert(2)//", "<img src=x onerror=alert(3)>", "y" * 10_000)))
    )
    for width in (1280, 390):
        browser.open(page, width=width)
        browser.run("location.hash = 'all'")
        browser.settle()
        assert browser.run("document.documentElement.scrollWidth") <= width
    browser.type("#map-search", "script")
    browser.click("#map-results button")
    browser.type("#coupling-filter", "onerror")
    assert browser.run("document.querySelectorAll('img').length") == 0
    assert browser.run("document.querySelectorAll('script').length") == 3
    assert not browser.errors
    assert set(browser.requests) <= {page.as_uri()}


def test_the_map_opens_by_keyboard_and_shows_evidence(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run("location.hash = 'map'")
    browser.settle()
    browser.run("document.querySelector('#map-list summary').focus()")
    browser.key("Enter", 13, "\r")
    browser.run("document.querySelector('[aria-label=\"Open orders\"]').focus()")
    browser.key("Enter", 13, "\r")
    assert browser.run("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert browser.run("document.querySelectorAll('#map-outline ul li').length") == 2
    browser.type("#map-search", "m.orders")
    browser.click("#map-results button")
    details = browser.run("document.getElementById('map-details').textContent")
    assert "m.orders calls m.billing" in details
    links = browser.run("[...document.querySelectorAll('#map-details a')].map(link => link.href)")
    assert "https://example.org/x/orders.py#L3" in links
    assert not browser.errors


def test_what_is_dragged_onto_a_service_is_tried_there(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.type("#map-search", "m.orders")
    browser.click("#map-results button")
    browser.click("#map-zoom button:nth-child(3)")  # fit
    browser.run("location.hash = 'map'")
    browser.settle()
    browser.run("document.getElementById('map-canvas').scrollIntoView()")
    browser.settle()
    ends = browser.run(
        "(canvas => { const seen = canvas.getBoundingClientRect(); const at = id => {"
        " const {x, y} = canvas._cyreg.cy.getElementById(id).renderedPosition();"
        " return [x + seen.left, y + seen.top]; };"
        " const [a, b] = [at('n1'), at('s1')]; return [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], b, b]; })"
        "(document.getElementById('map-canvas'))"
    )
    for kind, (x, y) in zip(("mousePressed", "mouseMoved", "mouseMoved", "mouseReleased"), ends, strict=True):
        browser.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)
    browser.settle()
    moved = browser.run("document.getElementById('whatif-moves').textContent")
    assert moved.startswith("m.orders")
    assert moved.endswith("→ billing")


def test_couplings_are_filtered_and_sorted(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.type("#coupling-kind", "writes")
    assert browser.run("document.querySelector('#coupling-status').textContent") == "Showing 3 of 6 couplings."
    browser.click("#coupling-table thead button")
    rows = "[...document.querySelectorAll('#coupling-table tbody tr')].map(row => row.cells[0].textContent)"
    assert browser.run(rows) == ["billing", "orders", "stock"]
    browser.type("#coupling-filter", "nothing like that")
    assert browser.run(rows) == []


def test_tables_and_drawing_stand_without_the_script(browser: Browser, page: Path) -> None:
    browser.open(page, script=False)
    height = "document.querySelector('svg.map').getBoundingClientRect().height"
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)
    assert browser.run(height) > 100
    assert browser.run("document.querySelectorAll('#coupling-table tbody tr').length") == 6
    assert browser.run("document.documentElement.dataset.ready") is None


@pytest.mark.parametrize(
    ("mark", "put", "why"),
    [
        ("<head>", "<head><script>delete globalThis.DecompressionStream</script>", "This browser is too old"),
        ('id="analysis">', 'id="analysis">AAAA', "the data in this file could not be read"),
        ('id="library">', 'id="library">%', "the data in this file could not be read"),
    ],
)
def test_without_its_data_the_page_says_so_and_shows_the_rest(
    browser: Browser, page: Path, mark: str, put: str, why: str
) -> None:
    text = re.sub("<meta http-equiv[^>]*>", "", page.read_text())  # whose hashes do not know what is put in here
    page.write_text(text.replace(mark, put, 1))
    with pytest.raises(PageError):
        browser.open(page)
    assert why in browser.run("document.getElementById('unread').textContent")
    assert browser.run("document.getElementById('unread').getBoundingClientRect().height") > 10
    assert browser.run("document.querySelectorAll('#coupling-table tbody tr').length") == 6
    assert browser.run("document.querySelector('svg.map').getBoundingClientRect().height") > 100


SHOWN = "[...document.querySelectorAll('main > section')].filter(one => one.offsetHeight).map(one => one.id).join()"


def test_one_section_is_shown_at_a_time(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.run(SHOWN) == "summary"
    browser.click("nav a[href='#data']")
    assert browser.run(SHOWN) == "data"
    assert browser.run("document.querySelector('nav [aria-current]').textContent").startswith("Data")
    browser.run("location.hash = 'whatif'")  # something in a section
    browser.settle()
    assert browser.run(SHOWN) == "alternatives"
    browser.run("location.hash = 'step-1'")
    browser.settle()
    assert browser.run("document.getElementById('step-1').open") is True
    browser.run("history.back()")
    browser.settle()
    browser.click("#summary a[data-service='billing']")
    assert browser.run(SHOWN + " + location.hash") == "map#map/billing"
    assert browser.run("document.querySelector('#map-details h3').textContent") == "billing"
    for seen in ("alternatives", "data", "summary"):
        browser.run("history.back()")
        browser.settle()
        assert browser.run(SHOWN) == seen
    # The browser's own search looks into the others, and opens the one that it finds something in.
    assert browser.run("document.getElementById('plan').getAttribute('hidden')") == "until-found"
    browser.run("document.getElementById('plan').dispatchEvent(new Event('beforematch'))")
    assert browser.run(SHOWN) == "plan"
    assert not browser.errors


def test_all_is_printed_and_shown_on_demand(browser: Browser, page: Path) -> None:
    browser.open(page)
    every = browser.run("[...document.querySelectorAll('main > section')].map(one => one.id).join()")
    folded = "document.querySelectorAll('#plan details:not([open])').length"
    assert browser.run(folded) > 0
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run(SHOWN) == every
    assert browser.run(folded) == 0  # so few are printed unfolded
    assert browser.run("document.querySelector('#services ~ div details, #summary details').open") is False
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run(SHOWN) == "summary"
    assert browser.run(folded) > 0
    browser.click("nav a[href='#all']")
    assert browser.run(SHOWN) == every


@pytest.mark.skipif(not AXE.exists(), reason="needs npm ci in reports/html/web")
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_axe_finds_nothing_serious(browser: Browser, page: Path, width: int, dark: bool) -> None:
    browser.open(page, width=width, dark=dark)
    browser.run("location.hash = 'all'")
    browser.settle()
    browser.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    browser.run(f"{AXE.read_text()};0")
    found = browser.run(
        "axe.run({resultTypes: ['violations']}).then(found => JSON.stringify(found.violations.map("
        "one => [one.impact, one.id, one.nodes.slice(0, 3).map(node => node.html.slice(0, 160))])))"
    )
    assert [one for one in json.loads(found) if one[0] in {"serious", "critical"}] == []
