"""The evidence that the clustering may use: one module per relation, each found by its presence here."""
