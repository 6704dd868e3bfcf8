"""The static site: a page for each setting, table and code, made of the same rows as `explain`."""
