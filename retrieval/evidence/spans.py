"""The words that answer, inside an evidence sentence.

The reader marks them (`evidence.reader`). Where a figure, a time or a person is asked for, what has that
form is a candidate, and which of them is marked is decided by the reader's odds and by how near the
question's words stand: the reader has learnt from encyclopaedias, and a newspaper's sentence lists one
figure after another. Without a reader, rules choose alone.

Chinese asks in place: what stands around the interrogative in the question stands around the answer in
the text. So figures and times are chosen by the question's words next to them, and for other questions
the answer is what is left of the nearest clause when the question's own words are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log

from corpus.sentences import clause_spans
from retrieval.evidence.bridge import Bridge
from retrieval.evidence.named import can_be_who, people_named
from retrieval.evidence.own_clause import own_clause
from retrieval.evidence.reader_inputs import SURNAMES
from retrieval.evidence.rivals import NOTHING_LACKS, apart
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.singling import singled
from retrieval.evidence.unsaid import post_of, unsaid
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.search.rarity import Rarity
from retrieval.text.quantities import durations, quantities, times
from retrieval.text.telephones import asks_telephone, telephones
from retrieval.text.units import carries
from retrieval.text.words import TITLES
from vectorstore.catalogue.terms import terms

_REASON = re.compile(r"因为|由于|因此|因而|因|为了|旨在|以便|之所以|是为")
_NAME = re.compile(
    r"[一-鿿A-Za-z]{1,8}(?:[·‧・][一-鿿A-Za-z]{1,8})+"
    r"|(?<=[长任记授理员者人席家生士])[一-鿿]{2,3}(?=[说表介指要，。、]|首先|来到|带队|$)"
)
_SITE = re.compile(r"(?:位于|坐落[于在]|地处|设在|地[点址](?:在|是|为|：|:))([^，。；：的]{2,24})")
_YEAR = re.compile(r"(?:1\d|20)\d\d年")
_ORDINAL_ASKED = re.compile(r"第几|哪一?届|名次|排名")
_MARKS = "，。；：、！？,;:!?.“”‘’「」『』（）()《》 \n"
_OUTSIDE_CLAUSE = 12
"""Characters that a clause mark between a word and a figure counts for."""

_LONG_KINDS = {Kind.HOW, Kind.LIST, Kind.DEFINITION, Kind.WHETHER}
"""Kinds whose answers run on: from the nearest clause to the sentence's end."""

_ANCHOR = 6
"""Characters on either side of the interrogative that the answer's neighbours are compared with."""

_BRACKETS = ("(", "（", "「", "“")


NEARNESS = 1.0
"""What the logarithm of a candidate's nearness adds to the reader's log odds."""

WITHIN = 4.0
"""How far below the reader's own choice the best candidate may lie and still be marked in its place. With
both, and with the reader's choice alone, F1 of the marked words in the right sentence, by readers that had
not seen the paragraph: figures in cmrc-trial 0.686 and 0.711, xquad-zh 0.678 and 0.677, xquad-en 0.651 and
0.606; times 0.690 and 0.702, 0.915 and 0.927, 0.830 and 0.848; persons 0.622 and 0.640, 0.720 and 0.699,
0.545 and 0.533. On the sample pages and the real page all together: 0.625 and 0.575, 0.821 and 0.756."""


MUCH = 16
"""Characters of the reader's choice from which it says no more than the sentence, where a figure or a time is
asked for: CMRC's annotators marked whole sentences now and then."""


