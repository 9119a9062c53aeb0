"""What tells a headline, a section, a closing remark: each sign by itself."""

from __future__ import annotations

import pytest

from corpus.models import ArticleKind, Issue, RawPage
from corpus.splitting import split_page
from corpus.splitting.cohesion import AKIN, FOREIGN, Cohesion
from corpus.splitting.firstlines import LIKELY, display_odds
from corpus.splitting.remarks import ends_in_brackets, ends_with_remark, is_remark

FERRY = [
    "渡口停航以后，两岸的孩子上学要多绕",
    "十二里山路。今年春天，县里把退役的",
    "渡船改成校船，早晚各开两班，孩子坐",
    "船不花钱，船上还有老师护送。",
]


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("渡口停航三年 校船接孩子过河上学", FERRY),
        ("老渡口开出免费校船 早晚接送学生", FERRY),
    ],
)
def test_a_headline_as_wide_as_its_column_is_known_by_its_words(line: str, below: list[str]) -> None:
    assert display_odds(line, below, slack=1.5, known=set()) > LIKELY


@pytest.mark.parametrize(
    ("line", "below"),
    [
        (
            "船老大刘德顺今年五十八岁，他把退役的",
            ["渡船刷成了蓝色，船头挂上救生圈，每", "天五点半起来烧水。"],
        ),
        ("村里人都说渡船比什么都要紧，因为在", ["山洪冲断公路的那几天里，只有它还能", "把药送进来。"]),
        (
            "据统计，校船开通以来已经接送学生和",
            ["家长三万余人次，没有发生一起事故，", "比走山路省下一半时间。"],
        ),
    ],
)
def test_a_paragraphs_first_line_is_no_headline(line: str, below: list[str]) -> None:
    assert display_odds(line, below, slack=0.0, known=set()) < 0


def test_a_word_parted_by_the_break_speaks_against_a_headline() -> None:
    line, below = "渡口停航三年以后开通了免费的学", ["生校船，孩子们都很高兴。"]
    assert display_odds(line, below, 0.0, {"学生"}) == pytest.approx(
        display_odds(line, below, 0.0, set()) - 3
    )


def test_sections_of_one_article_cohere_and_two_articles_do_not() -> None:
    ferry, school = "".join(FERRY), "校船的船老大说，孩子上船先点名，渡口的码头装了护栏，退役渡船换了发动机。"
    melon = "瓜农把大棚里的西瓜藤收了，种上一茬草莓，一个棚多收八千元，地也养肥了。"
    cohesion = Cohesion([ferry, school, melon, "邮局新添了三台取件柜。", "图书馆延长开放时间到晚上九点。"])
    assert cohesion.of(school, ferry) >= AKIN
    assert cohesion.of(melon, ferry) < FOREIGN


@pytest.mark.parametrize(
    "text",
    [
        "（作者单位：某某区人民法院）",
        "（据《中国交通报》）",
        "（县融媒体中心供稿）",
        "（作者系退休教师）",
        "（完）",
    ],
)
def test_a_closing_remark_is_known(text: str) -> None:
    assert is_remark(text)
    assert ends_with_remark(f"路就通了。{text}")
    assert ends_in_brackets(f"路就通了。{text}")


@pytest.mark.parametrize("text", ["（一）加强领导", "他说（据说如此）以后再来", "（见图）"])
def test_other_brackets_are_no_closing_remark(text: str) -> None:
    assert not is_remark(text)


def test_an_article_without_headline_or_byline_begins_where_the_page_tells_of_something_else() -> None:
    lines = [
        "县城到码头的公交车多了",
        "本报讯（记者 李峥）5月16日，县城到",
        *FERRY[1:],
        "校船的船老大刘德顺说，孩子上船先点",
        "名，渡口的码头也装了新护栏。",
        "",
        "近日，三仓镇的瓜农把大棚里的西瓜藤",
        "收了，改种一茬草莓，一个棚能多收八",
        "千元，地也养得比从前更肥。",
    ]
    page = "\n".join(lines)
    found = split_page(RawPage(page, Issue())).articles
    assert [article.headline_made for article in found] == [False, True]
    assert found[1].text.startswith("近日，三仓镇")


def test_pictures_of_one_group_are_one_item() -> None:
    lines = [
        "开海",
        "",
        "9月1日，渔港的三百艘渔船一齐出海，休渔四个月后头一网收了八吨鲅鱼。",
        "图①：渔民往船上搬冰。",
        "图②：渔船驶出港口。",
        "本报记者 隋波 摄",
    ]
    page = "\n".join(lines)
    (item,) = split_page(RawPage(page, Issue())).articles
    assert item.kind is ArticleKind.PHOTO_CAPTION
    assert item.headline == "开海"
    assert item.reporters == ("隋波",)
    assert item.text.endswith("图②：渔船驶出港口。")


def test_a_table_keeps_the_spaces_between_its_cells() -> None:
    lines = [
        "菜价平稳",
        "",
        "本报讯（记者 李峥）5月16日，记者走访",
        "了城里的三家市场，看到摊位上的时令",
        "菜堆得满满当当，菜价比上周略降。",
        "部分菜价（单位：元/斤）",
        "品名 西河 模范街 小东街",
        "蒜苗 3.5 3.8 3.6",
        "儿菜 2.0 2.2 2.0",
        "摊主说，天晴了，外地菜进得来，价格",
        "还会往下走。",
    ]
    (article,) = split_page(RawPage("\n".join(lines), Issue())).articles
    assert article.headline == "菜价平稳"
    assert "\n品名 西河 模范街 小东街\n蒜苗 3.5 3.8 3.6\n儿菜 2.0 2.2 2.0\n摊主说" in article.text
