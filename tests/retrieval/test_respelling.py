"""A name mistyped by one character of the same sound is put right, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.respelling import put_right, respelt
from tests.retrieval.memory import answerer, article

POOL = ["县长郑长河来到青禾大桥。", "博物馆新馆有展柜八十个。", "李全喜送信。"]


def nowhere(word: str) -> bool:
    del word
    return False


def test_a_homophone_in_a_name_is_put_right() -> None:
    assert put_right("郑常河去了哪里", respelt("郑常河去了哪里", POOL, nowhere)) == "郑长河去了哪里"
    assert put_right("博物管有几个展柜", respelt("博物管有几个展柜", POOL, nowhere)) == "博物馆有几个展柜"
    assert put_right("青禾大乔多长", respelt("青禾大乔多长", POOL, nowhere)) == "青禾大桥多长"


def test_a_whole_name_or_noun_is_put_right_by_what_is_printed_of_it() -> None:
    teacher = ["教师孟庆图说，东校区九月开课。", "报名处设在图书馆。"]
    assert respelt("孟庆吐多大岁数", teacher, nowhere) == {"孟庆吐": "孟庆图"}
    assert put_right("图书管在哪儿", respelt("图书管在哪儿", teacher, nowhere)) == "图书馆在哪儿"


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("一户能买几袋大米", "摊主说，一户能卖几袋大米的钱。"),  # the opposite
        ("水果买家有几位", "水果卖家有三位。"),
        ("小巷路灯要多久", "小巷路灯由多家单位出钱。"),  # 要 is a word
        ("初三老菜场开张吗", "邻居说老菜常有人送。"),  # half of 菜场
        ("客运公司这次招几人", "客运公司这司机班有9人。"),
        ("小学升学怎么报名", "小学生学写字。"),  # 小学 and a verb
        ("全城公园权利归谁", "全城公园权力归街道。"),  # a word in its own right
        ("东岭大桥实际封了几天", "东岭大桥提前通车。"),
    ],
)
def test_a_plain_word_or_half_of_one_is_no_slip(question: str, printed: str) -> None:
    assert respelt(question, [printed], nowhere) == {}


def test_a_word_that_the_archive_has_is_never_touched() -> None:
    assert respelt("郑常河去了哪里", POOL, lambda word: word == "郑常河") == {}


def test_a_character_that_another_word_of_the_texts_holds_is_no_slip() -> None:
    pool = ["全市又添三座绿色工厂。", "电网为绿色供电出力。"]
    assert respelt("哪九家成为绿色工厂", pool, nowhere) == {}
    assert respelt("哪家绿色公厂开工", pool, nowhere) == {"绿色公厂": "绿色工厂"}


def test_what_stands_beside_a_whole_word_is_no_part_of_it() -> None:
    assert respelt("图书馆近年借出几册", ["图书馆进了新书。"], nowhere) == {}


def test_a_name_that_sounds_otherwise_is_another_one() -> None:
    assert respelt("侯全喜送了什么", POOL, nowhere) == {}
    assert respelt("白禾大桥多长", POOL, nowhere) == {}


def test_of_two_names_that_sound_alike_neither_is_put_in() -> None:
    assert respelt("王诗文是谁", ["王诗闻讲话。", "王诗雯唱歌。"], nowhere) == {}


@given(st.text("县长郑河来到青禾大桥博物馆新有展柜的了是谁", max_size=20))
def test_only_what_the_texts_lack_is_changed(question: str) -> None:
    meant = respelt(question, POOL, nowhere)
    pool = "\n".join(POOL)
    assert all(typed not in pool and right in pool for typed, right in meant.items())


def test_an_answer_tells_how_a_mistyped_name_was_understood() -> None:
    paper = answerer(
        article("5月18日，县长郑长河宣布，青禾大桥全长2.4公里。", headline="青禾大桥通车"),
        *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
    )
    answer = paper.ask("青禾大乔全长多少公里？")
    assert answer.understood == "青禾大桥全长多少公里？"
    assert "2.4公里" in answer.text
    assert paper.ask("青禾大桥全长多少公里？").understood is None
