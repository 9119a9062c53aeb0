"""False claims out of true sentences, by rule.

What is spoiled is found without the proof's own readers: names are gold answers of the evaluation sets or
stand behind a title, and are exchanged only where `benchmarks.naming` holds them for two whole names of one
kind; figures and dates are found by plain patterns.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

import rjieba

from benchmarks.material import COUNTED, UNITS, Made, Material
from benchmarks.naming import is_name, kind_of, one_thing, whole_at
from vectorstore.catalogue.script import simplified

HARD = ("name", "tagged name", "number", "date", "unit", "pair")
SOFT = ("negation", "subject", "hedge", "hedge dropped", "deed", "wrong article")


_NUMBER = re.compile(
    rf"(?<![\d.,，\-A-Za-z第])\d+(?:\.\d+)?(?=(?:余|多)?(?:万|亿|千)?(?:{UNITS}|年(?!\d|度|代)))"
)
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
    found = list(COUNTED.finditer(material.sentence))
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
