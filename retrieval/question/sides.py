"""Sides of a story that its reader asks about in few words: who wrote it, which page, when, what about.

Only forms that name nothing of their own count; 谁报道了青禾大桥通车 is a question that stands alone.
"""

from __future__ import annotations

import re
from enum import Enum

from retrieval.models import Language


class Side(Enum):
    """What is asked about a story itself and not about what it tells."""

    NONE = "what it tells"
    WRITER = "who wrote it"
    PRINTED = "where it was printed"
    DAY = "when it happened"
    GIST = "what it is about"


_STORY_ZH = r"(?:[这那该]?[一]?[篇条则个张幅]?(?:报道|新闻|文章|稿子?|消息|照片|图片)?的?)"
_STORY_EN = r"(?:\s+(?:it|this|that|(?:the|this|that)(?:\s+(?:story|article|report|piece|news|photo))?))"
_SIDES: dict[Language, tuple[tuple[Side, str], ...]] = {
    "zh": (
        (
            Side.WRITER,
            (
                rf"{_STORY_ZH}(?:是|由)?(?:谁|哪[位个名](?:记者|通讯员)?)(?:采?写|报道|撰写|拍摄?)[了的]?{_STORY_ZH}(?:照片)?"
                rf"|{_STORY_ZH}(?:记者|作者|通讯员)(?:是|叫)?(?:谁|什么名字|哪[位个几])?"
            ),
        ),
        (
            Side.PRINTED,
            (
                rf"{_STORY_ZH}(?:是)?(?:[刊登]?(?:载|发)?在|见|上)?(?:哪一?[家份天期个张]?的?(?:报纸?|版面?)|第?几版|哪儿?里?[刊登](?:载|发)?)[上的了呢]*"
                rf"|{_STORY_ZH}(?:出处|来源)(?:是)?(?:哪里|什么)?"
            ),
        ),
        (
            Side.DAY,
            r"(?:[这那]件?事?)?(?:是)?(?:发生在)?(?:哪一?天|什么时候|何时|几[月号])(?:发生)?(?:的事?情?)?(?:发生的?)?",
        ),
        (
            Side.GIST,
            rf"{_STORY_ZH}(?:主要|都|大概)?(?:是)?(?:[讲说写](?:了|的是|的)?(?:什么|啥|哪些)(?:内容|事情?)?|(?:关于|有关)(?:什么|啥)的?|什么内容|内容是什么)",
        ),
    ),
    "en": (
        (
            Side.WRITER,
            (
                rf"(?:who|which\s+(?:reporter|journalist))\s+(?:wrote|reported|filed|took|photographed|covered)(?:\s+on)?{_STORY_EN}?"
                r"|who(?:'s|\s+is|\s+was)\s+the\s+(?:reporter|author|writer|journalist)"
            ),
        ),
        (
            Side.PRINTED,
            (
                rf"(?:(?:on|in)\s+)?(?:which|what)\s+(?:news)?(?:paper|page|issue|edition)(?:\s+(?:was|is){_STORY_EN}(?:\s+(?:on|in|printed|published)){{0,2}})?"
                rf"|where\s+(?:was|is){_STORY_EN}\s+(?:published|printed)"
            ),
        ),
        (
            Side.DAY,
            rf"(?:when|(?:on\s+)?(?:what|which)\s+(?:day|date))(?:\s+(?:was|is|did){_STORY_EN})?(?:\s+happen)?",
        ),
        (
            Side.GIST,
            rf"what\s+(?:is|was|'s){_STORY_EN}?\s+about|what\s+(?:does|did){_STORY_EN}?\s+say",
        ),
    ),
}
_PATTERNS = {
    lang: tuple((side, re.compile(pattern, re.IGNORECASE)) for side, pattern in sides)
    for lang, sides in _SIDES.items()
}
_EDGE = "？?。.！!，, "


def side_of(asked: str, lang: Language) -> Side:
    """Which side of a story a message asks about and nothing else; NONE for any other question."""
    asked = " ".join(asked.split()).strip(_EDGE)
    return next((side for side, pattern in _PATTERNS[lang] if pattern.fullmatch(asked)), Side.NONE)


_ASPECTS: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "zh": (
        (re.compile(r"(?:具体)?(?:时间|日期|日子)"), "什么时候"),
        (re.compile(r"(?:具体)?(?:地点|地方|位置|地址)"), "在哪里"),
        (re.compile(r"原因|理由|目的"), "为什么"),
        (re.compile(r"金额|钱|费用|资金|投资额?|奖金|奖励|造价|价格|票价|工资|收入"), "{}是多少钱"),
        (re.compile(r".{0,3}人数"), "有多少人"),
        (re.compile(r"年[龄纪]|岁数"), "多大年纪"),
        (re.compile(r"记者|作者|通讯员"), "谁写的"),
        (re.compile(r".{0,4}(?:电话|号码|比分|得分|分数|成绩|名额)"), "{}是多少"),
        (re.compile(r".{0,4}(?:率|额|总?量|度|[长宽高]度|面积|数量|比例|规模|级别)"), "{}是多少"),
        (re.compile(r"结果|意义|内容|措施|办法|方式|目标|要求|影响|名称|名字"), "{}是什么"),
    ),
    "en": (
        (re.compile(r"(?:the\s+)?(?:time|date|day)", re.IGNORECASE), "when"),
        (re.compile(r"(?:the\s+)?(?:place|location|venue|address)", re.IGNORECASE), "where was it"),
        (re.compile(r"(?:the\s+)?(?:reasons?|cause|purpose)", re.IGNORECASE), "why"),
        (
            re.compile(
                r"(?:the\s+)?(?:cost|price|money|budget|reward|investment|salary|funding)", re.IGNORECASE
            ),
            "how much was {}",
        ),
        (
            re.compile(
                r"(?:the\s+)?(?:(?:opening|business|working|visiting)\s+)?hours|(?:the\s+)?opening\s+times?",
                re.IGNORECASE,
            ),
            "at what time is it open",
        ),
        (re.compile(r"(?:the\s+)?(?:reporter|author|writer|journalist)", re.IGNORECASE), "who wrote it"),
        (re.compile(r"(?:the\s+)?(?:result|goal|aim|name|phone\s+number)s?", re.IGNORECASE), "what was {}"),
    ),
}


def aspect_of(named: str, lang: Language) -> str | None:
    """The question that a bare noun for a side of a thing asks (时间 → 什么时候); None for a thing."""
    named = named.strip()
    template = next((asks for pattern, asks in _ASPECTS[lang] if pattern.fullmatch(named)), None)
    return template.format(named) if template else None
