"""Where something is done or goes to: the words between 到 and the verb, and those behind it.

去哪里办 is told by 可到便民服务中心办理, 停哪里 by 改停解放路口站. The reader finds the clause and seldom the
place's ends: it takes the verb along, or leaves a character of the name behind.
"""

from __future__ import annotations

import re

from retrieval.models import Span
from retrieval.question.analysis import Kind, Question

_DONE_AT = re.compile(r"[去到在往上从]哪里(?:才?[能可]以?|进行|免费)?(?P<verb>[一-鿿])")
_GOES_TO = re.compile(r"(?P<verb>[停住搬改葬延捐送寄交])(?:到|在|至|去|往)?哪里")
_HELD_AT = re.compile(
    r"在(?P<place>[^，。；：的在]{2,16}?)(?:隆重|如期|顺利|正式)?(?:举行|举办|开展|开幕|展出|召开|启动|开赛|出土)"
)
"""Where something was held, whatever the question calls it (在哪里看, 在哪里打的)."""

_NOT_A_VERB = "了的呢啊呀吗是有"
_HOW = r"(?:免费|现场|统一|直接|自行|集中|窗口|提前)*"


def place_in(question: Question, quote: str, span: Span) -> Span:
    """The place that a sentence names for the verb of the question; else the words chosen, ends put right.

    Args:
        question: Analysed, in Chinese.
        quote: A sentence in simplified characters.
        span: What the reader chose in it.
    """
    if question.kind is not Kind.PLACE or question.lang != "zh":
        return span
    found: list[Span] = []
    done = _DONE_AT.search(question.text)
    if done and done["verb"] not in _NOT_A_VERB:
        pattern = (
            rf"(?:前往|到|去|在|至)(?P<place>[^，。；：到去在的]{{2,20}}?){_HOW}{re.escape(done['verb'])}"
        )
        found = [match.span("place") for match in re.finditer(pattern, quote)]
    goes = _GOES_TO.search(question.text)
    if goes and not found:
        pattern = (
            rf"(?<![不未])(?<!不再){re.escape(goes['verb'])}(?!止)(?:靠|放|用)?(?:到|在|至|往|于|给)?"
            r"(?P<place>[^，。；：到在至了]{2,16})(?=[，。；]|$)"
        )
        found = [match.span("place") for match in re.finditer(pattern, quote)]
    if not found and _DONE_AT.search(question.text):
        found = [match.span("place") for match in _HELD_AT.finditer(quote)]
    return found[0] if len(found) == 1 else trimmed(quote, span)


def _verbal(start: int, end: int, tag: str) -> bool:
    """Whether a word is a verb or goes with one; of one character the segmenter tells nothing (36号摊)."""
    return end - start > 1 and tag.startswith(_VERBAL) and not tag.startswith("vn")


_AFTER_TIME = re.compile(r"[^，]*\d[^，]*?(?:[日号时分]|上午|下午|晚)[^，]{0,2}?在(?=[^，]{2})")
"""What stands before the place in 6月15日上午9时在县殡仪馆."""

_VERBAL = ("v", "d", "a", "u", "p")


def trimmed(quote: str, span: Span) -> Span:
    """A place without the verb behind it, and with the word whole that it begins in."""
    from retrieval.text.tokens import words_of  # loads the segmenter

    start, end = span
    bounds, at = [], 0
    for word, tag in words_of(quote):
        bounds.append((at, at + len(word), tag))
        at += len(word)
    start = next((a for a, b, _ in bounds if a < start < b and b - a <= _LONGEST_WORD), start)
    inside = [(a, b, tag) for a, b, tag in bounds if start <= a and b <= end]
    while len(inside) > 1 and _verbal(*inside[-1]):
        inside.pop()
    end = inside[-1][1] if inside else end
    timed = _AFTER_TIME.match(quote, start, end)
    return (timed.end() if timed else start, end)


_LONGEST_WORD = 4
