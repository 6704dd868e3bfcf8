"""Reading a folder without one of its files equals reading all and leaving that file out."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.project.readers import NEWEST
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.kinds import FILES

SCHEMA = Catalogue.load().schema()
OTHERS = 'logging.level = "INFO"\n[server.api]\nport = 4300\n'
TEXTS = (
    OTHERS,
    'profiles_path = "p.toml"\n' + OTHERS,
    'home = "h"\n' + OTHERS,
    '"profiles_p\\u0061th" = "p.toml"\n' + OTHERS,
    "profiles_path = 1\n" + OTHERS,
    OTHERS + '[home]\nx = "h"\n',
    'home = {"x" = 1}\nprofiles_path = """\np.toml"""\n' + OTHERS,
    'profiles_path = "p.toml"\nhome = "h"\nbroken =\n' + OTHERS,
)


def _below_tool(text: str) -> str:
    head, header, rest = text.partition("[server.api]")
    tables = f"[tool.prefect]\n{head}{header}{rest}"
    return tables.replace("[server.api]", "[tool.prefect.server.api]").replace(
        "[home]", "[tool.prefect.home]"
    )


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("reader", ["tomllib", "toml"])
@pytest.mark.parametrize("environment", [None, {"PREFECT_API_URL": "http://a/api"}])
def test_it_says_the_same(
    tmp_path: Path, text: str, reader: str, environment: dict[str, str] | None
) -> None:
    (tmp_path / "prefect.toml").write_text(text)
    inline = '[tool]\nprefect = {profiles_path = "q.toml", debug_mode = true}\n'
    (tmp_path / "pyproject.toml").write_text(_below_tool(text) if environment else inline)
    (tmp_path / ".env").write_text("PREFECT_HOME=e\nPREFECT_SERVER_API_PORT=1\nno line\n")
    (tmp_path / "p.toml").write_text('active = "a"\n[profiles.a]\nPREFECT_API_KEY = "k"\n')
    readers = NEWEST._replace(toml=reader)
    home = tmp_path if environment else None
    whole = Folder.read(tmp_path, environment, SCHEMA, home, readers=readers)
    for row in FILES:
        wanted = whole.without(row.id)
        found = Folder.read(tmp_path, environment, SCHEMA, home, readers=readers, without=row.id)
        assert found.says_the_same(wanted), row.name
        assert [*found.files] == [*wanted.files]
        assert [each.kind for each in found.sources] == [each.kind for each in wanted.sources]
