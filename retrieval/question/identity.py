"""Who somebody is: the name that 冯志刚是谁 asks about; a sentence that introduces the person answers it."""

from __future__ import annotations

import re

from retrieval.text.people import is_person
from retrieval.text.tokens import words_of

_NAME = r"(?P<name>[一-鿿]{2,4}?|[一-鿿]{1,8}(?:·[一-鿿]{1,10})+)"
_SOMEBODY = r"(?:谁|什么人|啥人|何人|何许人也?|哪位|[做干]什么的|[做干]啥的|什么(?:职务|身份|职位|来头))"
_ASKED = (
    re.compile(
        rf"^(?:请问|你?知道|那么?|想?问一?下)?{_NAME}(?:同志|先生|女士|这个人)?(?:又|到底|究竟)?是{_SOMEBODY}(?:啊|呀|呢|吗)?[？?。]*$"
    ),
    re.compile(rf"^(?:请问|那么?)?谁是{_NAME}(?:啊|呀|呢)?[？?。]*$"),
    re.compile(
        rf"^(?:请问|那么?)?{_NAME}(?:现在|目前)?(?:担任|任|是)(?:的)?(?:什么|啥|何)(?:职务?|职位|官)[？?。]*$"
    ),
)


def who_is(text: str) -> str | None:
    """The person whom a question in simplified characters asks about; None for any other question."""
    match = next((m for m in (pattern.match(text) for pattern in _ASKED) if m), None)
    if match is None:
        return None
    name = match["name"]
    return name if is_person(name) and not _is_noun(name) else None


def _is_noun(word: str) -> bool:
    """Whether it is one word of the dictionary and none for a person (高手, 连长)."""
    words = words_of(word)
    return len(words) == 1 and not words[0][1].startswith("nr")
