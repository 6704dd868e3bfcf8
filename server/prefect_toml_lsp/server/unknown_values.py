"""Messages with unknown values: optional members with such values are left out.

"The using side of an enumeration shouldn't fail on an enumeration value it doesn't know" (LSP 3.17,
Enumerations). lsprotocol refuses a whole message because of one. Then we remove what it could not
read from the JSON:

- an item of an array;
- an optional member of an object;
- the whole object if the member is required. A required member that may be null becomes null, and
  one whose own members can all be removed becomes ``{}``.

`initialize` loses everything that cannot be read, because the server must answer it. From
other messages only values of enumerations are taken. A range of a wrong type, for instance, is an
error that the client must see.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from types import NoneType
from typing import Any, get_args

import attrs
from cattrs import Converter
from cattrs.errors import BaseValidationError, ClassValidationError, IterableValidationError
from lsprotocol import types as lsp

from prefect_toml_lsp.records import NamedTuple

_ROUNDS = 8  # an object that replaces another one may lack members itself


def structure_known(data: dict[str, Any], converter: Converter, error: BaseValidationError) -> Any:
    """A message without its unknown values; None if they are required.

    `error` is why `converter` could not read all of it. Changes `data`.
    """
    message = error.cl
    for _ in range(_ROUNDS):
        may_go = data["method"] == lsp.INITIALIZE or all(map(_is_unknown, _leaves(error)))
        if not may_go or not _take_out(data, error):
            return None
        try:
            return converter.structure(data, message)
        except BaseValidationError as next_error:
            error = next_error
    return None


class _Leaf(NamedTuple):
    """The error of one value, and the type that it should have, if known."""

    error: Exception
    type: Any


def _leaves(error: BaseValidationError) -> Iterator[_Leaf]:
    for each, type_, _ in _parts(error):
        if isinstance(each, BaseValidationError):
            yield from _leaves(each)
        else:
            yield _Leaf(each, type_)


def _is_unknown(leaf: _Leaf) -> bool:
    """Whether it is a value that an enumeration does not have."""
    types = (leaf.type, *get_args(leaf.type))
    return isinstance(leaf.error, ValueError) and any(
        isinstance(each, type) and issubclass(each, Enum) for each in types
    )


def _parts(error: BaseValidationError) -> list[tuple[Exception, Any, Any]]:
    """The errors below one, each with the type, and the name of the member or the index of the
    item; both are None if cattrs does not say.
    """
    found: list[tuple[Exception, Any, Any]] = []
    if isinstance(error, ClassValidationError):
        members, rest = error.group_exceptions()
        found += ((each, note.type, note.name) for each, note in members)
    elif isinstance(error, IterableValidationError):
        items, rest = error.group_exceptions()
        found += ((each, note.type, note.index) for each, note in items)
    else:
        rest = list(error.exceptions)
    return [*found, *((each, None, None) for each in rest)]


def _take_out(data: Any, error: BaseValidationError) -> bool:
    """Remove what could not be read from `data`; returns false if all of it must be removed."""
    if isinstance(error, ClassValidationError):
        return isinstance(data, dict) and all(
            _take_member(data, error.cl, name, each) for each, _, name in _parts(error)
        )
    if not isinstance(data, list):
        return False
    gone = set()
    for each, _, index in _parts(error):
        if index is None:
            return False
        if not (isinstance(each, BaseValidationError) and _take_out(data[index], each)):
            gone.add(index)
    data[:] = [item for index, item in enumerate(data) if index not in gone]
    return True


def _take_member(data: dict[str, Any], cls: type, name: str | None, error: Exception) -> bool:
    if name is None:
        return False
    key = json_name(name)
    if isinstance(error, BaseValidationError) and _take_out(data.get(key), error):
        return True
    field = attrs.fields_dict(cls)[name]
    if field.default is not attrs.NOTHING:
        data.pop(key, None)
    elif _admits_null(field.type):
        data[key] = None
    elif _admits_empty(field.type):
        data[key] = {}
    else:
        return False
    return True


def _admits_null(type_: Any) -> bool:
    return NoneType in get_args(type_)


def _admits_empty(type_: Any) -> bool:
    """Whether each member of an object of this type may be left out, null or empty."""
    return attrs.has(type_) and all(
        field.default is not attrs.NOTHING or _admits_null(field.type) or _admits_empty(field.type)
        for field in attrs.fields(type_)
    )


def json_name(name: str) -> str:
    """The JSON name of the member whose attribute in lsprotocol has this name."""
    first, *others = name.rstrip("_").split("_")
    return first + "".join(each.title() for each in others)
