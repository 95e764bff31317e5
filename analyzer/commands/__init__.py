"""One command per file, found by its presence.

A module has ``command``, a typer function, and ``EXAMPLES``, what may follow ``decompose`` on the
command line. It imports at its top only what ``--help`` needs.
"""
