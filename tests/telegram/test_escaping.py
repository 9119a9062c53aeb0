"""No string of an article, a question or a model reaches Telegram unescaped.

Hostile strings go through the bot's own rendering, and what comes out is parsed as Telegram parses it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.keyboards import answer_keyboard
from bot.telegram.markup import Block, messages
from bot.telegram.models import Place, StoredAnswer
from bot.telegram.rendering import answer_blocks, article_page, passages_blocks
from bot.telegram.texts import TEXTS
from corpus.models import Article, ArticleKind
from retrieval.models import Answer, Citation, Claim, Nearest, Passage
from tests.botapi.keyboards import inline_keyboard
from tests.botapi.markup import parse_html
from tests.botapi.wording import ENTITIES, MESSAGE_LENGTH, finished, units

MARKUP = (
    *("<b>", "</b>", "</blockquote>", "<blockquote expandable>", "<a href='http://evil.example/'>", "</a>"),
    *("<script>", "<", ">", "&", "&lt;", "&amp;lt;", "&#60;b&#62;", "&#x3c;", "&quot;", "<!--", "]]>"),
    *("**", "__", "`", "[x](http://evil.example/)", "\\", "\x1b[31m", "\x00", "\r\n", "\u202e", "\u2028"),
    *("\u200b", "\ufeff", "\ud83d", "🏟", "濮阳", "。", "”", "\n\n", " ", "tg://user?id=1", "<tg-emoji>", '"'),
)
HOSTILE = st.lists(st.sampled_from(MARKUP) | st.text(min_size=1, max_size=6), min_size=1, max_size=12).map(
    "".join
)
LONG = st.tuples(HOSTILE, st.integers(1, 150)).map(lambda pair: pair[0] * pair[1])
MINE = {"bold", "italic", "expandable_blockquote"}
"""The only marks that the bot itself sets."""


@st.composite
def articles(draw: st.DrawFn) -> Article:
    some = st.none() | HOSTILE
    return Article(
        id=draw(HOSTILE), kind=ArticleKind.ARTICLE, headline=draw(some), headline_made=False,
        text=draw(HOSTILE | LONG), kicker=draw(some), deck=draw(some), byline=draw(some),
        reporters=tuple(draw(st.lists(HOSTILE, max_size=2))), date=datetime.date(2023, 5, 19),
        paper=draw(some), page=draw(some),
    )  # fmt: skip


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    article = draw(articles())
    body = article.text
    start = draw(st.integers(0, len(body) - 1))
    end = draw(st.integers(start + 1, len(body)))
    one = draw(st.integers(start, end - 1))
    spans = ((one, draw(st.integers(one + 1, end))),) if draw(st.booleans()) else ()
    quote = body[start:end]
    citation = Citation(1, article, draw(HOSTILE), "text", start, end, quote, spans)
    said = draw(st.sampled_from([f"“{quote}”[1]", quote, f"According to x: “{quote}”[1] Answer: "])) + draw(
        st.just("") | HOSTILE
    )
    return Answer(
        draw(HOSTILE),
        draw(st.sampled_from(["zh", "en"])),
        draw(st.sampled_from(["answered", "refused"])),
        said,
        kind=draw(st.sampled_from(["extractive", "generated"])), claims=(Claim(said, (1,)),),
        citations=(citation,), understood=draw(st.none() | HOSTILE), generation="000001",
        passages=(Passage(article, "x.txt", start, end, 1.0),),
        nearest=(Nearest(draw(HOSTILE), None, article.id),),
    )  # fmt: skip


def seen(blocks: Sequence[Block]) -> str:
    """What a reader sees of the HTML form, checked to be what the plain form says and to fit."""
    whole = []
    for message in messages(blocks):
        text, entities = finished(*parse_html(message.html))
        assert text == finished(message.plain, [])[0]
        assert {one.type for one in entities} <= MINE
        assert units(text) <= MESSAGE_LENGTH
        assert len(entities) < ENTITIES
        whole.append(text)
    return "\n".join(whole)


def told(text: str) -> str:
    """Characters that count: neither white space nor what Telegram or the bot takes out."""
    return "".join(char for char in finished(text, [])[0] if char.isalnum() or char in "<>&;#/")


@settings(max_examples=150, deadline=None)
@given(answers(), st.sampled_from(["zh", "en"]), st.booleans())
def test_an_answer_shows_hostile_strings_as_text(answer: Answer, lang: str, short: bool) -> None:  # noqa: FBT001
    words = TEXTS["zh" if lang == "zh" else "en"]
    shown = seen(answer_blocks(answer, words, lambda *_: None, short=short))
    assert told(answer.citations[0].quote) in told(shown)


@settings(max_examples=60, deadline=None)
@given(articles(), st.data())
def test_an_opened_article_shows_hostile_strings_as_text(article: Article, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(article.text) - 1))
    quote = (start, data.draw(st.integers(start + 1, len(article.text))))
    pages = article_page(article, TEXTS["zh"], quote=quote).pages
    shown = [seen(article_page(article, TEXTS["zh"], page=n, quote=quote).blocks) for n in range(pages)]
    assert "".join(filter(str.isalnum, article.text[:40])) in "".join(filter(str.isalnum, shown[0]))


@settings(max_examples=60, deadline=None)
@given(answers())
def test_passages_and_buttons_show_hostile_strings_as_text(answer: Answer) -> None:
    seen(passages_blocks(answer.passages, TEXTS["en"], 0))
    stored = StoredAnswer("k" * 12, Place(1, None, 1), None, "zh", short=False, answer=answer)
    assert inline_keyboard(answer_keyboard(stored, TEXTS["zh"]).to_dict())
