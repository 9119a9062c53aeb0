"""Where the items of A、B、C和D begin and end.

Where a clause leads up to the first item (它们是, 我市) or goes on behind the last (6家企业榜上有名), the cut
is made at the word that leaves the end items as long as their fellows.
"""

from __future__ import annotations

import re
from statistics import median

from retrieval.models import Span
from retrieval.question.analysis import number_of

OPEN, CLOSE = "（(《“「『【", "）)》”」』】"
MIN_ITEM = 2
"""Characters of an item: the shortest names (甲镇) have two."""

LEAST = 2
"""Items of a list: one alone enumerates nothing."""

_LEAD = re.compile(
    r"包括了?|分别[是为]|它们是|他们是|涉及|[是为有即在对由将把从向到给让使像含了的]|我[市省县区]|全[市省县区]|[一-鿿]{0,3}市(?=[一-鿿]{2})"
)
_INTRODUCER = re.compile(
    r"^(?:其中)?(?:(?:[它他她]们|这些(?:企业|单位|公司)?|具体|依次|分别|主要)?(?:就?是|为|有|包括|包含)[了有]?|即)(?:以下)?[：:]?"
)
_MAYBE_NAME = ("有", "为", "即")
"""Introducers with which a name may begin as well (有友食品, 即墨, 为民)."""

_PREPOSITION = re.compile(r"(?:对|把|给|让|将(?!军)|由|在|从(?=[\d“《])|向(?=[\d“《])|为(?=[\d“《]))(?=..)")
"""What leads up to the first item and is as long as nothing: names begin with few of these."""

_BEFORE_VERB = "的还共另只都也就里中要别"
"""Characters behind which 有 and 为 are verbs (受影响的有…, 还有…, 分别为…)."""

_COUNTED_END = re.compile(
    r"(?:等|这|共)?(\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个|座|家)?[市县区镇乡村省州国校院局]$"
)
"""The count behind a list whose noun is its own measure word: 安阳、鹤壁、新乡三市."""

_COPULA = re.compile(r"(?<![求国凡])(?:是(?!否)|属于|包括了?|包含|(?:分别|依次)[为有])")
"""What leads up to a list whatever stands before it; 求是 and 国是 are words, 是否 begins an item."""

_TAIL = re.compile(
    r"等|[\d一二两三四五六七八九十]+\s?[个家名位项种条所座大类场部](?:企业|单位|公司|人|城市)?|入选|入围|榜上有名|上榜|"
    r"获|被|参加|先后|分别|将|会|都|均|也|组成|名列|进行|[的是在]|负责人|(?<![具没拥享含占])有关|具有|工作"
)
_JOINT = re.compile(r"以及|和|及|与|还有")


def items_of(text: str, start: int, end: int) -> list[Span]:
    """The items of a run without a clause mark, in order; none or one where it enumerates nothing."""
    cuts = _pauses_outside_brackets(text, start, end)
    if not cuts:
        return _pair(text, start, end)
    bounds = zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True)
    items = [(a, b) for a, b in bounds if a < b]
    if len(items) < LEAST:
        return items
    last_start, last_end = items.pop()
    typical = median([b - a for a, b in items[1:]] or [b - a for a, b in items[:1]])
    joint = next(
        (m for m in _JOINT.finditer(text, last_start, last_end) if m.start() - last_start >= MIN_ITEM), None
    )
    if joint and not _ended(text, items, last_start, joint.start()):
        items.append((last_start, joint.start()))
        last_start = joint.end()
    if len(items) > 1:
        typical = median([b - a for a, b in items[1:]])
    items.append(
        (last_start, _noun_shared(text, items, last_start, _cut_tail(text, last_start, last_end, typical)))
    )
    items[0] = (_cut_lead(text, *items[0], typical), items[0][1])
    return [(_behind_introducer(text, a, b), b) for a, b in items if b - a >= 1]


def _ended(text: str, items: list[Span], start: int, end: int) -> bool:
    """Whether the list has ended before the 和 at `end`: 甲市、乙市、丙市有关负责人介绍情况和做法."""
    longest = max(b - a for a, b in items[1:] or items)
    verb = next((at for at, _ in _outside(_TAIL, text, start, end) if at - start >= MIN_ITEM), None)
    return verb is not None and end - start > _FAR * longest


