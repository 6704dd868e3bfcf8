"""How hypothesis looks for examples.

The same ones each time, so that a change cannot fail on what it has not caused. To look for new
ones: ``pytest --hypothesis-profile=explore``.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("same")
