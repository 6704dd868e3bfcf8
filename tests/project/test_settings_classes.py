"""Settings classes in a project's Python files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.project.class_index import SettingsClass
from prefect_toml_lsp.project.settings_classes import NotPython, named_bases, read_classes

HEAD = """\
from pydantic import AliasChoices, AliasPath, Field
from prefect.settings.base import PrefectBaseSettings, build_settings_config
"""
HERE = Path("acme.py")


def classes(text: str) -> dict[str, SettingsClass]:
    return {each.name: each for each in read_classes((HEAD + text).encode(), HERE)}


def acme(body: str, before: str = "", bases: str = "PrefectBaseSettings") -> SettingsClass:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return classes(f"{before}\nclass Acme({bases}):\n{lines}")["Acme"]


CONFIG = 'model_config = build_settings_config(("acme",))'


@pytest.mark.parametrize(
    ("path", "table"),
    [
        ('("acme",)', ("acme",)),
        ('("integrations", "acme", "worker")', ("integrations", "acme", "worker")),
        ('["acme", "a-b"]', ("acme", "a-b")),
        ("", ()),
        ("()", ()),
        ('path=("acme",)', ("acme",)),
        ('("acme",), frozen=True', ("acme",)),
        ("TABLE", ("acme", "db")),
        ('(NAME, "worker")', ("acme", "worker")),
        ('(*TABLE, "pool")', ("acme", "db", "pool")),
    ],
)
def test_a_table_is_named_with_constants(path: str, table: tuple[str, ...]) -> None:
    constants = 'NAME = "acme"\nTABLE: tuple[str, ...] = ("acme", "db")\n'
    read = acme(f"model_config = build_settings_config({path})\nhost: str", constants)
    assert (read.table, read.is_complete) == (table, True)


@pytest.mark.parametrize(
    "path",
    ["table()", '"acme"', '("acme", table())', '(f"{x}",)', "UNKNOWN", "TWICE", "*TABLE", "**more",
     "(1,)", "LOOP"],
)  # fmt: skip
def test_a_table_that_is_not_constant_is_not_known(path: str) -> None:
    before = 'TWICE = ("a",)\nTWICE = ("b",)\nLOOP = LOOP\n'
    body = f"model_config = build_settings_config({path})\n    host: str"
    assert classes(f"{before}class Acme(PrefectBaseSettings):\n    {body}\n") == {}


@pytest.mark.parametrize(
    ("imports", "base", "call"),
    [
        ("from prefect.settings import base", "base.PrefectBaseSettings",
         "base.build_settings_config"),
        ("import prefect.settings.base", "prefect.settings.base.PrefectBaseSettings",
         "prefect.settings.base.build_settings_config"),
        ("from prefect.settings.base import PrefectBaseSettings as P, build_settings_config as c",
         "P", "c"),
        ("from prefect.settings.base import _build_settings_config", "PrefectBaseSettings",
         "_build_settings_config"),
    ],
)  # fmt: skip
def test_the_names_may_be_imported_in_any_way(imports: str, base: str, call: str) -> None:
    text = f'{imports}\nclass Acme({base}):\n    model_config = {call}(("acme",))\n    a: int\n'
    read = classes(text)["Acme"]
    assert (read.table, [*read.fields], read.is_complete) == (("acme",), ["a"], True)


def test_fields_have_their_types_and_variables() -> None:
    read = acme(
        f"""'''What it is.'''
{CONFIG}
host: str = "localhost"
port: "int | None" = None
key: Annotated[SecretStr, Field(validation_alias="acme_key")] = Field(default="s3cret")
maybe: Optional[Annotated[str, Field(default="s3cret")]] = None
plain: str = Field(alias="Acme_Plain")
many: str = Field(
    validation_alias=AliasChoices(AliasPath("many"), "prefect_acme_many", "prefect_many")
)
total: ClassVar[int] = 0
quoted: "ClassVar[int]" = 0
_private: int = 0
other = 5
def method(self) -> None: ...
class Config: ..."""
    )
    assert {each.name: (each.annotation, each.variables) for each in read.fields.values()} == {
        "host": ("str", ("PREFECT_ACME_HOST",)),
        "port": ("int | None", ("PREFECT_ACME_PORT",)),
        "key": ("SecretStr", ("ACME_KEY",)),
        "maybe": ("Optional[str]", ("PREFECT_ACME_MAYBE",)),
        "plain": ("str", ("ACME_PLAIN",)),
        "many": ("str", ("PREFECT_ACME_MANY", "PREFECT_MANY")),
    }
    assert (read.is_complete, read.has_all_variables) == (True, True)
    assert "s3cret" not in repr(read)


@pytest.mark.parametrize("given", ["validation_alias=name()", "**more", "validation_alias=OTHER"])
def test_an_alias_that_is_not_constant_leaves_variables_open(given: str) -> None:
    read = acme(f"{CONFIG}\nhost: str = Field({given})")
    assert (read.is_complete, read.has_all_variables) == (True, False)
    assert read.fields["host"].variables == ("PREFECT_ACME_HOST",)


def test_a_class_has_what_its_bases_have() -> None:
    found = classes(
        f"""
