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
from retrieval.models import Answer, Language, Turn
from vectorstore.models import CatalogueEntry

if TYPE_CHECKING:
    from retrieval.asker import Asker

HELP: dict[Language, str] = {
    "en": """\
Ask in Chinese or English; an empty line asks nothing. A follow-up (那时间呢？, who wrote it?) is understood
with the questions before it.
  /show N    the whole article behind source [N] of the last answer
  /reset     forget the conversation: the next question stands alone
  /help      this help
  /quit      leave (exit and Ctrl-D too)""",
    "zh": """\
用中文或英文提问；空行不算提问。可以接着前面的问题追问（那时间呢？谁写的？）。
  /show N    看上一个回答的来源 [N] 全文
  /reset     忘掉前面的对话，下一个问题单独理解
  /help      这份帮助
  /quit      离开（exit 和 Ctrl-D 也行）""",
}
_NO_SOURCE: dict[Language, str] = {
    "en": "The last answer has no source [{}].",
    "zh": "上一个回答没有来源 [{}]。",
}
_NO_COMMAND: dict[Language, str] = {"en": "There is no command {}.", "zh": "没有 {} 这个命令。"}
_SHOW_HOW: dict[Language, str] = {
    "en": "Say which source: /show 1",
    "zh": "请说明是哪个来源：/show 1",
}

COMMANDS = frozenset({"/show", "/reset", "/help", "/quit", "/exit"})

LEAVE = frozenset({"/quit", "/exit", "exit", "quit", "exit()", "quit()", "退出"})
"""Whole lines that end the chat: other programs' words as well, which no one asks a newspaper."""

PROMPT = "问 › "

REMEMBERED = 10
"""Turns that a follow-up may go back to."""


def run_chat(answerer: Asker, history: Path) -> None:
    """Read questions until the end of the input or /quit.

    What the chat itself says is in the language of the last question; before the first, in both.
    """
    reader = _Reader(history)
    last: Answer | None = None
    turns: deque[Turn] = deque(maxlen=REMEMBERED)
    if sys.stdin.isatty():
        console().print(
            "请用中文或英文提问；/help 看帮助，Ctrl-D 离开。 Ask in Chinese or English; /help shows more.",
            style="dim",
        )
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
    langs: tuple[Language, ...] = (last.lang,) if last else ("zh", "en")
    if words[0] == "/show":
        asked = words[1].strip("[]【】") if len(words) > 1 else ""
        for citation in last.citations if last else ():
            if asked == str(citation.n):
                print_article(CatalogueEntry(citation.article, citation.source))
                return
        for lang in langs:
            said = _NO_SOURCE[lang].format(asked) if asked else _SHOW_HOW[lang]
            console().print(visible(said), soft_wrap=True)
        return
    for lang in langs:
        if words[0] not in COMMANDS:
            console().print(visible(_NO_COMMAND[lang].format(words[0])), soft_wrap=True)
        console().print(HELP[lang])


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
