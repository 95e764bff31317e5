"""Parts of stacks, one kind of resource a module; each registers itself."""
