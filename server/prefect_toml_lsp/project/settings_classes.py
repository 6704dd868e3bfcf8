"""Classes of Prefect's settings in a Python file of the project, read from its source.

A class counts that derives from ``PrefectBaseSettings`` and names its table with constants:

    class AcmeSettings(PrefectBaseSettings):
        model_config = build_settings_config(("integrations", "acme"))
        host: str = "localhost"

Nothing is imported. As Prefect 3.9.1 answered: a key in a TOML file is always the field's name; a
variable is the prefix and the field's name, or what ``alias`` or ``validation_alias`` states.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from prefect_toml_lsp.project.class_index import Field, SettingsClass
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text.shortening import shortened

BASE = "PrefectBaseSettings"
CONFIGURATIONS = ("build_settings_config", "_build_settings_config")
MARK = CONFIGURATIONS[0].encode()
"""What a file must hold to be parsed at all."""

_CONFIG = "model_config"
_NEUTRAL = ("object", "ABC", "Generic")  # bases without fields
_NOT_SETTINGS = ("BaseModel",)
_REPLACED = ("settings_customise_sources", "__init_subclass__", "__pydantic_init_subclass__")
_LONGEST_TYPE = 80  # characters
_MOST_CLASSES = 500
_DEEPEST = 50  # classes that derive from each other


class NotPython(ValueError):  # noqa: N818 - a state of the file, not an error here
    """The text is not Python; `line` (1-based) is where, as far as that is known."""

    def __init__(self, line: int | None) -> None:
        super().__init__("this is not Python")
        self.line = line


def read_classes(content: bytes, where: Path) -> tuple[SettingsClass, ...]:
    """The settings classes of the Python file at `where`. Raises `NotPython`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the file's author, about escapes and the like
            return tuple(_Module(ast.parse(content), where).classes())
    except SyntaxError as error:
        raise NotPython(error.lineno) from None
    except (ValueError, LookupError, RecursionError, MemoryError):
        # Null bytes, an encoding that is none, or nested too deeply.
        raise NotPython(None) from None


_CLASS = re.compile(rb"\bclass\s+\w+\s*\(([^()]{0,500})")
_ALIAS = re.compile(rb"(\w{1,80})\s+as\s+$")


def named_bases(content: bytes) -> frozenset[bytes]:
    """The last names of what the classes in a Python file derive from, and what these were called
    before ``as``; found without parsing, so there may be more.
    """
    names = {word for match in _CLASS.finditer(content) for word in re.findall(rb"\w+", match[1])}
    for match in re.finditer(rb" as (\w+)", content) if names else ():
        before = _ALIAS.search(content[max(0, match.start() - 80) : match.start(1)])
        if match[1] in names and before:
            names.add(before[1])
    return frozenset(names)


class _Read(NamedTuple):
    """What is known of a class: its table, None if it has none that constants name."""

    table: tuple[str, ...] | None
    prefix: str
    fields: Mapping[str, ast.AnnAssign]
    is_settings: bool
    is_complete: bool
    is_plain: bool


_FOREIGN = _Read(None, "", {}, is_settings=True, is_complete=False, is_plain=False)
_WITHOUT_FIELDS = _Read(None, "", {}, is_settings=False, is_complete=True, is_plain=True)


