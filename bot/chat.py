"""`wenbao chat`: a line-editing loop of questions, with a history that outlives the session."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from bot.errors import EXPECTED
from bot.render import print_answer, print_article
from bot.streaming import appearing
from bot.terminal import console, error_console, visible
from retrieval.models import Answer, Turn
from vectorstore.models import CatalogueEntry

if TYPE_CHECKING:
    from retrieval.asker import Asker

HELP = """\
Ask in Chinese or English; an empty line asks nothing. A follow-up (那时间呢？, who wrote it?) is understood
with the questions before it.
  /show N    the whole article behind source [N] of the last answer
  /reset     forget the conversation: the next question stands alone
  /help      this help
  /quit      leave (exit and Ctrl-D too)"""

COMMANDS = frozenset({"/show", "/reset", "/help", "/quit", "/exit"})

LEAVE = frozenset({"/quit", "/exit", "exit", "quit", "exit()", "quit()", "退出"})
"""Whole lines that end the chat: other programs' words as well, which no one asks a newspaper."""

PROMPT = "问 › "

REMEMBERED = 10
"""Turns that a follow-up may go back to."""


def run_chat(answerer: Asker, history: Path) -> None:
    """Read questions until the end of the input or /quit."""
    reader = _Reader(history)
    last: Answer | None = None
    turns: deque[Turn] = deque(maxlen=REMEMBERED)
    if sys.stdin.isatty():
        console().print("Ask in Chinese or English; /help shows more, Ctrl-D leaves.", style="dim")
    while (line := reader.line()) is not None:
        line = line.strip()
        words = line.split()
        if not any(map(str.isalnum, line)):
            continue
        if line.lower() in LEAVE:
            return
        if words[0] == "/reset":
            turns.clear()
            continue
        if words[0].startswith("/"):
            _command(words, last)
            continue
        try:
            with appearing() as on_text:
                last = answerer.ask(line, before=tuple(turns), on_text=on_text)
        except EXPECTED as exc:
            error_console().print(visible(str(exc)), style="red", soft_wrap=True)
            continue
        turns.append(last.turn)
        print_understood(last)
        print_answer(last)


def print_understood(answer: Answer) -> None:
    """Show the whole question that a follow-up was taken for."""
    if answer.understood:
        words = "理解为：" if answer.lang == "zh" else "Understood as: "
        console().print(visible(words + answer.understood), style="dim", soft_wrap=True)


def _command(words: list[str], last: Answer | None) -> None:
    if words[0] == "/show" and len(words) > 1 and words[1].isdecimal():
        for citation in last.citations if last else ():
            if citation.n == int(words[1]):
                print_article(CatalogueEntry(citation.article, citation.source))
                return
        console().print(f"The last answer has no source [{words[1]}].")
    else:
        if words[0] not in COMMANDS:
            console().print(visible(f"There is no command {words[0]}."), soft_wrap=True)
        console().print(HELP)


class _Reader:
    """Lines from a terminal with editing and history, or from a pipe as they come."""

    def __init__(self, history: Path) -> None:
        self._session: PromptSession[str] | None = None
        if sys.stdin.isatty():
            self._session = PromptSession(history=_history(history), auto_suggest=AutoSuggestFromHistory())

    def line(self) -> str | None:
        """The next line, or None at the end."""
        if self._session is None:
            return sys.stdin.readline() or None
        try:
            return self._session.prompt(PROMPT)
        except KeyboardInterrupt:  # Ctrl-C gives the line up, not the chat
            return ""
        except EOFError:
            return None


def _history(path: Path) -> History:
    try:
        path.touch()
    except OSError:  # a data folder that cannot be written still answers questions
        return InMemoryHistory()
    return FileHistory(path)
