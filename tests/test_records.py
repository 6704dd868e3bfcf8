"""Our `NamedTuple` makes the same classes as `typing.NamedTuple`."""

from __future__ import annotations

import pickle
import typing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from prefect_toml_lsp.records import NamedTuple


class Ours(NamedTuple):
    """A point."""

    x: int
    y: Nowhere | None = None  # noqa: F821 - annotations are not evaluated
    of: tuple[int, ...] = ()

    @property
    def both(self) -> tuple[int, object]:
        """Both fields as a pair."""
        return self.x, self.y

    @classmethod
    def at(cls, x: int) -> Ours:
        """A point whose other fields have their defaults."""
        return cls(x)


class Theirs(typing.NamedTuple):
    """A point."""

    x: int
    y: int | None = None
    of: tuple[int, ...] = ()


def test_it_has_the_fields_and_the_defaults() -> None:
    assert Ours._fields == Theirs._fields == ("x", "y", "of")
    assert Ours._field_defaults == Theirs._field_defaults
    assert Ours(1) == Theirs(1) == (1, None, ())
    assert Ours(x=1, of=(2,))._replace(y=3) == (1, 3, (2,))
    with pytest.raises(TypeError):
        Ours()


def test_it_has_the_name_and_docstring() -> None:
    assert (Ours.__doc__, Ours.__qualname__) == (Theirs.__doc__, "Ours")
    assert Ours.__module__ == Theirs.__module__ == __name__
    assert repr(Ours(1)) == "Ours(x=1, y=None, of=())"
    assert [*Ours.__annotations__] == [*Theirs.__annotations__]


def test_it_keeps_methods_and_properties() -> None:
    assert Ours.at(4).both == (4, None)
    assert Ours.__mro__ == (Ours, tuple, object)


def test_it_takes_no_other_attributes() -> None:
    with pytest.raises(AttributeError):
        Ours(1).z = 2


def test_it_can_be_pickled() -> None:
    from prefect_toml_lsp.text import Position

    again = pickle.loads(pickle.dumps(Position(1, 2)))
    assert (again, type(again)) == ((1, 2), Position)
