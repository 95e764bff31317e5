from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decompose.analyzer import pipeline
from decompose.analyzer.cache import Cache
from decompose.analyzer.extraction import extract, suitable_pool
from decompose.analyzer.pipeline import Run
from decompose.analyzer.pools import CHUNK_BYTES, in_chunks
from decompose.analyzer.progress import Silent
from decompose.analyzer.sources import MOST_BYTES, Source, read_sources
from decompose.extractors.facts import FileFacts
from decompose.extractors.repository import Repository, Role, SourceFile

DEADLY = "deadly"
GOOD = Source("good.py", b"def good():\n    return 1\n")
OTHER = Source("other.py", b"import good\n")


def die_on_deadly_source() -> None:
    """End the process, as a crash of the interpreter would, when it is to compile a certain text."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "compile" and DEADLY in str(arguments[0]):
            os._exit(9)

    sys.addaudithook(hook)


def mortal_processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=die_on_deadly_source)


def facts_of(*sources: Source, make_pool: Callable[[], Executor] | None = None) -> dict[str, FileFacts]:
    return extract(sources, Cache(None), Silent(), make_pool)


def codes(facts: FileFacts) -> list[str]:
    return [diagnostic.code for diagnostic in facts.diagnostics]


def repository(root: Path, *paths: str) -> Repository:
    return Repository("r", str(root), sources=tuple(SourceFile(path, path[:-3]) for path in paths))


def test_any_executor_gives_the_same_facts() -> None:
    alone = facts_of(GOOD, OTHER)
    assert list(alone) == ["good.py", "other.py"]
    assert [scope.name for scope in alone["good.py"].scopes] == ["", "good"]
    assert facts_of(GOOD, OTHER, make_pool=lambda: ThreadPoolExecutor(3)) == alone


def test_a_file_that_kills_its_worker_is_named_and_the_others_are_read() -> None:
    deadly = Source("deadly.py", f"{DEADLY} = 1\n".encode())
    facts = facts_of(GOOD, deadly, OTHER, make_pool=mortal_processes)
    assert list(facts) == ["good.py", "deadly.py", "other.py"]
    assert codes(facts["deadly.py"]) == ["worker-died"]
    assert not facts["deadly.py"].parsed
    assert facts["good.py"] == facts_of(GOOD)["good.py"]
    assert facts["other.py"] == facts_of(OTHER)["other.py"]


def test_what_killed_a_worker_is_tried_again_next_time(tmp_path: Path) -> None:
    deadly = Source("deadly.py", f"{DEADLY} = 1\n".encode())
    with Cache(tmp_path) as cache:
        extract([deadly], cache, Silent(), mortal_processes)
        assert extract([deadly], cache, Silent())["deadly.py"].parsed


def test_files_of_the_same_content_have_facts_each() -> None:
    twin = Source("twin.py", GOOD.data)
    facts = facts_of(GOOD, twin)
    assert facts["twin.py"] == facts["good.py"]


def test_facts_come_from_the_cache(tmp_path: Path) -> None:
    def no_pool() -> Executor:
        raise AssertionError("nothing is left to compute")

    with Cache(tmp_path) as cache:
        first = extract([GOOD, OTHER], cache, Silent())
        moved = Source("elsewhere.py", GOOD.data)
        again = extract([GOOD, OTHER, moved], cache, Silent(), no_pool)
    assert again == {**first, "elsewhere.py": first["good.py"]}


def test_unreadable_and_oversized_files_are_diagnostics(tmp_path: Path) -> None:
    (tmp_path / "huge.py").write_bytes(b"#" * (MOST_BYTES + 1))
    (tmp_path / "folder.py").mkdir()
    found = repository(tmp_path, "folder.py", "gone.py", "huge.py")
    facts = extract(read_sources(found), Cache(None), Silent())
    messages = {path: read.diagnostics[0].message for path, read in facts.items()}
    assert all(codes(read) == ["not-read"] and not read.parsed for read in facts.values())
    assert "larger than 5 MB" in messages["huge.py"]
    assert "No such file" in messages["gone.py"]
    assert "directory" in messages["folder.py"]


def test_only_code_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1\n")
    sources = (SourceFile("a.py", "a"), SourceFile("test_a.py", "test_a", Role.TEST))
    assert [source.path for source in read_sources(Repository("r", str(tmp_path), sources=sources))] == ["a.py"]


@pytest.mark.parametrize(
    ("size", "workers", "pooled"), [(1, 0, False), (1, 1, False), (1, 2, True), (3_000_000, 1, False)]
)
def test_processes_are_started_where_asked_for(size: int, workers: int, pooled: bool) -> None:
    assert (suitable_pool([Source("a.py", b"#" * size)], workers) is not None) is pooled


@given(st.lists(st.integers(0, CHUNK_BYTES + 9)))
def test_chunks_hold_every_file_once_and_in_order(sizes: list[int]) -> None:
    files = [(str(number), bytes(size)) for number, size in enumerate(sizes)]
    chunks = list(in_chunks(files))
    assert [file for chunk in chunks for file in chunk] == files
    assert all(sum(len(data) for _, data in chunk) >= CHUNK_BYTES for chunk in chunks[:-1])
    assert all(chunks)


def die_at_once() -> None:
    os._exit(9)


def test_workers_that_cannot_start_are_done_without() -> None:
    sources = [Source(f"file{number}.py", b"x = %d\n" % number) for number in range(5)]
    facts = facts_of(
        *sources, make_pool=lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=die_at_once)
    )
    assert [found.parsed for found in facts.values()] == [True] * 5


def test_an_accident_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("deadly.py", f"{DEADLY} = 1\n"), ("good.py", "def good(): pass\n")):
        (tmp_path / name).write_text(text)
    with Cache(tmp_path / "cache") as cache:
        monkeypatch.setattr(pipeline, "suitable_pool", lambda *_: mortal_processes)
        assert "worker-died" in {
            found.code for found in pipeline.link_program(tmp_path, Run(cache=cache, workers=2)).graph.diagnostics
        }
        monkeypatch.setattr(pipeline, "suitable_pool", lambda *_: None)
        assert not pipeline.link_program(tmp_path, Run(cache=cache, workers=2)).graph.diagnostics
