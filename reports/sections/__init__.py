"""What the sections of the page show, as rows; templates only set them."""
