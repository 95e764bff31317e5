"""Guarding declared boundaries: what crosses them, what of it is new, and what the rules say to it."""
