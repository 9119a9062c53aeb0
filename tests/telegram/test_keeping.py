"""What is done beside the bot, and to those who ask: takedowns, other processes' refreshes, limits."""

from __future__ import annotations

import pytest

from bot.telegram.lanes import PER_CHAT
from bot.telegram.texts import TEXTS
from tests.conftest import SAMPLES
from tests.telegram.stands import UNHURRIED, MakeStand, Stand
from vectorstore.embedding import Embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh
from vectorstore.takedown import take_down

ZH = TEXTS["zh"]
QUESTION = "2026年濮阳制造业产能的目标是多少？"
ANSWER = "2250亿元"
QUESTIONS = 12
"""Questions of one user a minute."""


@pytest.fixture(scope="module")
def stand(make_stand: MakeStand) -> Stand:
    return make_stand(limited=False, first=UNHURRIED, telegram_questions_per_minute=str(QUESTIONS))


def test_subscribers_hear_of_what_another_process_indexed_once(stand: Stand, embedder: Embedder) -> None:
    reader, other = stand.api.person("王一"), stand.api.person("李一", "en")
    assert ANSWER in reader.asks(QUESTION).text  # the bot has opened its archive, and so knows what is old
    reader.asks("/subscribe 龙舟赛")
    other.asks("/subscribe 龙舟赛")
    page = (
        "龙舟赛端午开桨\n\n"
        "本报讯 （记者 齐飞） 5月21日，记者获悉，龙舟赛端午节在金堤河开桨，共有24支队伍参加。\n"
    )
    stand.print_page("龙都新报_2023-05-22_03.txt", page)
    refresh(StoreFolder(stand.data), embedder, RefreshRequest(samples=SAMPLES))
    notice = reader.hears("龙舟赛端午开桨")
    assert "24支队伍" in notice.quotes[0] or "金堤河" in notice.quotes[0]
    assert notice.text.startswith(ZH.notice.format(words="龙舟赛"))
    assert other.hears("龙舟赛端午开桨").text.startswith(TEXTS["en"].notice.format(words="龙舟赛"))
    reader.turns(notice, ZH.open)
    refresh(StoreFolder(stand.data), embedder, RefreshRequest(samples=SAMPLES, rebuild=True))
    assert reader.asks("龙舟赛有多少支队伍参加？").text
    assert sum("您订阅的" in message.text for message in reader.bot_messages) <= 1


def test_an_article_that_was_taken_down_leaves_chats_and_buttons(stand: Stand, embedder: Embedder) -> None:
    reader = stand.api.person("王二")
    answer = reader.asks("新图书馆首批上架多少册图书？")
    assert "38万册" in answer.text
    store = StoreFolder(stand.data)
    article = stand.article_of("新图书馆6月1日起试开放")
    take_down(store, embedder, article)
    reader.sees(answer, lambda message: "38万册" not in message.text)
    assert "38万册" not in reader.asks("新图书馆首批上架多少册图书？").text


def test_a_groups_subscription_follows_it_when_it_becomes_a_supergroup(
    stand: Stand, embedder: Embedder
) -> None:
    reader, group = stand.api.person("王七"), stand.api.group("龙灯会", basic=True)
    assert ANSWER in group.asks(reader, f"/ask@wenbao_bot {QUESTION}").text
    group.asks(reader, "/subscribe@wenbao_bot 龙灯")
    upgraded = group.upgrades(reader)
    assert ANSWER in upgraded.asks(reader, f"/ask@wenbao_bot {QUESTION}").text
    page = "元宵龙灯巡游\n\n本报讯 （记者 齐飞） 5月22日，记者获悉，明年元宵的龙灯巡游已开始报名。\n"
    stand.print_page("龙都新报_2023-05-23_03.txt", page)
    refresh(StoreFolder(stand.data), embedder, RefreshRequest(samples=SAMPLES))
    assert "开始报名" in upgraded.hears("元宵龙灯巡游").text


def test_who_is_denied_is_told_and_who_is_allowed_again_is_answered(stand: Stand) -> None:
    reader = stand.api.person("王三")
    assert ANSWER in reader.asks(QUESTION).text
    stand.admin.asks(f"/deny {reader.id}")
    assert reader.asks(QUESTION).text == ZH.not_allowed.format(user=reader.id)
    stand.admin.asks(f"/allow {reader.id}")
    assert ANSWER in reader.asks(QUESTION).text


def test_more_than_a_chats_queue_holds_gets_a_fast_busy_word_and_the_rest_comes_in_order(
    stand: Stand,
) -> None:
    flood, other = stand.api.person("王四"), stand.api.person("李四")
    mine = str(flood.id)
    with stand.api.holding("sendMessage", about=lambda said: said["chat_id"] == mine) as gate:
        for _ in range(PER_CHAT + 3):
            flood.says(QUESTION)
        gate.reached(2)  # the first answer and the busy word
        assert ANSWER in other.asks(QUESTION).text
        gate.open()
        told = [flood.hears().text for _ in range(PER_CHAT + 1)]
    assert sum(text == ZH.busy for text in told) == 1
    assert sum(ANSWER in text for text in told) == PER_CHAT


def test_too_many_questions_in_a_minute_are_told_when_to_come_back(stand: Stand) -> None:
    reader, group = stand.api.person("王五"), stand.api.group("读者群")  # a group takes twenty at once
    for _ in range(QUESTIONS):
        assert ANSWER in group.asks(reader, f"/ask@wenbao_bot {QUESTION}").text
    assert group.asks(reader, f"/ask@wenbao_bot {QUESTION}").text.startswith(ZH.too_many.partition("{")[0])
    assert ANSWER in group.asks(stand.api.person("李五"), f"/ask@wenbao_bot {QUESTION}").text


def test_cancel_drops_what_waits(stand: Stand) -> None:
    reader = stand.api.person("王六")
    mine = str(reader.id)

    def answers(said: dict[str, str]) -> bool:
        return said["chat_id"] == mine and ANSWER in said["text"]

    with stand.api.holding("sendMessage", about=answers) as gate:
        reader.says(QUESTION)
        gate.reached()
        reader.says("新图书馆星期几不开门？")
        assert reader.asks("/cancel").text == ZH.cancelled
    reader.says("/help")
    reader.hears(ZH.help[:10])
    assert not any("周一" in message.text for message in reader.bot_messages)
