"""The only way to read files that no client sent; one that cannot be read is `Unreadable`."""
