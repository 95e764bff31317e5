"""Files that are copied into the image of a service as they are: they import nothing of this tool."""
