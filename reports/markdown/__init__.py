"""The report as Markdown, as GitHub and GitLab show it."""
