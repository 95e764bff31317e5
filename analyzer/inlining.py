"""Puts suppression comments into source files, and changes nothing else in them."""

from __future__ import annotations

from collections.abc import Mapping

import libcst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

_WIDTH = 120
"""A comment that makes its line longer than this gets a line of its own."""


def with_comments(path: str, text: str, comments: Mapping[int, str]) -> str:
    """A file with suppressions.

    Args:
        path: tells SQL from Python.
        text: of the file.
        comments: line (from 1) → what it says behind the comment's mark.

    Raises:
        ValueError: the file cannot be read as Python.
    """
    if path.endswith(".sql"):
        return _in_sql(text, comments)
    try:
        wrapper = MetadataWrapper(libcst.parse_module(text))
    except (libcst.ParserSyntaxError, RecursionError) as error:
        raise ValueError("cannot be read as Python") from error
    return wrapper.visit(_Commenter(comments, text.splitlines())).code


def _in_sql(text: str, comments: Mapping[int, str]) -> str:
    lines = text.splitlines(keepends=True)
    for number, comment in comments.items():
        if number <= len(lines):
            line = lines[number - 1]
            content = line.rstrip("\r\n")
            lines[number - 1] = f"{content}  -- {comment}{line[len(content) :]}"
    return "".join(lines)


class _Commenter(libcst.CSTTransformer):
    """Adds each comment to the innermost statement that has its line in its head."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, comments: Mapping[int, str], lines: list[str]) -> None:
        super().__init__()
        self._pending = dict(comments)
        self._lines = lines

    def leave_SimpleStatementLine(  # noqa: N802 - libcst's name
        self, original_node: libcst.SimpleStatementLine, updated_node: libcst.SimpleStatementLine
    ) -> libcst.SimpleStatementLine:
        """A simple statement: behind it, or above."""
        where = self._range(original_node)
        found = self._taken(where.start.line, where.end.line)
        if found is None:
            return updated_node
        last = self._lines[where.end.line - 1] if where.end.line <= len(self._lines) else ""
        if updated_node.trailing_whitespace.comment is None and len(last) + len(found) + 4 <= _WIDTH:
            behind = libcst.TrailingWhitespace(libcst.SimpleWhitespace("  "), libcst.Comment(f"# {found}"))
            return updated_node.with_changes(
                trailing_whitespace=behind.with_changes(newline=updated_node.trailing_whitespace.newline)
            )
        return updated_node.with_changes(leading_lines=(*updated_node.leading_lines, _line(found)))

    def on_leave(  # type: ignore[override]
        self, original_node: libcst.CSTNode, updated_node: libcst.CSTNode
    ) -> libcst.CSTNode | libcst.RemovalSentinel | libcst.FlattenSentinel[libcst.CSTNode]:
        """A compound statement: above its head."""
        updated = super().on_leave(original_node, updated_node)
        if isinstance(original_node, libcst.BaseCompoundStatement) and isinstance(updated, libcst.CSTNode):
            body = self._range(original_node.body)
            found = self._taken(
                self._first_line(original_node), max(body.start.line - 1, self._first_line(original_node))
            )
            if found is not None:
                leading = getattr(updated, "leading_lines", ())
                return updated.with_changes(leading_lines=(*leading, _line(found)))
        return updated

    def _first_line(self, node: libcst.CSTNode) -> int:
        decorators = getattr(node, "decorators", ())
        return min([self._range(node).start.line, *(self._range(decorator).start.line for decorator in decorators)])

    def _range(self, node: libcst.CSTNode) -> CodeRange:
        where = self.get_metadata(PositionProvider, node)
        assert isinstance(where, CodeRange)
        return where

    def _taken(self, first: int, last: int) -> str | None:
        """The comment for one of these lines; each is put once."""
        line = next((line for line in sorted(self._pending) if first <= line <= last), None)
        return None if line is None else self._pending.pop(line)


def _line(comment: str) -> libcst.EmptyLine:
    return libcst.EmptyLine(comment=libcst.Comment(f"# {comment}"))
