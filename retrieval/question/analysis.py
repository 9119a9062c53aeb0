"""What a question asks for: its language, the kind of answer, the number asked for, the unit.

The patterns are those of the two languages' interrogatives, tried in order: the first that matches
decides. They say what a good answer looks like (`retrieval.evidence.spans`); they never decide alone whether
there is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from retrieval.language import ENGLISH_NUMERALS, language_of
from retrieval.models import Language
from retrieval.question.called import PERSONAL, into_what
from retrieval.question.colloquial import written
from retrieval.question.focus import focus_of
from retrieval.text.tokens import words_of
from retrieval.text.units import units_of


class Kind(StrEnum):
    """The kind of answer that a question wants."""

    LIST = "list"
    NUMBER = "number"
    DURATION = "duration"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    WHY = "why"
    HOW = "how"
    WHETHER = "whether"
    DEFINITION = "definition"
    STORY_BY = "story by"
    REPORTER_OF = "reporter of"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood as far as the answerer needs.

    Attributes:
        text: As asked, white space at the ends cut off, spoken interrogatives as one writes them
            (`retrieval.question.colloquial`), and 濮阳市市长 as papers print it: 濮阳市长.
        lang: Its language.
        kind: The kind of answer it wants.
        asked: How many items it asks for; 0 where it does not say.
        units: What a figure must carry to be the answer (家, 分钟, 元), in the archive's language;
            empty where any may do.
        focus: The thing asked about (员工 in 有多少员工); "" where the form does not show it.
        content: The text without its interrogative words: what the evidence must speak of.
        head: The noun that the asked items are (企业, firms); "" if unsaid.
    """

    text: str
    lang: Language
    kind: Kind
    asked: int
    units: tuple[str, ...]
    focus: str
    content: str
    head: str = ""


_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2, "仨": 3}
_ZH_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_CLASSIFIER = r"[个家名位项种条所座大类场部首支款只本件届句点次年天]"

_ZH_INTERROGATIVE = re.compile(
    r"(?:请问|告诉我|想知道)|(?:是)?(?:在)?(?:什么时候|什么地方|什么时间|为什么|因为什么|什么样|什么|为何|何时|何处|何地|何人|"
    r"多少|多大|多高|多长|多远|多久|多重|多深|多宽|多快|哪里|哪儿|哪些|甚么|哪一?[个家位名年月天日届种类项所座次国条场部款门本]?|"
    r"几[个家位名年月天日届种类项所座次点号条岁部]?|谁|怎么样|怎么|怎样|如何|是否|有没有|是不是|吗|呢|呀)"
    r"|[？?]"
)
_EN_INTERROGATIVE = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|why|how(?:\s+(?:many|much|long|often|old|far|big|large))?)\b|\?",
    re.IGNORECASE,
)

