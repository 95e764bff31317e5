"""The command line's top edge: finds the commands, and turns whatever happens into an exit code.

Each command imports what it uses when it runs, so that ``--help`` is quick.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shutil
import sys
from collections.abc import Iterator
from typing import Annotated, NoReturn

import typer

from decompose.analyzer import commands, options
from decompose.analyzer.errors import UserError, one_line

INPUT_IS_WRONG = 2
TOOL_FAILED = 3
INTERRUPTED = 130
_WIDEST = 80
"""Columns of the help; longer lines are hard to read."""


def build() -> typer.Typer:
    """The application with every command in ``analyzer/commands/``, in the order of their names."""
    app = typer.Typer(
        name="decompose",
        help="Find where a Python monolith can be cut into services, and prove it from its code.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": _WIDEST},
    )
    app.callback()(_every_command)
    for found in pkgutil.iter_modules(commands.__path__):
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        name = found.name.replace("_", "-")
        app.command(name, short_help=module.ABOUT, epilog=_epilog(module.EXAMPLES))(module.command)
    return app


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):  # names in the code may be beyond what the locale can write
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_outcome())


def _outcome() -> int:
    try:
        result = build()(standalone_mode=False)
    except UserError as error:
        return _told(str(error), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _told("interrupted", INTERRUPTED)
    except Exception as error:
        return _failure(error)
    if result == INTERRUPTED:  # typer's answer to Ctrl-C
        return _told("interrupted", INTERRUPTED)
    return result if isinstance(result, int) else 0


def _failure(error: Exception) -> int:
    message_of_typer = getattr(error, "format_message", None)
    if callable(message_of_typer):  # a mistake on the command line
        message = str(message_of_typer())
        is_help = message.startswith("Usage:")
        return _told(message if is_help else f"error: {one_line(message)}, see --help", INPUT_IS_WRONG)
    if os.environ.get(options.DEBUG):
        import traceback

        return _told("".join(traceback.format_exception(error)), TOOL_FAILED)
    message = one_line(f"{type(error).__name__}: {error}")[:300]
    return _told(f"error: decompose itself failed: {message}, run again with --debug and report it", TOOL_FAILED)


def _told(message: str, code: int) -> int:
    typer.echo(message, err=True)
    return code


def _epilog(examples: tuple[str, ...]) -> str:
    """Lines that the formatter leaves as they are, to be copied: each fits, or goes on after a backslash."""
    room = min(shutil.get_terminal_size().columns, _WIDEST) - 6
    lines = (line for example in examples for line in _continued(f"decompose {example}", room))
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


def _continued(command: str, room: int) -> Iterator[str]:
    """A command on lines that a shell reads as one, broken before options."""
    line = ""
    for part in re.split(r" (?=-|>)", command):
        if line and len(line) + len(part) + 3 > room:
            yield f"{line} \\"
            line = f"    {part}"
        else:
            line = f"{line} {part}" if line else part
    yield line


def _version(value: bool) -> None:
    if value:
        from decompose.analyzer.identity import tool_version

        typer.echo(f"decompose {tool_version()}")
        raise typer.Exit


def _every_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version
