"""What a command can fail with, and how a person is told: one line, and an exit status.

    BotError
    ├── SettingsInvalid    a WENBAO_ variable holds something that cannot be used
    ├── BadInput           an argument names what is not there, or cannot be read
    ├── OutputRefused      what was to be printed cannot be written
    └── TelegramBotError   the Telegram bot cannot run (bot/telegram/errors.py)

The errors of the other packages pass through unchanged: each message is one line that says what
to do. `exit_status` tells which status a script sees.
"""

from __future__ import annotations

from corpus.errors import CorpusError
from retrieval.errors import RetrievalError
from retrieval.generation.errors import ModelUnusable
from vectorstore.errors import VectorStoreError

ANSWERED = 0
FAILED = 1
USAGE = 2
REFUSED = 3
SOME_SOURCES_FAILED = 4
ANOTHER_POLLER = 5
INTERRUPTED = 130


class BotError(Exception):
    """A command cannot do what was asked.

    Attributes:
        status: The exit status that a script sees.
    """

    status = USAGE


class SettingsInvalid(BotError):
    """A setting cannot be used."""


class BadInput(BotError):
    """An argument names what is not there, or cannot be read."""


class OutputRefused(BotError):
    """What was to be printed cannot be written: stdout is a file on a full disk."""

    status = FAILED


EXPECTED = (BotError, CorpusError, RetrievalError, VectorStoreError)
"""Errors that a user can do something about; anything else is a defect of ours."""


def exit_status(error: Exception) -> int:
    """The exit status of a command that ends with this error."""
    if isinstance(error, ModelUnusable):  # WENBAO_LLM is a setting like any other
        return USAGE
    return error.status if isinstance(error, BotError) else FAILED
