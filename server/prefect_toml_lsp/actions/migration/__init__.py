"""Moving settings between the places where Prefect reads them, with their comments.

`reading` says what a source has that can go, `writing` puts it into the other one, and `planning`
sees to it that nothing changes for Prefect.
"""
