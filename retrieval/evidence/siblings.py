"""Wheat's yield is no answer about maize, nor the pupils of primary schools one about secondary ones.

Things that a paper tells of one beside another exclude each other, crops, stages of school, prizes, fees:
what is told of one is not told of its sister. Each figure of a text belongs to the one that it stands at
(4.2万亩花生), else to the last one named before it, in its sentence or in its paragraph, else to the first
behind it in its clause, else to the one in the headline. A figure or a person that belongs to a sister of the
thing asked about is none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.sentences import sentence_spans
from retrieval.evidence.candidates import persons, typed
from retrieval.evidence.cells import is_row
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from vectorstore.catalogue.script import simplified

_CLASSES = tuple(
    tuple(frozenset(member.split("/")) for member in line.split())
    for line in (
        (
            "小麦/麦子 玉米/苞谷/苞米/包谷/棒子 水稻/稻谷/稻子/早稻/晚稻 大豆/黄豆 花生 棉花"
            " 油菜/油菜籽 高粱 红薯/地瓜 土豆/马铃薯 谷子 芝麻 绿豆 烟叶 甘蔗 茶叶 西瓜 苹果 梨 桃子/桃 葡萄"
            " 柑橘/橘子 樱桃 草莓 辣椒 大蒜 西红柿/番茄 黄瓜 白菜 萝卜"
        ),
        "猪肉 牛肉 羊肉 鸡肉 鸭肉 鱼肉",
        "鸡蛋 鸭蛋 鹅蛋",
        "幼儿园/学前 小学 初中 高中 职高/中职",
        "停水 停电 停气 停暖",
        "冠军 亚军 季军",
        "特等奖 一等奖 二等奖 三等奖 优秀奖",
        "教练/主帅 裁判 门将/守门员 领队",
        "医生/医师/大夫 护士 护工",
        "妻子/老伴/爱人 丈夫 父亲/爸爸 母亲/妈妈 儿子 女儿 孙子 孙女",
        "男篮/男子篮球 女篮/女子篮球 男排/男子排球 女排/女子排球 男足 女足",
        "上半年 下半年",
        "本科 硕士 博士 专科/大专",
        (
            "挂号费 门票/票价/车票 学费 住宿费 停车费 报名费 工本费 床位费 餐费/伙食费 校服费 押金 月租"
            " 物业费 水费 电费 取暖费"
        ),
        "进口 出口",
        "城镇 农村",
        "种子 化肥 农药 柴油 地租",
        "儿科 骨科 内科 外科 妇科 产科 眼科 口腔科/牙科 急诊/急诊科 皮肤科 中医科 康复科",
    )
)
"""Things of one kind, each with its other names. Set by hand from what the articles of local papers tell side
by side; only what readers ask for by one of them and would take another's figure for."""

_OF = {name: (n, at) for n, line in enumerate(_CLASSES) for at, member in enumerate(line) for name in member}
_NAME = re.compile("|".join(sorted(map(re.escape, _OF), key=len, reverse=True)))

_SHAPED = {Kind.NUMBER, Kind.DATE, Kind.DURATION, Kind.PERSON}
_MARKS = re.compile(r"[，。；：！？\n]")
_AT = re.compile(r"\s?的?\s?")
"""What may stand between a figure and the thing that it counts."""


def of_sibling(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Leave out what a story tells of a sister of the thing that is asked about.

    Args:
        question: Analysed, in Chinese; others are left alone.
        evidence: Best first.

    Returns:
        The sentences that may answer, in the same order; of a story whose figures are all a sister's, none.
    """
    wanted = _wanted(question)
    if not wanted:
        return list(evidence)
    kept, ruled_out, told = [], set(), set()
    for item in evidence:
        spans = _shaped(question, item.text)
        title = simplified(item.article.headline or "")
        own = [s for s in spans if _own(item.reading, title, item.start + s[0], item.start + s[1], wanted)]
        if spans and not own:
            ruled_out.add(item.article.id)
            continue
        if own and _named(item, wanted):
            told.add(item.article.id)
        kept.append(item)
    return [e for e in kept if e.article.id in told or e.article.id not in ruled_out]


def _named(item: Evidence, wanted: frozenset[tuple[int, int]]) -> bool:
    """Whether a story names everything wanted; only then may a figure that belongs to nothing be its own."""
    text = f"{item.article.headline or ''}\n{item.reading}"
    return wanted <= {_OF[match.group()] for match in _NAME.finditer(text)}


def own_of_sibling(question: Question, item: Evidence, spans: Sequence[Span]) -> list[Span]:
    """Of candidates in a sentence, offsets in it, those of the thing asked about; all where none is."""
    wanted = _wanted(question)
    if not wanted:
        return list(spans)
    title, at = simplified(item.article.headline or ""), item.start
    return [s for s in spans if _own(item.reading, title, at + s[0], at + s[1], wanted)] or list(spans)


def _wanted(question: Question) -> frozenset[tuple[int, int]]:
    """The thing of each class that a question names; none of a class of which it names several."""
    if question.lang != "zh" or question.kind not in _SHAPED:
        return frozenset()
    named = {_OF[match.group()] for match in _NAME.finditer(question.text)}
    classes = [n for n, _ in named]
    return frozenset(one for one in named if classes.count(one[0]) == 1)


def _shaped(question: Question, sentence: str) -> list[Span]:
    """The candidates of a sentence, where it has the form that is asked for."""
    if question.kind is Kind.PERSON:
        return persons(question, sentence)
    return typed(question, sentence) if fits(question, sentence) == 1.0 else []


def _own(text: str, title: str, start: int, end: int, wanted: frozenset[tuple[int, int]]) -> bool:
    return all(_governs(text, title, start, end, n) in (at, None) for n, at in wanted)


@lru_cache(maxsize=4096)
def _governs(text: str, title: str, start: int, end: int, kind: int) -> int | None:
    """Which thing of a class the figure `text[start:end]` belongs to; None where the text names none."""
    named = [
        (m.start(), m.end(), _OF[m.group()][1]) for m in _NAME.finditer(text) if _OF[m.group()][0] == kind
    ]
    at = next((who for a, _, who in named if end <= a and _AT.fullmatch(text[end:a])), None)
    if at is not None:
        return at
    inside = next((who for a, b, who in named if start <= a and b <= end), None)
    if inside is not None:
        return inside
    sentence = next(((a, b) for a, b in sentence_spans(text) if a <= start < b), (0, len(text)))
    if is_row(text[slice(*sentence)].strip("\n")):
        return next((who for a, b, who in named if sentence[0] <= a and b <= sentence[1]), None)
    before = [(b, who) for _, b, who in named if b <= start]
    paragraph = text.rfind("\n", 0, start) + 1
    if before and before[-1][0] > paragraph:
        return before[-1][1]
    clause = _MARKS.search(text, end)
    stop = clause.start() if clause else len(text)
    behind = next((who for a, b, who in named if end <= a and b <= stop), None)
    if behind is not None:
        return behind
    told = {_OF[m.group()][1] for m in _NAME.finditer(title) if _OF[m.group()][0] == kind}
    return told.pop() if len(told) == 1 else None
