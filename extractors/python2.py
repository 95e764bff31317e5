"""Reads Python 2, through fissix's grammar of it.

Every statement that Python 3 dropped is rewritten at its own leaves of the syntax tree, so that each
line stays where it is. What has no counterpart on one line (a parameter that unpacks a tuple, an
``except`` clause that does) becomes a marked node, unfolded after parsing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from fissix import pygram, pytree
from fissix.pgen2 import driver, token
from fissix.pgen2.parse import ParseError

from decompose.extractors.parsing import parse_text
from decompose.extractors.python2_marks import looks_like_python2
from decompose.extractors.python2_unpacking import restore_unpacking

__all__ = ["looks_like_python2", "parse_python2"]

_INDENT = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_FUTURE_PRINT = re.compile(r"^from\s+__future__\s+import\b[^#\n]*\bprint_function\b", re.MULTILINE)
_UNICODE_ESCAPE = re.compile(r"(\\\\)|\\(?=[NuU])")
_STRING_PREFIX = re.compile(r"[a-zA-Z]*")


def parse_python2(text: str) -> ast.Module:
    """Parse Python 2, and Python 3 that uses later keywords as names (``async=True``).

    Raises:
        Exception: it is not that either.
    """
    marker = "_unpacked"
    while marker in text:
        marker += "_"
    rewritten = _rewrite(text, marker)
    try:
        tree = parse_text(rewritten)
    except TabError:
        tree = parse_text(_INDENT.sub(lambda indent: indent[0].expandtabs(8), rewritten))
    return restore_unpacking(tree, marker)


def _rewrite(text: str, marker: str) -> str:
    tree, has_print_statement = _tree(text)
    for node in list(tree.pre_order()):
        name = _symbol(node)
        if name in _RULES:
            _RULES[name](node, marker)
        elif node.type == token.NAME:
            _name(node, has_print_statement=has_print_statement)
    rewritten = str(tree)
    if rewritten.rstrip("\n").count("\n") != text.rstrip("\n").count("\n"):
        raise ValueError("rewriting would move lines")
    return rewritten


def _tree(text: str) -> tuple[Any, bool]:
    """The syntax tree, and whether ``print`` is a statement in it."""
    statement = (pygram.python_grammar, True)
    function = (pygram.python_grammar_no_print_statement, False)
    function_only = (pygram.python_grammar_no_print_and_exec_statement, False)
    first, *others = [statement, function, function_only]
    if _FUTURE_PRINT.search(text):
        first, *others = [function, function_only]
    for grammar, has_print in (first, *others):
        try:
            return driver.Driver(grammar, convert=pytree.convert).parse_string(text + "\n"), has_print
        except ParseError as error:
            if (grammar, has_print) == first:
                rejection = error
    line = rejection.context[1][0] if rejection.context else 0
    raise SyntaxError("not valid in Python 2 or 3", ("", line, 0, "")) from rejection


def _first_leaf(node: Any) -> Any:
    while node.children:
        node = node.children[0]
    return node


def _last_leaf(node: Any) -> Any:
    while node.children:
        node = node.children[-1]
    return node


def _wrap(node: Any) -> None:
    _first_leaf(node).value = "(" + _first_leaf(node).value
    _last_leaf(node).value += ")"


def _print(node: Any, _marker: str) -> None:
    """``print >>f, a`` becomes ``print( f, a)``: which file it goes to is lost, that it is used is not."""
    node.children[0].value = "print("
    if _is_leaf(node.children[1], ">>"):
        node.children[1].value = ""
    _last_leaf(node).value += ")"


def _exec(node: Any, _marker: str) -> None:
    node.children[0].value = "exec("
    for child in node.children:
        if _is_leaf(child, "in"):
            child.value = ","
    _last_leaf(node).value += ")"


def _raise(node: Any, _marker: str) -> None:
    """``raise E, v, tb`` becomes ``raise E(v).with_traceback(tb)``."""
    commas = [child for child in node.children if _is_leaf(child, ",")]
    if not commas:
        return
    for comma, instead in zip(commas, ("(", ").with_traceback("), strict=False):
        comma.value = instead
    _last_leaf(node).value += ")"


def _except(node: Any, marker: str) -> None:
    """``except E, e`` becomes ``except E as e``; ``except E, (a, b)`` a marked call of its type."""
    if len(node.children) != 4:
        return
    _, caught, comma, target = node.children
    if target.type == token.NAME:
        comma.value = " as" if comma.value == "," else comma.value
        return
    comma.value = ","
    _first_leaf(caught).value = f"{marker}({_first_leaf(caught).value}"
    _last_leaf(target).value += ")"


def _parameter(node: Any, marker: str) -> None:
    """``def f((a, b)=x)`` becomes ``def f(M: (a, b)=x)``."""
    if _symbol(node.parent) != "tfplist":
        opening = _first_leaf(node)
        opening.value = f"{marker}{opening.lineno}_{opening.column}: ("


def _lambda_parameter(node: Any, _marker: str) -> None:
    """``lambda (k, v): v`` becomes ``lambda k, v: v``: it has one parameter more, all names are bound."""
    node.children[0].value = node.children[-1].value = ""
    inner = node.children[1].children
    if inner and _is_leaf(inner[-1], ","):
        inner[-1].value = ""


def _atom(node: Any, _marker: str) -> None:
    if _is_leaf(node.children[0], "`"):
        node.children[0].value, node.children[-1].value = "repr((", "))"


def _comprehension(node: Any, _marker: str) -> None:
    """``[x for x in 1, 2]`` needs its parentheses."""
    for child in node.children:
        if _symbol(child) == "testlist_safe":
            _wrap(child)


def _not_equal(leaf: Any, _marker: str) -> None:
    if leaf.value == "<>":
        leaf.value = "!="


def _number(leaf: Any, _marker: str) -> None:
    digits = leaf.value.rstrip("lL")
    if digits.isdigit() and digits.startswith("0") and digits.strip("0"):
        digits = "0o" + digits[1:]
    leaf.value = digits


def _string(leaf: Any, _marker: str) -> None:
    """What Python 3 rejects: ``ur''``, bytes beyond ASCII, broken escapes in a string of bytes."""
    prefix = _STRING_PREFIX.match(leaf.value)[0]  # type: ignore[index]  # it matches the empty string
    body, kind = leaf.value[len(prefix) :], prefix.lower()
    if kind == "ur" or not body.isascii():
        prefix = "r" if "r" in kind else ""
    if "u" not in kind and "r" not in kind:
        body = _UNICODE_ESCAPE.sub(lambda found: found[0] if found[1] else "\\\\", body)
    leaf.value = prefix + body


def _name(leaf: Any, *, has_print_statement: bool) -> None:
    """Words that are keywords since, where the tokeniser saw that they are not meant as such."""
    if leaf.value in {"async", "await"} or (leaf.value in {"True", "False", "None"} and _is_assigned(leaf)):
        leaf.value += "_"
    elif leaf.value == "print" and has_print_statement and _symbol(leaf.parent) == "simple_stmt":
        leaf.value = "print()"


def _is_assigned(leaf: Any) -> bool:
    """It stands left of a ``=``, alone or in a tuple."""
    followers = (leaf.next_sibling, leaf.parent.next_sibling)
    return any(follower is not None and _is_leaf(follower, "=") for follower in followers)


def _symbol(node: Any) -> str:
    """The name of the node's grammar rule, or of the leaf's token."""
    return str(pytree.type_repr(node.type) if node.type >= 256 else token.tok_name[node.type])


def _is_leaf(node: Any, value: str) -> bool:
    return not node.children and node.value == value


_RULES: dict[str, Callable[[Any, str], None]] = {
    "print_stmt": _print,
    "exec_stmt": _exec,
    "raise_stmt": _raise,
    "except_clause": _except,
    "tfpdef": _parameter,
    "vfpdef": _lambda_parameter,
    "atom": _atom,
    "comp_for": _comprehension,
    "old_comp_for": _comprehension,
    "NOTEQUAL": _not_equal,
    "NUMBER": _number,
    "STRING": _string,
}
