"""Articles laid out into columns by a generator are split again into the same articles."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.characters import squeeze, width
from corpus.models import ArticleKind, Issue, RawPage
from corpus.splitting import split_page

CLOSING = "，。、；：！？”）》%"

TOPICS = {
    "老城区新添九座口袋公园": [
        "老城区的边角空地上，今年陆续长出了九座口袋公园。",
        "最小的口袋公园只有180平方米，种着三棵老槐树。",
        "市园林局说，口袋公园选址先听居民的，哪里缺树荫就建在哪里。",
        "家住老城区的退休教师每天来这里下棋，他说，出门50米就有绿荫。",
        "到2025年，老城区还将再建12座，总面积达到3.6万平方米。",
    ],
    "夜班公交线路增至七条": [
        "从本周起，夜班公交线路由四条增加到七条，末班车延长到凌晨1点30分。",
        "新开的夜班线路经过两所医院、三个地铁站和一个批发市场。",
        "公交公司调度员说，夜班司机中有8名女司机，最年轻的26岁。",
        "乘客可以在手机上看到夜班车还有几分钟到站，误差不超过2分钟。",
        "“下了夜班也能坐公交回家。”一名护士说。",
    ],
    "万亩莲田迎来采藕季": [
        "湖边的万亩莲田进入采藕季，工人凌晨4点就下了水。",
        "一名熟练的采藕工每天能采莲藕1200斤，收入500元上下。",
        "合作社把莲藕做成藕粉、藕带和藕片，卖到了18个省份。",
        "农技员介绍，今年莲田推广了稻藕轮作，每亩少用化肥30公斤；病害也少了。",
        "采藕季将持续到明年3月，预计总产量2.2万吨。",
    ],
    "少年足球赛踢进古城墙下": [
        "全省少年足球赛在古城墙下的球场开赛，24支球队参加。",
        "球场由旧砖厂改造而成，可以容纳3000名观众。",
        "来自山区的球队第一次走出县城，他们的平均年龄只有11岁。",
        "组委会规定，所有比赛免费观看，球员的食宿由承办方负担。",
        "足球赛期间，古城墙每晚亮灯到10点。",
    ],
    "旧井盖换装传感器": [
        "城管部门给1.4万个旧井盖装上了传感器，井盖一动就会报警。",
        "过去巡查井盖靠人走，一名巡查员每天要走2万步。",
        "装上传感器后，从报警到有人到场平均只要18分钟。",
        "这套系统还能测水位，《城市内涝应急预案》已把它写了进去。",
        "明年，传感器还将装到6座人行天桥上。",
    ],
}
NAMES = ["李峥", "王长青", "郑胜寒", "欧阳明月", "段利梅", "周楠", "何一帆", "吴桐"]


@dataclass(frozen=True)
class Drawn:
    """An article as written, before any typesetter."""

    headline: str
    paragraphs: tuple[str, ...]
    reporters: tuple[str, ...]
    correspondents: tuple[str, ...]
    behind: bool
    bracket: str


@dataclass(frozen=True)
class Style:
    """How a page is set and what extraction does to it."""

    column: int
    indent: str
    breaks: float
    strays: float


STYLES = st.builds(
    Style,
    column=st.integers(14, 24),
    indent=st.sampled_from(["dropped", "none"]),
    breaks=st.sampled_from([0.0, 0.1, 0.25]),
    strays=st.sampled_from([0.0, 0.2, 0.5]),
)


@st.composite
def articles(draw: st.DrawFn) -> list[Drawn]:
    """Two to four articles on different matters, headlines before or behind."""
    headlines = draw(st.lists(st.sampled_from(sorted(TOPICS)), min_size=2, max_size=4, unique=True))
    found = []
    for headline in headlines:
        sentences = draw(st.permutations(TOPICS[headline]))
        cut = draw(st.integers(1, 4))
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        found.append(
            Drawn(
                headline=headline,
                paragraphs=("5月16日，" + "".join(sentences[:cut]), "".join(sentences[cut:])),
                reporters=tuple(names[:1]),
                correspondents=tuple(names[1:]),
                behind=draw(st.booleans()),
                bracket=draw(st.sampled_from(["（）", "()"])),
            )
        )
    return found


def byline(article: Drawn) -> str:
    if not article.reporters:
        return ""
    people = "记者 " + " ".join(article.reporters)
    if article.correspondents:
        people += " 通讯员 " + " ".join(article.correspondents)
    return f"本报讯{article.bracket[0]}{people}{article.bracket[1]}"


def wrap(text: str, column: float, first: float) -> list[str]:
    """Set a paragraph solid: marks that close never begin a line, numbers stay whole."""
    lines, line, room = [], "", first
    for char in text:
        inside_number = char.isdigit() or char == "."
        follows_number = bool(line) and (line[-1].isdigit() or line[-1] == ".") and inside_number
        if width(line + char) > room and char not in CLOSING and not follows_number and line:
            lines.append(line)
            line, room = "", column
        line += char
    return [*lines, line] if line else lines


def set_page(page: list[Drawn], style: Style, seed: int) -> str:
    """Typeset articles below each other, then do to them what extraction does."""
    chance = random.Random(seed)

    def happens(rate: float) -> bool:
        return chance.random() < rate

    out: list[str] = []
    for article in page:
        body = []
        first = style.column - (2 if style.indent == "dropped" else 0)
        for number, paragraph in enumerate(article.paragraphs):
            text = (byline(article) if number == 0 else "") + paragraph
            for line in wrap(text, style.column, first):
                body.append("".join(char + " " * (char in "，、" and happens(style.strays)) for char in line))
                if happens(style.breaks):
                    body.append("")
            if body[-1]:
                body.append("")
        heading = [article.headline, ""]
        out.extend([*body, *heading] if article.behind else [*heading, *body])
    return "\n".join(out)


@given(articles(), STYLES, st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_a_page_splits_into_the_articles_it_was_set_from(page: list[Drawn], style: Style, seed: int) -> None:
    parsed = split_page(RawPage(set_page(page, style, seed), Issue()))
    assert [
        (a.headline, a.headline_made, a.reporters, a.correspondents, squeeze(a.text)) for a in parsed.articles
    ] == [(a.headline, False, a.reporters, a.correspondents, squeeze("".join(a.paragraphs))) for a in page]
    assert all(article.kind is ArticleKind.ARTICLE for article in parsed.articles)
    assert all(article.dateline == "5月16日" for article in parsed.articles)


def set_plain(page: list[Drawn], style: Style, seed: int, *, touching: bool) -> str:
    """Typeset articles without bylines, each headline before its body, with or without a blank line below.

    Behind the first article stands a caption with its credit, behind the last a notice.
    """
    out: list[str] = []
    for number, article in enumerate(page):
        raw = set_page([replace(article, reporters=(), behind=False)], style, seed + number)
        heading, text = raw.split("\n\n", 1)
        joint = "\n" if touching else "\n\n"
        out.append(f"{heading}{joint}{text.strip()}")
        if number == 0:
            out.append(CAPTION)
    return "\n\n".join([*out, NOTICE])


CAPTION = "5月15日，航拍镜头下的渡口村油菜田。村里今年改种了三百亩观赏油菜，引来不少游客。 本报记者 李峥 摄"
NOTICE = "停水通知\n\n因更换主管，定于5月20日8时至18时停水，请用户提前储水。\n青柳镇自来水厂\n2023年5月18日"


CLEAR = 19
"""Width of a column, in em, that no headline of `TOPICS` nearly fills; narrower, a dateline is needed."""


@given(articles(), STYLES, st.integers(0, 2**32), st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_articles_without_bylines_captions_and_notices_are_told_apart(
    page: list[Drawn],
    style: Style,
    seed: int,
    touching: bool,  # noqa: FBT001 (drawn)
    dated: bool,  # noqa: FBT001
) -> None:
    if not dated:
        style = replace(style, column=max(CLEAR, style.column))
        page = [
            replace(a, paragraphs=(a.paragraphs[0].removeprefix("5月16日，"), a.paragraphs[1])) for a in page
        ]
    # unbroken columns: a column's foot between headline and text is tried by the pages of golden files
    raw = set_plain(page, replace(style, breaks=0.0), seed, touching=touching)
    parsed = split_page(RawPage(raw, Issue()))
    found = [(str(a.kind), None if a.headline_made else a.headline) for a in parsed.articles]
    written = [("article", a.headline) for a in page]
    assert found == [written[0], ("photo caption", None), *written[1:], ("notice", "停水通知")]
    texts = [squeeze(a.text) for a in parsed.articles if a.kind is ArticleKind.ARTICLE]
    assert texts == [squeeze("".join(a.paragraphs)) for a in page]


@given(articles(), STYLES, st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_running_text_is_what_was_written_without_stray_spaces(
    page: list[Drawn], style: Style, seed: int
) -> None:
    parsed = split_page(RawPage(set_page(page, style, seed), Issue()))
    for article, written in zip(parsed.articles, page, strict=True):
        assert article.text.replace("\n", "") == "".join(written.paragraphs)
