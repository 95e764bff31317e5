"""What each relation of evidence sees, and how it is brought to one scale."""

from __future__ import annotations

import math

import msgspec
import pytest
from planted import planted
from snippets import counted, graph

from decompose.clustering.evidence import (
    calls,
    data,
    entrypoints,
    folders,
    history,
    modules,
    namesakes,
    transactions,
    vocabulary,
)
from decompose.clustering.evidence.damping import damped
from decompose.clustering.evidence.discovering import relations
from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Link, NodeKind, Part, anchor, table, unit
from decompose.clustering.gathering import gather
from decompose.clustering.options import ClusteringOptions, Evidence
from decompose.extractors.graph import DependencyGraph, EntryKind, EntryPoint, UnresolvedCall
from decompose.extractors.history import CoChange
from decompose.extractors.places import Place


def weights(links: object) -> dict[tuple[str, str], float]:
    return {(link.a.name, link.b.name): link.weight for link in links}  # type: ignore[attr-defined]


def with_words(**units: dict[str, int]) -> DependencyGraph:
    code = graph(units=[f"app.{name}" for name in units])
    return msgspec.structs.replace(
        code,
        units=tuple(msgspec.structs.replace(u, words=units[u.name.removeprefix("app.")]) for u in code.units),
    )


def test_every_kind_of_evidence_has_a_relation() -> None:
    assert {relation.evidence for relation in relations()} == set(Evidence)
    assert {relation.part for relation in relations()} == set(Part)


def test_events_bind_less_than_calls() -> None:
    found = weights(calls.links(Material(graph("a.f calls a.g", "b.f event b.g"))))
    assert found["b.f", "b.g"] < found["a.f", "a.g"]


def test_counted_volumes_are_not_damped() -> None:
    code = graph("a.f calls a.hub 9", "a.g calls a.hub 9", "a.h calls a.leaf 9", "a.h calls a.f 1")
    read, measured = (weights(calls.links(Material(held))) for held in (code, counted(code)))
    assert read["a.f", "a.hub"] < read["a.h", "a.leaf"]
    assert measured["a.f", "a.hub"] == measured["a.h", "a.leaf"] == math.log1p(9)


def test_equal_weights_are_no_volumes() -> None:
    found = weights(calls.links(Material(counted(graph("a.f calls a.hub", "a.g calls a.hub", "a.h calls a.leaf")))))
    assert found["a.f", "a.hub"] < found["a.h", "a.leaf"]


def test_names_alone_are_no_vocabulary() -> None:
    named = {name: {"order": 1, name[-6:].lower(): 1} for name in ("OrderAction", "OrderModels")}
    text = {name: words | {"coupon": 1} for name, words in named.items()}
    assert not list(vocabulary.links(Material(with_words(**named))))
    assert list(vocabulary.links(Material(with_words(**text, Other={"x": 1}, More={"y": 1}))))


def test_writes_bind_more_than_reads() -> None:
    found = weights(data.accesses(Material(graph("a.f writes t", "b.g reads u"))))
    assert found["a.f", "t"] == data.WRITE_SHARE * found["b.g", "u"]


def test_foreign_keys_and_joins_tie_tables() -> None:
    found = weights(data.references(Material(graph("t foreign_key u", "v joins w"))))
    assert set(found) == {("t", "u"), ("v", "w")}


def test_hubs_are_damped() -> None:
    links = [Link(unit("script"), unit(f"leaf{n}"), 1.0) for n in range(16)]
    links += [Link(unit(f"user{n}"), unit("logger"), 1.0) for n in range(16)]
    found = weights(damped([*links, Link(unit("a"), unit("b"), 1.0)]))
    assert found["script", "leaf0"] == 0.25
    assert found["user0", "logger"] == 0.125
    assert found["a", "b"] == 1.0


def test_a_transaction_ties_its_tables_and_a_sweeping_one_ties_each_less() -> None:
    narrow = weights(transactions.links(Material(graph(scopes={"a.f": ("t", "u")}))))
    wide = weights(transactions.links(Material(graph(scopes={"a.f": tuple("tuvwxyz")}))))
    assert {end for _, end in narrow} == {"t", "u", "a.f"}
    assert max(wide.values()) < min(narrow.values())
    assert not list(transactions.links(Material(graph(scopes={"a.f": ("t",)}))))


