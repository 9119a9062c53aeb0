"""Words that are no question to the archive: greetings, thanks, "what can you do".

They get a helpful word instead of a search. Only a whole message counts: "你好，哪6家企业…" is a
question with a greeting before it and is searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.models import Language
from retrieval.question.turning import turned
from vectorstore.catalogue.script import simplified

GREETING = "greeting"
THANKS = "thanks"
FAREWELL = "farewell"
HELP = "help"
EMPTY_ARCHIVE = "empty_archive"

_EDGE = r"[\s，。！？、,.!?~～…:：;；'\"“”‘’()（）😀-🙏👋👍🌀-🗿🤀-🧿❤️]*"
_PHRASES: tuple[tuple[str, str], ...] = (
    (
        GREETING,
        (
            r"(?:你好|您好|你们好|大家好|哈喽|哈啰|嗨|嘿|喂|早|早安|早上好|上午好|中午好|下午好|晚上好|晚安|在吗|在不在|有人吗|"
            r"hi|hello|hey|hiya|howdy|greetings|good\s+(?:morning|afternoon|evening|day|night))(?:呀|啊|哦|哈|了|there|all|everyone|wenbao|问报)*"
        ),
    ),
    (
        THANKS,
        (
            r"(?:谢谢|多谢|感谢|谢了|辛苦了|好的|明白了|知道了|thanks?|thank\s+you|thx|cheers|much\s+appreciated|ok|okay|great|got\s+it)"
            r"(?:你|您|啦|了|哦|呀|啊|大家|so|very|much|a\s+lot|you|\s|谢谢)*"
        ),
    ),
    (FAREWELL, r"(?:再见|拜拜|回见|bye|goodbye|bye\s*bye|see\s+you(?:\s+later)?)(?:啦|了|哦)?"),
    (
        HELP,
        (
            r"(?:/?help|/start|帮助|使用说明|怎么用|如何使用|你是谁|你是什么|你叫什么(?:名字)?|你(?:能|会|可以)(?:做|干|回答|帮我做|帮我)(?:些)?(?:什么|啥|哪些(?:事|问题)?)(?:事|问题)?|"
            r"(?:我)?(?:能|可以)问(?:你)?(?:些)?(?:什么|啥|哪些(?:问题)?)(?:问题)?|你有什么(?:用|功能|本事)|有(?:什么|哪些)功能|"
            r"what\s+(?:can|do)\s+you\s+do|what\s+are\s+you|who\s+are\s+you|how\s+do\s+(?:i|you)\s+(?:use\s+(?:this|you|it)|work)|"
            r"how\s+does\s+(?:this|it)\s+work|what\s+can\s+i\s+ask(?:\s+you)?|what\s+is\s+this|what\s+is\s+wenbao|help\s+me)(?:呢|呀|啊|的)?"
        ),
    ),
)
_BEFORE = rf"(?:(?:{_PHRASES[0][1]}|{_PHRASES[1][1]}){_EDGE})?"
_COMPILED = tuple(
    (reason, re.compile(rf"^{_EDGE}{_BEFORE}(?:{phrase}){_EDGE}$", re.IGNORECASE))
    for reason, phrase in reversed(_PHRASES)
)

LONGEST = 60
"""Characters: a longer message says something of its own."""

_EXAMPLES = {
    "zh": "例如：“哪6家企业成功创建省级绿色工厂？”“记者某某写了哪篇报道？”",
    "en": "For example: “Which six firms became green factories?”",
}


@dataclass(frozen=True, slots=True)
class Word:
    """What is said instead of an answer.

    Attributes:
        reason: The answer's `reason`.
        text: The words.
    """

    reason: str
    text: str


def smalltalk(message: str, lang: Language) -> Word | None:
    """The helpful word for a message that is no question; None for a question."""
    if len(message) > LONGEST:
        return None
    if turned(simplified(message)) == "":
        return Word(HELP, _TEXTS[lang][HELP])
    reason = next((reason for reason, pattern in _COMPILED if pattern.match(message)), None)
    return Word(reason, _TEXTS[lang][reason]) if reason else None


def empty_archive(lang: Language) -> Word:
    """What is said while nothing is indexed."""
    return Word(EMPTY_ARCHIVE, _TEXTS[lang][EMPTY_ARCHIVE])


_TEXTS: dict[Language, dict[str, str]] = {
    "zh": {
        GREETING: f"你好！我是问报，回答报纸存档里的问题，并逐字引用原文。请直接提问。{_EXAMPLES['zh']}",
        THANKS: "不客气。还想知道报上的什么事，请接着问。",
        FAREWELL: "再见。",
        HELP: "我是问报：您用中文或英文提问，我在已收录的报纸里找答案，每句话都附原文和出处；"
        f"报上没有的，我会说没有。{_EXAMPLES['zh']}",
        EMPTY_ARCHIVE: "存档还是空的：先运行 `wenbao refresh 文件夹`，把报纸版面收进来，再来提问。",
    },
    "en": {
        GREETING: (
            "Hello! I am Wenbao. I answer questions from a newspaper archive and quote the paper word for"
            f" word. Just ask. {_EXAMPLES['en']}"
        ),
        THANKS: "You are welcome. Ask on whenever you like.",
        FAREWELL: "Goodbye.",
        HELP: (
            "I am Wenbao. Ask in Chinese or English: I look the answer up in the newspapers indexed here and"
            " prove every word with a quote and its source; what the papers do not say, I tell you so."
            f" {_EXAMPLES['en']}"
        ),
        EMPTY_ARCHIVE: (
            "The archive is empty: run `wenbao refresh FOLDER` to index newspaper pages, then ask again."
        ),
    },
}
