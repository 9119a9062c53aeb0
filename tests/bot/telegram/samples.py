"""Articles and answers to try the bot's parts on."""

from __future__ import annotations

import dataclasses
import datetime

from telegram import Chat, Message, MessageEntity, Update, User

from corpus.identity import content_id
from corpus.models import Article, ArticleKind
from retrieval.models import Also, Answer, Citation, Claim, Nearest, Passage, Period

TEXT = "昨日，湿地公园的鹭岛观鸟台开放，首日来了412人。观鸟台高9米，可容60人。\n园方提醒：不要投喂。"


NOW = datetime.datetime(2024, 3, 8, tzinfo=datetime.UTC)
ANONYMOUS = User(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
"""Stands before every admin of every group who writes in the group's name."""


def said(text: str, user: User, chat: int, *, number: int = 1, code: bool = False) -> Update:
    """A message as Telegram delivers it: a command bears its entity, unless it is set in code."""
    kind = Chat.PRIVATE if chat > 0 else Chat.SUPERGROUP
    where, word = Chat(chat, kind), text.split(" ", 1)[0]
    marks = [MessageEntity(MessageEntity.BOT_COMMAND, 0, len(word))] if text.startswith("/") else []
    marks = [MessageEntity(MessageEntity.CODE, 0, len(text))] if code else marks
    stands_for = where if user == ANONYMOUS else None
    message = Message(number, NOW, where, from_user=user, sender_chat=stands_for, text=text, entities=marks)
    return Update(number, message=message)


def article(text: str = TEXT, headline: str = "鹭岛观鸟台开放", identity: str | None = None) -> Article:
    made = Article(
        id="", kind=ArticleKind.ARTICLE, headline=headline, headline_made=False, text=text,
        reporters=("沈一苇",), date=datetime.date(2024, 3, 8), paper="江岸晚报", page="2",
    )  # fmt: skip
    return dataclasses.replace(made, id=identity or content_id(made))


def answer(of: Article | None = None, question: str = "首日来了多少人？", status: str = "answered") -> Answer:
    one = of or article()
    quote = one.text[: one.text.index("。") + 1]
    at = quote.find("412人")
    spans = ((at, at + 4),) if at >= 0 else ()
    passages = (Passage(one, "江岸晚报.txt", 0, len(one.text), 0.9, 0.8, 3.0),)
    if status != "answered":
        return Answer(
            question, "zh", "refused", "存档里没有。", passages=passages, reason="not_in_corpus",
            nearest=(Nearest(one.headline or "", "2024-03-08", one.id),), generation="000007",
        )  # fmt: skip
    return Answer(
        question, "zh", "answered", quote, claims=(Claim(quote, (1,)),),
        citations=(
            Citation(
                1, one, "江岸晚报.txt", "text", 0, len(quote), quote, spans,
                (Also("别处", "鹭岛", "水乡日报", datetime.date(2024, 3, 9), "1", "水乡日报.txt"),),
            ),
        ),
        period=Period(datetime.date(2024, 3, 1), datetime.date(2024, 3, 8), "issue"),
        passages=passages, generation="000007",
    )  # fmt: skip
