"""A message that turns to another subject: 换个话题，高考哪天开考; let's talk about something else.

What stands behind such words is a question of its own, and leans on nothing that was said before them.
"""

from __future__ import annotations

import re

_EDGE = r"[\s，。！？、；：,.!?;:~～…]"
_THING_ZH = r"(?:话题|题目|主题|问题|事情?)"
_OTHER_ZH = rf"(?:别的|其[他它](?:的)?|另外?(?:的|一?[个件条])|新的?){_THING_ZH}?"
_TURNS = (
    re.compile(
        rf"^(?:好的?|嗯|那么?|谢谢|对了|行|先|现在|{_EDGE})*(?:我们|咱们?|我|让我们|请)?(?:想|要|再|来|就|先|那)*"
        rf"(?:(?:换|改|转)一?[个下]?(?:别的|新的?|另外?的?)?{_THING_ZH}(?:[聊说谈问][聊说谈问]?(?:一下)?)?"
        rf"|(?:[聊说谈问讲]|[聊谈]一?[聊谈])(?:[个点些下]|一[个点些下])*{_OTHER_ZH}"
        rf"|不[说聊谈问](?:这|那)个?{_THING_ZH}?)(?:了|吧|好了|哈|啊|呀|行吗|好吗|可以吗)*"
        rf"(?:{_EDGE}+|$)"
    ),
    re.compile(
        rf"^(?:(?:ok(?:ay)?|well|now|so|thanks|thank\s+you|right|anyway){_EDGE}+)*"
        r"(?:(?:let'?s|let\s+us|can\s+we|could\s+we|i(?:'d|\s+would)\s+like\s+to|i\s+want\s+to)\s+)?(?:please\s+)?"
        r"(?:(?:talk|ask|speak|hear)\s+(?:about\s+)?(?:something|anything)\s+(?:else|different|new)"
        r"|(?:chang(?:e|ing)|switch(?:ing)?|mov(?:e|ing)\s+on\s+to)\s+(?:(?:to|of)\s+)?(?:the\s+|an?\s+)?(?:(?:other|another|new|different)\s+)?"
        r"(?:subject|topic|question)s?|(?:on\s+(?:to\s+)?)?(?:another|a\s+(?:new|different))\s+(?:subject|topic|question)|new\s+topic)"
        rf"(?:\s+(?:now|then|please))?(?:{_EDGE}+|$)",
        re.IGNORECASE,
    ),
)


def turned(message: str) -> str | None:
    """What is asked behind the words that turn to another subject.

    Args:
        message: In simplified characters, or in English, whatever the question's language.

    Returns:
        "" where nothing is; None for a message that turns to no other subject.
    """
    matches = (pattern.match(message.replace("’", "'")) for pattern in _TURNS)
    match = next(filter(None, matches), None)
    return message[match.end() :].strip() if match else None
