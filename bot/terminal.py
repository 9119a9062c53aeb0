"""The two consoles of a terminal program, and text made safe for them.

Answers go to stdout, everything else (progress, errors, hints) to stderr. Rich turns colours off
where the output is no terminal or `NO_COLOR` is set.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console

_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_HIDDEN = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
_HIDDEN |= {0x7F: "\u2421"} | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
_HIDDEN |= dict.fromkeys(map(ord, _BIDI), "")


UNFOLDED = 1_000_000
"""Columns of an output that is no terminal: more than any line has."""


def console() -> Console:
    """Where answers go; made anew so that it follows a redirected stdout.

    Lines are folded to the terminal's width, and not at all where the output is no terminal: `grep` and
    files want whole lines.
    """
    made = Console(highlight=False, markup=False, emoji=False)
    return made if made.is_terminal else Console(highlight=False, markup=False, emoji=False, width=UNFOLDED)


def error_console() -> Console:
    """Where progress, hints and errors go."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def visible(text: str) -> str:
    """Make control characters harmless: an article or a question cannot steer the terminal.

    Escape and its like become their Unicode pictures, bidirectional controls vanish; newlines and
    tabs stay.
    """
    return text.translate(_HIDDEN)


def in_a_line(error: Exception) -> str:
    """What an error says, as one line that cannot steer the terminal; its kind where it says nothing."""
    return " ".join(visible(str(error)).split()) or type(error).__name__


def unexpected(error: Exception) -> str:
    """The line for a defect of ours."""
    said = in_a_line(error)
    return f"unexpected {type(error).__name__}: {said} (run again with --debug and report it, please)"


def print_json(value: Mapping[str, Any] | list[Any]) -> None:
    """Write one JSON value as one line of UTF-8, whatever the locale."""
    line = json.dumps(value, ensure_ascii=False) + "\n"
    data = line.encode("utf-8", "backslashreplace")
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(line)
    else:
        sys.stdout.flush()
        binary.write(data)
        binary.flush()
