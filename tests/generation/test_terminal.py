"""What a person at a terminal sees of a model's answer."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from bot import render, streaming
from retrieval.generation.asker import GeneratingAsker
from tests.generation.conftest import LENGTH, asker_of
from tests.generation.server import ModelServer, Reply, Script, replies

Serve = Callable[[Script], ModelServer]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Console:
    """A terminal that keeps what it was sent."""
    console = Console(file=io.StringIO(), force_terminal=True, width=100, color_system=None)
    monkeypatch.setattr(render, "console", lambda: console)
    monkeypatch.setattr(streaming, "console", lambda: console)
    return console


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def asking(serve: Serve, said: str) -> GeneratingAsker:
    return asker_of(serve(replies(Reply(said))))


@pytest.mark.usefixtures("_all_near")
def test_each_sentence_carries_its_number_and_each_quote_stands_below(serve: Serve, screen: Console) -> None:
    server = serve(replies(Reply("东风大桥全长860米。[1]社区食堂一份午餐12元。[2]")))
    render.print_answer(asker_of(server).ask(LENGTH))
    lines = [line.rstrip() for line in shown(screen).splitlines()]
    assert lines[0] == "东风大桥全长860米。[1]社区食堂一份午餐12元。[2]"
    below = "".join(lines[1:])
    assert "大桥全长860米，双向六车道" in below.split("[1]", maxsplit=1)[0]
    assert "城南社区食堂5月8日开业，一份午餐12元。[2]" in lines


def test_quotes_in_place_of_prose_say_why(serve: Serve, screen: Console) -> None:
    render.print_answer(asking(serve, "大桥全长680米。[1]").ask(LENGTH))
    first, *rest = shown(screen).splitlines()
    assert "核对" in first
    assert "680" not in shown(screen)
    assert any("860米" in line for line in rest)


def test_a_proved_sentence_appears_before_the_answer_is_whole(serve: Serve, screen: Console) -> None:
    with streaming.appearing() as on_text:
        asking(serve, "东风大桥全长860米。[1]大桥每天可通行4万辆车。[1]").ask(LENGTH, on_text=on_text)
    text = shown(screen)
    assert 0 <= text.find("东风大桥全长860米。") < text.find("东风大桥全长860米。大桥每天可通行4万辆车。")


def test_a_pipe_gets_nothing_before_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(file=io.StringIO(), force_terminal=False)
    monkeypatch.setattr(streaming, "console", lambda: console)
    with streaming.appearing() as on_text:
        assert on_text is None
    assert shown(console) == ""


def test_an_escape_in_a_models_words_is_text(screen: Console) -> None:
    with streaming.appearing() as on_text:
        assert on_text is not None
        on_text("红\x1b[31m色")
    assert "\x1b[31m" not in shown(screen)
