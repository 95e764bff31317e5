"""The services in the notations of other tools."""

from __future__ import annotations

import re

import msgspec
import pytest
import yaml
from analysed import HOSTILE, analysis
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzer.analysis import Analysis
from decompose.clustering.decomposition import Service
from decompose.extractors.graph import Unit, UnitKind
from decompose.reports.formats import report_format
from decompose.reports.formats._cml_words import RESERVED
from decompose.reports.formats._naming import apart, identifiers, quoted

PLAIN = ("orders", "billing", "stock")
NOTATIONS = ("backstage", "cml", "structurizr")


def rendered(name: str, analysed: Analysis) -> str:
    return report_format(name).render(analysed)


@pytest.mark.parametrize("name", NOTATIONS)
@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_texts_are_balanced_and_the_same_each_time(name: str, names: tuple[str, ...]) -> None:
    text = rendered(name, analysis(names))
    assert text == rendered(name, analysis(names))
    if name != "backstage":
        bare = re.sub(r'"[^"\n]*"', "", text)
        assert '"' not in bare
        assert bare.count("{") == bare.count("}")


def test_every_service_is_in_every_format() -> None:
    for name in NOTATIONS:
        text = rendered(name, analysis(PLAIN))
        assert all(service.name in text for service in analysis(PLAIN).decomposition.services)


def test_a_context_map_names_contexts_once() -> None:
    text = rendered("cml", analysis(PLAIN))
    contexts = re.findall(r"^BoundedContext (\w+)", text, re.MULTILINE)
    (contained,) = re.findall(r"^  contains (.+)$", text, re.MULTILINE)
    assert contained.split(", ") == contexts
    assert len(set(contexts)) == len(contexts)


def test_what_structurizr_relates_it_declares() -> None:
    text = rendered("structurizr", analysis(PLAIN))
    declared = set(re.findall(r"^ *(\w+) = ", text, re.MULTILINE))
    for source, target in re.findall(r"^ *(\w+) -> (\w+) ", text, re.MULTILINE):
        assert {source, target} <= declared


@pytest.mark.parametrize("names", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_entries_of_the_catalog_refer_to_entries(names: tuple[str, ...]) -> None:
    entries = list(yaml.safe_load_all(rendered("backstage", analysis(names))))
    known = {f"{entry['kind'].lower()}:{entry['metadata']['name']}" for entry in entries}
    assert len(known) == len(entries)
    for entry in entries:
        assert re.fullmatch(r"[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?", entry["metadata"]["name"])
        assert set(entry["spec"].get("dependsOn", ())) <= known


def test_no_context_and_no_entity_is_called_as_a_keyword() -> None:
    names = (*sorted(RESERVED), "Event", "Service", "x y", "x-y")
    text = rendered("cml", analysis(names))
    declared = re.findall(r"^ *(?:BoundedContext|Entity|Aggregate) (\S+)", text, re.MULTILINE)
    assert len(declared) == 3 * len(names)
    assert not {name.lower() for name in declared} & RESERVED


def test_the_model_has_context_containers_components_and_nodes() -> None:
    analysed = analysis(PLAIN)
    units = tuple(
        Unit(f"orders.{part}.Thing", UnitKind.CLASS, f"orders/{part}.py", 1, 9, 9) for part in ("models", "views")
    )
    service = Service("orders", tuple(unit.name for unit in units))
    chosen = msgspec.structs.replace(analysed.decomposition, services=(service,))
    graph = msgspec.structs.replace(analysed.graph, units=units)
    text = rendered("structurizr", msgspec.structs.replace(analysed, graph=graph, decomposition=chosen))
    assert 'service_orders__orders_models = component "orders.models" "1 unit, 9 lines" "Python"' in text
    plain = rendered("structurizr", analysed)
    for view in ("systemContext system", "container system", 'deployment system "AWS"'):
        assert f"    {view}" in plain
    assert "containerInstance service_orders" in plain
    assert "service_orders -> service_orders_data" in plain


@pytest.mark.parametrize("name", ["->", "{", "}", "this", "${HOME}", "a\\", "//", '"""', ""])
def test_words_of_structurizr_are_only_text(name: str) -> None:
    text = rendered("structurizr", analysis((name, "other")))
    tokens = [re.findall(r'"[^"]*"|\S+', line) for line in text.splitlines()]
    assert not any(token in {'"->"', '""'} and at == 2 for line in tokens for at, token in enumerate(line))
    assert "${" not in text
    assert "\\" not in text
    assert len(set(re.findall(r'= container ("[^"]*")', text))) == text.count("= container ")


@given(st.lists(st.text(max_size=90), unique=True))
def test_names_in_quotes_are_apart(names: list[str]) -> None:
    made = [quoted(name) for name in apart(names).values()]
    assert len({name.lower() for name in made}) == len(names)
    assert '""' not in made


@given(st.lists(st.text(max_size=90), unique=True))
def test_identifiers_are_apart(names: list[str]) -> None:
    made = identifiers(names)
    assert len({name.lower() for name in made.values()}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", name) for name in made.values())


@given(st.text())
def test_a_quoted_text_stays_in_its_quotes(text: str) -> None:
    made = quoted(text)
    assert made.count('"') == 2
    assert "\n" not in made
