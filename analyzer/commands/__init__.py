"""One command per file, found by its presence.

A module has ``command``, a typer function; ``ABOUT``, what the list of commands says of it; and ``EXAMPLES``, what may
follow ``decompose`` on the command line. It imports at its top only what ``--help`` needs.
"""
