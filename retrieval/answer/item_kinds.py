"""What the items of a list are to be: the noun asked for, in the archive's language, and what cannot be one.

企业 and cities are named; measures and aims are told in clauses. Only where names are asked for does a
list of clauses rule itself out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.cities import PREFECTURES
from retrieval.question.analysis import Question

_EN_HEADS = (
    (r"compan(?:y|ies)|firms?|enterprises?|factor(?:y|ies)|plants?", ("企业", "公司", "厂")),
    (r"cit(?:y|ies)", ("市",)),
    (r"count(?:y|ies)", ("县", "区")),
    (r"villages?", ("村",)),
    (r"towns?|townships?", ("镇", "乡")),
    (r"schools?", ("学校", "小学", "中学")),
    (r"hospitals?", ("医院",)),
    (r"countr(?:y|ies)", ("国",)),
    (r"departments?|bureaus?", ("部门", "局")),
    (r"parks?", ("园", "区")),
    (r"streets?|roads?", ("路", "街")),
    (r"lines?|routes?", ("路", "线")),
    (r"people|persons?", ("人",)),
    (r"projects?", ("项目",)),
)
_EN_ASKED = re.compile(r"\b(?:which|what|name|list)\b(?:\s+[\w-]+){0,3}?\s+(?:%s)\b", re.IGNORECASE)
_EN_HEAD_ASKED = tuple(
    (re.compile(_EN_ASKED.pattern % words, re.IGNORECASE), nouns) for words, nouns in _EN_HEADS
)

_NAMED = re.compile(
    r"企业|公司|单位|厂|[市县区镇乡村省州国]|城市|国家|地[方区]|学校|医院|机构|部门|银行|园区|街道|社区|人|记者|线路|车站|品种"
)
"""Nouns whose bearers have names."""

_PLACES = re.compile(r"地[方点区]|场所")
_PLACE_END = re.compile(
    r"(?:[市县区镇乡村园路街院校厂站馆所室店港桥湖山河岛州省国局庄屯寨营湾堡铺集巷弄苑里门楼]|公司|集团|中心|基地|广场|企业|学院|大学)$"
)
_DIVISION = "市县区省镇乡村国"
_SHORT_PLACE = 3
"""Characters that a place has without the word for its kind (安阳, 石家庄)."""
_VERBS = ("v", "d", "p", "c")
_SHORT = 4
"""Characters up to which an item that begins with a verb may be a name (盛华, 天能); a choice."""


def nouns_of(question: Question) -> tuple[str, ...]:
    """The nouns that the items are, in Chinese; empty where the question does not say."""
    if question.lang == "zh":
        return (question.head,) if question.head else ()
    return next((nouns for asked, nouns in _EN_HEAD_ASKED if asked.search(question.text)), ())


def can_be(question: Question, items: Sequence[str]) -> bool:
    """Whether most of the items can be things of the noun asked for."""
    nouns = nouns_of(question)
    if not items or not any(_NAMED.match(noun) for noun in nouns):
        return True
    if set(nouns) & {"市", "城市"}:
        return 2 * sum(_city(item) for item in items) > len(items)
    places = any(_PLACES.match(noun) for noun in nouns)
    return 2 * sum(_named(item, nouns, places=places) for item in items) > len(items)


def division_of(question: Question) -> str:
    """The kind of division that is asked for (市 in 哪些市); "" for anything else."""
    return next((noun for noun in nouns_of(question) if len(noun) == 1 and noun in _DIVISION), "")


def _city(item: str) -> bool:
    return item.endswith("市") or any(item == city for city in PREFECTURES)


def _named(item: str, nouns: Sequence[str], *, places: bool) -> bool:
    if places:
        return bool(_PLACE_END.search(item))
    division = next((noun[0] for noun in nouns if noun[0] in _DIVISION and len(noun) == 1), "")
    if division:  # 市委书记万正峰 is no 市
        return item.endswith(division) or len(item) <= _SHORT_PLACE
    if any(len(noun) > 1 and item.startswith(noun) for noun in nouns):
        return False  # 企业发展 is no 企业
    from retrieval.text.tokens import words_of  # loads the segmenter

    tags = [tag for word, tag in words_of(item) if word.strip()]
    verbs = [tag.startswith(_VERBS) for tag in tags]
    return not all(verbs) if len(item) <= _SHORT else not verbs[0]
