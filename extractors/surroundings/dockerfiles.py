"""Dockerfiles: base images, packages of the system, ports, what is started, and literal secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from decompose.extractors.marks import Mark, MarkKind
from decompose.extractors.surroundings import Surrounding, tells
from decompose.extractors.surroundings.images import filled, python_of, split_image
from decompose.extractors.surroundings.secrets import is_secret
from decompose.extractors.surroundings.shells import installed

_INSTRUCTION = re.compile(r"\s*([A-Za-z]+)\s+(.*)", re.DOTALL)
_HEREDOC = re.compile(r"<<-?\s*([\"']?)(\w+)\1")
_PAIR = re.compile(r"(\w+)=(\"[^\"]*\"|'[^']*'|\S*)")
_STARTING = frozenset({"CMD", "ENTRYPOINT"})


@dataclass
class _State:
    """What the instructions so far have said."""

    known: dict[str, str] = field(default_factory=dict)
    stages: set[str] = field(default_factory=set)
    stage: str = ""
    started: dict[str, Mark] = field(default_factory=dict)


@tells(r"(?:.*/)?(?:(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?|[\w.-]+\.(?i:dockerfile))")
def dockerfile(file: Surrounding) -> Iterator[Mark]:
    """Its instructions, one by one; of what stages start, the last one's counts."""
    state = _State()
    for line, instruction, rest in _instructions(file.lines):
        match instruction:
            case "FROM":
                yield from _from(file, line, rest, state)
            case "ARG" | "ENV":
                yield from _variables(file, line, instruction, rest, state)
            case "RUN":
                for package, version in installed(rest):
                    yield file.mark(MarkKind.SYSTEM_PACKAGE, package, version, line, state.stage)
            case "EXPOSE":
                for word in filled(rest, state.known).split():
                    port, _, protocol = word.partition("/")
                    if port.isdigit():
                        yield file.mark(MarkKind.PORT, protocol, port, line, state.stage)
            case _ if instruction in _STARTING:
                state.started[instruction] = file.mark(MarkKind.PROCESS, instruction, _command(rest), line, state.stage)
            case _:
                pass
    yield from state.started.values()


def _instructions(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """(line, instruction, the rest); continued lines and here-documents are part of it."""
    number = 0
    while number < len(lines):
        start, parts = number, [lines[number]]
        while parts[-1].rstrip().endswith(("\\", "`")) and number + 1 < len(lines):
            parts[-1] = parts[-1].rstrip()[:-1]
            number += 1
            while number + 1 < len(lines) and lines[number].lstrip().startswith("#"):
                number += 1
            parts.append(lines[number])
        number += 1
        text = " ".join(parts)
        found = _INSTRUCTION.fullmatch(text)
        if found is None or text.lstrip().startswith("#"):
            continue
        ends = [match.group(2) for match in _HEREDOC.finditer(text)] if found.group(1).upper() == "RUN" else []
        inside = []
        for end in ends:
            while number < len(lines) and lines[number].strip() != end:
                inside.append(lines[number])
                number += 1
            number += 1
        yield start + 1, found.group(1).upper(), "\n".join([found.group(2), *inside])


def _from(file: Surrounding, line: int, rest: str, state: _State) -> Iterator[Mark]:
    words = [word for word in rest.split() if not word.startswith("--")]
    state.started.clear()
    if not words:
        return
    image = filled(words[0], state.known)
    is_named = len(words) > 2 and words[1].lower() == "as"
    is_stage = image.lower() in state.stages
    state.stage = words[2] if is_named else ""
    if is_named:
        state.stages.add(words[2].lower())
    if is_stage or image == "scratch" or "$" in image.partition(":")[0]:
        return
    name, tag = split_image(image)
    tag = "" if "$" in tag else tag
    yield file.mark(MarkKind.BASE_IMAGE, name, tag, line, state.stage)
    if python := python_of(name, tag):
        yield file.mark(MarkKind.PYTHON, "base image", python, line, state.stage)


def _variables(file: Surrounding, line: int, instruction: str, rest: str, state: _State) -> Iterator[Mark]:
    pairs = _PAIR.findall(rest)
    words = rest.split(None, 1)
    if not pairs and len(words) == 2 and instruction == "ENV":
        pairs = [(words[0], words[1])]
    for name, value in pairs:
        plain = filled(value.strip("\"'"), state.known)
        state.known[name] = plain
        if is_secret(name, plain):
            yield file.mark(MarkKind.SECRET, name, "", line, state.stage)


def _command(rest: str) -> str:
    try:
        words = json.loads(rest)
    except (ValueError, RecursionError):
        return rest.strip()
    return " ".join(map(str, words)) if isinstance(words, list) else rest.strip()
