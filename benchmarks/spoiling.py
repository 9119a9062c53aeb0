"""False claims out of true sentences, and true ones in other words, by rule.

What is spoiled is found without the proof's own readers: names are gold answers of the evaluation sets or
stand behind a title, and are exchanged only where `benchmarks.naming` holds them for two whole names of one
kind; figures and dates are found by plain patterns.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rjieba

from benchmarks.naming import is_name, kind_of, one_thing, whole_at
from vectorstore.catalogue.script import simplified

HARD = ("name", "tagged name", "number", "date", "unit", "pair")
SOFT = ("negation", "subject", "hedge", "hedge dropped", "deed", "wrong article")


@dataclass(frozen=True, slots=True)
class Made:
    """A claim made from a sentence.

    Attributes:
        kind: One of `HARD` or `SOFT`, or how a true one was made.
        text: The claim.
        passage: The text that it cites.
    """

    kind: str
    text: str
    passage: str


@dataclass(frozen=True, slots=True)
class Material:
    """A sentence to make claims of.

    Attributes:
        sentence: As printed.
        passage: What is cited: the sentence and those around it.
        before: The sentence before it in the passage; "" where there is none.
        behind: The one behind.
        names: Names of the article: gold answers, people behind titles.
        tagged: Names of the article by the tagger.
        elsewhere: A sentence of another article.
    """

    sentence: str
    passage: str
    before: str
    behind: str
    names: tuple[str, ...]
    tagged: tuple[str, ...]
    elsewhere: str


_UNITS = "美元|元|人|名|家|个百分点|个|%|％|公里|米|吨|岁|亩|平方米|台|辆|项|件|次|倍|小时|分钟|天|户|座"
_NUMBER = re.compile(
    rf"(?<![\d.,，\-A-Za-z第])\d+(?:\.\d+)?(?=(?:余|多)?(?:万|亿|千)?(?:{_UNITS}|年(?!\d|度|代)))"
)
_COUNTED = re.compile(rf"(?<![\d.,，\-A-Za-z第])(\d+(?:\.\d+)?)((?:余|多)?(?:万|亿|千)*(?:{_UNITS}))")
_DATE = re.compile(r"(?<!\d)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_OTHER_UNIT = {
    "公里": "米", "米": "公里", "万": "亿", "亿": "万", "美元": "元", "元": "美元", "吨": "公斤",
    "亩": "平方米", "平方米": "亩", "小时": "分钟", "分钟": "小时", "个百分点": "倍", "%": "倍", "％": "‰",
    "户": "人", "天": "个月", "人": "户",
}  # fmt: skip
_UNIT = re.compile(
    r"(?<=\d)(公里|平方米|米|万|亿|美元|元|吨|亩|小时|分钟|个百分点|%|％|户|天|人)(?!次|均|民币|们)"
)
_VERBS = frozenset(["v", "vn", "vd"])
_NEGATION = re.compile(r"(?<![并是能可否])(?:没有|不再|不会|不能|未能|尚未|未|没|不)(?=[一-鿿])")
_NOT_NEGATION = re.compile(
    r"不仅|不但|不断|不少|不同|不久|不过|不管|不论|不等|不如|不只|不止|不得不|不一|不时|未来|未成年|淹没|出没|没收|没落|不满|不足|不到|不超|不低|不高|不多|不利|不良|不便|不锈|不列|不丹|差不多|不顾|不惜|不禁|不由|不动产|不法|不幸|未必|从未来|不明|不知|不可|不得|不安|不适|不已|不错|对不起"
)


def spoiled(material: Material, chance: random.Random) -> Iterator[Made]:
    """Every way in which the sentence can be spoiled, one claim of each kind at most."""
    makers = {
        "name": _name, "tagged name": _tagged_name, "number": _number, "pair": _pair, "date": _date,
        "unit": _unit, "negation": _negation, "subject": _subject, "hedge": _hedge,
        "hedge dropped": _hedge_dropped, "deed": _deed,
    }  # fmt: skip
    for kind, make in makers.items():
        text = make(material, chance)
        if (
            text
            and _plain(text) != _plain(material.sentence)
            and _plain(text) not in _plain(material.passage)
        ):
            yield Made(kind, text, material.passage)
    if len(material.elsewhere) > 12:  # noqa: PLR2004
        yield Made("wrong article", material.elsewhere, material.passage)


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)


def _name(material: Material, chance: random.Random) -> str | None:
    return _exchanged_name(material, material.names, chance)


def _tagged_name(material: Material, chance: random.Random) -> str | None:
    return _exchanged_name(material, material.tagged, chance)


def _exchanged_name(material: Material, names: Sequence[str], chance: random.Random) -> str | None:
    """A name exchanged for another of the passage that its sentence does not have."""
    here = [name for name in names if name in material.sentence]
    others = [name for name in names if name not in material.sentence and name in material.passage]
    chance.shuffle(here)
    for name in here:
        fitting = [other for other in others if exchangeable(name, other, material)]
        if fitting:
            other = chance.choice(fitting)
            text = material.sentence
            for start, end in reversed(whole_at(name, text)):
                text = text[:start] + other + text[end:]
            return text
    return None


def exchangeable(name: str, other: str, material: Material) -> bool:
    """Whether a sentence with another name in the place of its own is false, not broken and not the same."""
    return (
        kind_of(name) == kind_of(other)
        and is_name(name)
        and is_name(other)
        and bool(whole_at(name, material.sentence))
        and bool(whole_at(other, material.passage))
        and not one_thing(name, other, material.passage)
    )


def _number(material: Material, chance: random.Random) -> str | None:
    found = list(_NUMBER.finditer(material.sentence))
    if not found:
        return None
    match = chance.choice(found)
    held = set(re.findall(r"\d+(?:\.\d+)?", material.passage))
    value = match.group()
    for _ in range(20):
        digits = list(value)
        at = chance.choice([k for k, c in enumerate(digits) if c.isdigit()])
        digits[at] = chance.choice([c for c in "123456789" if c != digits[at]])
        new = "".join(digits)
        if new not in held:
            return material.sentence[: match.start()] + new + material.sentence[match.end() :]
    return None


def _pair(material: Material, chance: random.Random) -> str | None:
    found = list(_COUNTED.finditer(material.sentence))
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a[2] == b[2] and a[1] != b[1]]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    if (
        re.fullmatch(r"[~～—–至到\-和、]*", material.sentence[a.end() : b.start()])
        and "分别" not in material.sentence
    ):
        return None  # 10元至20元 and a mere list say the same in another order
    s = material.sentence
    return s[: a.start()] + b.group() + s[a.end() : b.start()] + a.group() + s[b.end() :]


def _date(material: Material, chance: random.Random) -> str | None:
    match = _DATE.search(material.sentence)
    if match:
        month, day = int(match[2]), int(match[3])
        new = chance.choice([(month, day % 28 + 1), (month % 12 + 1, day)])
        text = f"{match[1]}年{new[0]}月{new[1]}日" if match[1] else f"{new[0]}月{new[1]}日"
        return material.sentence[: match.start()] + text + material.sentence[match.end() :]
    year = _YEAR.search(material.sentence)
    if year:
        new_year = int(year[1]) + chance.choice([-2, -1, 1, 2])
        if str(new_year) in material.passage:
            return None
        return material.sentence[: year.start()] + f"{new_year}年" + material.sentence[year.end() :]
    return None


def _unit(material: Material, chance: random.Random) -> str | None:
    found = list(_UNIT.finditer(material.sentence))
    if not found:
        return None
    match = chance.choice(found)
    return material.sentence[: match.start()] + _OTHER_UNIT[match.group()] + material.sentence[match.end() :]


def _negation(material: Material, chance: random.Random) -> str | None:
    s = material.sentence
    harmless = [m.span() for m in _NOT_NEGATION.finditer(s)]
    found = [m for m in _NEGATION.finditer(s) if not any(a <= m.start() < b for a, b in harmless)]
    if found and chance.random() < 0.6:  # noqa: PLR2004
        match = chance.choice(found)
        kept = "有" if match.group() == "没有" and s[match.end()] not in "被能得" else ""
        return s[: match.start()] + kept + s[match.end() :]
    at, verbs = 0, []
    words = [(str(word), str(tag)) for word, tag in rjieba.tag(s)]
    for k, (word, tag) in enumerate(words):
        before = words[k - 1] if k else ("", "")
        if (
            tag == "v"
            and len(word) > 1
            and before[1][:1] in ("n", "d", "r")
            and before[0][-1:] not in ("不", "没", "未", "的")
        ):
            verbs.append(at)
        at += len(word)
    if not verbs:
        return None
    at = chance.choice(verbs)
    return s[:at] + chance.choice(["没有", "未", "不"]) + s[at:]


def _subject(material: Material, chance: random.Random) -> str | None:
    del chance
    own = _subject_of(material.sentence)
    other = _subject_of(material.behind) or _subject_of(material.before)
    if not own or not other or own == other or other in material.sentence or own in other:
        return None
    if _POINTS.search(own) or _POINTS.search(other) or own.replace("的", "") == other.replace("的", ""):
        return None  # 此街 may be the street of the sentence before
    return material.sentence.replace(own, other, 1)


_POINTS = re.compile(r"^[此该該这這那其本]|^消息|^记者|^記者|^報|^报")
"""A subject that is told before, or none at all (消息，…)."""

_OPEN = re.compile(r"预计|可能|有望|计划|拟|将|要|力争|争取|目标|或|估计|据传|应|能")
_TURNED = {
    "增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长",
    "提高": "降低", "降低": "提高", "开始": "结束", "成立": "撤销",
    "担任": "卸任", "出任": "卸任", "当选": "落选", "建成": "拆除",
    "通车": "封闭", "开放": "关闭", "关闭": "开放", "获得": "失去",
    "击败": "输给", "收购": "出售", "奖励": "罚款", "招聘": "辞退",
    "抓获": "释放", "逮捕": "释放", "允许": "禁止", "禁止": "允许",
    "延长": "缩短", "缩短": "延长", "提前": "推迟", "推迟": "提前",
    "批准": "否决", "恢复": "中断", "支持": "反对", "进入": "离开",
}  # fmt: skip


def _hedge(material: Material, chance: random.Random) -> str | None:
    """A figure's or a deed's clause made a mere plan: 预计, 可能."""
    s = material.sentence
    if _OPEN.search(s) or _OPEN.search(material.before):
        return None
    own = _subject_of(s)
    behind = s[len(own) :]
    if not own or not s.startswith(own) or behind[:1] in ("的", "之") or simplified(own)[-1] in _HALVES:
        return None
    if own.startswith(("若", "如", "虽")):
        return None  # a condition is open already
    told = _TOLD_BY.search(s) or _TOLD_BY.search(material.before)  # 据称 is true of what somebody said
    return own + chance.choice(["可能", "预计", "有望", "计划", "或将"] + ["据称"] * (not told)) + behind


_TOLD_BY = re.compile(r"[说說称稱据據传傳]|表示|介绍|介紹|指出|报道|報道|報導|认为|認為|消息|显示|顯示|透露")
_HALVES = "将若如来和与并都双"
"""Last characters of what the tagger takes for a subject: a condition, or half of an adverb behind it."""
_HEDGED = re.compile(
    r"(?<![不很大极没有最尽、])(?:预计|預計|可能|有望|计划|計劃|据称|據稱|或将|或將|拟|擬)(?![性的之，。、是书書])(?:将|將|会|會|于|於|在)?"
)


def _hedge_dropped(material: Material, chance: random.Random) -> str | None:
    """A hedge and its 将 or 会 left out of a clause that has no other."""
    s = material.sentence
    tags, at = {}, 0
    for word, tag in rjieba.tag(simplified(s)):
        tags[at] = (str(word), str(tag))
        at += len(word)
    found = []
    for match in _HEDGED.finditer(s):
        word, tag = tags.get(match.start(), ("", ""))
        high = min([at for mark in "，。；：" if (at := s.find(mark, match.end())) >= 0], default=len(s))
        rest = simplified(
            s[: match.start()] + s[match.end() : high]
        )  # 将 of a clause before reaches this one
        kept = "在" if match.group().endswith(("于", "於", "在")) else ""
        if tag[:1] in ("v", "d") and not _OPEN.search(rest) and not _OPEN_TOO.search(rest):
            found.append(s[: match.start()] + kept + s[match.end() :])
    return chance.choice(found) if found else None


_OPEN_TOO = re.compile(r"会|可|须|须|希望|如果|若|似|据|称|吗|？|想|欲|打算|方案|规划|预|明年|未来")


def _deed(material: Material, chance: random.Random) -> str | None:
    """A deed exchanged for its opposite."""
    found = [word for word in _TURNED if material.sentence.count(word) == 1]
    if not found:
        return None
    word = chance.choice(found)
    return material.sentence.replace(word, _TURNED[word])


def _subject_of(sentence: str) -> str:
    """The nouns that begin a sentence, up to its first verb."""
    out = ""
    for word, tag in ((str(w), str(t)) for w, t in rjieba.tag(sentence)):
        if tag[:1] in ("n", "j", "l") or (out and tag[:1] in ("a", "b", "u", "m", "x") and word in "的、和"):
            out += word
        elif tag[:1] in ("v", "d", "p") and out:
            return out.rstrip("的、和") if len(out) >= 2 else ""  # noqa: PLR2004
        else:
            return ""
    return ""


# true ones

_HAN = "零一二三四五六七八九"
_SYNONYMS = [
    ("表示", "说"),
    ("举行", "举办"),
    ("目前", "现在"),
    ("获得", "取得"),
    ("建成", "落成"),
    ("提高", "提升"),
    ("增长", "增加"),
    ("下降", "降低"),
    ("公布", "发布"),
    ("开始", "启动"),
    ("位于", "坐落于"),
    ("因为", "由于"),
    ("但是", "但"),
    ("进行", "开展"),
    ("帮助", "协助"),
    ("许多", "很多"),
    ("并且", "而且"),
    ("超过", "逾"),
    ("成立", "创立"),
    ("参加", "参与"),
    ("大约", "约"),
    ("公司", "企业"),
    ("首次", "第一次"),
    ("其中", "当中"),
    ("以及", "和"),
    ("需要", "需"),
    ("担任", "出任"),
    ("逝世", "去世"),
    ("同时", "与此同时"),
    ("认为", "觉得"),
    ("使用", "采用"),
    ("现在", "如今"),
]


def paraphrased(material: Material, chance: random.Random) -> Iterator[Made]:
    """True claims: the sentence in other words, one of each kind at most."""
    makers = {
        "as it stands": lambda s: s, "a clause dropped": _dropped, "clauses exchanged": _exchanged,
        "numerals": _numerals, "dates": _dates, "synonyms": _synonyms, "framed": _framed,
        "modifiers dropped": _modifiers,
    }  # fmt: skip
    del chance
    for kind, make in makers.items():
        text = make(material.sentence)
        if text and (kind == "as it stands" or text != material.sentence):
            yield Made(kind, text, material.passage)


LEAST_CLAUSES, LEAST_CLAUSE = 2, 8
"""Clauses of a sentence of which one can go, and characters of one that can stand alone."""


def _clauses(sentence: str) -> list[str]:
    return [clause for clause in re.split(r"，(?!\d{3})", sentence.rstrip("。")) if clause]


def _dropped(sentence: str) -> str | None:
    clauses = _clauses(sentence)
    if len(clauses) < LEAST_CLAUSES or len(clauses[0]) < LEAST_CLAUSE:
        return None
    return "，".join(clauses[:-1]) + "。"


def _exchanged(sentence: str) -> str | None:
    clauses = _clauses(sentence)
    if len(clauses) < LEAST_CLAUSES or re.match(
        r"其|该|这|他|她|它|但|而|并|也|还|且|从而|以|则|因此|所以|就|才|却", clauses[1]
    ):
        return None
    return "，".join([clauses[1], clauses[0], *clauses[2:]]) + "。"


def _spelt(number: int) -> str:
    if number < 10:  # noqa: PLR2004
        return _HAN[number]
    if number < 20:  # noqa: PLR2004
        return "十" + (_HAN[number - 10] if number > 10 else "")  # noqa: PLR2004
    return _HAN[number // 10] + "十" + (_HAN[number % 10] if number % 10 else "")


def _numerals(sentence: str) -> str | None:
    def other(match: re.Match[str]) -> str:  # noqa: PLR0911 (a return a size)
        number, unit = match[1], match[2]
        if unit in ("%", "％"):
            return f"百分之{number}"
        if "." in number:
            if unit.startswith("万") and len(number.split(".")[1]) <= 4:  # noqa: PLR2004
                return f"{round(float(number) * 10000)}{unit[1:]}"
            return match.group()
        value = int(number)
        if unit[0] in "万亿千余多" or number.startswith("0"):
            return match.group()
        if value < 100:  # noqa: PLR2004
            return _spelt(value) + unit
        if value >= 10000 and value % 1000 == 0:  # noqa: PLR2004
            return f"{value / 10000:g}万{unit}"
        return f"{value:,}{unit}" if value >= 1000 else match.group()  # noqa: PLR2004

    text = _COUNTED.sub(other, sentence)
    return text if text != sentence else None


def _dates(sentence: str) -> str | None:
    text = re.sub(
        r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日", lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", sentence
    )
    if text == sentence:
        text = re.sub(
            r"(?<![\d年])(\d{1,2})月(\d{1,2})日",
            lambda m: f"{_spelt(int(m[1]))}月{_spelt(int(m[2]))}日",
            sentence,
        )
    if text == sentence:
        text = re.sub(r"(\d{1,2})日", r"\1号", sentence)
    return text if text != sentence else None


def _synonyms(sentence: str) -> str | None:
    text = sentence
    for a, b in _SYNONYMS:
        if a in text and b not in text:
            text = text.replace(a, b, 1)
    return text if text != sentence else None


def _framed(sentence: str) -> str:
    return "据报道，" + sentence


def _modifiers(sentence: str) -> str | None:
    """Adverbs and short 的 modifiers left out."""
    words = [(str(w), str(t)) for w, t in rjieba.tag(sentence)]
    kept: list[str] = []
    for word, tag in words:
        if tag == "d" and word in (
            "也",
            "还",
            "已经",
            "已",
            "十分",
            "非常",
            "正",
            "都",
            "均",
            "共",
            "更",
            "将会",
            "先后",
            "一直",
            "逐渐",
            "不断",
            "进一步",
        ):
            continue
        kept.append(word)
    text = "".join(kept)
    text = re.sub(r"（[^（）]{1,20}）", "", text)
    return text if text != sentence else None


def sample(made: Sequence[Made], count: int, chance: random.Random) -> list[Made]:
    """`count` of them, each kind as near to its even share as there are."""
    kinds: dict[str, list[Made]] = {}
    for one in made:
        kinds.setdefault(one.kind, []).append(one)
    for row in kinds.values():
        chance.shuffle(row)
    out: list[Made] = []
    while len(out) < count and any(kinds.values()):
        for row in kinds.values():
            if row and len(out) < count:
                out.append(row.pop())
    return out
