"""The forms of a word that `explain` and the site's search treat as one."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.cli.word_forms import Forms, root


@pytest.mark.parametrize(
    "forms",
    [
        "log logs logging logged",
        "retry retries retrying retried",
        "cache caches caching cached",
        "name names naming named",
        "time times timing timed",
        "add adds adding added",
        "poll polls polling polled",
        "schedule schedules scheduling scheduled",
        "store stores storing stored",
        "process processes processing processed",
        "query queries querying",
        "use uses",
        "fix fixing fixed",
    ],
)
def test_forms_have_one_root(forms: str) -> None:
    assert len({root(each) for each in forms.split()}) == 1


@pytest.mark.parametrize(
    "words",
    ["core cors", "note not", "come com", "string str", "status state", "data date", "add ad"],
)
def test_other_words_have_another(words: str) -> None:
    one, other = words.split()
    assert root(one) != root(other)


FORMS = Forms(["api.request_timeout prefect_api_request_timeout", "max_retries"], ["retry after"])


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("time out", ["timeout"]),
        ("time-out", ["timeout"]),
        ("time_outs", ["timeout"]),
        ("request time outs", ["request", "timeout"]),
        ("retry", ["retries"]),
        ("max retrying", ["max", "retries"]),
        ("after all", ["after", "all"]),
        ("max_retries", ["max_retries"]),
        ("max-lines", ["max-lines"]),
        ("", []),
    ],
)
def test_a_query_in_the_words_of_names(query: str, known: list[str]) -> None:
    assert FORMS.known(query.split()) == known


def test_the_forms_are_those_that_occur() -> None:
    assert {*FORMS.of("retrying")} == {"retrying", "retries", "retry"}
    assert {*FORMS.of("zebra")} == {"zebra"}
