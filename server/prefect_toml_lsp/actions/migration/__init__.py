"""Move settings between the sources that Prefect reads, with their comments.

`reading` finds what can be moved from a source, `writing` writes it into the other one, and
`planning` makes sure that Prefect reads the same afterwards.
"""
