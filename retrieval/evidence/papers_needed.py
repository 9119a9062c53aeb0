"""What one has to bring: 身份证和一张一寸照片 behind 需带, for 办老年卡要带什么."""

from __future__ import annotations

import re

from retrieval.models import Span
from retrieval.question.analysis import Question

_ASKED = re.compile(
    r"带(?:什么|哪些|啥)|(?:什么|哪些|啥)(?:材料|证件|手续|资料|东西)|(?:材料|证件|手续|资料)(?:有)?哪些"
)
_TOLD = re.compile(
    r"(?:需要?|须|应|请|要|凭|持|自)?(?:携带|出示|提供|提交|带好|带上|备齐|交验|(?<![一领地携声光沿热])带(?![动领来]))(?:好|本人|的)?(?P<what>[^，。；：]{2,40})"
    r"(?=[，。；]|$|(?:到|前往|即可|办理|领取|报名))"
)


def brought_in(question: Question, quote: str, span: Span) -> Span:
    """What a sentence says is to be brought; else the words chosen already.

    Args:
        question: Analysed, in Chinese.
        quote: A sentence in simplified characters.
        span: What was chosen in it; kept where the sentence does not say, or says it twice.
    """
    if question.lang != "zh" or not _ASKED.search(question.text):
        return span
    told = [match.span("what") for match in _TOLD.finditer(quote)]
    return told[0] if len(told) == 1 else span