class _Module:
    """Reads one module."""

    def __init__(self, tree: ast.Module, where: Path) -> None:
        self._where = where
        self._original: dict[str, str] = {}
        self._definitions: dict[str, ast.ClassDef] = {}
        self._again: set[str] = set()  # the classes that are defined more than once
        self._read: dict[str, _Read] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                renamed = {each.asname: each.name for each in node.names if each.asname}
                self._original.update(renamed)
            elif isinstance(node, ast.ClassDef) and len(self._definitions) < _MOST_CLASSES:
                self._again |= {node.name} & self._definitions.keys()
                self._definitions[node.name] = node
        self._constants = _constants(tree)

    def classes(self) -> Iterator[SettingsClass]:
        for name, definition in self._definitions.items():
            read = self._of(name, 0)
            if read.table is None or not read.is_settings:
                continue
            variables = {
                field: self._variables(read.prefix, field, statement)
                for field, statement in read.fields.items()
            }
            fields = {
                field: Field(
                    field,
                    _annotation(statement.annotation),
                    variables[field][0],
                    statement.lineno - 1,
                )
                for field, statement in read.fields.items()
            }
            all_variables = read.is_complete and all(sure for _, sure in variables.values())
            yield SettingsClass(
                name, self._where, definition.lineno - 1, read.table, fields,
                read.is_complete, all_variables,
            )  # fmt: skip

    def _of(self, name: str, depth: int) -> _Read:
        if name not in self._read:
            self._read[name] = _FOREIGN  # for one that derives from itself
            if depth < _DEEPEST:
                self._read[name] = self._class(self._definitions[name], depth)
        return self._read[name]

    def _class(self, definition: ast.ClassDef, depth: int) -> _Read:
        bases = [self._base(each, depth) for each in definition.bases] or [_WITHOUT_FIELDS]
        fields: dict[str, ast.AnnAssign] = {}
        for each in reversed(bases):
            fields.update(each.fields)
        inherited = next((each for each in bases if each.table is not None), _WITHOUT_FIELDS)
        table, prefix = inherited.table, inherited.prefix
        is_complete = all(each.is_complete for each in bases) and not definition.keywords
        is_complete = is_complete and definition.name not in self._again
        is_plain = inherited.is_plain
        for statement in definition.body:
            target, value = _assigned(statement)
            if target == _CONFIG and value is not None:
                is_plain = self._is_call(value)
                call = next(filter(self._is_call, ast.walk(value)), None)
                if call is not None:
                    table = self._table(call)
                    prefix = "_".join(("PREFECT", *(table or ()), "")).upper()
            elif isinstance(statement, ast.AnnAssign) and target and _is_field(target, statement):
                fields[target] = statement
            elif not _has_no_fields(statement):
                is_complete = False
        is_settings = any(each.is_settings for each in bases)
        return _Read(table, prefix, fields, is_settings, is_complete and is_plain, is_plain)

    def _base(self, base: ast.expr, depth: int) -> _Read:
        name = _last_name(base)
        if name in self._definitions:
            return self._of(name, depth + 1)
        name = self._original.get(name, name)
        if name == BASE:
            return _WITHOUT_FIELDS._replace(is_settings=True)
        return _WITHOUT_FIELDS if name in (*_NEUTRAL, *_NOT_SETTINGS) else _FOREIGN

    # The table

    def _is_call(self, node: ast.AST) -> bool:
        name = _last_name(node.func) if isinstance(node, ast.Call) else ""
        return self._original.get(name, name) in CONFIGURATIONS

    def _table(self, call: ast.AST) -> tuple[str, ...] | None:
        """The path argument of a call of ``build_settings_config``."""
        assert isinstance(call, ast.Call)
        stated = [each.value for each in call.keywords if each.arg in ("path", None)]
        path = next(iter((*call.args, *stated)), None)
        return () if path is None else self._path(path, 0)

    def _path(self, node: ast.expr, depth: int) -> tuple[str, ...] | None:
        """A tuple of constant strings; None for anything else."""
        node = self._constant(node)
        if not isinstance(node, ast.Tuple | ast.List) or depth > _DEEPEST:
            return None
        found: list[str] = []
        for each in node.elts:
            if isinstance(each, ast.Starred):
                inner = self._path(each.value, depth + 1)
                if inner is None:
                    return None
                found += inner
                continue
            text = self._text(each)
            if text is None:
                return None
            found.append(text)
        return tuple(found)

    def _text(self, node: ast.expr) -> str | None:
        return _constant_text(self._constant(node))

    def _constant(self, node: ast.expr) -> ast.expr:
        """What a name at the top of the module stands for; other expressions as they are."""
        for _ in range(_DEEPEST):
            if not isinstance(node, ast.Name) or node.id not in self._constants:
                break
            node = self._constants[node.id]
        return node

    # Fields

    def _variables(
        self, prefix: str, name: str, statement: ast.AnnAssign
    ) -> tuple[tuple[str, ...], bool]:
        """The variables of a field, and whether these are all."""
        plain = (f"{prefix}{name}".upper(),)
        alias: ast.expr | None = None
        for call in _field_calls(statement):
            stated = {each.arg: each.value for each in call.keywords}
            if None in stated:
                return plain, False
            alias = stated.get("validation_alias", stated.get("alias", alias))
        if alias is None:
            return plain, True
        alias = self._constant(alias)
        if isinstance(alias, ast.Call) and _last_name(alias.func) == "AliasChoices":
            choices: Sequence[ast.expr] = alias.args
        else:
            choices = (alias,)
        texts = [self._text(each) for each in choices if not _is_alias_path(each)]
        names = tuple(each.upper() for each in texts if each is not None)
        is_sure = bool(names) and None not in texts
        return (names if is_sure else (*plain, *names)), is_sure


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """What names at the top of a module stand for that are assigned once."""
    found: dict[str, ast.expr] = {}
    again: set[str] = set()
    for statement in tree.body:
        name, value = _assigned(statement)
        if name and value is not None:
            again |= {name} & found.keys()
            found[name] = value
    return {name: value for name, value in found.items() if name not in again}


