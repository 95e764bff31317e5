"""Uses everything that a report offers, as a person would, in whatever report it is."""

from __future__ import annotations

import json

from browser import Browser

_FILLED = (
    "(id, text) => { const field = document.getElementById(id); field.value = text;"
    " for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, {bubbles: true})); }"
)


def use_everything(browser: Browser) -> None:
    """Opens, sorts, filters, searches, moves, undoes, saves, takes over, switches; every alternative, and back."""
    use_tables(browser)
    use_map(browser)
    use_couplings(browser)
    use_what_if(browser)
    for view in browser.run("[...document.querySelectorAll('button[data-view]')].map(one => one.dataset.view)"):
        browser.click(f"button[data-view='{view}']")
        wait_until_followed(browser)
        use_tables(browser)
    browser.run("document.getElementById('showing-back').click()")
    browser.settle()


def wait_until_followed(browser: Browser) -> None:
    """Waits until all sections follow what is shown."""
    browser.run(
        "new Promise((done, fail) => { setTimeout(fail, 30000, 'the sections do not follow');"
        " const look = () => document.documentElement.dataset.followed ? done() : setTimeout(look, 5);"
        " setTimeout(look, 5) })"
    )


def use_tables(browser: Browser) -> None:
    """Unfolds what is folded, sorts by the first two heads of each table, filters, shows more."""
    browser.run(
        "document.querySelectorAll('details').forEach(one => { one.open = true });"
        " new Promise(done => setTimeout(done, 50))"
    )
    browser.run(
        "for (const table of document.querySelectorAll('table.sortable'))"
        " [...table.tHead.querySelectorAll('button')].slice(0, 2).forEach(one => { one.click(); one.click(); });"
        "for (const field of document.querySelectorAll('input[type=search]:not([id])')) for (const text of ['a', '']) {"
        " field.value = text; field.dispatchEvent(new Event('input')); }"
    )
    browser.run("document.getElementById('coupling-more').click()")
    browser.settle()


def use_map(browser: Browser) -> None:
    """Searches, opens services and files, chooses lines and boxes, narrows what is drawn."""
    for text in ("a", "canary", "zzz", ""):
        browser.run(f"({_FILLED})('map-search', {json.dumps(text)})")
        browser.run("[...document.querySelectorAll('#map-results button')].slice(0, 3).forEach(one => one.click())")
    for _ in range(3):
        browser.run("document.querySelector('#map-outline [aria-expanded=false]')?.click()")
    browser.run("[...document.querySelectorAll('#map-outline .name')].slice(0, 40).forEach(one => one.click())")
    browser.run("[...document.querySelectorAll('#map-details button')].slice(0, 2).forEach(one => one.click())")
    browser.run("document.querySelectorAll('#map-kinds input').forEach(one => { one.click(); one.click(); })")
    browser.run("document.querySelectorAll('#map-zoom button').forEach(one => one.click())")
    browser.run(
        "for (const id of ['map-service', 'map-confidence', 'map-lines']) {"
        " const field = document.getElementById(id);"
        " for (const option of [...field.options].slice(0, 3).reverse()) {"
        " field.value = option.value; field.dispatchEvent(new Event('change')); } }"
    )
    browser.settle()


def use_couplings(browser: Browser) -> None:
    """Filters the table of couplings by text, and by each select."""
    browser.run(
        "for (const id of ['from', 'to', 'kind', 'confidence']) {"
        " const field = document.getElementById(`coupling-${id}`);"
        " for (const option of [...field.options].slice(0, 3).reverse()) {"
        " field.value = option.value; field.dispatchEvent(new Event('change')); } }"
    )
    for text in ("canary", "nothing at all like it", ""):
        browser.run(f"({_FILLED})('coupling-filter', {json.dumps(text)})")
        browser.settle()


def use_what_if(browser: Browser) -> None:
    """Tries a move, undoes it, tries a pattern, saves the pins, starts over, takes them over."""
    unit = browser.run("document.querySelector('#coupling-table tbody tr')?.cells[3].textContent ?? 'x'")
    service = browser.run("document.querySelector('#whatif-services option:last-child')?.value ?? 'x'")
    for what, where in ((unit, service), ("*a*", "elsewhere"), (unit, "not a name"), ("*", "shared")):
        browser.run(f"({_FILLED})('whatif-what', {json.dumps(what)})")
        browser.run(f"({_FILLED})('whatif-where', {json.dumps(where)})")
        browser.run("document.querySelector('#whatif-form button[type=submit]').click()")
        wait_until_followed(browser)
    browser.run("document.getElementById('whatif-save').click()")
    pins = browser.run("document.getElementById('whatif-toml').textContent")
    for button in ("undo", "reset"):
        browser.run(f"document.getElementById('whatif-{button}').click()")
    browser.run(f"document.getElementById('whatif-pins').value = {json.dumps(pins)}")
    browser.run("document.getElementById('whatif-take').click()")
    wait_until_followed(browser)
    browser.run("document.querySelectorAll('#whatif-couplings details').forEach(one => { one.open = true })")
    browser.settle()
    browser.run("document.getElementById('whatif-reset').click()")
    wait_until_followed(browser)
