"""Settings that go from one of Prefect's sources to another, with their comments.

`reading` says what a source has that can go, `writing` puts it into the other one, and `planning`
sees to it that nothing changes for Prefect.
"""
