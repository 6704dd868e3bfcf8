"""What `scripts/release` and `scripts/version` do; standard library only, Python 3.11 or later."""
