"""Evidence as data: what an article may bring into a prompt, and what it may not.

A passage stands in a prompt between marks and behind its number, `[1] …`. `fenced` takes from it whatever
could end that early or hide from a person who reads along: control, zero-width, bidirectional and tag
characters, line breaks, numbers in brackets that look like the next passage's, marks of chat templates.
The proof never reads the fenced text but the article's own.
"""

from __future__ import annotations

import re
import unicodedata

_LINE = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*")
_ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])|\x9b[0-?]*[ -/]*[@-~]"
)
_NUMBER = re.compile(r"[\[［【〔]\s*(\d{1,4}(?:\s*[,，、–-]\s*\d{1,4})*)\s*[\]］】〕]")
_TEMPLATE = re.compile(
    r"<[|｜]?/?\s*(?:im_start|im_end|endoftext|system|user|assistant|begin[▁_\w]*|end[▁_\w]*|eot_id|"
    r"start_header_id|end_header_id|tool_call|tool_response|think|evidence|passages?|question|instructions?|"
    r"document|context)\b[^<>\n]{0,40}?[|｜]?>|\[/?INST\]|<</?SYS>>|</?s>",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"片段\s*[:：]|片段\s*到此\s*为止|(?:end\s+of\s+(?:the\s+)?)?(?:passages|evidence|context|documents)\s*(?:[:：]|\.|ends?\b)|"
    r"(?:^|(?<=\s))(?:system|user|assistant|human|question|问题|系统|用户|助手)\s*[:：]",
    re.IGNORECASE,
)
"""The words with which a prompt marks its parts, the prompts of `retrieval.generation` among them."""
_RUNS = re.compile(r"([`~#=*_<>|-])\1{2,}|(?:<{2,}|>{2,})")
_SPACES = re.compile(r"[^\S\n]+")
_DROPPED = {"Cc", "Cf", "Co", "Cs", "Cn"}


def fenced(text: str) -> str:
    """A passage's text as one line that a model may read as data.

    Args:
        text: As the archive holds it.

    Returns:
        The same words on one line. Invisible and control characters are gone; a number in square
        brackets stands in round ones; chat templates' marks and rows of delimiters become a space.
    """
    plain = _ANSI.sub(" ", text)
    plain = _LINE.sub(" ", plain)
    plain = "".join(c for c in plain if c == "\t" or unicodedata.category(c) not in _DROPPED)
    previous = ""
    while previous != plain:  # what is taken out of the middle of a mark may make another one
        previous = plain
        plain = _RUNS.sub(" ", _FRAME.sub(" ", _TEMPLATE.sub(" ", plain)))
    plain = _NUMBER.sub(r"(\1)", plain)
    return _SPACES.sub(" ", plain).strip()