def marked(question: Question, evidence: Evidence, rarity: Rarity) -> tuple[Span, ...]:
    """The words of a sentence that answer, offsets in its article's text; empty where nothing stands out."""
    text, read = evidence.reading, evidence.read
    if read is None:
        return answer_spans(question, text, evidence.start, evidence.end, rarity)
    start, end, quote = read.start, read.end, evidence.text
    bridge = evidence.bridge
    post = post_of(question.text, bridge, quote) if bridge else None
    if post:
        return ((evidence.start + post[0], evidence.start + post[1]),)
    typed = [span for span in _typed(question, quote) if span[1] <= len(read.edges)]
    if bridge:
        asked_of = bridge.named(quote)  # who else, where the question names one
        typed = [span for span in typed if not any(a < span[1] and span[0] < b for a, b in asked_of)]
    if bridge and not typed and read.edges.size:
        start, end = unsaid(question, bridge, quote, read)
    if question.kind is Kind.PERSON and not typed and not can_be_who(quote[start:end]):
        typed = [span for span in people_named(quote, question.text) if span[1] <= len(read.edges)]
        if not typed:
            return ()
    fitting = singled(question, quote, typed)
    # What the reader marks around a name in another language's question is what its bearer did.
    inside = [span for span in fitting if start <= span[0] and span[1] <= end]
    bearer = bridge is not None and question.kind is Kind.PERSON and bool(inside)
    fitting = inside if bearer else fitting
    if fitting:
        odds = {span: float(read.edges[span[0], 0] + read.edges[span[1] - 1, 1]) for span in fitting}
        beside = (
            {span: _beside_words(bridge, quote, span, fitting) for span in fitting}
            if bridge
            else {span: _beside(question, quote, span, fitting, rarity) for span in fitting}
        )
        best = max(fitting, key=lambda span: odds[span] + beside[span])
        at_length = end - start > MUCH and question.kind is not Kind.PERSON
        ruled_out = (start, end) not in fitting and any(
            a < end and start < b for a, b in typed if (a, b) not in fitting
        )
        no_one = question.kind is Kind.PERSON and not can_be_who(quote[start:end])
        # In another language's words the reader can miss what form is asked for.
        formless = bridge is not None and not any(a < end and start < b for a, b in typed)
        sure = ruled_out or no_one or formless or bearer or asks_telephone(question.text)
        if at_length or sure or odds[best] > read.span - WITHIN:
            start, end = _whole_range(question, quote, _after_change(question, quote, best, fitting), typed)
    else:
        start, end = own_clause(question, quote, (start, end))
    if question.kind in _TOLD and times(quote[start:end]) == [(0, end - start)]:
        return ()
    return ((evidence.start + start, evidence.start + end),)


_TOLD = {Kind.HOW, Kind.WHY, Kind.DEFINITION}
"""Kinds that a date alone never answers."""

_NOWHERE = 0.01
"""Nearness of a candidate beside which the question says nothing."""

LED = 5.0
"""What it adds that all of the question's words stand between the candidate before, or the last ；, and this
one, and what it takes away that another's do (`evidence.rivals`): of 国家级5家、省级14家 each figure is its
own words'. On the development sets worth no more than a hundredth either way; set by hand for newspapers."""

COUNTED = 1.0
"""The same for a figure right before what the question counts: as much as all of its words. Set by hand."""

_DATED = re.compile(r"\d\s?[年月日号]")
_CHANGE = re.compile(
    r"(?:提前|延后|推迟|延长|缩短|调整|增加|提高|上升|回升|降低|减少|下降|扩大|改|变|增|降|升|压缩?|缩|减)?(?:到|至|为|成)"
)
_BEFORE_CHANGE = re.compile(r"原|以前|之前|过去|曾")


def _lead(quote: str, span: Span, others: Sequence[Span]) -> int:
    """Where what leads up to a candidate begins: behind the one before it, or the last ；."""
    before = max((other[1] for other in others if other[1] <= span[0]), default=0)
    return max(before, *(quote.rfind(mark, 0, span[0]) + 1 for mark in "。；"))


def _beside_words(bridge: Bridge, quote: str, span: Span, others: Sequence[Span]) -> float:
    """What an English question's words, found by a dictionary, say for a candidate by standing near it."""
    led = bridge.share_within(quote, _lead(quote, span, others), span[0])
    led += COUNTED * bridge.counts(quote, span[1])
    return NEARNESS * log(bridge.nearness(quote, *span) + _NOWHERE) + LED * led


def _beside(question: Question, quote: str, span: Span, others: Sequence[Span], rarity: Rarity) -> float:
    """What the question's words around a candidate say for it."""
    start = _lead(quote, span, others)
    asked = list(dict.fromkeys(terms(question.content)))
    lead = quote[start : span[0]]
    other = apart(question, lead) if len(others) > 1 else NOTHING_LACKS
    led = rarity.covered(asked, set(terms(lead))) - other.rival
    led -= other.number if _DATED.search(lead) else 0.0
    return NEARNESS * log(_nearness(question, quote, span, rarity) + _NOWHERE) + LED * led


