"""What runs is in the call graph: small programs are run, and each call seen must be an edge."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import calls_of

RUNNER = """
import json, sys, threading
path = sys.argv[1]
edges = set()

def name(code):
    inside = code.co_qualname.replace(".<locals>", "")
    return "m" if inside == "<module>" else "m." + inside

def profile(frame, event, argument):
    if event == "call" and frame.f_code.co_filename == path:
        caller = frame.f_back
        while caller is not None and caller.f_code.co_filename != path:
            caller = caller.f_back
        if caller is not None:
            edges.add((name(caller.f_code), name(frame.f_code)))

code = compile(open(path).read(), path, "exec")
threading.setprofile(profile)
sys.setprofile(profile)
try:
    exec(code, {"__name__": "m"})
finally:
    sys.setprofile(None)
print(json.dumps(sorted(edges)))
"""
_INNER = re.compile(r"\.<(?:listcomp|genexpr|dictcomp|setcomp)>")
_LAMBDA = re.compile(r"<lambda\d*>")

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
"""Small programs, all of whose lines run."""

LESS_PRECISE = frozenset(
    [
        "cached_deco_attr",
        "closure_counter",
        "deco_stack",
        "descriptor",
        "event_emitter",
        "init_subclass",
        "lambda_default",
        "namedtuple",
        "plugin_subclasses",
        "property_inherit",
        "reduce_compose",
        "registry_two",
        "return_self_type",
        "star_handed_back",
        "star_then_more",
        "super_args",
        "super_diamond",
        "template_method",
        "ternary_bool",
        "thread",
        "thread_sub",
        "try_flow",
        "two_instances",
        "wraps_args",
    ]
)
"""Programs of which more calls are told than happen: what several instances of a class or several closures hold is
not told apart, nor where arguments behind unpacked ones go; methods are taken to be called on their own class, and
decorators made with ``wraps`` show both."""


def _classes(tree: ast.AST, around: str) -> set[str]:
    found = set()
    for node in ast.iter_child_nodes(tree):
        inside = f"{around}.{node.name}" if isinstance(node, (ast.ClassDef, ast.FunctionDef)) else around
        found |= _classes(node, inside) | ({inside} if isinstance(node, ast.ClassDef) else set())
    return found


@pytest.mark.parametrize("program", PROGRAMS, ids=[program.stem for program in PROGRAMS])
def test_calls_that_happen_are_known(tmp_path: Path, program: Path) -> None:
    code = program.read_text()
    file = tmp_path / "m.py"
    file.write_text(code)
    done = subprocess.run([sys.executable, "-c", RUNNER, file], capture_output=True, text=True, check=True)
    classes = _classes(ast.parse(code), "m")  # their bodies run, too
    happened = {
        (_INNER.sub("", _LAMBDA.sub("<lambda>", caller)), _LAMBDA.sub("<lambda>", callee))
        for caller, callee in json.loads(done.stdout.splitlines()[-1])
        if callee not in classes and not _INNER.search(callee)
    }
    known = {
        (_LAMBDA.sub("<lambda>", caller), _LAMBDA.sub("<lambda>", callee))
        for caller, callees in calls_of(code).items()
        for callee in callees
        if callee.startswith("m.")
    }
    assert happened <= known
    assert program.stem in LESS_PRECISE or known <= happened
