"""Slips: wrong keys as people write them, each with the setting that was meant."""