def _after_change(question: Question, quote: str, span: Span, others: Sequence[Span]) -> Span:
    """由20时30分延后到21时 means 21时, unless what was is asked for."""
    if _BEFORE_CHANGE.search(question.text):
        return span
    later = (other for other in others if _CHANGE.fullmatch(quote[span[1] : other[0]]))
    return next(later, span)


_RANGE = re.compile(r"\s?(?:至|到|[~～—–-])\s?")
_END_ASKED = re.compile(
    r"\b(?:until|till|by\s+when|end|finish|clos|start|begin|open|from|resum|back|earliest|latest|first|last|least|most)",
    re.IGNORECASE,
)


_HOURS_ASKED = re.compile(r"\bhours\b", re.IGNORECASE)


def _whole_range(question: Question, quote: str, span: Span, others: Sequence[Span]) -> Span:
    """每亩50元到60元 and 22时至次日6时 are one answer, unless one end of them is asked for."""
    if question.lang != "en" or (_END_ASKED.search(question.text) and not _HOURS_ASKED.search(question.text)):
        return span
    start, end = span
    for a, b in others:
        if b <= start and _RANGE.fullmatch(quote[b:start]):
            start = a
        elif a >= end and _RANGE.fullmatch(quote[end:a]):
            end = b
    return start, end


def persons(question: Question, quote: str) -> list[Span]:
    """The names of persons in a sentence that the question does not say; none for other questions.

    One that follows the title asked for (校长孔令芳, for 校长是谁) stands for all.
    """
    if question.kind is not Kind.PERSON:
        return []
    named = [
        (start, end)
        for start, end in _new(question, quote, _NAME)
        if quote[start] in SURNAMES or not quote[start:end].isalnum()
    ]
    return titled(question, quote) or named


def titled(question: Question, quote: str) -> list[Span]:
    """The names right behind the office that a question asks for (校长孔令芳, for 校长是谁)."""
    if not question.focus:
        return []
    office = _OFFICE.search(question.focus)
    asked = office.group() if office else question.focus
    pattern = re.compile(
        rf"{re.escape(asked)}([一-鿿]{{2,3}})(?=[说表介指要称认强，。、；]|首先|来到|带队|率|$)"
    )
    return [match.span(1) for match in pattern.finditer(quote) if match.group(1) not in question.text]


_OFFICE = re.compile(rf"(?:{TITLES})$")
"""The office alone of 濮阳市长: a report of its own city says 市长."""


def answer_spans(question: Question, text: str, start: int, end: int, rarity: Rarity) -> tuple[Span, ...]:
    """Find the words of `text[start:end]` that answer the question, by rules alone.

    Returns:
        Offsets in `text`, in order; empty where nothing stands out.
    """
    quote = text[start:end]
    typed = singled(question, quote, _typed(question, quote))
    if typed:
        a, b = max(typed, key=lambda span: (_nearness(question, quote, span, rarity), -span[0]))
        return ((start + a, start + b),)
    if question.lang == "en":
        return ()
    left = _left_over(question, quote, rarity)
    return ((start + left[0], start + left[1]),) if left else ()


def _typed(question: Question, quote: str) -> list[Span]:
    """The runs of the kind of thing that is asked for."""
    if asks_telephone(question.text):
        return telephones(quote)
    if question.kind is Kind.PERSON:
        # An English question has no title in the archive's words to find the name behind.
        named = people_named(quote, question.text) if question.lang == "en" else []
        return named or persons(question, quote)
    if question.kind is Kind.PLACE and question.lang == "en":
        return [match.span(1) for match in _SITE.finditer(quote)]
    return _figures(question, quote)


def _figures(question: Question, quote: str) -> list[Span]:
    kind = question.kind
    if kind is Kind.NUMBER:
        found = [span for span in quantities(quote) if not _YEAR.fullmatch(quote[slice(*span)])]
        if not _ORDINAL_ASKED.search(question.text):
            found = [span for span in found if quote[span[0]] != "第"] or found
        return [span for span in found if carries(quote[slice(*span)], question.units)] or found
    if kind is Kind.DATE:
        return times(quote)
    if kind is Kind.DURATION:
        return durations(quote) or times(quote)
    return []


def _new(question: Question, quote: str, pattern: re.Pattern[str]) -> list[Span]:
    """Matches that the question does not name itself."""
    return [m.span() for m in pattern.finditer(quote) if m.group() not in question.text]