class Base(PrefectBaseSettings):
    {CONFIG}
    host: str = ""
    key: str = Field(alias="base_key")

class Acme(Base):
    port: int = 1

class Other(Acme):
    model_config = build_settings_config(("other",))
    host: int = 1
"""
    )
    assert {name: each.table for name, each in found.items()} == {
        "Base": ("acme",), "Acme": ("acme",), "Other": ("other",)
    }  # fmt: skip
    assert [*found["Acme"].fields] == ["host", "key", "port"]
    assert found["Other"].fields["host"].annotation == "int"
    assert found["Other"].fields["port"].variables == ("PREFECT_OTHER_PORT",)
    assert found["Other"].fields["key"].variables == ("BASE_KEY",)
    assert all(each.is_complete for each in found.values())


@pytest.mark.parametrize(
    ("body", "bases"),
    [
        (CONFIG, "PrefectBaseSettings, Mixin"),
        (CONFIG, "CompanySettings"),
        (CONFIG, "make_base()"),
        (CONFIG, "PrefectBaseSettings, env_prefix='X_'"),
        (CONFIG, "Acme"),
        (f"{CONFIG}\nif True:\n    host: str", "PrefectBaseSettings"),
        (f"{CONFIG}\nlocals()['x'] = 1", "PrefectBaseSettings"),
        (f"{CONFIG}\n@classmethod\ndef settings_customise_sources(cls): ...",
         "PrefectBaseSettings"),
        ('model_config = {**build_settings_config(("acme",)), "env_prefix": "X_"}',
         "PrefectBaseSettings"),
        ('model_config = SettingsConfigDict(**build_settings_config(("acme",)), frozen=True)',
         "PrefectBaseSettings"),
    ],
)  # fmt: skip
def test_a_class_may_have_more_than_its_source_shows(body: str, bases: str) -> None:
    read = acme(body, bases=bases)
    assert (read.table, read.is_complete, read.has_all_variables) == (("acme",), False, False)


def test_a_class_that_is_defined_twice_is_not_known_completely() -> None:
    text = f"class Acme(PrefectBaseSettings):\n    {CONFIG}\n    host: str\n"
    assert classes(text)["Acme"].is_complete
    assert not classes(text + text)["Acme"].is_complete


@pytest.mark.parametrize("bases", ["", "BaseModel", "object", "Generic[T]"])
def test_a_class_that_does_not_derive_from_settings_reads_nothing(bases: str) -> None:
    assert classes(f"class Acme({bases}):\n    {CONFIG}\n    host: str\n") == {}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"x = 1\ndef (:\n", 2),
        (b"x = 1\0", None),
        (b"# coding: klingon\nx = 1\n", None),
        (b"x = '\xff'\n", None),
        (b"x = " + b"-" * 200_000 + b"1", None),
        (b"x = " + b"(" * 5_000, None),
    ],
)
def test_a_file_that_is_not_python_is_reported(content: bytes, line: int | None) -> None:
    with pytest.raises(NotPython) as caught:
        read_classes(content, HERE)
    if line is not None:
        assert caught.value.line == line
    assert caught.value.__cause__ is None


def test_nothing_is_run_and_there_are_no_warnings(recwarn: pytest.WarningsRecorder) -> None:
    assert acme(f'{CONFIG}\nhost: str = "\\d"', "raise SystemExit(3)").fields
    assert not recwarn.list


def test_bases_are_found_without_parsing() -> None:
    content = b"from a import AcmeBase as B, C as D\nclass X( a.b.Other,\n  B ): pass\nclass Y: ..."
    assert named_bases(content) == {b"a", b"b", b"Other", b"B", b"AcmeBase"}
    assert named_bases(b"x = 1 # as B") == frozenset()


_PIECES = st.sampled_from(
    [
        "class A(PrefectBaseSettings):", "class B(A, C):", "\n", "\n    ", "model_config = ",
        "build_settings_config(", '("acme",)', "path=", "*", "**", ")", "x: int", " = Field(",
        "alias=", "validation_alias=AliasChoices(", "AliasPath()", "Annotated[", "]", "ClassVar",
        '"é"', "'''", "TABLE = ", "TABLE", ",", "(", "lambda: ", "\\", "\t", "\0", "# coding: x\n",
    ]
)  # fmt: skip


@given(st.one_of(st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=300)))
def test_any_text_is_read_or_is_not_python(text: str) -> None:
    content = (HEAD + text).encode("utf-8", "surrogatepass")
    named_bases(content)
    try:
        found = read_classes(content, HERE)
    except NotPython:
        return
    for each in found:
        assert all(len(field.annotation) <= 80 for field in each.fields.values())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_are_not_python(content: bytes) -> None:
    named_bases(content)
    try:
        assert read_classes(content, HERE) == ()
    except NotPython:
        return
