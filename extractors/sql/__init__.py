"""Reading SQL: sqlglot decides what a statement reads and writes.

``statements`` is the face; sqlglot itself is loaded when the first text is read.
"""
