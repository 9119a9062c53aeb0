"""甲、乙和丙分别为3个、4个和5个, read as three statements.

Each slot of the left list is put together with its fellow of the right one, so that whoever compares a
figure's surroundings finds the right name beside it.
"""

from __future__ import annotations

import re

from retrieval.text.figures import figures

_SPLIT = re.compile(r"、|以及|和|与|及(?!时|其)|(?<=\d)，(?=\d)")
_RESPECTIVELY = re.compile(r"分别|依次")
_BORDER = re.compile(r"[；。！？\n]")
_LEAD = re.compile(r"^.*[，：:]")
_COPULA = re.compile(
    r"^(?:则|均|约|都)?(?:为|是|有|占|达到?|增长|下降|上升|获得?|得到?|奖励?|投资|排名?第?|位居|位列|属于|来自|由|在|于|将)+了?"
)


def slots(sentence: str) -> list[str]:
    """The statements that a 分别 sentence makes.

    Args:
        sentence: Folded.

    Returns:
        One text a slot; empty where there is no 分别, or where its two lists differ in length.
    """
    found: list[str] = []
    for match in _RESPECTIVELY.finditer(sentence):
        start = max((m.end() for m in _BORDER.finditer(sentence, 0, match.start())), default=0)
        stop = _BORDER.search(sentence, match.end())
        left = sentence[start : match.start()]
        clauses = sentence[match.end() : stop.start() if stop else len(sentence)].split("，")
        found.extend(_paired(left, clauses))
    return found


def _paired(left: str, clauses: list[str]) -> list[str]:
    rights = [_right(clauses[0])]
    count = len(rights[0])
    if count < 2:  # noqa: PLR2004
        return []
    for clause in clauses[1:]:
        more = _right(clause)
        if len(more) != count:
            break
        rights.append(more)
    items, tail = _left(left, count)
    if not items:
        return []
    return [
        "，".join([item + tail + row[0], *row[1:]])
        for item, row in zip(items, zip(*rights, strict=True), strict=True)
    ]


def _right(clause: str) -> list[str]:
    pieces = [piece for piece in _SPLIT.split(clause) if piece]
    counted = [piece for piece in pieces if any(not f.soft for f in figures(piece))]
    if len(counted) >= 2:  # noqa: PLR2004
        pieces = counted
        verb = pieces[0][: next(f.start for f in figures(pieces[0]) if not f.soft)]
    else:
        copula = _COPULA.match(pieces[0]) if pieces else None
        verb = copula.group() if copula else ""
    return [
        piece if at == 0 or not verb or piece.startswith(verb) else verb + piece
        for at, piece in enumerate(pieces)
    ]


def _left(left: str, count: int) -> tuple[list[str], str]:
    left = left.rstrip("，")
    for cut in (_LEAD.sub("", left), left):
        pieces = [piece for piece in _SPLIT.split(cut) if piece]
        if len(pieces) == count:
            return _with_tail(pieces)
        if len(pieces) > count:
            return _with_tail(pieces[-count:])
    # 甲有…，乙有…: the items are clauses
    pieces = [piece for piece in left.split("，") if piece]
    return _with_tail(pieces[-count:]) if len(pieces) >= count else ([], "")


def _with_tail(pieces: list[str]) -> tuple[list[str], str]:
    """What stands behind the last item belongs to all of them: 甲县、乙县和丙县的小麦面积."""
    last, end = pieces[-1], pieces[0][-1]
    at = last.find(end, 1)
    if at < 0:
        at = last.find("的") - 1 if "的" in last[1:] else len(last) - 1
    return [*pieces[:-1], last[: at + 1]], last[at + 1 :]
