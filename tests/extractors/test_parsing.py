"""Syntax trees of any Python, with the lines of the file."""

from __future__ import annotations

import ast
import codecs
import subprocess
import sys
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decompose.extractors.parsing import MAX_BYTES, Dialect, Parsed, parse
from decompose.extractors.python2_marks import looks_like_python2


def read(source: str, dialect: Dialect | None = None) -> Parsed:
    return parse(source.encode(), "a.py", dialect)


def code(parsed: Parsed) -> str:
    assert parsed.tree is not None, parsed.diagnostics
    return ast.unparse(parsed.tree)


def lines(parsed: Parsed) -> list[int]:
    assert parsed.tree is not None, parsed.diagnostics
    return [statement.lineno for statement in parsed.tree.body]


def names_at(parsed: Parsed) -> dict[str, int]:
    """Each name that occurs, with the line where it occurs last."""
    assert parsed.tree is not None, parsed.diagnostics
    found = [(node.lineno, node.id) for node in ast.walk(parsed.tree) if isinstance(node, ast.Name)]
    return {name: line for line, name in sorted(found)}


PYTHON2 = [
    ("print 'a', b,", "print('a', b)"),
    ("print", "print"),
    ("print; print 1", "print()\nprint(1)"),
    ("print >>f, 'a'; print 1", "print(f, 'a')\nprint(1)"),
    ("print ('a'), b; print 1", "print('a', b)\nprint(1)"),
    ("print 'a' % (b,\n  c)", "print('a' % (b, c))"),
    ("print 'a', \\\n  b", "print('a', b)"),
    ("if a: print\nelse: print b", "if a:\n    print()\nelse:\n    print(b)"),
    ("exec 'a'", "exec('a')"),
    ("exec 'a' in b, c", "exec('a', b, c)"),
    ("`a, b`", "repr((a, b))"),
    ("a <> b", "a != b"),
    ("0777, 10L, 0xFFL, 00, 0L", "(511, 10, 255, 0, 0)"),
    ("raise E, 'a'", "raise E('a')"),
    ("raise E, a, b", "raise E(a).with_traceback(b)"),
    ("raise E, (a,\n  b)", "raise E((a, b))"),
    ("ur'a', UR'b'", "('a', 'b')"),
    ("'\\N', 0L", "('\\\\N', 0)"),
    ("try: a\nexcept E, e: b", "try:\n    a\nexcept E as e:\n    b"),
    ("try: a\nexcept (E, F), e: b", "try:\n    a\nexcept (E, F) as e:\n    b"),
    ("try: a\nexcept E, (x, y): print x", "try:\n    a\nexcept E as _unpacked:\n    x, y = _unpacked\n    print(x)"),
    ("try: a\nexcept E as (x, y): print x", "try:\n    a\nexcept E as _unpacked:\n    x, y = _unpacked\n    print(x)"),
    ("lambda (k, v), w: v", "lambda k, v, w: v"),
    ("lambda (k, (v,)): v", "lambda k, v: v"),
    ("[x for x in 1, 2]", "[x for x in (1, 2)]"),
    ("f(async=True).await", "f(async_=True).await_"),
    ("True, False = 1, 0", "True_, False_ = (1, 0)"),
    ("from __future__ import print_function\nprint(d=`b`)", "from __future__ import print_function\nprint(d=repr(b))"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), PYTHON2)
def test_python2(source: str, expected: str) -> None:
    parsed = read(source)
    assert code(parsed) == expected
    assert parsed.syntax == ("python2" if source != "print" else "python3")
    assert not parsed.diagnostics


@pytest.mark.parametrize(("source", "_"), PYTHON2)
def test_python2_keeps_its_lines(source: str, _: str) -> None:
    parsed = read(f"if z:\n    pass\n{source}\nlast_line = `end`\n")
    assert names_at(parsed)["end"] == parsed.lines == source.count("\n") + 4


def test_parameters_that_unpack() -> None:
    parsed = read("def f((a, b), c=1, (d, (e,))=x):\n    'doc'\n    return a\n")
    assert code(parsed).splitlines()[1:3] == ["    a, b = _unpacked1_6", "    d, (e,) = _unpacked1_19"]
    assert names_at(parsed)["a"] == 3
    assert parsed.tree is not None
    compile(ast.fix_missing_locations(parsed.tree), "a.py", "exec")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f[T: int = str, *Ts, **P](x: T): pass", "def f(x: T):\n    pass"),
        ("async def f[\n  T,\n  U\n](x): pass", "async def f(x):\n    pass"),
        ("class A[\n  T\n]: pass", "class A:\n    pass"),
        ("class A[T](B[T]): pass", "class A(B[T]):\n    pass"),
        ("type X = int", "X = int"),
        ("type X[\n  T\n] = list[\n  T\n]", "X = list[T]"),
        ("if a:\n  type X = int; b", "if a:\n    X = int\n    b"),
        ("try: a\nexcept A, B: b", "try:\n    a\nexcept (A, B):\n    b"),
        ("try: a\nexcept* A, B: b", "try:\n    a\nexcept* (A, B):\n    b"),
        ("lazy import a", "import a"),
        ("lazy from a import (\n  b)", "from a import b"),
    ],
)
def test_newer_syntax(source: str, expected: str) -> None:
    if sys.version_info >= (3, 12) and "lazy" not in source:
        pytest.skip("this interpreter reads it itself")
    parsed = read(f"{source}\nlast_line = end\n")
    assert code(parsed) == f"{expected}\nlast_line = end"
    assert parsed.syntax == "newer"
    assert names_at(parsed)["end"] == parsed.lines


