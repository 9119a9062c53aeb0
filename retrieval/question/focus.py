"""The thing that a Chinese question asks about: 员工 in 有多少员工, 老板 in 老板是谁.

An archive that speaks of the firm and never of its staff does not say how many work there, however well
everything else in the question fits. English questions have no focus here: their words are not the
archive's.
"""

from __future__ import annotations

import itertools
import re

from retrieval.text.tokens import words_of

_MEASURE = (
    "张户株棵幅只盏根幢瓶箱袋桶罐杯口眼双份篇顿串方处个家名位项种条所座类场部支款本件届台辆册集章间层栋门艘架枚颗次"
    "点年月天日号度元米里吨亩岁块"
)
_NO_MEASURE = (
    "口罩|口岸|口粮|份额|双胞胎|罐头|眼镜|杯子|袋子|桶装|个体户|座位|项目|部门|名额|家庭|位置|种类|条件|岗位"
)
"""Nouns that begin with a measure word and count nothing by it."""

_OF_DEEDS = "次回趟遍年天月"
"""Measures that count deeds and time: 着了几次火 and 有多少年历史 ask for no 火 and no 历史."""

_BEHIND = re.compile(
    rf"(?:多少|几)(?!部分|比几|[{_OF_DEEDS}])(?:[十百千万亿](?!分))*(?:(?!{_NO_MEASURE})[{_MEASURE}])?"
    rf"(?P<noun>(?:(?={_NO_MEASURE})|(?![{_MEASURE}]))[一-鿿]{{1,5}}?)(?=[？?，,。]|$)"
)
_BEFORE = re.compile(
    r"(?P<noun>[一-鿿]{1,8}?)(?:一共|总共|大约|分别|各|都|又)?(?:名字)?(?:(?:是|为|叫|有|达到?|占)?(?:谁|多少)|叫什么(?:名字)?)[？?，,。]?$"
)
_OWN = re.compile(r"^的?(?P<noun>(?![^呢]*(?:什么|多|哪|谁|几|怎|何|啥|为))[一-鿿]{2,6})呢[？?]?$")
"""What a follow-up names of somebody's: 妻子呢, behind the pronoun that was taken away."""

_MEASURED = re.compile(
    r"^(?:.*钱|百分之|成|收费|价格|费用|年?级|[钱元块](?:[一每]\S{1,2})?|东西|情况|钱|左右|以上|以下|超过|目标|.*(?:比例|比率|百分比|面积|高度|长度|重量|体重|数量|人口|全长|比分|级别"
    r"|.*(?:电话|热线|号码)|公里|米|分钟|小时|星期|世纪|时间|天|度))$"
)
"""What a figure's unit says for itself, so that the text need not name it."""


_SAME = tuple(
    frozenset(line.split())
    for line in (
        "妻子 太太 老婆 爱人 夫人 媳妇 老伴",
        "丈夫 老公 爱人 老伴",
        "老师 教师",
        "父亲 爸爸 父母",
        "母亲 妈妈 父母",
        "孩子 子女 儿子 女儿",
        "师父 师傅 恩师 师从 拜师",
        "徒弟 学徒 弟子",
        "老板 董事长 总经理 店主",
        "司机 驾驶员",
        "医生 大夫 医师",
        "座位 座椅 坐席 席位 容纳 可坐 能坐",
        "造价 费用 决算 投资 总投 耗资 斥资 花费 资金 投入 经费 拨款 捐资 预算 总价",
        "创造者 创始人 创办人 创作 创造 创立 创办 创始 缔造 首创",
        "作者 所著 著有 写 撰 编著",
        "病人 患者 接诊 就诊",
        "孩子 患儿 儿童 小朋友 男孩 女孩",
        "女儿 闺女 丫头",
        "学生 招生 新生",
        "工资 月薪 年薪 薪水 薪酬 收入",
        "奖金 奖励 重奖 补助",
        "补贴 补助 津贴 资助",
        "酬金 酬谢 答谢 报酬",
        "份额 占比 比重 占",
        "增幅 增速 增长 同比",
        "产量 总产 产",
        "录取线 分数线 投档线 统招线",
        "守门员 门将",
        "奖杯 冠军",
        "楼 层",
    )
)
"""What a newspaper calls the same, or tells the thing by: the 师父 of whom it says 师从."""


_CUT = "nx"
"""A word of which the span holds only the end, since it begins with the measure word: 张床."""

