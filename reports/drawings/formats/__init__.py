"""One file a format, found by its presence."""
