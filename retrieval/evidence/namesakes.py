"""Is the named thing that a question asks about the article's own, or only a namesake's neighbour?

An article on 清河大桥 tells nothing of 龙都大桥, one on 濮阳 nothing of 安阳, one on 侯全喜 nothing of
李全喜, however well the rest fits. What is compared is the name's own part before its kind (桥, 馆, 医院),
the city, the office, the surname, the ordinal of an institution, the year and the day; a thing that the
article names in another way (我市 for its city, 图书馆 for 市图书馆) is no other one. An English question's
cities and kinds of institution are looked for in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from corpus.characters import words
from corpus.cities import PREFECTURES, PROVINCES
from corpus.names import COMPOUND_SURNAMES, SURNAMES
from retrieval.evidence.identifiers import unheld
from retrieval.question.analysis import Question, number_of
from retrieval.text.pinyin import readings, spelt_in
from retrieval.text.tokens import words_of

_HAN = "一-鿿"

_FACILITIES = words("博物馆 图书馆 文化馆 体育馆 展览馆 纪念馆 科技馆 美术馆 档案馆")
_KINDS = "|".join(
    sorted(
        _FACILITIES | words("大桥 桥 大街 街 公园 医院 水厂 水库 小学 中学 幼儿园 火车站 机场 镇"),
        key=lambda kind: (-len(kind), kind),
    )
)
_KIND = re.compile(rf"(?<=[{_HAN}])(?:{_KINDS})")
_LOOSE = frozenset(
    "的了是在有和与及被把将从对于以为而之其这那哪就又或等过个中上下第座条所家间名位该此本每各某一二三两几新旧老大小多少"
    "市县区省国我到去往向由给让叫建修开请问年月日号说先前后左右内外共最比里"
)
"""Characters in front of a kind that are not the last of a name, or not sure to be: they begin no rival."""

_FUNCTION = frozenset("的了是在有和与及被把将从对于为之这那哪就又或等过何什谁么")
"""Characters that no given name has."""

_SPAN = 2
"""Characters of a name that are compared: fewer are shared by chance, more differ by how much of the name
is written out."""

_INSTITUTION = re.compile(
    rf"第([\d一二三四五六七八九十]+)([{_HAN}]{{0,4}}?(?:医院|小学|中学|幼儿园|水厂|图书馆|博物馆|公园|大桥))"
)
_BRIDGE_NUMBERED = re.compile(rf"([{_HAN}]{{2}})([二三四五六])桥")

_CITY = re.compile("|".join(sorted(PREFECTURES, key=len, reverse=True)))
_NO_CITY_BEHIND = "路街桥站道巷区镇乡村大馆酒菜话人女河湖山海烧鸡面粉"
"""Behind a city's name these make another name of it: 郑州路, 北京站, 上海大酒店."""
_AMBIGUOUS = words(
    """
    朝阳 大同 吉林 长春 海南 中山 黄山 大理 阿里 南平 白银 大庆 太原 长治 保定 安康 和田 文山 保山 中卫 三明
    山南 海东 海北 海西 日照 通化 宁德 广安 安顺 永州 定西 天水 平凉 庆阳
    玉林 来宾 百色 河源 北海 九江 红河 怒江
    延边 固原
    """
)
"""Cities whose names are words or other places as well."""

_SHORT = {"北京": "京", "上海": "沪", "天津": "津", "重庆": "渝", "广州": "穗", "成都": "蓉", "郑州": "郑"}
"""Cities that papers call by one character behind 进, 赴 and the like: 进京, 赴沪."""

_OFFICES = "市长|县长|省长|区长|镇长|乡长|村长|校长|馆长|院长|局长|厂长|社长|所长|站长|董事长|总经理|书记"
_OFFICE_BEHIND = re.compile(r"市?(?:市?的)?(市长|市委书记|书记|市委|市政府)")
_OFFICE_ASKED = re.compile(
    rf"(?P<before>{_OFFICES})(?:是|叫|名叫|的名字是)(?:谁|什么|哪)|谁是[^，。？]{{0,12}}?(?P<behind>{_OFFICES})[？?]?$"
)

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]")
_DAYS = re.compile(
    r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]?\s?(?:至|到|[-—–~～])\s?(?:(\d{1,2})月)?(\d{1,2})[日号]"
)
_YEARS_BY_WORD = {
    "今年": 0,
    "本年": 0,
    "年初": 0,
    "年底": 0,
    "去年": -1,
    "上年": -1,
    "前年": -2,
    "同比": -1,
    "明年": 1,
}

