"""How hypothesis looks for examples.

The same ones each time, so that a change cannot fail on what it has not caused; CI tries more of
them, with ``pytest --hypothesis-profile=ci``. To look for new ones:
``pytest --hypothesis-profile=explore``.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same", max_examples=40, derandomize=True, deadline=None)
settings.register_profile("ci", max_examples=100, derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("same")
