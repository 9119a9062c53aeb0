"""What a new generation and a takedown lead to, over a real store and with a bot that only takes notes."""

from __future__ import annotations

import asyncio
import re
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, TelegramError

from bot.composition import App
from bot.settings import Settings
from bot.stored import keepers
from bot.telegram.limits import Gate
from bot.telegram.metrics import Metrics
from bot.telegram.models import Place, StoredAnswer
from bot.telegram.notices import Notices
from bot.telegram.searching import Searching
from bot.telegram.store import Records
from bot.telegram.store.answers import new_key
from retrieval.models import Answer, Citation
from tests.conftest import SAMPLES
from vectorstore.archive import Archive
from vectorstore.embedding import Embedder
from vectorstore.errors import StoreError
from vectorstore.refresh import RefreshRequest, refresh
from vectorstore.takedown import take_down

READER = Place(11, None, 11)
PAGE = """江岸晚报 2024年3月8日 第2版

鹭岛观鸟台开放

本报讯（记者 沈一苇）昨日，湿地公园的鹭岛观鸟台对市民开放，首日来了412人。观鸟台高9米，可容60人。
"""


@dataclass
class NotingBot:
    """Takes what it is told to send; fails where it is told to."""

    sent: list[tuple[int, str]] = field(default_factory=list)
    edited: list[tuple[int, int, str]] = field(default_factory=list)
    fails: TelegramError | None = None
    username: str = "wenbao_bot"

    async def send_message(self, chat: int, said: str, **_: Any) -> SimpleNamespace:
        if self.fails:
            raise self.fails
        self.sent.append((chat, said))
        return SimpleNamespace(message_id=len(self.sent))

    async def edit_message_text(self, said: str, chat: int, message: int, **_: Any) -> None:
        if self.fails:
            raise self.fails
        self.edited.append((chat, message, said))


