"""Reads templates of Django and Jinja, which write alike what matters here; nothing is rendered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from decompose.extractors.template_facts import Asked, Binding, TemplateFacts

_TOKEN = re.compile(
    r"\{#(?:(?!\{#|#\}).)*+#\}|\{%-?\+?((?:(?!\{%|%\}).)*+)%\}|\{\{-?((?:(?!\{\{|\}\}).)*+)\}\}", re.DOTALL
)
"""None holds another opening: what is never closed costs nothing but itself."""
_SILENT = frozenset({"comment", "raw", "verbatim"})
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_FILTER = re.compile(r"\|\s*([A-Za-z_]\w*)")
_CALL = re.compile(r"\(\s*\)")
_PATH = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?:\.\w+)*")
_NAMED = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s*=(?!=)\s*")
_KEYWORDS = frozenset(
    [
        *("and", "or", "not", "in", "is", "if", "else", "elif", "for", "as", "with", "only", "by", "from", "import"),
        *("true", "false", "none", "True", "False", "None", "loop", "forloop", "self", "super", "empty", "recursive"),
        *("ignore", "missing", "without", "context", "block", "asvar", "noop", "count", "and", "trimmed", "scoped"),
    ]
)
_PLAIN = frozenset(
    [
        *(
            "load",
            "block",
            "endblock",
            "csrf_token",
            "else",
            "empty",
            "spaceless",
            "autoescape",
            "filter",
            "macro",
            "call",
        ),
        *("import", "from", "do", "extends", "include", "url", "for", "with", "set", "if", "elif", "now", "trans"),
        *("blocktrans", "blocktranslate", "translate", "static", "cycle", "ifchanged", "ifequal", "ifnotequal"),
        *("widthratio", "firstof", "regroup", "debug", "lorem", "templatetag", "resetcycle", "get_current_language"),
        *(
            "pluralize",
            "get_static_prefix",
            "get_media_prefix",
            "language",
            "localize",
            "localtime",
            "timezone",
            "cache",
        ),
    ]
)
_WITHOUT_NAMES = frozenset({"load", "block", "csrf_token", "macro", "templatetag", "import", "from", "now", "lorem"})
_OPENING = frozenset({"for", "with", "blocktrans", "blocktranslate", "macro", "call"})
_LONGEST = 2_000_000
_MOST_ASKED = 5_000
"""What a template asks for beyond these is left out."""
_DEEPEST = 100
"""Blocks inside of blocks; what is nested deeper has no names of its own."""


@dataclass(slots=True)
class _Frame:
    """Names that a block of the template gives a meaning, until the block ends."""

    tag: str
    names: dict[str, int] = field(default_factory=dict)


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = [match.start() for match in re.finditer("\n", text)]
        self._text = text
        self.asked: list[Asked] = []
        self.bindings: list[Binding] = []
        self.includes: list[tuple[str, int]] = []
        self.links: list[tuple[str, int]] = []
        self.calls: list[tuple[str, int]] = []
        self._frames: list[_Frame] = [_Frame("")]

    def read(self) -> None:
        """Go through the text once."""
        silent = ""
        for token in _TOKEN.finditer(self._text):
            line = bisect_right(self._lines, token.start()) + 1
            tag, expression = token.group(1), token.group(2)
            name = (tag or "").strip(" -+\t\n").partition(" ")[0]
            if silent:
                silent = "" if name == f"end{silent}" else silent
            elif name in _SILENT:
                silent = name
            elif tag is not None:
                self._tag(tag.strip().rstrip("-+").strip(), line)
            elif expression is not None:
                self._link(expression, line)
                self._expression(expression, line)

    def _tag(self, content: str, line: int) -> None:
        name, _, rest = content.partition(" ")
        name, rest = name.strip(), rest.strip()
        if name.startswith("end"):
            self._close(name.removeprefix("end"))
            return
        if name in {"include", "extends", "import", "from"}:
            self._include(rest, line)
        if name == "url":
            quoted = _STRING.match(rest)
            if quoted:
                self.links.append((quoted.group()[1:-1], line))
        if name in _WITHOUT_NAMES:
            if name == "macro":
                self._open(name, dict.fromkeys(_PATH.findall(_STRING.sub("", rest)), -1))
            return
        if name == "for":
            self._for(rest, line)
        elif name == "set":
            self._set(rest, line)
        else:
            if name not in _PLAIN:
                self.calls.append((name, line))
            self._assignments(name, rest, line)

    def _for(self, rest: str, line: int) -> None:
        targets, found, source = rest.partition(" in ")
        source = re.sub(r"\s+(?:reversed|recursive)\s*$", "", source)
        source, _, condition = source.partition(" if ")
        names = tuple(_PATH.findall(targets)) if found else ()
        first = self._expression(source, line, is_iterated=True)
        self._open("for", self._bind(names, first, is_loop=True))
        self._expression(condition, line)

    def _set(self, rest: str, line: int) -> None:
        target, found, source = rest.partition("=")
        if found:
            first = self._expression(source, line, whole=True)
            self._frames[-1].names |= self._bind(tuple(_PATH.findall(target)), first, is_loop=False)

    def _assignments(self, tag: str, rest: str, line: int) -> None:
        """``a=b.c`` and ``b.c as a``: in a block of their own where the tag opens one."""
        plain = _STRING.sub(lambda match: " " * len(match.group()), rest)
        bound: dict[str, int] = {}
        before, _, variable = plain.rpartition(" as ")
        if before and variable.strip().isidentifier():
            first = self._expression(before, line, whole=tag == "with")
            bound |= self._bind((variable.strip(),), first if tag == "with" else -1, is_loop=False)
        elif _NAMED.search(plain):
            pieces = _NAMED.split(plain)
            self._expression(pieces[0], line)
            for name, source in zip(pieces[1::2], pieces[2::2], strict=False):
                first = self._expression(source, line, whole=True)
                if tag in {"with", "blocktrans", "blocktranslate"}:
                    bound |= self._bind((name,), first, is_loop=False)
        else:
            self._expression(rest, line)
        if tag in _OPENING:
            self._open(tag, bound)
        else:
            self._frames[-1].names |= bound

    def _include(self, rest: str, line: int) -> None:
        quoted = _STRING.match(rest)
        if quoted:
            self.includes.append((quoted.group()[1:-1], line))

    def _link(self, text: str, line: int) -> None:
        for found in re.finditer(r"\burl_for\(\s*(\"[^\"]*\"|'[^']*')", text):
            self.links.append((found.group(1)[1:-1], line))

    def _expression(self, text: str, line: int, *, is_iterated: bool = False, whole: bool = False) -> int:
        """Note what an expression asks for; the index of the first, or -1 where it is more than one path."""
        text = _CALL.sub("", _STRING.sub("''", text))
        for called in _FILTER.finditer(text):
            self.calls.append((called.group(1), line))
        filtered = bool(_FILTER.search(text))
        text = _NAMED.sub("", _FILTER.sub(" ", text))
        paths = [path for path in _PATH.findall(text) if path.partition(".")[0] not in _KEYWORDS]
        first = -1
        is_one = len(paths) == 1 and not re.search(r"[\[(+~]", text)
        for path in paths if len(self.asked) < _MOST_ASKED else ():
            root, *parts = path.split(".")
            iterated = is_iterated and is_one
            self.asked.append(Asked(root, self._meaning(root), tuple(parts), line, iterated))
            first = len(self.asked) - 1 if is_one and not (whole and filtered) else -1
        return first

    def _meaning(self, name: str) -> int:
        for frame in reversed(self._frames):
            if name in frame.names:
                return frame.names[name]
        return -1

    def _bind(self, names: Sequence[str], source: int, *, is_loop: bool) -> dict[str, int]:
        self.bindings.append(Binding(tuple(names), source, is_loop))
        return dict.fromkeys(names, len(self.bindings) - 1)

    def _open(self, tag: str, names: dict[str, int]) -> None:
        if any(index < 0 for index in names.values()):
            names = self._bind(tuple(names), -1, is_loop=False)
        if len(self._frames) < _DEEPEST:
            self._frames.append(_Frame(tag, names))

    def _close(self, tag: str) -> None:
        for index in range(len(self._frames) - 1, 0, -1):
            if self._frames[index].tag == tag:
                del self._frames[index:]
                return


def read_template(path: str, text: str) -> TemplateFacts:
    """What a template says. Text that is no template says nothing."""
    reader = _Reader(text[:_LONGEST])
    reader.read()
    return TemplateFacts(
        path,
        tuple(reader.asked),
        tuple(reader.bindings),
        tuple(sorted(set(reader.includes))),
        tuple(sorted(set(reader.links))),
        tuple(sorted(set(reader.calls))),
    )


def loader_names(path: str) -> Iterator[str]:
    """The names under which loaders know a template: its path below each folder that is called ``templates``."""
    parts = path.split("/")
    for index, part in enumerate(parts[:-1]):
        if part.startswith("template") or part in {"jinja2", "jinja", "views"}:
            yield "/".join(parts[index + 1 :])
