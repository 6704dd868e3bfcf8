"""No warnings on examples from Prefect's documentation, except where Prefect ignores one."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.analysis import Severity
from tests.analysis.documented import DOCUMENTED, IGNORED
from tests.cli.command import findings


@pytest.mark.parametrize(("page", "file", "text"), DOCUMENTED)
def test_an_example_gets_no_warning(tmp_path, page: str, file: str, text: str) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    warned = {Severity.ERROR.label, Severity.WARNING.label}
    found = [each for each in findings(file, cwd=tmp_path) if each["severity"] in warned]
    assert found == [], page


def test_the_example_that_prefect_ignores(tmp_path) -> None:
    _, file, text = IGNORED
    (tmp_path / file).write_text(text, encoding="utf-8")
    (found,) = findings(file, cwd=tmp_path)
    assert (found["severity"], found["line"]) == ("warning", 2)
    assert "did you mean `api_url` in `[server.ui]`?" in found["message"]
