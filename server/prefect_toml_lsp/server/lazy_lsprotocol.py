"""Complete lsprotocol's classes with attrs when they are first used.

`lsprotocol.types` decorates some 550 classes with `attrs.define`, which generates and compiles the
methods of each: more than half of a server's starting time. A session uses about 90 of them.
`install` imports that module with another decorator, which leaves a class unchanged and adds two
attributes that wait for:

- `__init__`: the first object of the class is about to be made;
- `__attrs_attrs__`, which is where attrs and cattrs look for the fields of a class.

The first access to one of them makes the real `attrs.define` complete the class, resolves its
forward references, and then uses the completed class. A waiting class has no objects, so nothing
else of it can be needed.

This relies on three undocumented facts:

- lsprotocol calls `attrs.define` as an attribute of `attrs`, so that it can be replaced, which it
  is only while the module is imported;
- `attrs.define(slots=False)` completes the class itself. With slots, which are its default, it
  makes another, and what already names the class, as unions do, would name the wrong one;
- `lsprotocol._hooks` resolves the references of all classes unless a flag says that it has.

`install` checks them, and imports the module unchanged if one of them is wrong, or if the
environment has `TOML_LSP_PLAIN_TYPES=1`.

A class is the same either way, except for `__slots__`: its objects take any attribute, and `pickle`
needs no method for them. Classes with methods of their own are completed at once and keep their
slots: `Position`, `Range` and `Location`, of which there are many objects.
`tests/server/test_lazy_lsprotocol.py` compares all classes.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from importlib import import_module
from threading import RLock
from types import FunctionType
from typing import Any

import attrs

SWITCH = "TOML_LSP_PLAIN_TYPES"
"""The variable that turns this off unless it is empty or 0."""

PACKAGE = "lsprotocol"
TYPES = f"{PACKAGE}.types"

log = logging.getLogger(__name__)


class UnexpectedError(Exception):
    """lsprotocol or attrs is not as this module expects."""


class Waiting:
    """The classes of lsprotocol that have not been used yet."""

    def __init__(self, define: Callable[..., Any]) -> None:
        self._define = define
        self._classes: dict[type, None] = {}
        self._completed: list[type] = []
        self._names: dict[str, Any] = {}
        self._lock = RLock()

    def __contains__(self, cls: type) -> bool:
        return cls in self._classes

    def __len__(self) -> int:
        return len(self._classes)

    def decorate(self, cls: Any = None, **options: Any) -> Any:
        """Stand in for `attrs.define`."""
        if cls is None or options or cls.__module__ != TYPES:
            return self._define(cls, **options)
        if cls.__bases__ != (object,) or _has_methods(cls):
            made = self._define(cls)
            self._completed.append(made)
            return made

        def first(instance: Any, *values: Any, **named: Any) -> None:
            self.complete(cls)
            cls.__init__(instance, *values, **named)

        cls.__init__ = first
        cls.__attrs_attrs__ = _Fields(self, cls)
        self._classes[cls] = None
        return cls

    def complete(self, cls: type) -> None:
        """Have attrs complete a class, unless it has."""
        with self._lock:
            if cls not in self:
                return
            # attrs puts its own members over ours, `__init__` because it is asked for; until then a
            # thread that makes an object waits here.
            if self._define(cls, slots=False, init=True) is not cls:
                raise UnexpectedError(f"attrs makes another class of {cls.__name__}")
            attrs.resolve_types(cls, self._names, {})
            del self._classes[cls]

    def settle(self, types: Any, hooks: Any) -> None:
        """Take over from lsprotocol, which would complete all classes; complete one as a trial."""
        self._names = types.ALL_TYPES_MAP
        strangers = [cls for cls in self._classes if self._names.get(cls.__name__) is not cls]
        if not self._classes or strangers or hooks._resolved_forward_references is not False:
            raise UnexpectedError("lsprotocol has another shape")
        for cls in self._completed:
            attrs.resolve_types(cls, self._names, {})
        trial = next(iter(self._classes))
        if any(isinstance(field.type, str) for field in attrs.fields(trial)) or trial in self:
            raise UnexpectedError(f"attrs does not complete {trial.__name__}")
        hooks._resolved_forward_references = True


class _Fields:
    """The fields of a class that waits, for whoever asks."""

    def __init__(self, waiting: Waiting, cls: type) -> None:
        self.waiting = waiting
        self.cls = cls

    def __get__(self, instance: object, owner: type) -> Any:
        self.waiting.complete(self.cls)
        return vars(self.cls)["__attrs_attrs__"]


def _has_methods(cls: type) -> bool:
    return any(isinstance(member, FunctionType) for member in vars(cls).values())


def install() -> Waiting | None:
    """Import lsprotocol with classes that wait; None if it is to be, or was, imported unchanged."""
    if os.environ.get(SWITCH, "0") not in ("", "0") or TYPES in sys.modules:
        return None
    waiting = Waiting(attrs.define)
    try:
        _import(waiting)
    except Exception as error:
        log.warning("lsprotocol is imported unchanged: %s: %s", type(error).__name__, error)
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        return None
    return waiting


def _import(waiting: Waiting) -> None:
    define = attrs.define
    attrs.define = waiting.decorate  # type: ignore[assignment]
    try:
        types = import_module(TYPES)
    finally:
        attrs.define = define
    waiting.settle(types, import_module(f"{PACKAGE}._hooks"))
