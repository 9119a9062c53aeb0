"""The words with which a question points back: pronouns, 该馆, 第二篇, the second one.

Where one stands, what a question says without it, and what it says with its topic in the pronoun's place.
"""

from __future__ import annotations

import re

from retrieval.models import Language

# A pronoun or a pointing word, as the group `many` or `one`; which story of those listed, as group 1.
ANAPHOR_ZH = re.compile(
    r"(?P<many>[他她它]们|这些|那些|两者|其中)"
    r"|(?P<one>(?<![吉其])他(?![乡国日年山])|她|它|该[一-鿿]|[这那](?=[个家座位名条项件次种本部只篇则场所份幢栋届艘辆台块款支]|一)|[这那](?:里|儿|边|时|天|年|事|样)"
    r"|此[事次人地举]|其(?![他它余实间次后])|上述|前者|后者|本人|当[地天](?!的))"
)
NTH_ZH = re.compile(r"^第([一二三四五六七八九十]{1,3}|\d{1,2})(?:[篇条则]|个(?=新闻|报道|消息))")
_DEMONSTRATIVE = re.compile(r"^[这那]|^该")
ANAPHOR_EN = re.compile(
    r"\b(?:(?P<many>they|them|their|theirs|these|those)|(?P<one>it|its|he|him|his|she|her|hers|this|that|there))\b",
    re.IGNORECASE,
)
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
NTH_EN = re.compile(
    rf"\bthe\s+({'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:one|story|article|report|headline)\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"\bit\s+(?:take|takes|took|mean|means|called|known|cost\s+to)\b.*\b(?:to|when|if|that|for)\b"
    r"|\b(?:is|was)\s+it\s+\w+\s+(?:to|that|for|when|if)\b|\b(?:is|are|was|were|be|been)\s+there\b|\bthere\s+(?:is|are|was|were|be)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\bthat\s+(?!was|is|for|one\b)\w+", re.IGNORECASE)


def without_place(text: str, lang: Language) -> str:
    """A question without the words that count stories off (第二篇, the second one)."""
    return NTH_ZH.sub("", text) if lang == "zh" else NTH_EN.sub("it", text)


def without_anaphors(text: str, lang: Language) -> str:
    """A question without the pronouns that lean on another; what they stand for is searched instead."""
    if lang == "zh":
        return ANAPHOR_ZH.sub(lambda m: m.group()[1:] if _DEMONSTRATIVE.match(m.group()) else "", text)
    return ANAPHOR_EN.sub(" ", text)


def has_anaphor(text: str, lang: Language) -> bool:
    """Whether a word of the text may lean on another question."""
    return bool((ANAPHOR_ZH if lang == "zh" else ANAPHOR_EN).search(text))


_PERSONAL = {
    "zh": re.compile(r"(?<![吉其])(?:他(?![乡国日年山们])|她(?!们)|它(?!们))"),
    "en": re.compile(
        r"\b(?:(?P<whose>his|hers|her(?=\s+(?!at|in|on|for|to|from|by|with)\w)|its)|he|him|she|her|it)\b",
        re.IGNORECASE,
    ),
}


def of_person(text: str, lang: Language) -> bool:
    """Whether the first pronoun for one stands for a person: 他, she, his."""
    match = _PERSONAL[lang].search(text)
    return bool(match and not match.group().lower().startswith(("它", "it")))


def filled(text: str, lang: Language, topic: str) -> str | None:
    """A question with its topic in the place of the first 他, 它, she or its; None where it has none.

    它们 and "they" are left: a topic is one.
    """
    matches = _PERSONAL[lang].finditer(text)
    match = next((m for m in matches if lang == "zh" or not points_at_nothing(text, m)), None)
    if match is None:
        return None
    named = f"{topic}'s" if match.groupdict().get("whose") else topic
    return f"{text[: match.start()]}{named}{text[match.end() :]}"


def points_at_nothing(text: str, match: re.Match[str]) -> bool:
    """Whether a pronoun's form points at nothing: it takes … to, there is, that with a clause."""
    word = match.group().lower()
    if word in {"it", "there"}:
        return any(m.start() <= match.start() < m.end() for m in _EXPLETIVE.finditer(text))
    return word == "that" and bool(_RELATIVE.match(text, match.start())) and match.start() > 0
