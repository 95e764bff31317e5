"""From results to files and terminal output."""
