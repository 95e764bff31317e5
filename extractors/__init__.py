"""From a repository to its dependency graph."""
