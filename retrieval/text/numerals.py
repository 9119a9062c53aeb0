"""Numbers and their units in English text, as the values that `retrieval.text.figures` reads in Chinese."""

from __future__ import annotations

import re
from fractions import Fraction

from retrieval.text.figures import Figure

_UNITED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_SMALL = {word: value for value, word in enumerate(_UNITED.split())} | {"dozen": 12}
_DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * value for value, word in enumerate(_DECADES.split(), start=2)}
_SCALE = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FROM_SECOND = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINAL = {word: value for value, word in enumerate(_FROM_SECOND.split(), start=2)}
_FIRST = "first(?= (?:floor|storey|story|session|grade|phase|part)s?)"
"""First is otherwise as often 首次 as one of a row."""
_ORDINAL["first"] = 1
_COUNTED = {
    "家": "companies company firms firm enterprises enterprise businesses",
    "人": "people persons residents villagers workers employees patients readers passengers visitors trainees",
}
"""Counter → English nouns of what it counts. Hand-made; a noun of no line leaves its number without a unit."""
_NOUNS = "|".join(f"(?P<{counter}>" + "|".join(nouns.split()) + ")" for counter, nouns in _COUNTED.items())
_NOUN = re.compile(rf" (?:[a-z-]+ )?(?:{_NOUNS})(?![a-z])")
_UNITS: dict[str, tuple[str, Fraction]] = {
    **dict.fromkeys(("yuan", "rmb", "renminbi", "cny"), ("元", Fraction(1))),
    **dict.fromkeys(("us dollars", "dollars", "dollar", "usd"), ("美元", Fraction(1))),
    **dict.fromkeys(("euros", "euro"), ("欧元", Fraction(1))),
    **dict.fromkeys(("square kilometers", "square kilometres", "sq km", "km2"), ("平方米", Fraction(10**6))),
    **dict.fromkeys(
        ("square meters", "square metres", "square meter", "square metre", "sq m", "m2", "sqm"),
        ("平方米", Fraction(1)),
    ),
    **dict.fromkeys(("kilometers", "kilometres", "kilometer", "kilometre", "km"), ("米", Fraction(1000))),
    **dict.fromkeys(("meters", "metres", "meter", "metre", "m"), ("米", Fraction(1))),
    **dict.fromkeys(("centimeters", "centimetres", "cm"), ("米", Fraction(1, 100))),
    **dict.fromkeys(("millimeters", "millimetres", "millimeter", "mm"), ("米", Fraction(1, 1000))),
    **dict.fromkeys(("hectares", "hectare", "ha"), ("公顷", Fraction(1))),
    **dict.fromkeys(("mu",), ("亩", Fraction(1))),
    **dict.fromkeys(("cubic meters", "cubic metres"), ("立方米", Fraction(1))),
    **dict.fromkeys(("tons", "tonnes", "ton", "tonne", "metric tons"), ("克", Fraction(10**6))),
    **dict.fromkeys(("kilograms", "kilogrammes", "kilogram", "kg", "kilos"), ("克", Fraction(1000))),
    **dict.fromkeys(("grams", "gram"), ("克", Fraction(1))),
    **dict.fromkeys(("percentage points", "percentage point"), ("百分点", Fraction(1))),
    **dict.fromkeys(("percent", "per cent", "%"), ("比", Fraction(1, 100))),
    **dict.fromkeys(("degrees celsius", "degrees", "degree", "°c", "℃"), ("度", Fraction(1))),
    **dict.fromkeys(("years old", "year-old", "years of age"), ("岁", Fraction(1))),
    **dict.fromkeys(("years", "year"), ("年", Fraction(1))),
    **dict.fromkeys(("months", "month"), ("个月", Fraction(1))),
    **dict.fromkeys(("weeks", "week"), ("周", Fraction(1))),
    **dict.fromkeys(("days", "day"), ("天", Fraction(1))),
    **dict.fromkeys(("hours", "hour"), ("小时", Fraction(1))),
    **dict.fromkeys(("minutes", "minute", "min"), ("分钟", Fraction(1))),
    **dict.fromkeys(("seconds", "second"), ("秒", Fraction(1))),
    **dict.fromkeys(("households", "household"), ("户", Fraction(1))),
    **dict.fromkeys(("kilovolts", "kilovolt", "kv"), ("千伏", Fraction(1))),
    **dict.fromkeys(("times", "fold"), ("倍", Fraction(1))),
}
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_WORDS = rf"(?:{'|'.join([*_TENS, *sorted(_SMALL, key=len, reverse=True), *_SCALE])})"
FIGURE_EN = re.compile(
    rf"(?P<before>\b(?:no less than|not less than|no fewer than|at least|more than|over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed)?|"
    rf"no more than|not more than|at most|up to|less than|fewer than|under|below|within|about|around|nearly|approximately|almost|some)\s+)?"
    rf"(?P<money>us\$|\$|rmb|¥|€)?\s?"
    rf"(?:(?P<fraction>(?:one|a|two|three)[ -](?:half|third|quarter|fifth)s?\b)|(?P<half>\bhalf\b)"
    rf"|(?<![a-z\d.,-])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<nth>st|nd|rd|th)?"
    rf"|\b(?P<words>{_WORDS}(?:(?:[ -]|\s+and\s+){_WORDS})*)\b|\b(?P<ordinal>{'|'.join(_FROM_SECOND.split())}|{_FIRST})\b)"
    rf"(?P<scale>(?:[ -](?:hundred|thousand|million|billion|trillion))*)"
    rf"(?:[ -]?(?P<unit>{_UNIT})(?![a-z]))?"
)
_UP = re.compile(r"no less|not less|no fewer|at least|(?<!no )(?<!not )more than|over|above|exceed|surpass")
_DOWN = re.compile(
    r"no more|not more|at most|up to|(?<!no )(?<!not )less than|(?<!no )fewer|under|below|within"
)
LABEL = "label"
"""Unit of a number that is a name: Route 7, No. 3."""
_LABEL = re.compile(r"(?:routes?|bus|line|no\.?|number|phase|part)\s?$")
_PARTS = {"half": Fraction(1, 2), "third": Fraction(1, 3), "quarter": Fraction(1, 4), "fifth": Fraction(1, 5)}
_MANY = {"one": 1, "a": 1, "two": 2, "three": 3}


