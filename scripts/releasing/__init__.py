"""Code of `scripts/release` and `scripts/version`: standard library only, Python 3.11 or later."""
