"""Couplings to plant into a real project: how they are written, where they go, and what other tools say to them."""
