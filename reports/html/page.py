"""The page: templates filled with what was found, script and style inside."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import msgspec
from jinja2 import Environment, PackageLoader

from decompose.clustering.decomposition import Coupling, Service
from decompose.extractors.graph import EdgeKind, EntryPoint, Unit, Unreached
from decompose.extractors.places import Confidence, Place
from decompose.recommenders.plan import Recommendation, Strength, Topic
from decompose.reports.analysed import Analysed
from decompose.reports.doubting import stability_line, tipping
from decompose.reports.explaining import SHARED, placement
from decompose.reports.html.layout import Map, draw_map
from decompose.reports.repetition import in_words, repeated_queries
from decompose.reports.resources import shared_resources

MOST_ROWS = 300
"""Rows that a long table shows at first; the filter searches all of them."""
_MOST_EMBEDDED = 8_000
_MOST_UNRESOLVED = 60


@dataclass(frozen=True, slots=True)
class Card:
    """A service in the summary."""

    service: Service
    share: float
    arriving: int
    leaving: int
    compute: str
    entries: tuple[EntryPoint, ...]
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A table and what each service does to it."""

    table: str
    owner: str
    cells: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitModule:
    """A module whose units land in different services."""

    path: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def render_html(analysed: Analysed) -> str:
    """The report as one self-contained HTML document."""
    chosen = analysed.decomposition
    style, script = _asset("report.css"), _asset("report.js")
    services = [service.name for service in chosen.services]
    rows = couplings_data(chosen.couplings[:_MOST_EMBEDDED])
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            analysed=analysed,
            graph=analysed.graph,
            chosen=chosen,
            cards=cards(analysed),
            drawing=service_map(analysed),
            matrix=matrix(analysed),
            services=services,
            foreign_keys=[found for found in chosen.couplings if found.kind is EdgeKind.FOREIGN_KEY][:MOST_ROWS],
            contested=[use for use in chosen.table_uses if len(use.writers) > 1],
            shown_couplings=chosen.couplings[:MOST_ROWS],
            splits=split_modules(analysed),
            unresolved=analysed.graph.coverage.unresolved[:_MOST_UNRESOLVED],
            unreached=sorted(analysed.graph.unreached, key=_surest_and_longest)[:MOST_ROWS],
            repeated=repeated_queries(analysed.graph, placement(analysed))[:MOST_ROWS],
            repeated_in_words=in_words,
            resources=Counter(use.kind.value for use in analysed.graph.resources),
            shared_resources=shared_resources(analysed.graph.resources, placement(analysed))[:MOST_ROWS],
            diagnostics=analysed.graph.diagnostics[:MOST_ROWS],
            data=embedded(rows),
            stability=stability_line(chosen),
            doubts=[(doubt, tipping(doubt)) for doubt in chosen.stability.doubts[:MOST_ROWS]],
            embedded=len(chosen.couplings[:_MOST_EMBEDDED]),
            most_rows=MOST_ROWS,
            style=style,
            script=script,
            script_hash=_hash(script),
        )
    )


def _surest_and_longest(found: Unreached) -> tuple[bool, int, str]:
    return found.confidence is Confidence.HEURISTIC, -found.lines, found.symbol


def embedded(value: object) -> str:
    """JSON that cannot end the script element which holds it."""
    text = msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def couplings_data(couplings: Sequence[Coupling]) -> dict[str, list[object]]:
    """The couplings column by column."""
    return {
        "from": [found.source_service for found in couplings],
        "to": [found.target_service for found in couplings],
        "kind": [found.kind.value.replace("_", " ") for found in couplings],
        "source": [found.source for found in couplings],
        "target": [found.target for found in couplings],
        "weight": [round(found.weight, 1) for found in couplings],
        "confidence": [found.confidence.value for found in couplings],
        "place": [str(found.places[0]) if found.places else "" for found in couplings],
    }


