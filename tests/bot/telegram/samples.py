"""Articles and answers to try the bot's parts on."""

from __future__ import annotations

import dataclasses
import datetime

from corpus.identity import content_id
from corpus.models import Article, ArticleKind
from retrieval.models import Also, Answer, Citation, Claim, Nearest, Passage, Period

TEXT = "昨日，湿地公园的鹭岛观鸟台开放，首日来了412人。观鸟台高9米，可容60人。\n园方提醒：不要投喂。"


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