_FAR = 3
"""How many times longer than its longest fellow an item is that has a verb of its own; a choice."""

_SHARED_NOUN = "市县区镇乡村省州路街园厂站校院馆局"


def _noun_shared(text: str, items: list[Span], start: int, end: int) -> int:
    """Where the last item ends whose fellows all end on one noun: 安阳市、鹤壁市、濮阳市|人大."""
    ends = {text[b - 1] for _, b in items}
    if len(items) < LEAST or len(ends) != 1 or text[end - 1] in ends:
        return end
    (noun,) = ends
    at = text.find(noun, start + 1, end) if noun in _SHARED_NOUN else -1
    return at + 1 if at > 0 else end


def without_count(text: str, items: list[Span]) -> list[Span]:
    """Cut 五市 off the last of five items: it counts them."""
    if len(items) < LEAST:
        return items
    start, end = items[-1]
    count = _COUNTED_END.search(text, start, end)
    if count and number_of(count.group(1)) == len(items) and count.start() - start >= LEAST:
        return [*items[:-1], (start, count.start())]
    return items


def _pair(text: str, start: int, end: int) -> list[Span]:
    """A和B without a pause."""
    joint = next(
        (
            m
            for m in _JOINT.finditer(text, start, end)
            if m.start() - start >= MIN_ITEM and end - m.end() >= MIN_ITEM
        ),
        None,
    )
    if not joint:
        return []
    right = (joint.end(), _first_tail(text, joint.end(), end))
    typical = right[1] - right[0]
    left = _cut_lead(text, start, joint.start(), typical)
    return [(_behind_introducer(text, left, joint.start()), joint.start()), right]


def _first_tail(text: str, start: int, end: int) -> int:
    tail = next((m for m in _TAIL.finditer(text, start, end) if m.start() - start >= MIN_ITEM), None)
    return tail.start() if tail else end


def _pauses_outside_brackets(text: str, start: int, end: int) -> list[int]:
    depth, cuts = 0, []
    for at in range(start, end):
        depth += (text[at] in OPEN) - (text[at] in CLOSE)
        if text[at] == "、" and depth <= 0:
            cuts.append(at)
    return cuts


def _cut_lead(text: str, start: int, end: int, typical: float) -> int:
    copulas = [at for _, at in _outside(_COPULA, text, start, end) if end - at >= MIN_ITEM]
    start = copulas[-1] if copulas else start
    options = [start, *(at for _, at in _outside(_LEAD, text, start, end) if end - at >= MIN_ITEM)]
    at = min(options, key=lambda at: (abs(end - at - typical), at))
    preposition = _PREPOSITION.match(text, at, end)
    return preposition.end() if preposition else at


def _outside(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Span]:
    """The matches that stand in no bracket opened since `start`."""
    found, depth, at = [], 0, start
    for match in pattern.finditer(text, start, end):
        depth += sum((character in OPEN) - (character in CLOSE) for character in text[at : match.start()])
        at = match.start()
        if depth <= 0:
            found.append(match.span())
    return found


def _behind_introducer(text: str, start: int, end: int) -> int:
    """Where an item begins that a word such as 它们是 or 包括 leads up to.

    有, 为 and 即 begin names too: they are cut off where the text names the thing without them elsewhere.
    """
    lead = _INTRODUCER.match(text[start:end])
    if not lead or end - start - lead.end() < MIN_ITEM:
        return start
    bare = text[start + lead.end() : end]
    a_verb = start > 0 and text[start - 1] in _BEFORE_VERB
    if lead.group() in _MAYBE_NAME and not a_verb and text.count(bare) <= text.count(text[start:end]):
        return start
    return start + lead.end()


def _cut_tail(text: str, start: int, end: int, typical: float) -> int:
    options = [end, *(at for at, _ in _outside(_TAIL, text, start, end) if at - start >= MIN_ITEM)]
    return min(options, key=lambda at: (abs(at - start - typical), at))
