"""From a syntax tree to the facts of one file."""