_ZH_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.STORY_BY,
        r"(?:记者|通讯员)\S{2,4}?\s*(?:都|一共|总共|在)?\s*(?:写|采写|报道|撰写|发表|拍)[了过]?(?:的)?(?:是)?(?:哪|什么|几)",
    ),
    (
        Kind.REPORTER_OF,
        (
            r"(?:谁|哪[位个名](?:记者|通讯员)?)(?:采写|报道|拍摄)|(?:谁|哪[位个名])写[^？]*(?:报道|新闻|稿|文章|消息|篇)"
            r"|(?:报道|新闻|稿子?|文章|消息|照片)[^，？]*(?:谁|哪[位个名]\S{0,3})(?:采写|写|报道|拍)|(?:记者|通讯员)(?:是|叫)(?:谁|什么|哪)"
            r"|(?:报道|新闻|稿子?|文章|消息)的?作者"
        ),
    ),
    (
        Kind.WHY,
        # 为何 at the end is 是什么 in written Chinese: 原料为何？
        r"为什么|为何(?![？?]?$)|为啥|因为什么|因何|何以|缘何|怎么会|怎么(?:死|去世|没)的|死因|原因(?:是|有|为)?(?:什么|哪些|啥)|什么原因",
    ),
    (
        Kind.DURATION,
        r"多久|多长时间|(?:还剩|剩下?|用了?|花了?)多少时间|(?:[期时限]|间隔)(?:是|有|要|为)?多长|几(?:个)?(?:小时|分钟|天|周|星期|个月|年)(?!级|代|月|份)",
    ),
    (
        Kind.DATE,
        r"什么时候|何时|几时|什么时间|哪一?[年月天日]|(?:哪一?|什么)个?(?:世纪|年代|年份|日期|时期|朝代|月|季)|几[月号日点]|星期几|周几|哪几[天年]|什么年代|何年",
    ),
    (
        Kind.LIST,
        rf"哪些|有啥|哪(?:几|(?!一[^十]){_ZH_NUMBER}){_CLASSIFIER}?|分别|(?<![第\d一二三四五六七八九十])(?!一[^十]){_ZH_NUMBER}{_CLASSIFIER}[一-鿿“”]{{0,8}}(?:叫什么|是什么|是哪|是谁|有谁)|[都又]有(?:谁|什么)|包括(?:什么|哪)|有(?:什么|几)(?:种|类)|各是",
    ),
    (Kind.NUMBER, r"多少|几|多[大高长远重深宽快厚]|百分之|第几|比例(?:是|为)|多大年[纪龄]"),
    (
        Kind.PLACE,
        r"哪里|哪儿|何处|何地|什么地方|(?:哪一?|什么|何)[个座条]?(?:国家?|城市|省|市(?!场)|县|州|地区|地方|地点|区域|区|村|镇|岛|洲|街|路|公路)|位于什么|什么位置",
    ),
    (
        Kind.ORGANISATION,
        r"(?:哪一?|什么|何)[个家所间支]?(?:公司|企业|单位|机构|大学|学校|学院|部门|组织|银行|医院|厂|团体|队|球队|乐队)",
    ),
    (
        Kind.PERSON,
        (
            r"谁|哪一?[位名]|什么人|何人|哪一?个人|什么名字"
            r"|(?:[馆院校局处科所站厂镇村县市区社会团行队]长|主任|书记|经理|主席|教练|负责人)(?:名字)?叫什么"
            rf"|{PERSONAL}(?:的?名字)?叫什么[？?]?$"
        ),
    ),
    (Kind.DEFINITION, r"^什么(?:是|叫)|(?:是|指|指的是|是指|叫)(?:什么|啥)(?:意思)?[？?]?$"),
    (Kind.HOW, r"如何|怎么|怎样|什么(?:方式|方法|办法|样)|咋"),
    (Kind.WHETHER, r"(?<![什怎多])[吗么][？?]?$|是否|有没有|是不是|能不能|会不会"),
)
_EN_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.STORY_BY,
        r"\b(?:what|which)\b.*\b(?:story|stories|article|articles|report|piece)\b.*\b(?:write|wrote|written|by)\b",
    ),
    (
        Kind.REPORTER_OF,
        r"\bwho\s+(?:wrote|filed|photographed)\b.*\b(?:story|article|report|news|piece|photo)\b|\bwho\s+reported\b|\bwho\b.*\b(?:reporter|correspondent|byline)\b",
    ),
    (
        Kind.WHY,
        r"\bwhy\b|\bwhat\s+(?:was|is|were)\s+the\s+(?:reason|cause)|\bhow\s+come\b|\bfor\s+what\s+reason",
    ),
    (
        Kind.NUMBER,
        r"\bhow\s+long\s+(?:is|are|was|were)\b.*\b(?:river|road|route|line|bridge|wall|border|coast|tunnel|path)",
    ),
    (
        Kind.DURATION,
        r"\bhow\s+(?:long|often|frequently)\b|\bhow\s+many\s+(?:years|months|weeks|days|hours|minutes|seconds)\b",
    ),
    (
        Kind.DATE,
        (
            # Behind another interrogative when is a conjunction: how old was he when …
            r"^(?:(?!\b(?:who|whom|whose|what|which|where|why|how)\b).)*\bwhen\b"
            r"|\b(?:what|which)\s+(?:year|date|days?|month|century|decade|time|period)\b"
            r"|\b(?:what|which)\s+(?:\w+\s+)?hours\b|\b(?:opening|visiting|business|office)\s+(?:hours|times?)\b"
        ),
    ),
    (
        Kind.NUMBER,
        (
            r"\bhow\s+(?:many|much|old|far|tall|high|big|large|wide|deep|fast|heavy|hot|cold|warm)\b"
            r"|\bwhat(?:'s|\s+(?:is|was|are|were|will\s+be))\s+the\s+(?:\w+\s+){0,3}"
            r"(?:number|percentage|percent|population|amount|price|total|yield|temperature|cost|output|size|area|rate|fees?|fares?|fine"
            r"|charge|rent|toll|salary|wages?|reward|bonus|subsidy|budget|score|speed|capacity|length|height|width|depth|weight"
            r"|distance|age|investment|interval)\b"
            r"|\b(?:what|which)\s+(?:number|percentage|percent|price)\b|\bwhat\s+(?:do|does|did|will)\b.*\b(?:cost|charge|pay|earn)\b"
        ),
    ),
    (
        Kind.LIST,
        (
            r"\bwhich\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|\bwhat\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b"
            r"|\b(?:list|name)\s+(?:all|the)\b|\bwhat\s+(?:are|were)\s+the\b(?!.*\b(?:called|named|known|wearing|doing|causing)\b)"
            r"|\bwhich\s+(?:\w+\s+)?(?:companies|firms|enterprises|factories|cities|villages|towns|townships|counties|districts|communities|neighbou?rhoods"
            r"|people|departments|offices|projects|parks|zones|schools|hospitals|countries|areas|places|streets|roads|routes|lines"
            r"|stations|stops|days|crops|products|services|banks|shops|teams|buildings)\b"
        ),
    ),
    (
        Kind.PLACE,
        r"\bwhere\b|\b(?:what|which)\s+(?:country|city|town|state|province|county|village|place|region|river|area|location|street|road)\b",
    ),
    (
        Kind.ORGANISATION,
        r"\b(?:what|which)\s+(?:\w+\s+)?(?:company|firm|organi[sz]ation|university|school|agency|department|bank|hospital|institution|team|band)\b",
    ),
    (
        Kind.PERSON,
        r"\bwho(?:m|se)?\b|\b(?:what|which)\s+(?:person|man|woman|player|king|president|mayor|leader|director)\b",
    ),
    (Kind.HOW, r"\bhow\b"),
    (Kind.DEFINITION, r"^what\s+(?:is|are|was|were)\s+(?:an?\s+|the\s+)?[\w-]+\s*\??$"),
    (Kind.WHETHER, r"^(?:is|are|was|were|do|does|did|has|have|can|could|will|would)\b"),
)
_KINDS = {
    "zh": tuple((kind, re.compile(pattern)) for kind, pattern in _ZH_KINDS),
    "en": tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _EN_KINDS),
}

