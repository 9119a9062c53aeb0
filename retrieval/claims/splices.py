"""Names and words made of two of the article's: 资讯及计算学院 where 资讯学院 stands, 误用 where 滥用 stands.

Each piece of such a word is the quote's, and the whole is the article's: only that it stands in another
sentence tells that something was put in or exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.claims.alignment import UNSET, Gap
from retrieval.claims.errors import Struck
from retrieval.claims.laying import Laid
from retrieval.claims.models import Reason
from retrieval.claims.sources import Source
from retrieval.claims.things import held, is_thing, text_at, words_at
from retrieval.text.folding import folded
from retrieval.text.relations import say_the_same
from retrieval.text.tokens import Kind

LONGEST_QUOTED = 16
"""Characters of what stands in quotation marks as a name; longer is speech."""

LEAST_NAME = 4
"""Characters of a longer name that a shorter one was made into."""

PAIR = 2
"""Characters of a word of which one may be exchanged."""

_NAMES = ("nr", "ns")
"""Tags of the names of people and places."""

_QUOTED = re.compile(r'[“「『"]([^“”「」『』"，。；！？]+)[”」』"]')


def quoted_whole(said: str, laid: Sequence[Laid], read: Sequence[Source]) -> None:
    """What a claim sets in quotation marks is not another sentence's, where its own set something else so.

    Args:
        said: The claim as it was written: folding takes the marks away.
        laid: Its clauses.
        read: All sources.

    Raises:
        Struck: 「约翰」 is told where its sentence tells 「约翰长老」, and another one tells 「约翰」.
    """
    ours = set(_quoted(said))
    rows = {(one.key, one.row.start, one.row.end): one for one in laid if not one.row.beside}
    theirs = {name for one in rows.values() for name in _quoted(_printed(one))}
    elsewhere = {name for source in read for name in _quoted(source.cited.text)}
    for name in ours - theirs:
        if name not in elsewhere:
            continue
        foreign = all(name not in one.row.text for one in laid)
        for other in theirs - ours:
            if other in name or name in other or (foreign and other not in folded(said)):
                raise Struck(Reason.NAME, f"{name} for {other}")


def _quoted(text: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        if len(match[1]) <= LONGEST_QUOTED:
            yield folded(match[1])


def _printed(laid: Laid) -> str:
    return laid.source.cited.text[laid.row.start : laid.row.end]


def longer_name(laid: Laid, gap: Gap, to: Sequence[int]) -> None:
    """A name is not told by a longer one that only a later sentence has.

    What a name is in full stands where it is told of first; a longer one that comes up later is another's.

    Args:
        laid: The clause.
        gap: What it puts in where its row has nothing.
        to: Where its tokens stand in the row.

    Raises:
        Struck: It does.
    """
    clause, row = laid.clause, laid.row
    first, last = gap.claim
    if any(clause[at].kind is not Kind.CHARACTER for at in range(first, last)) or not any(
        not clause[at].free for at in range(first, last)
    ):
        return
    spans = words_at(clause, range(len(clause)))
    before = next((w for w in reversed(spans) if w[-1] < first), None)
    behind = next((w for w in spans if w[0] >= last), None)
    beside = [w for w in (before, behind) if w and is_thing(clause, w) and all(to[at] != UNSET for at in w)]
    if len(beside) < PAIR or to[beside[1][0]] != to[beside[0][-1]] + 1:
        return  # its row has both ends of the name, and nothing between them
    name = text_at(clause, range(beside[0][0], beside[1][-1] + 1))
    if len(name) < LEAST_NAME or name in row.text:
        return
    told = [at for at, other in enumerate(laid.source.rows) if name in other.text]
    if told and all(at > laid.at for at in told):
        raise Struck(Reason.NAME, f"{name} is told of later")


def turned_round(laid: Laid, read: Sequence[Source], to: Sequence[int]) -> None:
    """Two nouns do not make the other name that they make in another sentence: 化学物理 for 物理化学.

    Args:
        laid: The clause.
        read: All sources.
        to: Where its tokens stand in the row.

    Raises:
        Struck: They do.
    """
    clause = laid.clause
    for first, second in pairwise(words_at(clause, range(len(clause)))):
        name = text_at(clause, [*first, *second])
        if (
            len(name) >= LEAST_NAME
            and all(to[at] != UNSET for at in (*first, *second))
            and to[first[0]] == to[second[-1]] + 1
            and is_thing(clause, first)
            and is_thing(clause, second)
            and name not in laid.row.text
            and held(name, read)
        ):
            raise Struck(Reason.NAME, f"{name} the other way round")


def another_person(laid: Laid, read: Sequence[Source], to: Sequence[int]) -> None:
    """A name is not another's of the article that begins or ends alike: 刘准 for 刘休范.

    Args:
        laid: The clause.
        read: All sources.
        to: Where its tokens stand in the row.

    Raises:
        Struck: It is.
    """
    clause, row = laid.clause, laid.row.tokens
    taken = {there for there in to if there != UNSET}
    for at, beside in ((at, at + step) for at in range(len(clause)) for step in (-1, 1)):
        if not 0 <= beside < len(clause) or to[at] == UNSET or to[beside] != UNSET:
            continue
        there = to[at] + (beside - at)
        if not all(clause[one].tag.startswith(_NAMES) for one in (at, beside)) or there in taken:
            continue
        if not 0 <= there < len(row) or row[there].kind is not Kind.CHARACTER or row[there].free:
            continue
        # the segmenter may cut a name, or take a title's last character for its first
        for name in (clause[at].word, text_at(clause, sorted((at, beside)))):
            theirs = row[there].word
            if len(name) < PAIR or say_the_same(name, theirs) or name in laid.row.text:
                continue
            if held(name, read):
                raise Struck(Reason.NAME, f"{name} for {theirs}")


def one_character(laid: Laid, read: Sequence[Source], to: Sequence[int]) -> None:
    """A word of two characters is not another sentence's that has one of them: 误用 for 滥用.

    Args:
        laid: The clause.
        read: All sources.
        to: Where its tokens stand in the row.

    Raises:
        Struck: It is, and the two do not say the same.
    """
    clause, row = laid.clause, laid.row.tokens
    said = text_at(clause, range(len(clause)))
    taken = {there for there in to if there != UNSET}
    for word in words_at(clause, range(len(clause))):
        if len(word) != PAIR or clause[word[0]].free or clause[word[0]].kind is not Kind.CHARACTER:
            continue
        ours = text_at(clause, word)
        lost = [at for at in word if to[at] == UNSET]
        if len(lost) != 1 or ours in laid.row.text or not held(ours, read):
            continue
        kept = next(at for at in word if at not in lost)
        there = to[kept] + (lost[0] - kept)
        if not 0 <= there < len(row) or there in taken or row[there].place != row[to[kept]].place:
            continue
        theirs = text_at(row, sorted((there, to[kept])))
        if any(token.text == clause[lost[0]].text for token in row):
            continue  # 停水 of 停止供水
        if theirs not in said and not say_the_same(ours, theirs):
            raise Struck(Reason.PAIR, f"{ours} for {theirs}")
