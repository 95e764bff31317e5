"""The migration plan for people: its words, its sections in Markdown, its text for the terminal."""