_ZH_ASKED = (
    re.compile(rf"哪({_ZH_NUMBER})({_CLASSIFIER}?)([一-鿿]{{1,4}})?"),
    re.compile(rf"(?<![第\d.])({_ZH_NUMBER})({_CLASSIFIER})([一-鿿]{{0,4}})"),
)
_ZH_WHICH = re.compile(r"哪(?:些|几[个家名位项种条所座大类]?)([一-鿿]{1,4})")
_EN_NUMBERS = {word: number for number, word in enumerate(ENGLISH_NUMERALS)}
_EN_ASKED = re.compile(
    rf"\b(?:which|what|the|name|list)\s+({'|'.join(_EN_NUMBERS)}|\d{{1,3}})\s+(?:[\w-]+\s+){{0,3}}?([a-z]+s|people)\b",
    re.IGNORECASE,
)


_CITY_TWICE = re.compile(r"(?<=[一-鿿]{2})市市(?=长|委|政府)")


def analyse(text: str) -> Question:
    """Understand a question."""
    text = _CITY_TWICE.sub("市", text.strip())
    lang = language_of(text)
    text = written(text) if lang == "zh" else text
    formed = into_what(text)
    kind = next((kind for kind, pattern in _KINDS[lang] if pattern.search(formed)), Kind.WHAT)
    counted = kind in {Kind.LIST, Kind.ORGANISATION, Kind.PLACE, Kind.PERSON}
    asked, head = _asked(text, lang, kind) if counted else (0, "")
    if asked > 1:
        kind = Kind.LIST
    figure = kind in {Kind.NUMBER, Kind.DURATION}
    units = units_of(text, lang) if figure else ()
    named = kind in {Kind.NUMBER, Kind.PERSON} or text.rstrip("？?").endswith("呢")
    focus = focus_of(text) if lang == "zh" and named else ""
    drop = _ZH_INTERROGATIVE if lang == "zh" else _EN_INTERROGATIVE
    return Question(text, lang, kind, asked, units, focus, drop.sub(" ", text), head)


def number_of(word: str) -> int:
    """The value of a small number in digits, Chinese or English; 0 where it is none.

    Chinese numbers go up to 九十九, which is as many items as a question asks for.
    """
    if word.isdecimal():
        return int(word)
    if word.lower() in _EN_NUMBERS:
        return _EN_NUMBERS[word.lower()]
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return _DIGITS.get(word, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)


def _asked(text: str, lang: Language, kind: Kind) -> tuple[int, str]:
    if lang == "en":
        match = _EN_ASKED.search(text)
        return (number_of(match.group(1)), match.group(2)) if match else (0, "")
    # 五次 in 谁拿下了五次擒杀 is no number of persons: only 哪五位 is, outside of a list question.
    for pattern in _ZH_ASKED if kind is Kind.LIST else _ZH_ASKED[:1]:
        match = pattern.search(text)
        if match:
            return number_of(match.group(1)), _noun(match.group(3) or "")
    which = _ZH_WHICH.search(text)
    return 0, _noun(which.group(1)) if which else ""


_NOT_OF_NOUN = ("v", "p", "d", "u", "c", "y", "r", "t")


def _noun(run: str) -> str:
    """The noun that a run of characters begins with (市 of 市参加了); the run itself where none does."""
    at = 0
    for word, tag in words_of(run):
        if (tag.startswith(_NOT_OF_NOUN) and tag != "vn") or (at and tag.startswith("a")):
            break
        at += len(word)
    return run[:at] or run