_NAMING = frozenset("abgijklnsxz")
"""First letters of the segmenter's tags of what is no verb, adverb, number, particle or time."""

_ASPECT = frozenset(("ul", "uz", "ug"))
"""Tags of 了, 着 and 过: before them stands a verb, whatever the segmenter calls it."""

_ONE_CHARACTER = frozenset("nj")
"""What names by one character: nouns (鱼, 书), and none that only goes with them (高, 女, 者)."""


_COST = re.compile(
    r"(?:多少|几)(?:钱|[万亿]?元)(?:来|才)?[建盖修造]|[建盖修造]\S{0,5}花了?(?:多少|几)(?:钱|[万亿]?元)"
)
"""Asks what it cost to build, which a fare or a fee of the place does not tell."""

_SEATED = re.compile(r"[坐容]\S{0,3}?(?:多少|几)个?人")
"""Asks for a room's seats, which is how papers tell it."""

_COUNTED_PEOPLE = re.compile(r"\d[余多]?[名位座]")


def focus_of(question: str) -> str:
    """The noun that is asked about; "" where the question's form does not show it."""
    if _COST.search(question):
        return "造价"
    if _SEATED.search(question):
        return "座位"
    for pattern in (_OWN, _BEHIND, _BEFORE):
        match = pattern.search(question)
        if match:
            noun = _noun(question, *match.span("noun"), behind=pattern is _BEHIND)
            if noun and not _MEASURED.match(noun):
                return noun[-4:]
    return ""


def _noun(question: str, start: int, end: int, *, behind: bool) -> str:
    """The noun of `question[start:end]` by the segmenter, "" where none stands next to the question's word.

    Behind 多少 and a measure word all that is no verb (多少女徒弟, the second of 几个大项目), before 是谁 and
    多少 the last word (of 教师年薪 the second), with the one before it where it has one character (普高|线).
    """
    words: list[tuple[str, str]] = []
    at = 0
    for word, tag in words_of(question):
        piece = question[max(at, start) : min(at + len(word), end)]
        if piece:
            words.append((piece, tag if piece == word else _CUT if at < start and tag[0] != "v" else ""))
        at += len(word)
    named = list(itertools.takewhile(_names, words if behind else reversed(words)))
    if behind:
        if [tag for _, tag in words[len(named) :][:1] if tag in _ASPECT]:
            return ""  # 入 of 多少户入了股
        named = list(itertools.dropwhile(lambda word: word[1] == "a" and len(word[0]) == 1, named))
    else:
        named = named[: 1 if named and len(named[0][0]) > 1 else 2][::-1]
    front = question[: end - sum(len(piece) for piece, _ in named)] if not behind else ""
    if front.endswith("副"):
        named.insert(0, ("副", "b"))  # 副主任 is no 主任
    noun = "".join(piece for piece, _ in named)
    if noun.startswith("最"):
        return ""  # 最多报 of 最多报多少
    alone = all(len(piece) == 1 and tag[:1] not in _ONE_CHARACTER for piece, tag in named)
    return "" if alone or noun.startswith("钱") else noun


def _names(word: tuple[str, str]) -> bool:
    """Whether a word may name what is asked about, as verbs do that are nouns too (出口, 投资)."""
    return word[1][:1] in _NAMING or word[1] == "vn"


def speaks_of(text: str, focus: str) -> bool:
    """Whether `text` holds the focus, two neighbouring characters of it, or another word for it."""
    if focus.endswith(("费", "票", "票价")) and "免费" in text:
        return True
    if any(focus.endswith(tuple(same)) and any(word in text for word in same) for same in _SAME):
        return True
    if focus == "人" and _COUNTED_PEOPLE.search(text):
        return True
    if len(focus) == 1:  # it stands for itself
        return focus in text
    return any(focus[at : at + 2] in text for at in range(len(focus) - 1)) or _by_one(focus, text)


_TWO = 2


def _by_one(noun: str, text: str) -> bool:
    """Whether a text says a word of two characters by one: 弟 for 弟弟, 车 for 新车, 40箱蜂 for 蜜蜂."""
    if len(noun) != _TWO:
        return False
    if noun[0] == noun[1] or noun[0] in "新旧":
        return noun[1] in text
    counted = rf"[\d一二两三四五六七八九十百千万亿几多余]\s?[{_MEASURE}][{noun}](?![一-鿿])"
    return bool(re.search(counted, text))