def english_figures(text: str) -> list[Figure]:
    """Read the numbers of a lower-case English text, in order.

    A number without a unit of measure has the unit ""; one (1) is `soft`, since it is as often an article.
    """
    found = []
    for match in FIGURE_EN.finditer(text):
        value = _value(match)
        if value is None:
            continue
        unit = match["unit"] or {
            "us$": "dollars",
            "$": "dollars",
            "rmb": "yuan",
            "¥": "yuan",
            "€": "euros",
        }.get(match["money"] or "", "")
        if _LABEL.search(text, max(0, match.start() - 8), match.start()):
            start = match.start("digits") if match["digits"] else match.start()
            found.append(Figure(value, LABEL, 0, soft=False, start=start, end=match.end()))
            continue
        key, size = _UNITS.get(unit, ("", Fraction(1)))
        if match["fraction"] or match["half"]:
            key, size = "比", Fraction(1)
        if match["nth"] or match["ordinal"]:
            key = "第"
        counted = _NOUN.match(text, match.end()) if not key and not match["money"] else None
        if counted:
            key = next(name for name, noun in counted.groupdict().items() if noun)
        before = match["before"] or ""
        bound = 1 if _UP.search(before) else -1 if _DOWN.search(before) else 0
        soft = value == 1 and not match["digits"] and not key
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        found.append(Figure(value * size, key, bound, soft, start, match.end()))
    return found


def _value(match: re.Match[str]) -> Fraction | None:
    if match["fraction"]:
        many, part = re.split(r"[ -]", match["fraction"])
        return _MANY[many] * _PARTS[part.rstrip("s")]
    if match["half"]:
        return Fraction(1, 2)
    if match["ordinal"]:
        return Fraction(_ORDINAL[match["ordinal"]])
    if match["digits"]:
        value = Fraction(match["digits"].replace(",", ""))
    else:
        words = re.split(r"[\s-]+", match["words"])
        if words[0] in _SCALE:
            return None
        value = Fraction(_spelt(words))
    for scale in re.findall(r"[a-z]+", match["scale"] or ""):
        value *= _SCALE[scale]
    return value


def _spelt(words: list[str]) -> int:
    total = part = 0
    for word in words:
        if word in _SMALL:
            part = (part or 1) * 12 if word == "dozen" else part + _SMALL[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALE:
            total += (part or 1) * _SCALE[word]
            part = 0
    return total + part
