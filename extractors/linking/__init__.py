"""From the facts of all files to the linked program."""