@pytest.mark.parametrize(
    ("source", "same_as"),
    [
        ('f"{d["a"]}"', "f\"{d['a']}\""),
        ('f"{d["a"]!r:>{w + "b"}}"', "f\"{d['a']!r:>{w + 'b'}}\""),
        ('f"{f"{f"{a}"}"}"', "f'''{f\"{f'{a}'}\"}'''"),
        ('f"x" "y{{" f"{d["a"]}" \'z\'', "f\"xy{{{{{d['a']}z\""),
        ('f"""say "{d["""a"""]}" now"""', "f'''say \"{d[\"a\"]}\" now'''"),
        ('f"a\\"{d["a"]}\\\\{b}"', "f'''a\"{d[\"a\"]}\\\\{b}'''"),
        ('rf"\\d\\{d["a"]}{{2}}"', "rf'''\\d\\{d[\"a\"]}{{2}}'''"),
        ('f"{d["a"]=}"', "f'''d[\"a\"]={d[\"a\"]!r}'''"),
        ('f"{"\\n".join(a)}"', "f'{n.join(a)}'"),
        ('f"{d[\n  "a"  # why\n]}"', "f\"{d['a']}\""),
        ('f"\\N{BULLET}{d["a"]}"', "f\"\\N{BULLET}{d['a']}\""),
        ('f"{d["a"]:%H:%M}"', "f\"{d['a']:%H:%M}\""),
        ('f"{lambda_(*"a", **{"b": 1})}"', "f\"{lambda_(*'a', **{'b': 1})}\""),
        ('(f"{d["a"]}"\n f"b")', "f\"{d['a']}b\""),
        ('t"a{b}{d["c"]}"', "f\"a{b}{d['c']}\""),
    ],
)
def test_strings_of_newer_syntax(source: str, same_as: str) -> None:
    if sys.version_info >= (3, 12):
        pytest.skip("this interpreter reads it itself")
    parsed = read(f"x = {source}\nlast_line = end\n")
    expected = ast.unparse(ast.parse(same_as))
    assert parsed.syntax == "newer"
    assert names_at(parsed)["end"] == parsed.lines
    if "\\n" not in source:
        assert normal(code(parsed).splitlines()[:-1]) == normal([f"x = {expected}"])


def normal(source: list[str]) -> str:
    """One spelling of an f-string's parts: adjacent texts joined."""
    tree = ast.parse("\n".join(source))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            joined: list[ast.expr] = []
            for part in node.values:
                match joined, part:
                    case [*_, ast.Constant(value=str(before)) as last], ast.Constant(value=str(text)):
                        last.value = before + text
                    case _:
                        joined.append(part)
            node.values = joined
    return ast.dump(tree)


@pytest.mark.parametrize(("dialect", "syntax"), [(None, "newer"), ("python3", "newer"), ("python2", "python2")])
def test_what_means_two_things_is_decided_by_the_dialect(dialect: Dialect | None, syntax: str) -> None:
    parsed = read("try: a\nexcept A, B: b\n", dialect)
    if sys.version_info < (3, 14):
        assert parsed.syntax == syntax
        assert ("except A as B" in code(parsed)) == (syntax == "python2")


@pytest.mark.parametrize(
    ("source", "is_old"),
    [
        *((source, True) for source, _ in PYTHON2 if source not in {"print", "True, False = 1, 0", "[x for x in 1, 2]"}
          and "lambda" not in source),
        ("print('a')", False),
        ("print", False),
        ("print = 1", False),
        ("print in a", False),
        ("print(a), b", False),
        ("exec('a')", False),
        ("except A, B:", False),
        ("except A, B, c:", False),
        ("except (A, B):", False),
        ("raise A from b", False),
        ("'print a'", False),
        ("# print 'a'", False),
        ("x = 0o777 + 0b11 + 0xfe + 1e5 + 10 + 0", False),
        ("async def f(): await g()", False),
        ("f[T](x", False),
    ],
)  # fmt: skip
def test_marks_of_python2(source: str, is_old: bool) -> None:
    assert looks_like_python2(source) is is_old