def cards(analysed: Analysed) -> list[Card]:
    """The services, largest first."""
    chosen = analysed.decomposition
    total = sum(service.lines for service in chosen.services) or 1
    arriving = Counter(found.target_service for found in chosen.couplings)
    leaving = Counter(found.source_service for found in chosen.couplings)
    advice: dict[str, list[Recommendation]] = defaultdict(list)
    for found in analysed.recommendations:
        advice[found.service].append(found)
    placed = placement(analysed)
    entries: dict[str, list[EntryPoint]] = defaultdict(list)
    for entry in analysed.graph.entry_points:
        entries[placed.get(entry.unit, SHARED)].append(entry)
    return [
        Card(
            service,
            service.lines / total,
            arriving[service.name],
            leaving[service.name],
            _targets(advice[service.name]),
            tuple(entries[service.name]),
            tuple(advice[service.name]),
        )
        for service in sorted(chosen.services, key=lambda found: (-found.lines, found.name))
    ]


def _targets(advice: list[Recommendation]) -> str:
    """Where its workloads run."""
    chosen = [found for found in advice if found.topic is Topic.COMPUTE and found.strength is Strength.RECOMMENDED]
    return "; ".join(dict.fromkeys(found.target for found in chosen))


def service_map(analysed: Analysed) -> Map:
    """The drawing of services and the couplings between them."""
    counts: Counter[tuple[str, str]] = Counter(
        (found.source_service, found.target_service) for found in analysed.decomposition.couplings
    )
    sizes = {service.name: service.lines for service in analysed.decomposition.services}
    return draw_map(sizes, counts)


def matrix(analysed: Analysed) -> list[MatrixRow]:
    """Service × table: O owner, W writes, R reads."""
    placed = placement(analysed)
    services = [service.name for service in analysed.decomposition.services]
    does: dict[tuple[str, str], set[str]] = defaultdict(set)
    for edge in analysed.graph.edges:
        if edge.kind in {EdgeKind.READS, EdgeKind.WRITES}:
            mark = "W" if edge.kind is EdgeKind.WRITES else "R"
            does[edge.target, placed.get(edge.source, SHARED)].add(mark)
    rows = []
    for table in analysed.graph.tables:
        owner = placed.get(table.name, "")
        cells = tuple(
            ("O" if service == owner else "") + "".join(sorted(does[table.name, service], reverse=True))
            for service in services
        )
        rows.append(MatrixRow(table.name, owner, cells, tuple(map(_in_words, cells))))
    return rows


_MARKS = {"O": "owns", "W": "writes", "R": "reads"}


def _in_words(cell: str) -> str:
    return ", ".join(_MARKS[mark] for mark in cell)


def split_modules(analysed: Analysed) -> list[SplitModule]:
    """Modules whose units land in different services, those with most services first."""
    placed = placement(analysed)
    parts: dict[str, dict[str, list[Unit]]] = defaultdict(lambda: defaultdict(list))
    for unit in analysed.graph.units:
        parts[unit.path][placed.get(unit.name, SHARED)].append(unit)
    splits = [
        SplitModule(
            path,
            tuple(
                (service, tuple(unit.name.rpartition(".")[2] for unit in by_service[service]))
                for service in sorted(by_service)
            ),
        )
        for path, by_service in parts.items()
        if len(by_service) > 1
    ]
    return sorted(splits, key=lambda split: (-len(split.parts), split.path))[:MOST_ROWS]


def _asset(name: str) -> str:
    return resources.files("decompose.reports.html").joinpath(name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("decompose.reports", "html"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["places"] = _places
    environment.filters["percent"] = lambda share: f"{share:.0%}"
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.filters["clean"] = _clean
    return environment


def _places(places: Sequence[Place], most: int = 3) -> str:
    shown = ", ".join(str(place) for place in places[:most])
    return shown + (f" and {len(places) - most} more" if len(places) > most else "")


def _clean(text: str) -> str:
    """Without the characters that turn the direction of text round."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)
