"""`NamedTuple`, for all the small types of this package.

Type checkers treat it as `typing.NamedTuple`. At run time the standard one compiles each
annotation, which nothing here needs and which takes three quarters of the time of creating a class:
with some 90 classes a tenth of what `check` takes for one file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: TID251
else:
    from collections import namedtuple

    class _FromBody(type):
        """Makes a tuple with fields of a class whose body annotates them."""

        def __new__(cls, name: str, _bases: tuple[type, ...], body: dict[str, Any]) -> type:
            fields = tuple(body["__annotations__"])
            defaults = [body.pop(each) for each in fields if each in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            for key, value in body.items():
                setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_FromBody, "NamedTuple", (), {"__doc__": __doc__})
