"""JSON text as data. An error about it does not lead to the text, which is a patient's."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from all_risk.errors import InvalidDocument, Problem

__all__ = ["json_number", "parsed"]


def parsed(text: str | bytes, *, encoding: str = "utf-8", **hooks: Any) -> Any:
    """What a JSON text holds.

    Args:
        text: The text.
        encoding: How bytes are encoded.
        **hooks: What `json.loads` makes numbers and objects with.

    Returns:
        The data.

    Raises:
        InvalidDocument: If it is not JSON. What Python raised holds the whole text, and is not
            its context.
        RecursionError: If it is nested too deeply.

    Examples:
        >>> parsed(b'{"wbc": 82}')
        {'wbc': 82}
    """
    try:
        return json.loads(text if isinstance(text, str) else text.decode(encoding), **hooks)
    except UnicodeDecodeError as error:
        code, wrong = "not_utf8", f"the text is not UTF-8 at byte {error.start}"
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        code, wrong = "not_json", f"the text is not JSON: {error.msg} at {where}"
    except (ValueError, ArithmeticError):
        code, wrong = "not_json", "the text holds a number that is too long"
    raise InvalidDocument(Problem("$", code, wrong))


def json_number(value: Decimal) -> int | float:
    """A number as JSON has it: whole where it is whole.

    Args:
        value: The number.

    Returns:
        The same number.

    Examples:
        >>> json_number(Decimal("46.0")), json_number(Decimal("1.16"))
        (46, 1.16)
    """
    return int(value) if value == value.to_integral_value() else float(value)