class Watch:
    """A store, its records, and one look at a time."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.app = App(Settings(data_dir=folder))
        self.app.__dict__["embedder"] = embedder  # unpacked once a run
        self.records = Records(folder)
        self.searching = Searching(self.app)
        self.gate = Gate(self.records.people, frozenset(), frozenset())
        self.bot = NotingBot()
        self.pages = folder.parent / "pages"

    def notices(self) -> Notices:
        return Notices(self.searching, self.records, Metrics(), self.gate, days=30)

    def look(self, notices: Notices | None = None) -> None:
        async def once() -> None:
            await (notices or self.notices())._once(cast("Bot", self.bot))

        asyncio.run(once())

    def print_page(self, name: str, text: str) -> None:
        (self.pages / name).write_text(text, encoding="utf-8")
        refresh(self.app.store, self.app.embedder, RefreshRequest(samples=SAMPLES, paths=(self.pages,)))

    def article_id(self, headline: str) -> str:
        entries = self.app.archive.get().entries()
        return next(entry.article.id for entry in entries if entry.article.headline == headline)


@pytest.fixture
def watch(tmp_path: Path, sample_store: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Watch:
    monkeypatch.setattr("vectorstore.takedown.GRACE", 0.1)  # this process holds the generation before
    shutil.copytree(sample_store, tmp_path / "data")
    shutil.copytree(SAMPLES, tmp_path / "pages", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return Watch(tmp_path / "data", embedder)


def test_a_subscriber_hears_once_of_what_a_refresh_added_and_not_of_what_was_there(watch: Watch) -> None:
    watch.records.subscriptions.add(READER, "观鸟台", "zh")
    watch.records.subscriptions.add(READER, "绿色工厂", "zh")  # only in pages that were there before
    watch.look()
    assert watch.bot.sent == []
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    for _ in range(2):
        watch.look()
    ((chat, said),) = watch.bot.sent
    assert chat == READER.chat
    assert "您订阅的“观鸟台”有新报道" in said
    assert "鹭岛<b>观鸟台</b>" in said
    assert "江岸晚报 · 2024-03-08 · 第2版" in said


def test_what_was_indexed_before_the_first_start_is_no_news_and_what_comes_while_it_starts_is(
    watch: Watch,
) -> None:
    notices = watch.notices()
    notices.begin()
    watch.records.subscriptions.add(READER, "观鸟台", "zh")
    watch.records.subscriptions.add(READER, "绿色工厂", "zh")
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    watch.look()
    assert [said.partition("”")[0] for _, said in watch.bot.sent] == ["您订阅的“观鸟台"]
    notices.begin()  # at the next start nothing is taken for known unseen
    assert watch.records.subscriptions.generation() == "000002"


def test_an_empty_store_is_no_error_at_the_start(watch: Watch, tmp_path: Path, embedder: Embedder) -> None:
    empty = Watch(tmp_path / "empty", embedder)
    empty.notices().begin()
    assert empty.records.subscriptions.generation() == "000000"
    empty.look()
    assert empty.bot.sent == []
    assert watch.records.subscriptions.generation() is None


def test_a_page_that_moves_to_another_file_is_no_news(watch: Watch) -> None:
    watch.look()
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    watch.look()
    watch.records.subscriptions.add(READER, "观鸟台", "zh")
    (watch.pages / "江岸晚报_2024-03-08_02.txt").unlink()
    watch.print_page("又名_江岸晚报_2024-03-08_02.txt", PAGE)
    watch.look()
    assert watch.bot.sent == []


def test_a_subscriber_who_blocked_the_bot_is_let_go(watch: Watch) -> None:
    watch.records.subscriptions.add(READER, "观鸟台", "zh")
    watch.look()
    watch.bot.fails = Forbidden("bot was blocked by the user")
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    watch.look()
    assert watch.records.subscriptions.every() == []


def test_a_takedown_reaches_stored_answers_at_once_and_their_messages_at_the_next_look(
    watch: Watch,
) -> None:
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    watch.look()
    answer = watch.app.answerer.ask("观鸟台首日来了多少人？")
    assert answer.status == "answered"
    stored = StoredAnswer(new_key(), READER, 77, "zh", short=False, answer=answer)
    watch.records.answers.add(stored)
    identity = watch.article_id("鹭岛观鸟台开放")
    store = watch.app.store
    take_down(store, watch.app.embedder, identity, keepers=keepers(store.folder))
    assert watch.records.answers.get(stored.key) is None
    assert "412人".encode() not in b"".join(
        path.read_bytes() for path in store.folder.glob("telegram.sqlite*")
    )
    watch.bot.fails = NetworkError("Telegram is down")
    watch.look()
    watch.bot.fails = None
    watch.look()
    watch.look()
    assert watch.bot.edited == [(11, 77, "这条回答引用的报道已撤下。")]


def test_an_answer_that_was_stored_while_its_article_was_taken_down_goes_too(watch: Watch) -> None:
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    answer = watch.app.answerer.ask("观鸟台首日来了多少人？")
    take_down(watch.app.store, watch.app.embedder, watch.article_id("鹭岛观鸟台开放"))
    stored = StoredAnswer(new_key(), READER, 77, "zh", short=False, answer=answer)
    watch.records.answers.add(stored)
    watch.look()
    assert watch.records.answers.get(stored.key) is None


def test_an_answer_whose_passage_was_opened_and_taken_down_is_shown_again(watch: Watch) -> None:
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    answer = watch.app.answerer.ask("哪6家企业成功创建省级绿色工厂？")
    entries = watch.app.archive.get().entries()
    taken = next(entry.article for entry in entries if entry.article.headline == "鹭岛观鸟台开放")
    extra = replace(answer.passages[0], article=taken, start=0, end=9)
    beside = replace(answer, passages=(*answer.passages[:3], extra))
    stored = StoredAnswer(new_key(), READER, 77, "zh", short=False, answer=beside)
    watch.records.answers.add(stored)
    watch.records.retractions.showing(READER.chat, 77, [taken], "zh")
    watch.look()
    take_down(watch.app.store, watch.app.embedder, taken.id)
    watch.look()
    ((chat, message, said),) = watch.bot.edited
    assert (chat, message) == (READER.chat, 77)
    assert answer.citations[0].quote[:12] in re.sub("<[^>]*>", "", said)
    assert "412人" not in said


def test_a_generation_that_could_not_be_read_is_looked_at_again(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.records.subscriptions.add(READER, "观鸟台", "zh")
    notices = watch.notices()
    watch.look(notices)
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    opens = Searching.archive

    def fails(_: Searching) -> Archive:
        raise StoreError("a disk that went away for a moment")

    monkeypatch.setattr(Searching, "archive", fails)
    with pytest.raises(StoreError):
        watch.look(notices)
    monkeypatch.setattr(Searching, "archive", opens)
    watch.look(notices)
    assert len(watch.bot.sent) == 1


def test_a_subscriber_in_english_gets_the_sentence_that_answers(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.look()
    watch.records.subscriptions.add(READER, "bird platform capacity", "en")
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    entry = next(e for e in watch.app.archive.get().entries() if e.article.headline == "鹭岛观鸟台开放")
    start = entry.article.text.index("观鸟台高9米")
    quote = entry.article.text[start:]
    found = Citation(1, entry.article, entry.source, "text", start, start + len(quote), quote)
    monkeypatch.setattr(
        watch.app.quoting, "ask", lambda said: Answer(said, "en", "answered", quote, citations=(found,))
    )
    watch.look()
    ((_, said),) = watch.bot.sent
    assert "可容60人" in said
    assert "412人" not in said


def test_a_subscriber_who_was_denied_hears_nothing_and_later_only_of_what_is_new(watch: Watch) -> None:
    watch.records.subscriptions.add(READER, "观鸟台", "zh")
    watch.look()
    watch.gate.permit(READER.user, allowed=False)
    watch.print_page("江岸晚报_2024-03-08_02.txt", PAGE)
    watch.look()
    watch.gate.permit(READER.user, allowed=True)
    watch.look()
    assert watch.bot.sent == []
    watch.print_page("江岸晚报_2024-03-09_02.txt", PAGE.replace("开放", "关闭").replace("8日", "9日"))
    watch.look()
    assert len(watch.bot.sent) == 1
