"""Bots at work, each a real process with a store and a Telegram of its own; fixtures for several folders."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.botapi.people import Person
from tests.botapi.process import BotProcess, free_port, webhook
from tests.botapi.server import BotApi
from tests.conftest import SAMPLES
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.embedding import Embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

ADMIN = 4_242
TREES = 190
LONG_HEADLINE = "全市古树普查收官 每棵古树都有了编号"
PLACES = ("王助镇", "柳屯镇", "马庄桥镇", "两门镇", "梨园乡", "侯庙镇")


def long_report() -> str:
    """A report of some six thousand characters, as a `.jsonl` source."""
    body = f"历时八个月的全市古树普查昨日收官，普查一共登记古树{TREES}棵。\n" + "".join(
        f"{number}号古树长在{PLACES[number % len(PLACES)]}的第{number}处院落里，树高{5 + number % 17}米，"
        f"据测树龄{200 + number}年。"
        for number in range(1, TREES + 1)
    )
    told = {"id": "gushu", "headline": LONG_HEADLINE, "text": body, "date": "2023-05-19", "paper": "龙都新报"}
    return json.dumps({**told, "page": "2", "reporters": ["林间"]}, ensure_ascii=False) + "\n"


def print_pages(folder: Path) -> None:
    """The pages that the bot's archive is made of."""
    shutil.copytree(SAMPLES, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    (folder / "trees.jsonl").write_text(long_report(), encoding="utf-8")


@pytest.fixture(scope="session")
def embedded(shared_tmp: Path, sample_store: Path, embedder: Embedder) -> Path:
    """The cache of vectors of all pages, made once a run, so that every bot's store is built in no time."""
    folder = shared_tmp / "telegram-pages"
    store = StoreFolder(folder / "data")
    with FileLock(shared_tmp / "telegram-pages.lock"):
        if not (folder / "done").exists():
            shutil.copytree(sample_store, folder / "data")
            print_pages(folder / "pages")
            refresh(store, embedder, RefreshRequest(samples=SAMPLES, paths=(folder / "pages",)))
            (folder / "done").touch()
    return store.cache


UNHURRIED = "import bot.telegram.pacing as pacing; pacing.PRIVATE = pacing.GROUP = (1000, 1.0)"
"""Run before a bot whose pace is not what is tested: with `limited=False` nobody waits."""


@dataclass
class Stand:
    """A bot at work, its Telegram, and its admin.

    Attributes:
        pages: The folder that /refresh reads.
        data: The store.
    """

    api: BotApi
    bot: BotProcess
    admin: Person
    pages: Path
    data: Path

    def article_of(self, headline: str) -> str:
        """The id of the article whose headline begins so."""
        store = StoreFolder(self.data)
        with closing(Catalogue(store.catalogue(store.live().generation))) as catalogue:
            whole = [entry.article for entry in catalogue.entries()]
        return next(article.id for article in whole if (article.headline or "").startswith(headline))

    def print_page(self, name: str, text: str) -> None:
        """Put a page into the folder."""
        (self.pages / name).write_text(text, encoding="utf-8")


MakeStand = Callable[..., Stand]


@pytest.fixture(scope="module")
def make_stand(
    tmp_path_factory: pytest.TempPathFactory, embedded: Path, embedder: Embedder, models_cache: Path
) -> Iterator[MakeStand]:
    """Start a bot on a store of its own; `mode` is polling or webhook, `first` is run before it."""
    begun: list[Stand] = []

    def make(
        mode: str = "polling", *, start: bool = True, limited: bool = True, first: str = "", **settings: str
    ) -> Stand:
        folder = tmp_path_factory.mktemp(f"bot-{mode}")
        store = StoreFolder(folder / "data")
        store.cache.parent.mkdir(parents=True)
        shutil.copy(embedded, store.cache)
        print_pages(folder / "pages")
        refresh(store, embedder, RefreshRequest(samples=SAMPLES, paths=(folder / "pages",)))
        api = BotApi(limited=limited).__enter__()
        told = {
            "telegram_admins": str(ADMIN),
            **(webhook(free_port()) if mode == "webhook" else {}),
            **settings,
        }
        bot = BotProcess(api, folder / "data", models_cache, folder / "home" / "bot.log", first=first, **told)
        stand = Stand(api, bot, api.person("馆长", user_id=ADMIN), folder / "pages", store.folder)
        begun.append(stand)
        if start:
            bot.start().ready()
        return stand

    yield make
    for stand in begun:
        if stand.bot.running:
            stand.bot.tell()  # all of them, before any is waited for
    for stand in begun:
        stand.bot.stop()
        stand.api.__exit__()
