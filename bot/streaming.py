"""An answer that appears sentence by sentence at a terminal, and makes room for itself when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.live import Live
from rich.text import Text

from bot.terminal import console, visible
from retrieval.asker import OnText

_STYLE = "dim"


@contextmanager
def appearing(*, quiet: bool = False) -> Iterator[OnText | None]:
    """Give what `Asker.ask` tells of an answer in the making; the text vanishes at the end.

    Into a pipe or a file nothing is streamed: what reads there gets the whole answer, once.

    Args:
        quiet: Show nothing.
    """
    out = console()
    if quiet or not out.is_terminal:
        yield None
        return
    with Live(Text(), console=out, transient=True, auto_refresh=False) as live:
        yield lambda text: live.update(Text(visible(text), style=_STYLE), refresh=True)
