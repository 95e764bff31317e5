"""One module per format, each found by its presence here."""
