"""Yes and no, more and less, first and last between an English sentence and its Chinese quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.claims.bilingual import Item, proves
from retrieval.claims.errors import Struck
from retrieval.claims.models import Reason
from retrieval.claims.parallel import Parallel
from retrieval.claims.polarity import negated, negations
from retrieval.claims.sources import Row
from retrieval.text.figures import Figure
from retrieval.text.glosses import gloss
from retrieval.text.relations import CONTRASTED, exclude

_NOT = re.compile(
    r"\b(?:not|no|never|without|neither|nor|none|nobody|nothing|cannot|unable|fail(?:s|ed)? to|refus\w+|den(?:y|ies|ied)|ban(?:s|ned)?|prohibit\w*|"
    r"forbid\w*|cancel\w*|suspend\w*|stop(?:s|ped)?|avoid\w*|free of charge|unchanged|closed?|hardly|lack\w*|outage|cut off|free)\b|n['’]t\b|\bun(?!it|i|d|less|til)[a-z]{4,}"
)


_PLAIN_NOT = re.compile(r"\b(?:not|no|never|neither|nor|none|cannot)\b|n['’]t\b")


_BOUND = re.compile(r"\b(?:no|not) (?:less|more|fewer|later|earlier|only)\b(?: than)?|\bno\. ?\d")


_CONTRAST: dict[str, str] = {
    **dict.fromkeys("increase increased increases rise rose risen grow grew grown growth".split(), "增加"),  # noqa: SIM905
    **dict.fromkeys("decrease decreased fall fell fallen drop dropped decline declined".split(), "减少"),  # noqa: SIM905
    **dict.fromkeys("extend extended lengthened".split(), "延长"), **dict.fromkeys("shorten shortened".split(), "缩短"),  # noqa: SIM905
    **dict.fromkeys("earlier advanced".split(), "提前"), **dict.fromkeys("later postponed delayed".split(), "推迟"),  # noqa: SIM905
    **dict.fromkeys("opens opened opening".split(), "开放"), **dict.fromkeys("closes closed shut".split(), "关闭"),  # noqa: SIM905
    "highest": "最高", "maximum": "最高", "lowest": "最低", "minimum": "最低", "morning": "上午", "afternoon": "下午",
    "more": "多", "less": "少", "fewer": "少", "higher": "高于", "lower": "低于",
    "national": "国家级", "provincial": "省级", "municipal": "市级", "nationwide": "全国",
    "east": "东", "west": "西", "south": "南", "north": "北", "eastern": "东", "western": "西", "southern": "南", "northern": "北",
    "new": "新", "old": "老", "first": "首次", "last": "最后", "before": "之前", "after": "之后", "male": "男", "female": "女",
    "year-on-year": "同比", "quarter-on-quarter": "环比", "imports": "进口", "exports": "出口", "approved": "通过", "rejected": "否决",
    "victory": "赢得", "free": "免费", "national-level": "国家级", "provincial-level": "省级",
}  # fmt: skip


_WHOLE = frozenset("新老东西南北男女")


_MORE, _LESS = "增升涨多扩加高长延翻倍添", "减降跌少缩低短下压"


_CHANGE = {"增加": _MORE, "延长": _MORE, "减少": _LESS, "缩短": _LESS}
"""The characters of which one at least must stand in a quote that tells of more, or of less."""


_INSTEAD = re.compile(r"\b(?:instead of|rather than|down from|up from|compared with|compared to)\b")


def polarity_agrees(text: str, claim: Sequence[Item], best: Sequence[Row]) -> None:
    """Claim and quotes agree on what is negated.

    Raises:
        Struck: They do not.
    """
    said = _BOUND.sub(" ", text)
    theirs = [(row, negation) for row in best for negation in negations(row.tokens)]
    if (
        _PLAIN_NOT.search(said)
        and not theirs
        and not any("不" in row.text or "无" in row.text for row in best)
    ):
        raise Struck(Reason.NEGATION, "not")
    if _NOT.search(said):
        return
    words = frozenset().union(*(item.stems for item in claim))
    for row, negation in theirs:
        places = negated(row.tokens, negation)[:2]
        spoken = {row.tokens[at].word for at in places}
        if any(gloss(word) & words for word in spoken if len(word) > 1):
            raise Struck(Reason.NEGATION, "".join(spoken))


def contrasts_agree(text: str, best: Sequence[Row]) -> None:
    """Claim and quotes agree on more or less, first or last, east or west.

    Raises:
        Struck: They do not.
    """
    words = {token.word for row in best for token in row.tokens} | {
        token.text for row in best for token in row.tokens
    }
    for word in re.findall(r"[a-z]+(?:-[a-z]+)*", text):
        meant = _CONTRAST.get(word)
        if meant is None:
            continue
        ours = {
            other
            for other in words
            if other == meant or set(CONTRASTED.get(other, ())) & set(CONTRASTED[meant])
        }
        against = {other for other in words if (len(other) > 1 or meant in _WHOLE) and exclude(meant, other)}
        if meant in _CHANGE:
            for line in _CHANGE.values():
                against |= {
                    sign
                    for sign in line
                    if line is not _CHANGE[meant] and any(sign in row.text for row in best)
                }
            if not any(sign in row.text for row in best for sign in _CHANGE[meant]):
                raise Struck(Reason.NEGATION, word)
            continue
        if against and not ours and not any(meant in row.text for row in best):
            raise Struck(Reason.NEGATION, f"{word} for {'、'.join(sorted(against))}")


def bounds_agree(claim: Sequence[Item], parallel: Parallel) -> None:
    """At most 3,000 is not what 不少于3000 says."""
    held = [other.atom for row in parallel.rows for other in row if isinstance(other.atom, Figure)]
    for item in claim:
        if isinstance(item.atom, Figure) and item.atom.bound:
            bounds = {other.bound for other in held if proves(item.atom, other)}
            if bounds and bounds == {-item.atom.bound}:
                raise Struck(Reason.NEGATION, item.text)


def changes_agree(text: str, claim: Sequence[Item], parallel: Parallel) -> None:
    """8 minutes instead of 15 is 由15分钟压到8分钟, and not the other way round."""
    marker = _INSTEAD.search(text)
    atoms = [(text.find(item.text), item.atom) for item in claim if item.atom is not None]
    if not marker:
        return
    new = [atom for at, atom in atoms if 0 <= at < marker.start()][-1:]
    old = [atom for at, atom in atoms if at > marker.start()][:1]
    for now, then in zip(new, old, strict=False):
        orders = {
            one.at < two.at
            for row in parallel.rows for one in row for two in row
            if one.atom is not None and two.atom is not None and proves(then, one.atom) and proves(now, two.atom)
        }  # fmt: skip
        if orders == {False}:
            raise Struck(Reason.PAIR, marker.group())
