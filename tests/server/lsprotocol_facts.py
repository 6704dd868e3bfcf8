"""Print the behaviour of each class of lsprotocol as JSON. The arguments say how to import
lsprotocol, and which use of each class comes first.

    python lsprotocol_facts.py plain|lazy construct|fields|structure|derive
"""

from __future__ import annotations

import copy
import enum
import json
import pickle
import re
import sys
import typing
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

WRONG: tuple[Any, ...] = (object, "text", -1, 2**31)
ADDRESS = re.compile(r" at 0x[0-9a-f]+|id: '?\d+")
DEPTH = 1


class Samples:
    """Makes objects of the classes; `turn` chooses the member of each union."""

    def __init__(self, turn: int, every_field: bool) -> None:
        self.turn = turn
        self.every_field = every_field

    def make(self, cls: type, depth: int = 0) -> Any:
        wanted = self.every_field and depth < DEPTH
        values = {}
        for field in attrs.fields(cls):
            # A default that is a string is the only value of its field, such as `kind`.
            has_default = field.default is not attrs.NOTHING
            if not field.init or (has_default and (not wanted or isinstance(field.default, str))):
                continue
            values[field.alias] = self.value(field.type, depth + 1)
        return cls(**values)

    def value(self, kind: Any, depth: int) -> Any:
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin is typing.Union:
            members = [each for each in arguments if each is not type(None)]
            return self.value(members[self.turn % len(members)], depth)
        if origin is typing.Literal:
            return arguments[0]
        if origin is tuple:
            return tuple(self.value(each, depth) for each in arguments)
        if origin in (dict, Mapping):
            return {self.value(arguments[0], depth): self.value(arguments[1], depth)}
        if origin in (list, Sequence):
            return [self.value(arguments[0], depth)]
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return next(iter(kind))
        if isinstance(kind, type) and attrs.has(kind):
            return self.make(kind, depth)
        simple = {str: "text", int: 7, bool: True, float: 1.5, type(None): None}
        return simple.get(kind, "any")


def outcome(ask: Callable[[], Any]) -> str:
    """The result of a call as text, or the error that it raises."""
    try:
        given = ask()
        return given if isinstance(given, str) else repr(given)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def shape(cls: type) -> dict[str, Any]:
    """The attributes of the class itself."""
    made = vars(cls)
    return {
        "module": cls.__module__,
        "name": cls.__qualname__,
        "doc": cls.__doc__,
        "attributes": [repr(each) for each in attrs.fields(cls)],
        "annotations": repr(cls.__annotations__),
        "init": repr(cls.__init__.__annotations__) if "__init__" in made else None,
        "match": cls.__match_args__,
        "hashable": cls.__hash__ is not None,
        "own": sorted(
            name
            for name in made
            if name in ("__eq__", "__ne__", "__lt__", "__repr__", "__hash__", "__setattr__")
        ),
    }


def behaviour(cls: type, converter: Any, samples: Samples) -> dict[str, Any]:
    """The results of showing, comparing, copying, changing and converting an object."""
    one, same = samples.make(cls), samples.make(cls)
    sent = outcome(lambda: json.dumps(converter.unstructure(one, cls)))
    return {
        "repr": repr(one),
        "equal": [one == same, one != same, one == object(), same == copy.deepcopy(one)],
        "less": outcome(lambda: one < same),
        "hash": outcome(lambda: hash(one)).partition("0x")[0],
        "copies": [copy.copy(one) == one, pickle.loads(pickle.dumps(one)) == one],
        "weak": weakref.ref(one)() is one,
        "evolved": outcome(lambda: attrs.evolve(one) == one),
        "sent": sent,
        "read": outcome(lambda: converter.structure(json.loads(sent), cls)),
        "read of nothing": outcome(lambda: converter.structure({}, cls)),
        "made of nothing": outcome(cls),
        "made of too much": outcome(lambda: cls(no_such_field=1)),
    }


def refusals(one: Any, field: Any, wrong: Any) -> list[Any]:
    """The results of giving a field a value that most fields do not accept."""
    changed = copy.copy(one)
    return [
        outcome(lambda: attrs.evolve(one, **{field.alias: wrong})),
        outcome(lambda: setattr(changed, field.name, wrong)),
        getattr(changed, field.name) is wrong,
        changed == one,
    ]


def use(cls: type, how: str, converter: Any) -> Any:
    """Use a class for the first time, in one of four ways."""
    if how == "construct":
        return outcome(cls)
    if how == "structure":
        return outcome(lambda: converter.structure({}, cls))
    if how == "derive":
        derived = type("Derived", (cls,), {"__init__": lambda self: cls.__init__(self)})
        return outcome(derived)
    return outcome(lambda: attrs.has(cls))


def everything(cls: type, converter: Any) -> dict[str, Any]:
    """The behaviour of objects of a class with few and with all fields."""
    whole = Samples(0, every_field=True)
    one = whole.make(cls)
    return {
        "least": behaviour(cls, converter, Samples(0, every_field=False)),
        "whole": behaviour(cls, converter, whole),
        "other": behaviour(cls, converter, Samples(1, every_field=True)),
        "fields": {
            field.name: [refusals(one, field, wrong) for wrong in WRONG]
            for field in attrs.fields(cls)
        },
    }


def main(how: str, first: str) -> None:
    waiting = None
    if how == "lazy":
        from prefect_toml_lsp.server import lazy_lsprotocol

        waiting = lazy_lsprotocol.install()
        assert waiting is not None
    from lsprotocol import converters, types

    converter = converters.get_converter()
    classes = {
        name: cls
        for name, cls in vars(types).items()
        if isinstance(cls, type) and "__attrs_attrs__" in vars(cls)
    }
    waited = len(waiting or ())
    uses = {name: use(cls, first, converter) for name, cls in classes.items()}
    assert not waiting, "a class was not completed by its first use"
    facts = {
        name: {"first": uses[name], **shape(cls), **everything(cls, converter)}
        for name, cls in classes.items()
    }
    text = json.dumps({"waited": waited, "classes": facts})
    sys.stdout.write(ADDRESS.sub("", text))


if __name__ == "__main__":
    main(*sys.argv[1:])
