"""Spans of OpenTelemetry around embedding, search, answer and model call: off until `enable` is called.

    wenbao.ask
    ├── wenbao.answer
    │   ├── wenbao.search
    │   │   └── wenbao.embed
    │   └── …
    └── wenbao.model

While it is off nothing of OpenTelemetry is imported and a span costs a function call. Spans hold figures and
codes; a question's text only where `enable` was told so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

Value = str | bool | int | float
P = ParamSpec("P")
R = TypeVar("R")

NAME = "wenbao"


class _Tracing:
    """Whether and how spans are made; one a process."""

    def __init__(self) -> None:
        self.tracer: Tracer | None = None
        self.texts = False


_TRACING = _Tracing()


class Noted:
    """What is noted of a span while it lasts."""

    def __init__(self, span: Any = None) -> None:
        self._span = span

    def note(self, **attributes: Value | None) -> None:
        """Add attributes, `wenbao.` before their names; None is left out."""
        if self._span is not None:
            for name, value in attributes.items():
                if value is not None:
                    self._span.set_attribute(f"{NAME}.{name}", value)

    def note_text(self, **texts: str) -> None:
        """Add texts of a reader's, where that was allowed."""
        if _TRACING.texts:
            self.note(**texts)


def enable(*, texts: bool = False) -> None:
    """Make spans from now on, through whichever provider is set up.

    Args:
        texts: Whether spans may hold the questions' text.
    """
    from opentelemetry import trace

    _TRACING.tracer, _TRACING.texts = trace.get_tracer(NAME), texts


def disable() -> None:
    """Make none from now on."""
    _TRACING.tracer, _TRACING.texts = None, False


@contextmanager
def span(name: str) -> Iterator[Noted]:
    """A span named `wenbao.NAME`, as long as the block runs."""
    tracer = _TRACING.tracer
    if tracer is None:
        yield Noted()
        return
    with tracer.start_as_current_span(f"{NAME}.{name}") as made:
        yield Noted(made)


def traced(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Put a span around every call of a function."""

    def around(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def inside(*args: P.args, **kwargs: P.kwargs) -> R:
            if _TRACING.tracer is None:
                return function(*args, **kwargs)
            with span(name):
                return function(*args, **kwargs)

        return inside

    return around
