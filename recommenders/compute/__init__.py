"""Where the code of a service runs: entry points become workloads, arguments weigh targets, and the best is sized."""
