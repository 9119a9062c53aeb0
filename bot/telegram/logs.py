"""The log: structured, on standard error, and without the token.

httpx logs every URL at INFO, and Telegram's URLs hold the token: that logger is silenced. As a second wall
everything that any logger writes, tracebacks included, goes through a filter that knows the token.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

QUIET = ("httpx", "httpcore", "tornado.access", "asyncio", "apscheduler")
"""Loggers of which only warnings are heard."""

REDACTED = "<redacted>"


def configure(form: Literal["console", "json"], secrets: Sequence[str], stream: TextIO | None = None) -> None:
    """Send every logger's records to one handler.

    Args:
        form: How a record is written.
        secrets: What must not be written.
        stream: Where to; None: standard error.
    """
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    writer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    written = [structlog.processors.format_exc_info, writer] if form == "json" else [writer]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        _Redacting(
            [part for part in secrets if part],
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=shared, processors=[_drop_private, *written]
            ),
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class _Redacting(logging.Formatter):
    """Takes the secrets out of what another formatter wrote."""

    def __init__(self, secrets: Sequence[str], inner: logging.Formatter) -> None:
        super().__init__()
        self._secrets = secrets
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The record as it may be read."""
        return redacted(self._inner.format(record), self._secrets)


def redacted(said: str, secrets: Sequence[str]) -> str:
    """A text without the secrets."""
    for secret in secrets:
        said = said.replace(secret, REDACTED)
    return said


def _drop_private(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(None, "", event)
