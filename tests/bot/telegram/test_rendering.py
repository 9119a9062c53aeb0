"""Answers and articles as a reader sees them."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.handlers.browsing import read_day
from bot.telegram.handlers.documents import safe_name
from bot.telegram.keyboards import DATA_LIMIT, answer_keyboard, passages_keyboard, source_keyboard
from bot.telegram.markup import Block, messages
from bot.telegram.models import Place, StoredAnswer
from bot.telegram.rendering import PAGE, answer_blocks, article_page, page_cuts, quote_block
from bot.telegram.store.answers import new_key
from bot.telegram.texts import TEXTS
from corpus.models import Article
from retrieval.models import Answer, Citation, Claim, ListCount
from tests.bot.telegram.samples import answer, article

ZH, EN = TEXTS["zh"], TEXTS["en"]


def no_link(_: Article) -> None:
    return None


def plain(blocks: list[Block] | tuple[Block, ...]) -> str:
    return "\n".join(one.plain for one in messages(blocks))


def listed(lang: str = "zh") -> Answer:
    one = article("入选的有甲厂、乙厂和丙厂。", "三厂入选")
    spans = ((4, 6), (7, 9), (10, 12))
    quote = Citation(1, one, "x.txt", "text", 0, 13, one.text, spans)
    head = "共3项：甲厂、乙厂、丙厂" if lang == "zh" else "Three named: 甲厂, 乙厂, 丙厂"
    told = one.text if lang == "zh" else f"According to “三厂入选”: “{one.text}” Answer: 甲厂; 乙厂; 丙厂."
    return Answer(
        "哪三厂？", "zh" if lang == "zh" else "en", "answered", f"{head}\n{told}",
        claims=tuple(Claim(one.text[a:b], (1,)) for a, b in spans), citations=(quote,),
        list_count=ListCount(3, 3),
    )  # fmt: skip


def test_an_answer_shows_its_words_and_each_quote_under_its_source() -> None:
    (message,) = messages(answer_blocks(answer(), ZH, no_link))
    assert message.html.startswith("<b>412人</b>\n<blockquote expandable>")
    assert "《鹭岛观鸟台开放》 · 江岸晚报 · 2024-03-08 · 第2版" in message.html
    assert "首日来了<b>412人</b>。" in message.html
    assert "另见 《鹭岛》 · 水乡日报 · 2024-03-09 · 第1版" in message.plain


@pytest.mark.parametrize("first", ["", "412人。\n"], ids=["marked", "said first"])
def test_the_words_that_answer_stand_alone_in_one_form_whether_said_first_or_not(first: str) -> None:
    told = dataclasses.replace(answer(), text=first + answer().text)
    (message,) = messages(answer_blocks(told, ZH, no_link))
    assert message.html.startswith("<b>412人</b>\n<blockquote expandable>")


def test_a_sentence_that_holds_the_words_that_answer_keeps_its_full_stop() -> None:
    told = dataclasses.replace(answer(), text="来了412人。\n" + answer().text)
    (message,) = messages(answer_blocks(told, ZH, no_link))
    assert message.html.startswith("来了<b>412人</b>。\n")


def test_a_list_stands_once_with_its_items_bold() -> None:
    (message,) = messages(answer_blocks(listed(), ZH, no_link))
    assert message.html.startswith("共3项：<b>甲厂</b>、<b>乙厂</b>、<b>丙厂</b>\n")
    (message,) = messages(answer_blocks(listed("en"), EN, no_link))
    assert message.plain.count("Three named") == 1
    assert "Answer:" not in message.plain  # the first line has said it
    assert "According to" not in message.plain  # the quote's own line says it


def test_a_follow_up_shows_how_it_was_understood_and_a_question_that_stands_alone_does_not() -> None:
    follow_up = dataclasses.replace(answer(), understood="观鸟台首日来了多少人？")
    assert plain(answer_blocks(follow_up, ZH, no_link)).startswith("理解为：观鸟台首日来了多少人？")
    assert "理解为" not in plain(answer_blocks(answer(), ZH, no_link))


def test_a_short_answer_shows_the_best_quote_only() -> None:
    two = answer()
    more = dataclasses.replace(two.citations[0], n=2, start=24, end=30, quote=article().text[24:30], spans=())
    two = dataclasses.replace(two, citations=(two.citations[0], more), text=two.text + "\n" + more.quote)
    assert sum(block.quote for block in answer_blocks(two, ZH, no_link)) == 2
    assert sum(block.quote for block in answer_blocks(two, ZH, no_link, short=True)) == 1


def test_a_language_models_prose_stays_whole_above_its_quotes() -> None:
    one = answer()
    prose = f"第一天有412人来。{one.citations[0].quote}"
    written = dataclasses.replace(one, kind="generated", text=prose, notice="模型用得少。")
    shown = plain(answer_blocks(written, ZH, no_link))
    assert shown.startswith(prose)
    assert shown.endswith("模型用得少。")


def test_headlines_become_links_that_open_their_articles() -> None:
    heads = [article(f"第{n}篇。", f"标题{n}") for n in range(3)]
    citations = tuple(
        Citation(n, one, "x", "headline", 0, 3, one.headline or "") for n, one in enumerate(heads, 1)
    )
    lines = "2024-03-08的报道共3篇：\n标题0\n标题1\n标题2"
    listing = Answer("昨天有什么新闻？", "zh", "answered", lines, citations=citations)
    (message,) = messages(answer_blocks(listing, ZH, lambda one: f"https://t.me/b?start=a_{one.headline}"))
    assert message.plain.startswith("2024-03-08的报道共3篇：")
    assert '<a href="https://t.me/b?start=a_标题1">标题1</a>' in message.html
    assert message.plain.count("标题1") == 1


@given(st.text(st.sampled_from("汉字a。！\n🏟”"), max_size=4 * PAGE))
def test_the_pages_of_an_article_are_the_article(body: str) -> None:
    cuts = page_cuts(body)
    assert "".join(body[start:end] for start, end in cuts) == body
    assert all(end > start for start, end in cuts if body)
    assert len(messages(article_page(article(body or "。"), ZH).blocks)) == 1


def test_a_source_opens_on_the_page_of_its_quote_with_the_quote_standing_out() -> None:
    body = "前面的话很长。" * 800 + "要找的句子。" + "后面的话。" * 800
    at = body.index("要找的句子。")
    shown = article_page(article(body), ZH, quote=(at, at + 6))
    assert shown.page == 2
    assert [run.text for block in shown.blocks for run in block.runs if run.bold] == [
        "鹭岛观鸟台开放",
        "要找的句子。",
    ]
    assert article_page(article(body), ZH, page=99).page == shown.pages - 1


def test_a_quote_that_runs_over_a_page_stands_out_on_both() -> None:
    body = "句" * PAGE + "子" * PAGE
    quote = (PAGE - 5, PAGE + 5)
    for page, word in ((0, "句句句句句"), (1, "子子子子子")):
        shown = article_page(article(body, ""), ZH, page=page, quote=quote)
        assert [run.text for block in shown.blocks for run in block.runs if run.bold] == [word]


def test_button_data_fits_with_the_longest_of_everything() -> None:
    one = dataclasses.replace(answer(), passages=answer().passages * 10)
    stored = StoredAnswer(new_key(), Place(1, None, 1), None, "en", short=False, answer=one)
    page = article_page(article("长。" * 40000), EN, page=7)
    for keyboard in (
        answer_keyboard(stored, EN),
        passages_keyboard(stored, 5, EN),
        source_keyboard(stored.key, "p9", page, EN),
    ):
        for row in keyboard.inline_keyboard:
            for button in row:
                assert 1 <= len(str(button.callback_data).encode()) <= DATA_LIMIT


def test_a_refusal_offers_the_nearest_articles() -> None:
    refusal = answer(status="refused")
    stored = StoredAnswer("k", Place(1, None, 1), None, "zh", short=False, answer=refusal)
    labels = [button.text for row in answer_keyboard(stored, ZH).inline_keyboard for button in row]
    assert labels == ["《鹭岛观鸟台开放》", "更多段落", "只看本周", "👍", "👎"]


def test_a_quote_of_a_field_without_text_shows_no_stray_marks() -> None:
    citation = dataclasses.replace(answer().citations[0], spans=((-3, 2), (900, 901)), also=())
    assert not [run for run in quote_block(citation, ZH).runs if run.bold]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("5-17", (2023, 5, 17)),
        ("5/17", (2023, 5, 17)),
        ("5月17日", (2023, 5, 17)),
        ("5月 17号", (2023, 5, 17)),
        ("12-31", (2022, 12, 31)),  # not after the newest issue
        ("2-29", (2020, 2, 29)),
        ("2019-05-17", (2019, 5, 17)),
        ("2019年5月17日", (2019, 5, 17)),
        ("20190517", (2019, 5, 17)),
        ("13-1", None),
        ("2023-02-29", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_write_it(said: str, day: tuple[int, int, int] | None) -> None:
    newest = datetime.date(2023, 6, 2)
    assert read_day(said, newest) == (datetime.date(*day) if day else None)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("濮阳日报_2023-05-19_01.txt", "濮阳日报_2023-05-19_01.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\pages\\页.txt", "页.txt"),
        ("..", "page"),
        ("a\nb\x00.txt", "a_b_.txt"),
        (".hidden.txt", "hidden.txt"),
    ],
)
def test_a_documents_name_stays_in_its_folder(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_a_very_long_document_name_is_cut_before_its_suffix() -> None:
    name = safe_name("报" * 300 + ".jsonl")
    assert name.endswith("报.jsonl")
    assert len(name.encode()) <= 120