_EN_INSTITUTIONS = {
    "museum": "博物|展览|纪念馆|陈列|[一-鿿](?<![书宾饭旅酒餐茶啡育泳球仪使领相文档])馆",
    "library": "图书|藏书|书馆",
    "hospital": "医院",
    "bridge": "桥",
    "airport": "机场",
    "stadium": "体育|球场|场馆|球馆|馆",
    "zoo": "动物",
    "theatre": "剧|戏",
    "theater": "剧|戏",
}
_EN_ORDINAL = re.compile(
    r"\b(second|third|fourth|fifth)\s+(?:new\s+)?(library|hospital|museum|bridge|school)\b"
)
_EN_ORDINALS = {"second": "二2", "third": "三3", "fourth": "四4", "fifth": "五5"}


def another(question: Question, text: str, city: str | None, day: date | None) -> bool:
    """Whether the question's thing is another than the article's.

    Args:
        question: Analysed.
        text: The whole article, simplified.
        city: What 我市 means in it.
        day: When it appeared.
    """
    if question.lang == "en":
        return _english(question.text, text, city)
    asked = question.text
    return (
        any(_another_of_kind(match, asked, text) for match in _KIND.finditer(asked))
        or any(_another_number(match, text) for match in _INSTITUTION.finditer(asked))
        or any(_another_bridge(match, text) for match in _BRIDGE_NUMBERED.finditer(asked))
        or any(_another_city(match, asked, text, city) for match in _cities(asked))
        or _without_office(asked, text)
        or any(_another_surname(name, text) for name in _full_names(asked))
        or _another_time(asked, text, day)
        or unheld(asked, text, dated=day is not None)
    )


def _another_of_kind(match: re.Match[str], asked: str, text: str) -> bool:
    """龙都大桥 where the text has 清河大桥 and never 龙都 before a bridge."""
    kind, at = match[0], match.start()
    if kind in _FACILITIES:
        # 博物馆 names its kind itself: another 馆 in its place is another one.
        bare = kind[:2]
        if bare not in text and "馆" in text:
            return any(other in text for other in _FACILITIES if other != kind)
    own = asked[max(0, at - _SPAN) : at]
    if len(own) < _SPAN or not all("一" <= c <= "鿿" and c not in _LOOSE for c in own):
        return False
    if own in text or not _may_name(asked, at - _SPAN, at, school=kind in _SCHOOLS):
        return False
    others = set(re.findall(rf"([{_HAN}]{{{_SPAN}}}){kind}", text))
    return any(not _LOOSE & set(other) for other in others)


_NO_NAME = ("v", "d", "p", "c", "r", "m", "u", "t", "y")
"""First letters of the segmenter's tags of what is no name: verbs, adverbs, numbers, particles, times."""


_SCHOOLS = frozenset(("小学", "中学", "幼儿园"))
"""What verbs that are nouns too do name: 实验小学."""


def _may_name(asked: str, start: int, end: int, *, school: bool) -> bool:
    """Whether `asked[start:end]` can be a name: no part of a longer word (开始|封桥), no verb (衡量机场).

    A name that the segmenter does not know lies in single characters, which alone say nothing.
    """
    at = 0
    for word, tag in words_of(asked):
        if at < start < at + len(word):
            return False
        whole = start <= at and at + len(word) <= end
        if whole and len(word) == end - start and tag.startswith(_NO_NAME) and not (school and tag == "vn"):
            return False
        at += len(word)
    return True


def _another_number(match: re.Match[str], text: str) -> bool:
    """市第二人民医院 where the text has 市人民医院, or another one's number."""
    value, thing = number_of(match[1]), match[2]
    if not value or thing not in text or len(thing) < _SPAN:
        return False
    found = {number_of(one) for one in re.findall(rf"第([\d一二三四五六七八九十]+){re.escape(thing)}", text)}
    return value not in found


def _another_bridge(match: re.Match[str], text: str) -> bool:
    return match[0] not in text and f"{match[1]}大桥" in text


def _cities(asked: str) -> Iterator[re.Match[str]]:
    for match in _CITY.finditer(asked):
        if match[0] not in _AMBIGUOUS and asked[match.end() : match.end() + 1] not in tuple(_NO_CITY_BEHIND):
            yield match