def test_an_entry_point_ties_what_it_reaches_the_nearer_the_more() -> None:
    code = graph("a.view calls a.step", "a.step calls a.deep", "a.deep calls a.deeper")
    point = EntryPoint("GET /", EntryKind.HTTP, "a.view", "a.view", Place("a.py", 1))
    found = weights(entrypoints.links(Material(msgspec.structs.replace(code, entry_points=(point,)))))
    by_unit = {end: weight for (_, end), weight in found.items()}
    assert by_unit["a.view"] > by_unit["a.step"] > by_unit["a.deep"]
    assert "a.deeper" not in by_unit


def test_units_of_a_long_file_are_tied_less() -> None:
    code = graph(units=[*(f"long.f{n}" for n in range(200)), "short.f", "short.g"])
    found = {end: weight for (_, end), weight in weights(modules.links(Material(code))).items()}
    assert found["long.f0"] < found["short.f"] == 1.0


def test_folders_tie_files_up_to_the_root() -> None:
    code = graph(units=["a.b.c.f", "a.b.d.g"])
    assert ("file a/b", "file a/b/c.py") in weights(folders.links(Material(code)))
    assert ("file .", "file a") in weights(folders.links(Material(code)))


def test_files_that_change_together() -> None:
    code = graph(units=["a.f", "b.g", "c.h"])
    together = CoChange((("a.py", "b.py", 3.0), ("b.py", "gone.py", 9.0)), 5)
    found = weights(history.links(Material(code, together)))
    assert set(found) == {("changes a.py", "changes b.py"), ("changes a.py", "a.f"), ("changes b.py", "b.g")}


def test_vocabulary_ties_units_that_speak_of_the_same_things() -> None:
    code = with_words(
        a={"invoice": 3, "tax": 1},
        b={"invoice": 2, "tax": 2},
        c={"parcel": 1, "label": 2},
        d={"parcel": 2},
        e={"get": 9},
    )
    assert set(weights(vocabulary.links(Material(code)))) == {("app.a", "app.b"), ("app.c", "app.d")}


def test_vectors_have_length_one_and_leave_out_what_says_nothing() -> None:
    vectors = vocabulary.tfidf(
        {"a": {"invoice": 3, "model": 9, "x": 4}, "b": {"invoice": 1}, "c": {"model": 2, "own": 1}}
    )
    assert vectors == {"a": {"invoice": 1.0}, "b": {"invoice": 1.0}}


@pytest.mark.parametrize("kind", Evidence)
def test_each_kind_of_evidence_works_alone(kind: Evidence) -> None:
    gathered = gather(Material(planted(1, contexts=3, units=9).graph), ClusteringOptions(evidence=frozenset({kind})))
    assert set(gathered.used) | set(gathered.missing) == {kind}
    assert math.isclose(sum(tie.mass for tie in gathered.ties), 1.0)


def test_all_evidence_is_brought_to_one_scale() -> None:
    gathered = gather(Material(planted(1).graph), ClusteringOptions())
    assert math.isclose(sum(tie.mass for tie in gathered.ties), 1.0)
    assert all(tie.mass > 0 for tie in gathered.ties)
    assert [node.kind for node in gathered.nodes[: gathered.placed]].count(NodeKind.ANCHOR) == 0


def test_nothing_is_left_without_a_tie() -> None:
    gathered = gather(Material(graph("a.f calls a.g", tables=["alone"])), ClusteringOptions(evidence=frozenset()))
    tied = {end for tie in gathered.ties for end in (tie.a, tie.b)}
    assert {gathered.index[node] for node in (unit("a.f"), unit("a.g"), table("alone"))} <= tied
    assert anchor("x") not in gathered.index


@pytest.mark.parametrize(
    ("expression", "bearers", "meant"),
    [
        ("self.db.volume_create", ["db.api.volume_create", "db.sql.volume_create"], 2),
        ("self.db.create", ["db.api.create"], 0),
        ("self.db.volume_create", [f"app.m{number}.volume_create" for number in range(4)], 0),
        ("self.db.volume_drop", ["db.api.volume_create"], 0),
    ],
    ids=["a telling name", "a name of one word", "a name that many bear", "a name that nobody bears"],
)
def test_a_call_on_something_unknown_is_of_its_namesakes(expression: str, bearers: list[str], meant: int) -> None:
    code = graph(units=["volume.API", *bearers])
    call = UnresolvedCall("volume.API.make", Place("volume.py", 3), expression, "parameter of unknown type")
    found = weights(namesakes.links(Material(msgspec.structs.replace(code, unresolved_calls=(call,)))))
    assert found.keys() == {("volume.API", name) for name in bearers[:meant]}
