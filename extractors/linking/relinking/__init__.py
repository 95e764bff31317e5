"""Linking anew after a small change: the solved state of an earlier link, and what the change adds to it."""