@pytest.mark.parametrize(
    ("data", "text", "code_"),
    [
        (b"x = '\xc3\xa9'", "é", None),
        (codecs.BOM_UTF8 + b"x = '\xc3\xa9'", "é", None),
        ("x = 'é'".encode("utf-16"), "é", None),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'", "é", None),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'", "€", None),
        (b"x = '\xe9'", "é", "encoding-guessed"),
        (b"# coding: nonsense\nx = '\xc3\xa9'", "é", "encoding-guessed"),
        (b"# coding: rot13\nx = '\xc3\xa9'", "é", "encoding-guessed"),
        (b"# coding: punycode\nx = 'a'", "a", "encoding-guessed"),
        (b"y = 1\nz = 2\n# coding: nonsense\nx = 'a'", "a", None),
        (b"x = 'a'\0\0", "a", "nul-characters"),
    ],
)
def test_encodings(data: bytes, text: str, code_: str | None) -> None:
    parsed = parse(data, "a.py")
    assert parsed.tree is not None
    values = [node.value for node in ast.walk(parsed.tree) if isinstance(node, ast.Constant)]
    assert text in values
    assert [diagnostic.code for diagnostic in parsed.diagnostics] == ([code_] if code_ else [])


@pytest.mark.parametrize(
    ("source", "count", "at"),
    [
        ("", 0, []),
        ("a", 1, [1]),
        ("a\n", 1, [1]),
        ("a\r\nb\r\n", 2, [1, 2]),
        ("a\rb", 2, [1, 2]),
        ("\fa\n\f\nb\n", 3, [1, 3]),
        ("'''\r\n'''\r\na", 3, [1, 3]),
    ],
)
def test_lines(source: str, count: int, at: list[int]) -> None:
    parsed = read(source)
    assert (parsed.lines, lines(parsed)) == (count, at)


def test_tabs_as_python2_counts_them() -> None:
    parsed = read("if a:\n        b\n\tc\n")
    assert code(parsed) == "if a:\n    b\n    c"
    assert parsed.syntax == "python2"


@pytest.mark.parametrize(
    ("source", "code_", "line"),
    [
        ("a\ndef f(:\n", "syntax-error", 2),
        ("a = (\n", "syntax-error", 1),
        ("a\n  b\n", "syntax-error", 2),
        ("'''", "syntax-error", 1),
        ("{% if x %}", "syntax-error", 1),
        ("print 'a'\ndef f(:\n", "syntax-error", 1),
        ("<<<<<<< HEAD\na\n", "syntax-error", 1),
        ("x = " + "9" * 5000, "syntax-error", 1),
    ],
)
def test_what_no_parser_reads(source: str, code_: str, line: int) -> None:
    parsed = read(source)
    assert parsed.tree is None
    [diagnostic] = parsed.diagnostics
    assert (diagnostic.code, diagnostic.place.line, diagnostic.place.path) == (code_, line, "a.py")
    assert diagnostic.message.isprintable()


@pytest.mark.parametrize(
    "source",
    [
        "(" * 3_000 + "1" + ")" * 3_000,
        "x = " + "a[" * 3_000 + "]" * 3_000 + "`",
        "-" * 50_000 + "1",
        "a" + ".b" * 50_000,
        "a" + " and a" * 15_000 + "\ntype X = 1",
        "if a: b\n" + "elif a: b\n" * 1_500 + "type X = 1",
        "not " * 1_000 + "1\nprint 1",
        'f"{' * 150 + "1" + '}"' * 150,
        "x = f'{" + '""' + "}{" + "(" * 1_000 + ")" * 1_000 + "}'\ntype X = 1",
        "[" * 100_000,
        "\n".join(" " * depth + "if a:" for depth in range(300)),
    ],
    ids=lambda source: source[:12].replace("\n", " "),
)  # fmt: skip
def test_deep_nesting_is_a_diagnostic(source: str) -> None:
    """In a process of its own: a parser that overflows the stack takes its process with it."""
    program = (
        "import sys; from decompose.extractors.parsing import parse;"
        "p = parse(sys.stdin.buffer.read()); print(p.tree is not None or p.diagnostics[0].code)"
    )
    done = subprocess.run([sys.executable, "-c", program], input=source.encode(), capture_output=True, check=False)
    assert done.stdout.decode().strip() in {"True", "syntax-error", "nested-too-deeply"}, done.stderr


def test_a_file_too_big() -> None:
    parsed = parse(b"a\n" * (MAX_BYTES // 2 + 1))
    assert parsed.tree is None
    assert [diagnostic.code for diagnostic in parsed.diagnostics] == ["file-too-big"]
    assert parsed.lines == MAX_BYTES // 2 + 1


def test_the_style_of_the_analysed_code_is_not_warned_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert code(read("x = '\\d' is 1\nassert (a, 'b')\n"))


snippets = st.sampled_from(
    ["print 'a'", "type X = 1", 'f"{d["a"]}"', "def f[T](", "\n", "\n    ", "x = 1", "`", '"""', "\t", "(", "é",
     "except A, e:", "try:", "lambda (a, b): a", "raise E, v", "0777", "class A[T]: pass", "{", "\\", "f'{", "}'", "\0"]
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(snippets, max_size=8).map("".join) | st.text(max_size=30))
def test_anything_is_read_or_reported(source: str) -> None:
    parsed = parse(source.encode("utf-8", "surrogatepass"))
    assert parsed.tree is not None or parsed.diagnostics
    if parsed.tree is not None:
        assert all(getattr(node, "lineno", 1) <= parsed.lines + 1 for node in ast.walk(parsed.tree))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_reported(data: bytes) -> None:
    parsed = parse(data)
    assert parsed.tree is not None or parsed.diagnostics
