"""From a decomposition to AWS targets and a migration plan."""
