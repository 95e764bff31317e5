"""Reading SQL: sqlglot decides what a statement reads and writes."""
