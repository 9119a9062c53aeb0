"""English words for Chinese ones: CC-CEDICT as lindera carries it, and newspaper terms of our own.

A gloss is a set of stems: 省级 → provincial, level. It proves nothing alone; it tells which words of an
English claim stand for which words of its quote, so that figures and names can be compared with what stands
around them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from corpus.characters import words as listed
from retrieval.language import encodable
from retrieval.text.tokens import words_of

_PINYIN = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
STOP = listed(
    "a an the of to in on at by for with from and or as is are was were be been being it its this that these those "
    "he she they them his her their who which what when where there here has have had having do does did will would can could "
    "may might shall should must not no into onto over under about after before between during than then also each every all both "
    "any some such own same so if while but up out off per more most other another one ones abbr variant old cl see sth sb "
    "used etc esp lit fig classifier surname total according said says say report reported reports newspaper article paper news"
)
_ENDINGS = ("ization", "isation", "ations", "ation", "ities", "ments", "ment", "ness", "ings", "ing", "ions", "ion", "ies",
            "ied", "ers", "ors", "als", "ity", "ive", "ous", "ful", "ed", "es", "er", "or", "al", "ly", "s", "y", "e")  # fmt: skip
LEAST_STEM = 3

_OURS = {
    "省级": "provincial province level", "国家级": "national state level", "市级": "municipal city level", "县级": "county level",
    "绿色工厂": "green factory plant", "企业": "firm company enterprise business", "公司": "firm company enterprise",
    "市长": "mayor", "书记": "secretary party chief", "市委书记": "party secretary chief municipal committee", "省长": "governor",
    "秘书长": "secretary general", "主任": "director chairman head", "人大": "people congress legislature", "常委会": "standing committee",
    "负责人": "head official manager charge", "馆长": "director curator librarian head", "校长": "principal headmaster president",
    "局长": "director chief head bureau", "院长": "director president dean", "记者": "reporter journalist",
    "亿元": "yuan", "万元": "yuan", "元": "yuan", "亩": "mu", "奖": "award reward bonus prize subsidy", "奖励": "award reward bonus prize subsidy",
    "奖金": "award reward bonus prize money", "全市": "city whole citywide puyang", "我市": "city our", "招商": "investment attract business",
    "到位资金": "funds money paid place", "规模以上": "above designated size scale", "增加值": "added value", "产能": "capacity production output",
    "试开放": "trial open opening", "闭馆": "close closed", "开馆": "open", "首班车": "first bus", "末班车": "last bus", "公交": "bus transit",
    "线路": "route line", "停水": "water cut outage supply", "停电": "power cut outage electricity", "供水": "water supply",
    "招聘": "recruit hire", "招生": "enrol enroll admit", "床位": "bed", "教学楼": "teaching building", "机收": "machine harvest",
    "联合收割机": "combine harvester", "小麦": "wheat", "开镰": "harvest start", "亩产": "yield mu per", "投递员": "postman mail carrier courier",
    "邮路": "mail postal route", "夜间门诊": "night clinic outpatient", "门诊": "clinic outpatient", "坐诊": "see patient clinic", "接诊": "treat patient receive",
    "挂号费": "registration fee", "返乡创业": "return home start business entrepreneur", "农民工": "migrant worker", "示范": "demonstration model",
    "园区": "park zone", "项目": "project", "典型": "model example", "气象台": "meteorological observatory weather station", "中雨": "moderate rain",
    "大雨": "heavy rain", "气温": "temperature", "最高": "highest high maximum", "最低": "lowest low minimum", "雨量": "rainfall", "调研组": "research inspection team group",
    "发车间隔": "interval headway", "高峰": "peak rush hour", "票价": "fare ticket price", "老人": "elderly senior old people", "免费": "free charge",
    "不变": "unchanged same", "建筑面积": "floor area construction", "占地": "cover occupy area", "总投资": "total investment", "上架": "shelf shelves stock",
    "图书": "book", "藏书": "book collection", "阅览": "reading", "座位": "seat", "借": "borrow", "逾期": "overdue late", "每天": "daily day", "册": "book volume copy",
    "延长": "extend", "提前": "earlier forward advance", "推迟": "later postpone delay", "缩短": "shorten cut reduce", "增加": "increase add rise grow",
    "减少": "decrease reduce fall drop", "新校区": "new campus", "老校区": "old campus", "启用": "open use operation", "学生": "student pupil", "食堂": "canteen", "餐厅": "dining hall canteen restaurant",
    "累计": "cumulative", "到现在": "far now", "至今": "far now", "截至": "far", "领到": "receive", "目标": "goal target", "倍增": "double", "翻番": "double", "翻一番": "double", "制造业": "manufacturing",
    "航天": "aerospace space", "润滑脂": "grease lubricating", "年产": "yearly annual output production", "一年": "year yearly annual",
    "大桥": "bridge", "封闭": "close closure seal", "货车": "truck lorry freight", "绕行": "detour bypass", "工资": "salary wage pay",
}  # fmt: skip
"""Terms of local news that the dictionary lacks or renders otherwise; written for this project."""


def stem(word: str) -> str:
    """A crude stem: enough for factories/factory and invested/investment, and wrong alike on both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > LEAST_STEM and word[-1] == word[-2] else word


