"""Linking small programs in tests."""

from __future__ import annotations

import textwrap

from decompose.extractors.declarations import NO_DECLARATIONS, Declarations
from decompose.extractors.linking import link
from decompose.extractors.program import Program
from decompose.extractors.reading import read_file
from decompose.extractors.repository import Repository, SourceFile


def program_of(declarations: Declarations = NO_DECLARATIONS, /, **modules: str) -> Program:
    """Link modules given by dotted name (``__`` for a dot) and source, with tables that other files declare."""
    sources, facts = [], {}
    for key, code in modules.items():
        name = key.replace("__", ".")
        is_package = name.endswith(".init")
        name = name.removesuffix(".init")
        path = name.replace(".", "/") + ("/__init__.py" if is_package else ".py")
        sources.append(SourceFile(path, name, is_package=is_package))
        facts[path] = read_file(path, textwrap.dedent(code).encode())
    return link(Repository("test", "/", sources=tuple(sorted(sources))), facts, declarations)


def calls_of(code: str, **modules: str) -> dict[str, tuple[str, ...]]:
    """The call graph of a module ``m`` and others."""
    return program_of(m=code, **modules).calls
