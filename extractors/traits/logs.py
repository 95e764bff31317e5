"""Where a program says what it does: files on disk, and prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.settings import is_for_tests
from decompose.extractors.settings.values import bound_settings
from decompose.extractors.traits import Found, Watched, finder
from decompose.extractors.traits.processes import is_program

_HANDLERS = frozenset({"FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler", "WatchedFileHandler"})
_SETTINGS = re.compile(r"LOGGING|LOGGING_CONFIG|LOGGING_DICT")
_FOR_PEOPLE = re.compile(
    r"(?:.*[/.])?(?:commands?|cli|scripts?|bin|tools?|utils/cli|__main__|manage|setup|cmd|debug\w*|management)(?:[/.].*|\.py|$)"
)


@finder
def files(watched: Watched) -> Iterator[Found]:
    """Handlers of ``logging`` that write to a file, made or configured."""
    for call in watched.calls_of("logging"):
        has_file = isinstance(call.op, facts.Call) and any(word == "filename" for word, _ in call.op.keywords)
        if call.last in _HANDLERS or (call.last == "basicConfig" and has_file):
            yield Found(TraitKind.LOG_FILE, call.scope, call.line, call.last, confidence=call.confidence)
    for found in bound_settings(watched.linkage, _SETTINGS):
        is_handler = found.keys[-1] == "class" and found.text.rpartition(".")[2] in _HANDLERS
        if is_handler and not is_for_tests(watched.linkage, found.scope):
            name = found.text.rpartition(".")[2]
            yield Found(TraitKind.LOG_FILE, found.scope, found.line, name, None, found.keys[-2], Confidence.EXACT)


@finder
def prints(watched: Watched) -> Iterator[Found]:
    """``print`` where nobody looks at a terminal: not in commands, and not in programs."""
    linkage = watched.linkage
    commands = {entry.scope for entry in watched.entries if entry.kind is EntryKind.COMMAND}
    files_of_commands = {linkage.file_of[scope] for scope in commands}
    for call in watched.calls_of("<builtin>"):
        if call.name != "<builtin>.print" or not isinstance(call.op, facts.Call):
            continue
        file = linkage.file_of[call.scope]
        is_for_people = file in files_of_commands or _FOR_PEOPLE.fullmatch(linkage.sources[file].path) is not None
        if not is_for_people and not _is_told_where(call.op) and not is_program(linkage, linkage.scope_offset[file]):
            is_module = linkage.scopes[call.scope].kind == "module"
            if is_module or _is_shadowed(linkage, call.scope) or is_for_tests(linkage, call.scope):
                continue
            yield Found(TraitKind.PRINT, call.scope, call.line, confidence=call.confidence)


def _is_told_where(op: facts.Call) -> bool:
    return any(word in {"file", ""} for word, _ in op.keywords)


def _is_shadowed(linkage: Linkage, gid: int) -> bool:
    """``print`` of a class or module of the program."""
    return "print" in linkage.global_names[linkage.file_of[gid]]