def stems(text: str) -> list[str]:
    """The stems of the words of an English text that say something, in order."""
    return [stem(word) for word in _WORD.findall(text.lower()) if word not in STOP and len(word) > 1]


class _Dictionary:
    """CC-CEDICT; loaded once, when the first English sentence is proved."""

    def __init__(self) -> None:
        import lindera

        self._tokenizer: Any = lindera.Tokenizer(lindera.load_dictionary("embedded://cc-cedict"))
        self._lock = threading.Lock()

    def entries(self, text: str) -> list[tuple[str, str]]:
        """The dictionary's own words of a text and their definitions."""
        with self._lock:
            found = self._tokenizer.tokenize(encodable(text))
        return [(str(token.surface), ",".join(map(str, token.details[7:]))) for token in found]


@cache
def _dictionary() -> _Dictionary:
    return _Dictionary()


@lru_cache(maxsize=16384)
def gloss(word: str) -> frozenset[str]:
    """Stems of the English words for a Chinese word; of its parts where the dictionary lacks the whole."""
    return frozenset(_gloss(word))


def _gloss(word: str) -> Iterator[str]:
    own = _OURS.get(word)
    if own:
        yield from stems(own)
    for surface, definition in _dictionary().entries(word):
        if surface in _OURS and surface != word:
            yield from stems(_OURS[surface])
        if definition and definition != "*":
            yield from stems(_PINYIN.sub(" ", definition))


def own_words() -> tuple[str, ...]:
    """The terms of local news that have glosses of our own."""
    return tuple(_OURS)


def senses(word: str) -> list[str]:
    """A Chinese word's senses in English, as the dictionary has them; none where it lacks the word."""
    own = _OURS.get(word)
    if own:
        return [own]
    found = _dictionary().entries(word)
    if len(found) != 1 or found[0][1] in {"", "*"}:
        return []
    return [sense for sense in re.split(r"[,/;]", _PINYIN.sub(" ", found[0][1])) if sense.strip()]


def dictionary_words(text: str) -> list[str]:
    """The words of a Chinese text as the dictionary cuts it."""
    return [word for word, _ in _dictionary().entries(text)] if text else []


@lru_cache(maxsize=4096)
def phrases(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words of a Chinese text for glossing: terms of our own first, then the segmenter's words.

    Returns:
        (word, from, to) each.
    """
    found: list[tuple[str, int, int]] = []
    at = 0
    for word, _ in words_of(text):
        found.append((word, at, at + len(word)))
        at += len(word)
    joined: list[tuple[str, int, int]] = []
    for first, (word, start, end) in enumerate(found):
        joined.append((word, start, end))
        for behind in found[first + 1 : first + 4]:
            longer = text[start : behind[2]]
            if longer in _OURS:
                joined.append((longer, start, behind[2]))
    return tuple(joined)
