"""Texts that are too long to be shown."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.text.shortening import shortened, shortened_to_words


@pytest.mark.parametrize(
    ("most", "letters", "words"),
    [
        (30, "How often, and when, it runs.", "How often, and when, it runs."),
        (29, "How often, and when, it runs.", "How often, and when, it runs."),
        (28, "How often, and when, it run…", "How often, and when, it…"),
        (21, "How often, and when,…", "How often, and when…"),
        (11, "How often,…", "How often…"),
        (9, "How ofte…", "How…"),
        (3, "Ho…", "Ho…"),
    ],
)
def test_what_is_left_of_a_long_text(most: int, letters: str, words: str) -> None:
    text = "How often, and when, it runs."
    assert (shortened(text, most), shortened_to_words(text, most)) == (letters, words)
    assert len(words) <= most
