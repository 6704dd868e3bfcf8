"""Syntax errors of TOML 1.0; `toml` finds them."""

from __future__ import annotations

from functools import partial

from prefect_toml_lsp.analysis.codes.model import UNREADABLE, Code
from prefect_toml_lsp.analysis.codes.references import toml
from prefect_toml_lsp.analysis.findings import Severity

# `toml` makes the whole message, because it knows the place in the grammar.
_syntax = partial(Code, message="{problem}", severity=Severity.ERROR, effect=UNREADABLE)

BAD_ESCAPE = _syntax(
    name="bad-escape",
    title="Unknown escape in a string",
    meaning="A backslash in a double-quoted string starts an escape sequence that TOML does not "
    "define.",
    remedy="Double the backslash, or use single quotes, in which backslashes are literal.",
    wrong='[results]\nlocal_storage_path = "C:\\data"\n',
    right="[results]\nlocal_storage_path = 'C:\\data'\n",
    reference=toml("string"),
)
BARE_CARRIAGE_RETURN = Code(
    name="bare-carriage-return",
    title="Carriage return without a line feed",
    message="Prefect reads this carriage return as a line break; other TOML readers refuse it",
    severity=Severity.HINT,
    meaning="A line ends in a carriage return without a line feed.",
    effect="Prefect starts and reads it as a line break. Other TOML readers refuse the file.",
    remedy="End lines with LF or CRLF.",
    wrong="[server.api]\rport = 4300\n",
    right="[server.api]\nport = 4300\n",
    reference=toml("spec"),
)
BYTE_ORDER_MARK = _syntax(
    name="byte-order-mark",
    title="Byte order mark",
    meaning="The file starts with a byte order mark, which TOML does not allow.",
    remedy="Save it as UTF-8 without the mark.",
    wrong="\ufeff[server.api]\nport = 4300\n",
    right="[server.api]\nport = 4300\n",
    reference=toml("spec"),
)
CONTROL_CHARACTER = _syntax(
    name="control-character",
    title="Control character",
    meaning="There is an invisible control character where TOML does not allow one.",
    remedy="Remove it, or write it as an escape such as `\\u0007` in double quotes.",
    wrong='[deployments]\ndefault_work_pool_name = "my\x07pool"\n',
    right='[deployments]\ndefault_work_pool_name = "mypool"\n',
    reference=toml("comment"),
)
DUPLICATE_KEY = _syntax(
    name="duplicate-key",
    title="Key set twice",
    meaning="A key is set twice in one table.",
    remedy="Keep one of the two.",
    wrong="[server.api]\nport = 4300\nport = 4400\n",
    right="[server.api]\nport = 4400\n",
    reference=toml("keys"),
)
DUPLICATE_TABLE = _syntax(
    name="duplicate-table",
    title="Table with two headers",
    meaning="A table has two headers.",
    remedy="Move the keys of the second one below the first.",
    wrong='[server.api]\nport = 4300\n\n[server.api]\nhost = "localhost"\n',
    right='[server.api]\nport = 4300\nhost = "localhost"\n',
    reference=toml("table"),
)
INVALID_VALUE = _syntax(
    name="invalid-value",
    title="Not a TOML value",
    meaning="The text after `=` is not a string, number, boolean, date, array or inline table.",
    remedy="Put text in quotes, write `true` and `false` in lower case, and leave out keys that "
    "have no value.",
    wrong="debug_mode = True\n",
    right="debug_mode = true\n",
    reference=toml("keyvalue-pair"),
)
KEY_CONFLICT = _syntax(
    name="key-conflict",
    title="Key used as a table and as a value",
    meaning="A key is used as a table on one line and as something else on another.",
    remedy="Keep one of the two, or rename one of them.",
    wrong='server.api.port = 4300\n\n[server.api]\nhost = "localhost"\n',
    right='[server.api]\nport = 4300\nhost = "localhost"\n',
    reference=toml("table"),
)
LINE_BREAK_IN_INLINE_TABLE = _syntax(
    name="line-break-in-inline-table",
    title="Inline table on several lines",
    meaning="An inline table spans several lines, which TOML 1.0 does not allow.",
    remedy="Join the lines, or write the table with its own `[header]`.",
    wrong="[server]\napi = {\n  port = 4300\n}\n",
    right="[server]\napi = { port = 4300 }\n",
    reference=toml("inline-table"),
)
MISSING_COMMA = _syntax(
    name="missing-comma",
    title="Missing comma",
    meaning="There is no comma between two items.",
    remedy="Put a comma between them.",
    wrong="[client]\nretry_extra_codes = [429 502]\n",
    right="[client]\nretry_extra_codes = [429, 502]\n",
    reference=toml("array"),
)
MISSING_EQUALS = _syntax(
    name="missing-equals",
    title="Key without a value",
    meaning="A key has no `=` and no value.",
    remedy="Write both, or remove the key.",
    wrong="debug_mode\n",
    right="debug_mode = true\n",
    reference=toml("keyvalue-pair"),
)
MISSING_KEY = _syntax(
    name="missing-key",
    title="Missing or invalid key",
    meaning="A key is empty, ends in a dot, or starts with a character that is only allowed in a "
    "quoted key.",
    remedy="Use only letters, digits, `-` and `_`, or quote the key.",
    wrong="[server.]\nanalytics_enabled = false\n",
    right="[server]\nanalytics_enabled = false\n",
    reference=toml("keys"),
)
MISSING_VALUE = _syntax(
    name="missing-value",
    title="Missing value",
    meaning="There is no value after `=` or before a comma.",
    remedy="Write the value, or remove the key.",
    wrong="[server.api]\nport =\n",
    right="[server.api]\nport = 4300\n",
    reference=toml("keyvalue-pair"),
)
NESTED_TOO_DEEPLY = _syntax(
    name="nested-too-deeply",
    title="Too many levels of arrays or inline tables",
    meaning="Arrays or inline tables are nested hundreds of levels deep.",
    remedy="Use fewer levels.",
    wrong=f"[testing]\ntest_setting = {'[' * 400}{']' * 400}\n",
    right="[testing]\ntest_setting = [[[]]]\n",
    reference=toml("array"),
)
TRAILING_COMMA = _syntax(
    name="trailing-comma",
    title="Comma at the end of an inline table",
    meaning="There is a comma after the last pair of an inline table, which TOML 1.0 does not "
    "allow.",
    remedy="Remove the comma.",
    wrong="[server]\napi = { port = 4300, }\n",
    right="[server]\napi = { port = 4300 }\n",
    reference=toml("inline-table"),
)
UNCLOSED_ARRAY = _syntax(
    name="unclosed-array",
    title="Array not closed",
    meaning="The array is not closed.",
    remedy="Add `]` at its end.",
    wrong="[client]\nretry_extra_codes = [429, 502\n",
    right="[client]\nretry_extra_codes = [429, 502]\n",
    reference=toml("array"),
)
UNCLOSED_HEADER = _syntax(
    name="unclosed-header",
    title="Table header not closed",
    meaning="The header of a table is not closed.",
    remedy="Add `]` (or `]]`) on the same line.",
    wrong="[server.api\nport = 4300\n",
    right="[server.api]\nport = 4300\n",
    reference=toml("table"),
)
UNCLOSED_INLINE_TABLE = _syntax(
    name="unclosed-inline-table",
    title="Inline table not closed",
    meaning="The inline table is not closed.",
    remedy="Add `}` on the same line.",
    wrong="[server]\napi = { port = 4300\n",
    right="[server]\napi = { port = 4300 }\n",
    reference=toml("inline-table"),
)
UNCLOSED_STRING = _syntax(
    name="unclosed-string",
    title="String not closed",
    meaning="A string has no closing quote.",
    remedy='Add it on the same line, or put text of several lines between `"""` and `"""`.',
    wrong='[server.api]\nhost = "localhost\n',
    right='[server.api]\nhost = "localhost"\n',
    reference=toml("string"),
)
UNEXPECTED_TEXT = _syntax(
    name="unexpected-text",
    title="Unexpected text",
    meaning="There is text where TOML does not allow any, for instance after a value or a header.",
    remedy="Remove it, or put `#` before it to make it a comment.",
    wrong="[server.api]\nport = 4300 the default is 4200\n",
    right="[server.api]\nport = 4300 # the default is 4200\n",
    reference=toml("keyvalue-pair"),
)
