"""The command line: `check`, `explain` and their output.

Start-up is most of the time of a check of one file, so nothing is imported here, and what only
some runs need is imported where they need it.
"""
