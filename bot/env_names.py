"""What is odd about the names under which settings were set: a typo is told, for it changes nothing."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from pathlib import Path

from dotenv.parser import parse_stream

NEAR = 0.75
"""How like an unknown name must be to a known one to be taken for it: `difflib`'s ratio of letters, without
the prefix. Set by hand: llm_deadlin, telegram_admin and datadir are above it, llm_timeout and top_k not."""


def strange_names(environment: Iterable[str], file: Path, prefix: str, known: Collection[str]) -> list[str]:
    """Tell of unknown names that begin like a setting's, and of lines of the file that set nothing.

    Args:
        environment: The names that are set.
        file: The `.env` file; it need not be there.
        prefix: Of all settings.
        known: The settings' names in lower case, without it.
    """
    said = [_unknown(name, "the environment", prefix, known) for name in environment]
    try:
        with file.open(encoding="utf-8") as stream:
            for binding in parse_stream(stream):
                if binding.error:
                    line = binding.original.line + _blank_lines(binding.original.string)
                    said.append(f"line {line} of {file} is no NAME=value and sets nothing")
                elif binding.key:
                    said.append(_unknown(binding.key, str(file), prefix, known))
    except (OSError, UnicodeDecodeError):
        pass  # it is not there, or `load_settings` has told of it
    return [line for line in said if line]


def _blank_lines(text: str) -> int:
    return text[: len(text) - len(text.lstrip())].count("\n")


def _unknown(name: str, where: str, prefix: str, known: Collection[str]) -> str:
    if not name.upper().startswith(prefix):
        return ""
    bare = name[len(prefix) :].lower()
    if bare in known:
        return ""
    near = difflib.get_close_matches(bare, known, 1, NEAR)
    meant = f"did you mean {prefix}{near[0].upper()}?" if near else "`.env.example` lists the settings"
    return f"unknown setting {name} in {where}: {meant}"
