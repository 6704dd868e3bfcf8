"""One calm style for TOML, as edits of a live document; knows nothing of Prefect or LSP.

- One space on each side of ``=`` and after a comma, none before it; none in the brackets of an
  array, one in those of an inline table; none around the dots of a key or in a header's brackets.
- Keys, headers and the comments between them start their line. Few people indent keys below their
  header, and indentation has no meaning in TOML.
- An array keeps its line breaks; lines in brackets are indented by one step for
  each line on which one of these was opened. Where its closing bracket has a line of its own the
  last item has a comma, else not. Only an array on one line that is a pair's own value, makes the
  pair longer than `statement.WIDTH` and has no comment after it, gets a line for each item: a
  comment speaks of its line.
- One empty line above a header and the comments that touch it, none above the first line of the
  file, at most one anywhere else: one is enough to separate groups.
- Comments keep their text and the blanks before them, of which there is at least one, so columns
  of comments stay columns.
- No trailing whitespace, one line break at the end of the file. Line breaks stay as they are; new
  ones are like the first one of the file.
- Strings, numbers, dates and quotes do not change, and everything keeps its order.

The result means the same to `tomllib`, and formatting it again changes nothing. Statements with
problems and the empty lines around them do not change.
"""

from prefect_toml_lsp.toml.format.document import format_document
from prefect_toml_lsp.toml.format.on_type import indent_line
from prefect_toml_lsp.toml.format.style import DEFAULT, Style

__all__ = ["DEFAULT", "Style", "format_document", "indent_line"]
