"""The page about a code, in CommonMark: what `docs/rules` and `explain --format markdown` show."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.files import NOT_UTF_8, UNREADABLE_FILE
from prefect_toml_lsp.analysis.codes.model import Code, visible
from prefect_toml_lsp.text.shortening import shortened

FAMILY_TITLES = {
    "files": "Files",
    "syntax": "TOML syntax",
    "settings": "Settings and tables",
    "variables": "Variables in `.env` and profiles",
    "packages": "Settings of integration packages",
    "refusals": "Values that Prefect refuses",
    "conversions": "Values that Prefect converts",
    "cross_setting": "Several settings together",
    "advice": "Settings that load but cannot work",
}
"""The headings of the families of codes (`FAMILIES`), in Markdown."""

_LANGUAGES = {"env": "sh", "txt": "text", "py": "python"}
"""By how the names of files end."""
_LONGEST = 120  # characters of a line in an example
_ALSO = {
    **dict.fromkeys(
        ("database-incomplete", "password-missing"),
        "The environment may supply the value when Prefect starts, so this is a hint in an editor, "
        "and `check` only reports it with `--environment`.",
    ),
    **dict.fromkeys(
        ("package-not-installed", "unknown-package"),
        "In a profile, this is a warning, because Prefect warns, too.",
    ),
    "plain-secret": "With `check --strict`, or if `plainSecrets` is `warning`, this is a warning.",
    "": "In an inactive profile, this is only a warning.",
}


def page_of(code: Code) -> list[str]:
    """The lines of the page: the problem, what Prefect does, the remedy, a wrong and a right
    example, and how to silence the finding.
    """
    lines = [f"# `{code.name}`", "", f"{code.title}. Reported as {_a(code)}.", ""]
    if code.other_severities:
        lines += [_ALSO.get(code.name, _ALSO[""]), ""]
    lines += [code.meaning, "", f"**What Prefect does.** {code.effect}", ""]
    lines += [f"**What to do.** {code.remedy}", "", *_examples(code)]
    if code not in (NOT_UTF_8, UNREADABLE_FILE):
        lines += ["## Silence it", "", *_silence(code)]
    if code.aliases:
        lines += ["", "Former names: " + ", ".join(f"`{name}`" for name in code.aliases) + "."]
    if code.reference:
        lines += ["", f"More: <{code.reference}>"]
    return lines


def _a(code: Code) -> str:
    """Its severity with an article."""
    word = code.severity.word
    return f"an {word}" if word == "error" else f"a {word}"


def _examples(code: Code) -> Iterator[str]:
    if not code.wrong:
        return
    where = f"`{code.file}`" + (f", Prefect {code.release}" if code.release else "")
    yield from ("## Example", "")
    for name, text in code.beside.items():
        yield from (f"With `{name}` in the same folder:", "", *_block(name, text), "")
    yield from (f"Wrong ({where}):", "", *_block(code.file, code.wrong), "")
    yield from ("Right:", "", *_block(code.file, code.right), "")


def _silence(code: Code) -> tuple[str, str]:
    return (
        f"Add `# prefect-toml: ignore[{code.name}]` at the end of the line or on its own line "
        "above.",
        f'To silence it in the whole project, add `ignore = ["{code.name}"]` under '
        "`[tool.prefect-toml-lsp]` in `pyproject.toml`.",
    )


def _block(name: str, text: str) -> Iterator[str]:
    yield f"```{_LANGUAGES.get(name.rpartition('.')[2], 'toml')}"
    yield from (shortened(line, _LONGEST) for line in visible(text).splitlines())
    yield "```"