def _assigned(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    """The one name that a statement assigns, and its value; "" for other statements."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target: ast.expr = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    else:
        return "", None
    return (target.id, statement.value) if isinstance(target, ast.Name) else ("", None)


def _is_field(name: str, statement: ast.AnnAssign) -> bool:
    annotation = statement.annotation
    outer = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    written = outer.value if isinstance(outer, ast.Constant) else _last_name(outer)
    return not name.startswith("_") and not str(written).startswith(("ClassVar", "typing.ClassVar"))


def _has_no_fields(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        return statement.name not in _REPLACED
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Assign):
        return all(isinstance(each, ast.Name) for each in statement.targets)
    return isinstance(statement, ast.AnnAssign | ast.ClassDef | ast.Pass)


def _field_calls(statement: ast.AnnAssign) -> Iterator[ast.Call]:
    """The calls of ``Field`` in a type's metadata, then as the value."""
    metadata = statement.annotation
    inner = metadata.slice if isinstance(metadata, ast.Subscript) else None
    parts = inner.elts if isinstance(inner, ast.Tuple) else ()
    for each in (*parts, statement.value):
        if isinstance(each, ast.Call) and _last_name(each.func) == "Field":
            yield each


def _is_alias_path(node: ast.expr) -> bool:
    """Whether this is ``AliasPath(…)``, which Prefect never looks up in the environment."""
    return isinstance(node, ast.Call) and _last_name(node.func) == "AliasPath"


class _WithoutMetadata(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """``Annotated[X, …]`` is X."""
        if _last_name(node.value) == "Annotated" and isinstance(node.slice, ast.Tuple):
            visited: ast.AST = self.visit(node.slice.elts[0]) if node.slice.elts else node
            return visited
        return self.generic_visit(node)


def _annotation(node: ast.expr) -> str:
    text = _constant_text(node) or ast.unparse(_WithoutMetadata().visit(deepcopy(node)))
    text = " ".join(text.split())
    return shortened(text, _LONGEST_TYPE)


def _constant_text(node: ast.expr) -> str | None:
    """The text of a constant string; None for other expressions."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(ast.literal_eval(node)) if is_text else None


def _last_name(node: ast.expr) -> str:
    """``PrefectBaseSettings`` for ``base.PrefectBaseSettings`` and ``Generic`` for ``Generic[T]``;
    "" for other expressions.
    """
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
