"""Lax conversions of single values, as pydantic makes them when Prefect loads its settings.

Each function takes what tomllib made of one TOML value and returns a verdict.  None of them knows
of bounds, tables or Prefect; `lax_float` and `lax_int` may also be given what JSON holds.
"""

from __future__ import annotations

from prefect_toml_lsp.prefect.acceptance.verdicts import (
    ACCEPTED,
    Converted,
    Refused,
    Verdict,
    refuse_type,
)

MAX_INT_TEXT = 4300
_I64 = 2**63
# White space as Unicode defines it; `str.strip` would also take U+001C to U+001F.
WHITE_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_TRUE = frozenset(("1", "on", "t", "true", "y", "yes"))
_FALSE = frozenset(("0", "off", "f", "false", "n", "no"))
BOOLEAN_WORDS = ("true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "1", "0")


def lax_bool(value: object) -> Verdict:
    """true, false, the numbers 0 and 1, and the words in `BOOLEAN_WORDS` in any case."""
    if isinstance(value, bool):
        return ACCEPTED
    if isinstance(value, str):
        word = value.lower() if value.isascii() else value
        if word in _TRUE or word in _FALSE:
            return Converted(word in _TRUE, "bool-from-string")
        return Refused("bool-string", {"allowed": BOOLEAN_WORDS})
    if isinstance(value, (int, float)):
        if value in (0, 1):
            return Converted(value == 1, "bool-from-number")
        return Refused("bool-number", {"allowed": (0, 1)})
    return refuse_type("boolean", value)


def lax_int(value: object) -> Verdict:
    """Whole numbers of any size, floats without a fraction within 64 bits, digits in a string."""
    if isinstance(value, bool):
        return Converted(int(value), "int-from-bool")
    if isinstance(value, int):
        return ACCEPTED
    if isinstance(value, float):
        return _int_from_float(value)
    if isinstance(value, str):
        return _int_from_string(value)
    return refuse_type("integer", value)


def _int_from_float(value: float) -> Verdict:
    if value != value or value in (float("inf"), float("-inf")):
        return Refused("int-not-finite", {})
    if value % 1:
        return Refused("int-fraction", {})
    if not -_I64 < value < _I64:
        return Refused("int-overflow", {"bits": 64})
    return Converted(int(value), "int-from-float")


def _int_from_string(text: str) -> Verdict:
    number = text.strip(WHITE_SPACE)
    whole, point, zeros = number.partition(".")
    if point and (not zeros or zeros.strip("0")):
        fraction = zeros.isascii() and zeros.isdigit()
        return Refused("int-fraction" if fraction else "int-string", {})
    digits = _digits_of_int(whole)
    if digits is None:
        return Refused("int-string", {})
    if len(digits.lstrip("-")) > MAX_INT_TEXT:
        return Refused("int-overflow", {"digits": MAX_INT_TEXT})
    return Converted(int(digits), "int-from-string")


def _digits_of_int(text: str) -> str | None:
    """The digits of a whole number, with a minus if it has one, or None.

    A sign may be first; zeros and underscores after a first zero are dropped, and then another
    minus may follow: ``"0-7"`` is -7.  Elsewhere, single underscores are allowed between
    characters.
    """
    signed = text[:1] in ("+", "-")
    minus = text[:1] == "-"
    body = text[1:] if signed else text
    late_minus = body.startswith("0") and not minus
    if body.startswith("0"):
        body = body[:-1].lstrip("0_") + body[-1:]
    if body.startswith("_") or body.endswith("_") or "__" in body:
        return None
    digits = body.replace("_", "")
    if late_minus and digits.startswith("-"):
        minus, digits = True, digits[1:]
        if digits.startswith("0") and digits != "0":
            return None
    if not (digits.isascii() and digits.isdigit()):
        return None
    return "-" + digits if minus else digits


def lax_float(value: object) -> Verdict:
    """Numbers, and numbers in strings, including ``inf`` and ``nan``."""
    if isinstance(value, bool):
        return Converted(float(value), "number-from-bool")
    if isinstance(value, float):
        return ACCEPTED
    if isinstance(value, int):
        try:
            nearest = float(value)
        except OverflowError:
            return Refused("number-overflow", {})
        return ACCEPTED if nearest == value else Converted(nearest, "number-rounded")
    if isinstance(value, str):
        number = float_from_string(value)
        if number is None:
            return Refused("number-string", {})
        return Converted(number, "number-from-string")
    return refuse_type("number", value)


def float_from_string(text: str) -> float | None:
    """The number that Rust reads in `text`, or else in `text` without its underscores."""
    number = _rust_float(text.strip(WHITE_SPACE))
    if number is not None:
        return number
    if "_" not in text or "__" in text or text.startswith("_") or text.endswith("_"):
        return None
    return _rust_float(text.replace("_", ""))


def _rust_float(text: str) -> float | None:
    """The result of ``str::parse::<f64>`` for `text`: ASCII, no white space, no underscores."""
    if not text.isascii() or "_" in text or text != text.strip():
        return None
    try:
        return float(text)
    except ValueError:
        return None


def lax_str(value: object) -> Verdict:
    """A string.  A number is refused: nothing is written out as text."""
    return ACCEPTED if isinstance(value, str) else refuse_type("string", value)