def _nearness(question: Question, quote: str, span: Span, rarity: Rarity) -> float:
    """How closely the question's words stand around a span; a clause mark between them parts them."""
    score = 0.0
    lowered = quote.lower()
    for term in dict.fromkeys(terms(question.content)):
        weight = rarity.weight(term)
        at = lowered.find(term)
        while at >= 0:
            between = quote[at + len(term) : span[0]] if at < span[0] else quote[span[1] : at]
            marks = sum(character in "，；。：" for character in between)
            score += weight / (2 + len(between) + _OUTSIDE_CLAUSE * marks)
            at = lowered.find(term, at + 1)
    return score


def _left_over(question: Question, quote: str, rarity: Rarity) -> Span | None:
    """What the clauses nearest to the question say beyond it."""
    clauses = clause_spans(quote, 0, len(quote))
    if not clauses:
        return None
    asked = set(terms(question.content))
    best = max(clauses, key=lambda c: rarity.covered(asked, set(terms(quote[slice(*c)]))))
    if question.kind is Kind.WHY:
        reason = next((c for c in clauses if _REASON.search(quote[slice(*c)])), None)
        return _bare(quote, *(reason or (0, len(quote))))
    if question.kind in _LONG_KINDS:
        return _bare(quote, best[0], len(quote))
    known = _known(question, quote)
    left = [run for clause in clauses for run in _runs(quote, clause, known) if run[1] - run[0] > 1]
    if not left:
        at = clauses.index(best)
        return _bare(quote, *clauses[min(at + 1, len(clauses) - 1)])
    before, behind = _around(question)

    def fitness(run: Span) -> float:
        lead, rest = quote[max(0, run[0] - _ANCHOR) : run[0]], quote[run[1] : run[1] + _ANCHOR]
        score = _nearness(question, quote, run, rarity)
        score += 3 * _shared_end(lead, before) + 3 * _shared_end(rest[::-1], behind[::-1])
        return score * (0.3 if quote[run[0] - 1 : run[0]] in _BRACKETS else 1) + min(run[1] - run[0], 12) / 4

    return max(left, key=fitness)


def _around(question: Question) -> tuple[str, str]:
    """The question's characters before and behind its interrogative."""
    before, _, behind = question.content.strip().partition(" ")
    if not behind.strip():
        return (before, "") if not question.content.startswith(" ") else ("", before)
    return before.strip()[-_ANCHOR:], behind.strip()[:_ANCHOR]


def _shared_end(text: str, wanted: str) -> int:
    """How many last characters of `wanted` stand together at the end of `text`, function words aside."""
    text = text.rstrip("了的是在为有于由被")
    wanted = wanted.rstrip("了的是在为有于由被")
    shared = 0
    while shared < min(len(text), len(wanted)) and text[-1 - shared] == wanted[-1 - shared]:
        shared += 1
    return shared


def _known(question: Question, quote: str) -> list[bool]:
    """For each character of the quote, whether the question says it, two neighbours at a time."""
    known = [False] * len(quote)
    said = question.text.lower()
    lowered = quote.lower()
    for at in range(len(quote) - 1):
        if lowered[at : at + 2] in said and not lowered[at : at + 2].isspace():
            known[at] = known[at + 1] = True
    return known


def _runs(quote: str, clause: Span, known: list[bool]) -> Iterator[Span]:
    at = clause[0]
    while at < clause[1]:
        if known[at] or quote[at] in _MARKS:
            at += 1
            continue
        stop = at
        while stop < clause[1] and not known[stop] and quote[stop] not in "，。；：！？()（）\n":
            stop += 1
        yield _stripped(quote, at, stop)
        at = stop


_HEAD_WORDS = re.compile(r"^(?:[的了是在为有于由被和与及也就都则即叫称]|称为|名为|叫做|位于|通过)+")
_TAIL_WORDS = re.compile(r"(?:[的了是在为有于由被和与及也就都则])+$")


def _stripped(quote: str, start: int, end: int) -> Span:
    """Without marks and function words at its ends."""
    start, end = _bare(quote, start, end)
    head = _HEAD_WORDS.match(quote[start:end])
    if head and head.end() < end - start:
        start += head.end()
    tail = _TAIL_WORDS.search(quote[start:end])
    if tail and tail.start() > 0:
        end = start + tail.start()
    return _bare(quote, start, end)


def _bare(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in "，。；：、！？,;:!?. \n":
        end -= 1
    while start < end and text[start] in "，。；：、 \n":
        start += 1
    return start, end
