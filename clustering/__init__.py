"""From a dependency graph to a decomposition into services."""