def _another_city(match: re.Match[str], asked: str, text: str, city: str | None) -> bool:
    """A city that the article does not have, or whose office it does not name."""
    name = match[0]
    short = _SHORT.get(name)
    if name == city or (short and re.search(rf"[进赴抵返离驻来在回]{short}", text)):
        return False
    office = _OFFICE_BEHIND.match(asked, match.end())
    if name not in text or not office or not city:
        return name not in text
    return not re.search(rf"{name}[^，。；、]{{0,8}}{office[1]}", text)


def _without_office(asked: str, text: str) -> bool:
    """谁是馆长 where the text has no 馆长."""
    match = _OFFICE_ASKED.search(asked)
    return match is not None and (match["before"] or match["behind"]) not in text


def _full_names(asked: str) -> Iterator[str]:
    """Three characters that begin with a surname where the segmenter begins a person's name."""
    at = 0
    for word, tag in words_of(asked):
        name = asked[at : at + 3]
        alone = len(word) == 1 and tag == "zg"  # a surname that it does not know as one
        if len(name) == len("李全喜") and name[0] in SURNAMES and (tag == "nr" or alone):
            yield name
        at += len(word)


def _another_surname(name: str, text: str) -> bool:
    """李全喜 where the text has 侯全喜 and 全喜 never otherwise."""
    if name in text or not all("一" <= c <= "鿿" for c in name):
        return False
    given = name[1:]
    if _FUNCTION & set(given):
        return False
    before = [text[max(0, m.start() - 2) : m.start()] for m in re.finditer(re.escape(given), text)]
    theirs = {b if b in COMPOUND_SURNAMES else b[-1:] for b in before}
    return len(theirs) == 1 and all(one in SURNAMES or one in COMPOUND_SURNAMES for one in theirs)


def _another_time(asked: str, text: str, day: date | None) -> bool:
    """A year or day that the article's own contradict."""
    if day is None:
        return False
    years = {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)}
    years |= {day.year} | {day.year + off for word, off in _YEARS_BY_WORD.items() if word in text}
    if any(int(year) not in years for year in _YEAR.findall(asked)):
        return True
    named = {(int(m), int(d)) for m, d in _MONTH_DAY.findall(text)}
    if not named:
        return False
    named |= set(_between(text, day.year))
    named |= {(one.month, one.day) for one in (day, day - timedelta(1))}
    if re.search(r"明[日天起]|次日|翌日", text):
        named.add(((day + timedelta(1)).month, (day + timedelta(1)).day))
    days = {int(d) for d in re.findall(r"(?<![\d月])(\d{1,2})[日号]", text)}
    return any((int(m), int(d)) not in named and int(d) not in days for m, d in _MONTH_DAY.findall(asked))


def _between(text: str, year: int) -> Iterator[tuple[int, int]]:
    """The days of the ranges that a text names (6月5日至8日)."""
    for match in _DAYS.finditer(text):
        try:
            first = date(year, int(match[1]), int(match[2]))
            last = date(year, int(match[3] or match[1]), int(match[4]))
        except ValueError:
            continue
        for n in range(max(0, (last - first).days) + 1):
            one = first + timedelta(n)
            yield one.month, one.day


@cache
def _spelt_cities() -> dict[str, str]:
    """Cities and provinces of at least two syllables by their spelling: beijing → 北京."""
    found: dict[str, str] = {}
    for name in [*PREFECTURES, *PROVINCES]:
        if name in _AMBIGUOUS - {"海南"}:
            continue
        for spelling in _spellings(name):
            found.setdefault(spelling, name)
    return found


def _spellings(name: str) -> list[str]:
    made = [""]
    for character in name:
        made = [one + reading for one in made for reading in sorted(readings(character))]
    return made


def _english(asked: str, text: str, city: str | None) -> bool:
    low = asked.lower()
    for match in re.finditer(r"\b[A-Z][a-z]+(?:'[a-z]+)?\b", asked):
        word = match[0].lower().replace("'", "")
        name = _spelt_cities().get(word)
        if name and name != city and name not in text and not spelt_in(word, text):
            return True
    for word, pattern in _EN_INSTITUTIONS.items():
        if re.search(rf"\b{word}\b", low) and not re.search(pattern, text):
            return True
    return any(
        not re.search(
            rf"第[{_EN_ORDINALS[match[1]]}]|[{_EN_ORDINALS[match[1]]}](?:馆|院|桥|小|中|期|号)", text
        )
        for match in _EN_ORDINAL.finditer(low)
    )
