"""Slips: keys as people get them wrong, with the setting that each was meant for."""
