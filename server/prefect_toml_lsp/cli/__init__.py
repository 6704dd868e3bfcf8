"""The command line: `check`, `explain` and their output.

Starting takes most of the time of a check of one file, so nothing is imported here, and modules
that only some runs need are imported where they are used.
"""
