"""A remark in brackets that closes an article: where its author works, who sent it in, what it is taken from.

Such a remark names nobody (a byline does) and stays the text's last words.
"""

from __future__ import annotations

import re

_BRACKETED = r"[（(【]\s*(?:{})\s*[）)】]\s*$"
_INSIDE = "[^（）()【】。；]"
_REMARK = re.compile(
    _BRACKETED.format(
        rf"(?:据|作者|原载|摘自|选自|转自|来源|资料来源|本文作者|本栏目|摘编自){_INSIDE}{{1,50}}"
        rf"|{_INSIDE}{{2,40}}(?:供稿|供文|来稿|整理|编辑|编译|编写)"
        r"|完|全文完|未完待续|综合|本报综合|本版稿件[^（）()]{2,30}"
    )
)
_BEHIND_SENTENCE = re.compile(rf"[。！？…][”’』」》]*\s*[（(]{_INSIDE}{{1,60}}[）)]\s*$")
_TAIL = 80
"""Characters at a text's end that a remark is looked for in: the longest one and a sentence's mark."""


def is_remark(raw: str) -> bool:
    """Whether `raw` is nothing but a closing remark."""
    text = raw.strip()
    return len(text) <= _TAIL and bool(_REMARK.match(text))


def ends_with_remark(raw: str) -> bool:
    """Whether a closing remark stands at the end of `raw`."""
    return bool(_REMARK.search(raw[-_TAIL:]))


def ends_in_brackets(raw: str) -> bool:
    """Whether `raw` ends with brackets behind a sentence's end, whatever they hold."""
    return bool(_BEHIND_SENTENCE.search(raw[-_TAIL:]))
