"""The proof of a Chinese sentence: hard words, places, yes and no, subjects, the rest.

hard words    every number, date, hour, name and code stands in the quotes
clauses       every clause is laid over the sentence that says most of it
gaps          what a clause has in the place of something else is no other thing of the article's
polarity      what is negated is what the quote negates; no more for less, no first for last
pairing       figures, dates and names stand with the words that the quotes give them
coverage      most of what is said is in the quotes
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.cities import PREFECTURES, PROVINCES
from retrieval.claims.alignment import UNSET, Alignment, Gap, align, gaps, in_order
from retrieval.claims.figures import Figure
from retrieval.claims.folding import folded
from retrieval.claims.models import Reason, Support, Verdict
from retrieval.claims.moments import Day, agrees
from retrieval.claims.pairing import Surroundings, alike
from retrieval.claims.people import people_in
from retrieval.claims.polarity import flipped
from retrieval.claims.slots import slots
from retrieval.claims.sources import Row, Source
from retrieval.claims.tokens import CLAUSE_ENDS, Kind, Token, in_dictionary, same, tokens
from retrieval.claims.words import FREE, PRONOUNS, SAYING, TITLES, exclude, say_the_same

COVERED = 0.52
"""Share of a sentence's words that its quotes must hold; see docs/quality.md for the sweep."""

CLAUSE_COVERED = 0.4
"""The same of each clause that says anything: a sentence may not carry an unproved clause along."""

LOOKED_AT = 4
"""Quoted sentences over which a clause is laid: those that share most with it."""

STAY = 0.45
"""What is added to the coverage of a clause by the sentence that covers most of the claim, times the share that
it covers: a clause that fits it half, and another sentence whole, has something of that other in its place."""

BACK = 4
"""Sentences before a quote in which its subject may stand."""


class Struck(Exception):  # noqa: N818
    """The sentence is not proved; never leaves this module."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Laid:
    """A clause of the claim laid over a row of its source."""

    clause: tuple[Token, ...]
    source: Source
    at: int
    alignment: Alignment

    @property
    def told(self) -> float:
        """The share covered, what is said counting double: a subject may stand in the sentence before."""
        verb = next((at for at, t in enumerate(self.clause) if t.tag[:1] == "v" and not t.free), len(self.clause))
        total = found = 0.0
        for at, token in enumerate(self.clause):
            weight = 0.0 if token.free else token.weight * (2.0 if at >= verb else 1.0)
            total, found = total + weight, found + weight * (self.alignment.to[at] != UNSET)
        return found / total if total else self.alignment.covered

    @property
    def key(self) -> tuple[int, int]:
        """Which row of which source."""
        return self.source.cited.n, self.at

    @property
    def row(self) -> Row:
        """The row."""
        return self.source.rows[self.at]


def prove_chinese(sentence: str, read: Sequence[Source], question: str) -> Verdict:
    """Prove a Chinese sentence.

    Args:
        sentence: Without citations.
        read: The sources that it cites.
        question: Whose words may be repeated.
    """
    try:
        laid = _proved(folded(sentence), read, question)
    except Struck as struck:
        return Verdict(kept=False, reason=struck.reason, detail=struck.detail)
    return Verdict(kept=True, reason=Reason.PROVED, support=tuple(_support(laid)))


def _proved(text: str, read: Sequence[Source], question: str) -> list[Laid]:
    text = _with_full_names(text, read)
    names = frozenset().union(people_in(text), *(source.people for source in read))
    dated = next(
        (s.cited.article.dateline_date or s.cited.article.date for s in read if s.cited.article), None
    )
    claim = tokens(text, dated, names=names)
    if not any(token.weight for token in claim):
        raise Struck(Reason.EMPTY)
    for token in claim:
        if token.hard:
            _stands(token, read)
    options = [_lay(clause, read) for clause in _clauses(claim)]
    _places_stand(claim, read)
    laid = _one_after_another(options)
    asked = set(folded(question))
    total = matched = 0.0
    for one in laid:
        weight, found = _clause(one, read, asked)
        total, matched = total + weight, matched + found
    _roles(text, read)
    rows, beside_them = _compared(read)
    for part in [tokens(slot, dated, names=names) for slot in slots(text)] or [claim]:
        wrong = Surroundings(rows, beside_them).mispaired(
            part, [at for at, token in enumerate(part) if token.hard]
        )
        if wrong:
            raise Struck(
                Reason.PAIR, f"{wrong.token.text} for {wrong.rival.text if wrong.rival else 'nothing'}"
            )
    if total and matched / total < COVERED:
        raise Struck(Reason.UNLIKE, f"{matched / total:.2f} covered")
    return laid


def _compared(read: Sequence[Source]) -> tuple[list[Sequence[Token]], int]:
    """The rows for pairing, headlines first, and how many headlines."""
    every = [row for source in read for row in source.rows]
    titles: list[Sequence[Token]] = [row.tokens for row in every if row.beside]
    return titles + [part for row in every if not row.beside for part in (row.slots or (row.tokens,))], len(
        titles
    )


# hard words


def _stands(token: Token, read: Sequence[Source]) -> None:
    held = [other for source in read for row in source.rows for other in row.tokens]
    if any(same(token, other) for other in held):
        return
    if isinstance(token.value, Figure):
        alike = [o.value for o in held if isinstance(o.value, Figure)]
        digits = re.sub(r"[^\d.]", "", token.text)
        texts = [re.sub(r"[^\d.]", "", o.text) for o in held if isinstance(o.value, Figure)]
        unit = any(o.value == token.value.value for o in alike) or (digits != "" and digits in texts)
        raise Struck(Reason.UNIT if unit else Reason.NUMBER, token.text)
    if isinstance(token.value, Day):
        for source in read:
            article = source.cited.article
            for day in (article.date, article.dateline_date) if article else ():
                if day and agrees(token.value, Day(day.year, day.month, day.day, 0, 0)):
                    return
        raise Struck(Reason.DATE, token.text)
    if token.kind is Kind.HOUR:
        raise Struck(Reason.DATE, token.text)
    if any(token.text in source.whole for source in read):
        return
    raise Struck(
        Reason.NAME
        if token.kind is Kind.NAME
        else Reason.NUMBER
        if token.text[0].isdecimal()
        else Reason.NAME,
        token.text,
    )


def _places_stand(claim: Sequence[Token], read: Sequence[Source]) -> None:
    """A city or province that no quote names, where the segmenter takes it for one or a list or 市 shows that it is."""
    text = "".join(token.text for token in claim)
    for word in {token.word for token in claim} & (PREFECTURES | PROVINCES):
        tag = next(token.tag for token in claim if token.word == word)
        shown = re.search(rf"(?:[、在从到]{word}|{word}[、市省])", text)
        if (tag.startswith("ns") or shown) and not any(word in source.whole or word in source.article for source in read):
            raise Struck(Reason.NAME, word)


_SHORT = re.compile(rf"(?<![一-鿿·])(?P<surname>[一-鿿])(?P<title>{TITLES})")


def _with_full_names(text: str, read: Sequence[Source]) -> str:
    """王市长 → 市长王建国, where the quotes name one 市长 with that surname."""

    def full(match: re.Match[str]) -> str:
        whole = "\n".join(source.whole for source in read)
        if match.group() in whole:
            return match.group()
        meant = {
            name
            for source in read
            for name in source.people
            if name[0] == match["surname"]
            and re.search(rf"{match['title']}{name}|{name}[^，。]{{0,6}}{match['title']}", whole)
        }
        return match["title"] + meant.pop() if len(meant) == 1 else match.group()

    return _SHORT.sub(full, text)


_BREAK = re.compile(r"[，。、；：！？\s（）()]|[和与及](?=[一-鿿]{2})")


def _roles(text: str, read: Sequence[Source]) -> None:
    """A title right before a name must stand beside it somewhere in the article too."""
    for name in frozenset().union(*(source.people for source in read)):
        for match in re.finditer(re.escape(name), text):
            titled = re.search(rf"(?:{TITLES})$", text[max(0, match.start() - 8) : match.start()])
            if titled and not any(
                titled.group() in piece for source in read for piece in beside(name, source)
            ):
                raise Struck(Reason.PAIR, f"{titled.group()}{name}")


def beside(name: str, source: Source) -> Iterable[str]:
    """What stands right before and right behind each mention of a name, up to the next mark or name."""
    for match in re.finditer(re.escape(name), source.article):
        yield _BREAK.split(source.article[max(0, match.start() - 24) : match.start()])[-1]
        yield _BREAK.split(source.article[match.end() : match.end() + 10])[0]
        apposed = re.match(r"[（(，]([^，。、；）)]{2,16})[）)，。]", source.article[match.end() :])
        if apposed:
            yield apposed[1]


# clauses


def _clauses(claim: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The clauses, each with those before it that say too little to stand alone (5月17日，)."""
    found: list[tuple[Token, ...]] = []
    held: list[Token] = []
    for at, token in enumerate(claim):
        held.append(token)
        last = at + 1 == len(claim)
        if last or claim[at + 1].clause != token.clause:
            weight = sum(t.weight for t in held if not t.free and t.kind is not Kind.DAY)
            if weight >= 4 or last:  # noqa: PLR2004
                found.append(tuple(held))
                held = []
    if len(found) > 1 and sum(t.weight for t in found[-1] if not t.free) < 4:  # noqa: PLR2004
        found[-2:] = [found[-2] + found[-1]]
    return found


def _lay(clause: tuple[Token, ...], read: Sequence[Source]) -> list[Laid]:
    """The clause over the rows that share most with it, best first."""
    bag = [token for token in clause if not token.free] or list(clause)
    options: list[tuple[float, Source, int]] = []
    for source in read:
        for at, row in enumerate(source.rows):
            held = {token.text for token in row.tokens}
            shared = sum(
                t.weight
                for t in bag
                if t.text in held or (t.kind is not Kind.CHARACTER and any(same(t, o) for o in row.tokens))
            )
            if shared:
                options.append((shared - 0.01 * row.beside, source, at))
    options.sort(key=lambda option: -option[0])
    return sorted(
        (
            Laid(clause, source, at, align(clause, source.rows[at].tokens))
            for _, source, at in options[:LOOKED_AT]
        ),
        key=lambda one: -one.told,
    )


def _one_after_another(options: Sequence[list[Laid]]) -> list[Laid]:
    """Choose a row for each clause: the best, but rather the one that covers most of the claim."""
    if any(not row for row in options):
        raise Struck(Reason.UNLIKE, "a clause shares nothing with the quotes")
    weights: dict[tuple[int, int], float] = {}
    total = 0.0
    for row in options:
        weight = sum(token.weight for token in row[0].clause if not token.free) + 0.01
        total += weight
        for one in row:
            weights[one.key] = weights.get(one.key, 0.0) + one.told * weight
    most = max(weights, key=lambda key: weights[key])
    share = weights[most] / total
    chosen = [
        max(row, key=lambda one: one.told + STAY * share * (one.key == most)) for row in options
    ]
    chosen = [_rather(one, row, chosen, most) for one, row in zip(chosen, options, strict=True)]
    _subject_kept(chosen, most)
    return chosen


SAME_EDGE = 2
"""Tokens with which two clauses begin, or end, alike."""


def _rather(one: Laid, row: Sequence[Laid], chosen: Sequence[Laid], most: tuple[int, int]) -> Laid:
    """The main sentence's own clause for one that begins or ends like it, though another sentence has it whole.

    根据美国绿卡 before what 根据美国宪法 goes before was not taken from where 美国绿卡 stands.
    """
    main = next((other for other in row if other.key == most), None)
    if one.key == most or main is None:
        return one
    quote = main.row.tokens
    taken = {quote[there].clause for other in chosen if other.key == most for there in other.alignment.to if there != UNSET}
    words = [token.text for token in one.clause if token.kind is not Kind.MARK]
    for number in {token.clause for token in quote} - taken:
        theirs = [token.text for token in quote if token.clause == number and token.kind is not Kind.MARK]
        near = number + 1 in taken or number - 1 in taken
        alike = words[:SAME_EDGE] == theirs[:SAME_EDGE] or words[-SAME_EDGE:] == theirs[-SAME_EDGE:]
        if near and alike and len(theirs) > SAME_EDGE:
            return main
    return one


def _subject_kept(chosen: Sequence[Laid], most: tuple[int, int]) -> None:
    """What stands before the claim's main sentence may not be another's subject put before its predicate."""
    first = next((at for at, one in enumerate(chosen) if one.key == most), 0)
    if not first:
        return
    main = chosen[first]
    row = main.row.tokens
    opening = next(
        (t for t, there in zip(main.clause, main.alignment.to, strict=True) if there != UNSET and not t.free),
        None,
    )
    attributed = _is_attribution(chosen[first - 1].clause)
    if opening is None or (opening.noun and not attributed):
        return  # the clause has a subject of its own
    places = [there for one in chosen if one.key == most for there in one.alignment.to if there != UNSET]
    said = "".join(token.text for one in chosen for token in one.clause)
    subject: list[str] = []
    for word in _words(row, range(min(places, default=0))):
        token = row[word[0]]
        if token.word in PRONOUNS or (token.tag[:1] == "v" and token.word not in FREE):
            break
        if token.kind is Kind.NAME or (_is_thing(row, word) and token.word not in EVERYWHERE):
            subject.append(token.word)
    shared = sum(word in said for word in subject)
    if subject and (not shared or (attributed and 2 * shared < len(subject))):
        raise Struck(Reason.SUBJECT, f"said of {''.join(subject)}")


def _is_attribution(clause: Sequence[Token]) -> bool:
    """Whether a clause only says who says what follows: 馆长何慧敏说，"""
    words = [token for token in clause if token.kind is not Kind.MARK]
    return bool(words) and re.fullmatch(rf"(?:{SAYING}|显示)", words[-1].word[-2:]) is not None or (
        bool(words) and re.fullmatch(SAYING, words[-1].word) is not None
    )


EVERYWHERE = frozenset("全市 我市 本市 全省 我省 全国 全县 我县 全区 时间 情况 方面 一批 年度".split())
"""What a sentence may begin with and a claim leave out."""


def _clause(laid: Laid, read: Sequence[Source], asked: set[str]) -> tuple[float, float]:
    """Check one clause.

    Returns:
        The weight of its words that count, and of those that are proved.

    Raises:
        Struck: It says something else than its row.
    """
    laid = _without_halves(laid, read)
    clause, row, to = laid.clause, laid.row.tokens, list(laid.alignment.to)
    _not_glued(clause, row, to)
    for gap in gaps(clause, row, to):
        _gap(laid, gap, read, to)
    if flipped(clause, row, laid.alignment.to):
        raise Struck(Reason.NEGATION, "".join(token.text for token in clause))
    _bounds(clause, row, to)
    weight = found = 0.0
    for at, token in enumerate(clause):
        if token.free or (to[at] == UNSET and token.text in asked and not token.hard):
            continue
        weight += token.weight
        # A date stands with the sentence before as often; pairing has seen to it.
        found += token.weight * (to[at] != UNSET or token.kind is Kind.DAY)
    _something_is_told(clause, to)
    if weight >= 4 and found / weight < CLAUSE_COVERED:  # noqa: PLR2004
        raise Struck(Reason.UNLIKE, "".join(token.text for token in clause))
    return weight, found


def _not_glued(clause: Sequence[Token], row: Sequence[Token], to: Sequence[int]) -> None:
    """一楼东侧的 and 地方文献室 of two clauses side by side, what the first tells behind them."""
    steady = sorted(in_order(clause, to))
    for a, b in pairwise(steady):
        between = range(to[a] + 1, to[b])
        if b - a > 1 or not any(row[at].kind is Kind.MARK and row[at].text in CLAUSE_ENDS for at in between):
            continue
        moved = [at for at, there in enumerate(to) if there in between and clause[at].weight and not clause[at].free]
        if sum(clause[at].weight for at in moved) >= LEAST_PHRASE:
            raise Struck(Reason.PAIR, f"{_text(clause, moved)} is told of what stands before it")


def _something_is_told(clause: Sequence[Token], to: Sequence[int]) -> None:
    """大桥已拆除 is not proved by a sentence that only names the 大桥: a verb, a figure or an object must be there."""
    words = [w for w in _words(clause, range(len(clause))) if not clause[w[0]].free]
    deeds = [w for w in words if clause[w[0]].tag[:1] == "v" and len(w) >= LEAST_NOUN]
    lost = [w for w in deeds if all(to[at] == UNSET for at in w)]
    if not lost or len(lost) < len(deeds) or any(clause[w[0]].value is not None for w in words):
        return
    if not any(to[at] != UNSET for w in words if w[0] > lost[0][-1] for at in w):
        raise Struck(Reason.UNLIKE, f"{_text(clause, lost[0])} is not told")


def _bounds(clause: Sequence[Token], row: Sequence[Token], to: Sequence[int]) -> None:
    for at, token in enumerate(clause):
        ours = token.value
        theirs = row[to[at]].value if to[at] >= 0 else None
        if (
            isinstance(ours, Figure)
            and isinstance(theirs, Figure)
            and ours.bound
            and ours.bound != theirs.bound
        ):
            near = "".join(t.text for t in row[max(0, to[at] - 6) : to[at] + 4])
            if theirs.bound or not re.search(
                r"超|过|逾|突破|满|上|以上|多|余|不少于|不低于|至少"
                if ours.bound > 0
                else r"不足|不到|以下|以内|少于|低于|不超过|最多|至多",
                near,
            ):
                raise Struck(Reason.NEGATION, token.text)


def _without_halves(laid: Laid, read: Sequence[Source]) -> Laid:
    """Take back the match of half a noun whose whole stands elsewhere in the sources, but not in this row.

    稻 of 稻叶 stands in 粳稻 too: what is said is another thing.
    """
    clause, to = laid.clause, list(laid.alignment.to)
    for word in _words(clause, range(len(clause))):
        token = clause[word[0]]
        whole = token.word
        if token.kind is not Kind.CHARACTER or len(whole) < LEAST_NOUN or not _is_thing(clause, word):
            continue
        places = [to[at] for at in word if to[at] != UNSET]
        if not places or whole in laid.row.text or not _held(whole, read):
            continue
        theirs = {laid.row.tokens[there].word for there in places}
        if len(theirs) == 1 and len(places) >= LEAST_NOUN and whole.endswith(tuple(theirs)):
            continue  # 公交线路 of what the row calls 线路
        if not any(say_the_same(whole, laid.row.tokens[there].word) for there in places):
            for at in word:
                to[at] = UNSET
    return replace(laid, alignment=replace(laid.alignment, to=tuple(to)))


LEAST_NOUN = 2


def _words(row: Sequence[Token], places: Iterable[int]) -> list[list[int]]:
    """The words of a stretch, as indexes of their tokens."""
    found: list[list[int]] = []
    for at in places:
        if found and row[found[-1][-1]].place == row[at].place:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def _gap(laid: Laid, gap: Gap, read: Sequence[Source], to: list[int]) -> None:
    """Judge what the clause has in the place of something else; what comes from the sentences before is marked."""
    clause, row = laid.clause, laid.row.tokens
    taken = {there for there in laid.alignment.to if there != UNSET}
    _figures_exchanged(clause, row, gap)
    ours = _words(clause, range(*gap.claim))
    theirs = _words(row, [at for at in range(*gap.quote) if at not in taken])
    fresh = [[i for i in w if to[i] == UNSET] for w in ours]
    for w in filter(None, fresh):
        for v in theirs:
            if exclude(clause[w[0]].word, row[v[0]].word) or exclude(_text(clause, w), _text(row, v)):
                raise Struck(Reason.NEGATION, f"{_text(clause, w)} for {_text(row, v)}")
    # figures and dates that only moved are the pairing's business
    ours = [w for w in ours if not clause[w[0]].free and (clause[w[0]].kind in (Kind.CHARACTER, Kind.NAME))]
    if not ours:
        return
    rivals = [v for v in theirs if _is_thing(row, v) or _text(row, v) in SIDES]
    pronoun = any(row[v[0]].word in PRONOUNS or _text(row, v) in PRONOUNS for v in theirs)
    said = _text(clause, [i for w in ours for i in w])
    stands_for = _text(row, [i for v in theirs for i in v])
    if _short_for(said, stands_for):
        _mark(to, ours, gap)
        return
    if not pronoun:
        for run in _runs(clause, ours, gap):
            if _held(run, read) and _pushed_out(run, theirs, rivals, laid, gap):
                raise Struck(Reason.SUBJECT if gap.leading else Reason.PAIR, f"{run} for {stands_for}")
    _deeds_exchanged(laid, gap, [w for w in ours if all(to[i] == UNSET for i in w)], theirs, read)
    if not gap.leading and not theirs:
        _put_in(laid, gap, ours, read)
    for w in ours:
        if _unknown_name(clause, w, laid, theirs):
            raise Struck(Reason.NAME, f"{_text(clause, w)} for {stands_for}")
        if not _is_thing(clause, w) or all(to[i] != UNSET for i in w):
            continue
        word = _text(clause, w)
        if _own_city(word, laid):
            _mark(to, [w], gap)
            continue
        if any(say_the_same(word, _text(row, v)) for v in theirs):
            continue
        name = clause[w[0]].kind is Kind.NAME
        where = _where(word, laid)
        if where == "nowhere" and not _held(word, read):
            continue
        if (
            rivals
            and not pronoun
            and (gap.leading or name or len(word) > LEAST_NOUN)
            and len(word) >= LEAST_NOUN
        ):
            raise Struck(Reason.SUBJECT if gap.leading else Reason.PAIR, f"{word} for {stands_for}")
        if where in ("before", "beside"):
            if name and _person_between(word, laid):
                raise Struck(Reason.SUBJECT, f"{word} is not the last one named")
            _mark(to, [w], gap)
        elif name or (gap.leading and where == "elsewhere"):
            raise Struck(Reason.SUBJECT, f"{word} stands elsewhere")


SIDES = frozenset("东西南北前后新旧老左右上下")
"""Characters that make one name of another: 西罗马, 东罗马."""

LEAST_PHRASE = 3
"""Characters in a row that a claim shares with another place of the article by chance seldom."""


def _runs(clause: Sequence[Token], ours: Sequence[Sequence[int]], gap: Gap) -> Iterable[str]:
    """What a gap of the claim may have taken from elsewhere: its nouns together, each of them, all of it."""
    things = [w for w in ours if _is_thing(clause, w)]
    runs = [_text(clause, [i for w in things for i in w]), *(clause[w[0]].word for w in things)]
    said = _text(clause, [i for w in ours for i in w])
    raw = _text(clause, range(*gap.claim))
    if any(clause[w[0]].kind is Kind.CHARACTER for w in ours) and (things or len(raw) >= LEAST_PHRASE):
        runs.append(raw)
    return dict.fromkeys([r for r in runs if len(r) >= LEAST_NOUN] + [said] * (len(said) >= LEAST_PHRASE))


def _pushed_out(
    run: str, theirs: Sequence[Sequence[int]], rivals: Sequence[Sequence[int]], laid: Laid, gap: Gap
) -> bool:
    """Whether a run that the article has elsewhere stands in the place of another thing."""
    row = laid.row.tokens
    whole = "".join(row[v[0]].word if row[v[0]].kind is Kind.CHARACTER else _text(row, v) for v in rivals)
    if rivals:
        return not (run in whole or whole in run or _same_thing(run, rivals, row, laid))
    if _where(run, laid) in ("before", "beside") or run in laid.row.text:
        return False
    return gap.leading and bool(_verbs(row, theirs))


def _verbs(row: Sequence[Token], words: Sequence[Sequence[int]]) -> list[str]:
    """The words of two characters or more that say what is done or how, not what."""
    told = [row[v[0]] for v in words if len(v) >= LEAST_NOUN]
    return [token.word for token in told if token.tag[:1] in ("v", "a", "b") and not token.free]



def _deeds_exchanged(
    laid: Laid, gap: Gap, ours: Sequence[Sequence[int]], theirs: Sequence[Sequence[int]], read: Sequence[Source]
) -> None:
    """A clause begins with a deed of another sentence in the place of its own."""
    against = _verbs(laid.row.tokens, theirs) if gap.leading else []
    for verb in _verbs(laid.clause, ours) if against else ():
        if verb not in laid.row.text and _held(verb, read) and not any(say_the_same(verb, v) for v in against):
            raise Struck(Reason.SUBJECT, f"{verb} for {'、'.join(against)}")


def _figures_exchanged(clause: Sequence[Token], row: Sequence[Token], gap: Gap) -> None:
    """A figure, date or hour in the very place of another one of its kind."""
    ours = [clause[at] for at in range(*gap.claim) if clause[at].hard and clause[at].value is not None]
    theirs = [row[at] for at in range(*gap.quote) if row[at].hard and row[at].value is not None]
    if len(ours) == len(theirs) == 1 and alike(ours[0], theirs[0]) and not same(ours[0], theirs[0]):
        raise Struck(Reason.PAIR, f"{ours[0].text} for {theirs[0].text}")


def _put_in(laid: Laid, gap: Gap, ours: Sequence[Sequence[int]], read: Sequence[Source]) -> None:
    """同源基因 where the row goes on 基因转殖生物: a name made of a piece of the row and a piece from elsewhere."""
    clause, row, to = laid.clause, laid.row.tokens, laid.alignment.to
    end = gap.claim[1]
    while end < len(clause) and to[end] != UNSET and (end == gap.claim[1] or to[end] == to[end - 1] + 1):
        end += 1
    if end == gap.claim[1] or not all(_is_thing(clause, w) for w in ours):
        return
    cut = to[end - 1] + 1
    taken = {there for there in to if there != UNSET}
    name = _text(clause, [i for w in ours for i in w]) + clause[gap.claim[1]].text
    if cut < len(row) and cut not in taken and row[cut].kind is Kind.CHARACTER and _is_thing(row, [cut]) and _held(name, read) and name not in laid.row.text:
        raise Struck(Reason.PAIR, f"{name} for what goes on {row[cut].word}")


def _mark(to: list[int], words: Sequence[Sequence[int]], gap: Gap) -> None:
    """Count words as proved that the sentences before the row hold."""
    for word in words:
        for at in word:
            if to[at] == UNSET:
                to[at] = gap.quote[0]


def _held(run: str, read: Sequence[Source]) -> bool:
    """Whether the cited texts hold a run of characters anywhere."""
    return any(run in source.whole for source in read)


def _same_thing(run: str, rivals: Sequence[Sequence[int]], row: Sequence[Token], laid: Laid) -> bool:
    """Whether a run names what the row names there: its city, a synonym, a short form."""
    return _own_city(run, laid) or any(
        say_the_same(run, _text(row, v)) or _short_for(run, _text(row, v)) for v in rivals
    )


_NOWADAYS = re.compile(r"[今昨明当近日前后时年月天晚早现刻期午夜晨初末底季周]|星期|一度|过去|以往|最初")


def _is_thing(row: Sequence[Token], word: Sequence[int]) -> bool:
    """Whether a word names something: a name, a noun, a word that no dictionary has."""
    token = row[word[0]]
    if token.kind in (Kind.NAME, Kind.CODE):
        return True
    if token.kind is not Kind.CHARACTER or token.word in FREE or token.tag[:1] in ("m", "q", "r"):
        return False
    if token.tag[:1] == "t":  # an age (春秋, 商朝) is a thing, 目前 is none
        return len(token.word) >= LEAST_NOUN and not _NOWADAYS.search(token.word)
    return token.noun or (token.tag[:1] not in ("v", "m", "d", "p", "a", "f") and not in_dictionary(token.word))


def _text(row: Sequence[Token], places: Iterable[int]) -> str:
    return "".join(row[at].text for at in places)


def _short_for(a: str, b: str) -> bool:
    """Whether one of two names is made of the other's characters in their order (市医保局, 市医疗保障局)."""
    short, long = sorted((a, b), key=len)
    if len(short) < 3 or short[-1] != long[-1]:  # noqa: PLR2004
        return False
    characters = iter(long)
    return all(character in characters for character in short)


def _where(word: str, laid: Laid) -> str:
    """Where in its source a word stands that the clause's own row lacks."""
    rows = laid.source.rows
    for at in range(laid.at - 1, max(-1, laid.at - 1 - BACK), -1):
        if word in rows[at].text:
            return "beside" if rows[at].beside else "before"
    if any(row.beside and word in row.text for row in rows):
        return "beside"
    article = laid.source.cited.article
    if article and word in folded(article.city or ""):
        return "beside"
    if any(word in row.text for row in rows):
        return "elsewhere"
    return "nowhere"


def _elsewhere(word: str, laid: Laid, read: Sequence[Source]) -> bool:
    return any(word in row.text for source in read for row in source.rows) or word in laid.source.whole


_PROPER = ("nr", "ns", "nt", "nz")


def _unknown_name(clause: Sequence[Token], word: Sequence[int], laid: Laid, theirs: Sequence[object]) -> bool:
    """Whether a word is a name, of a place or a body too, that its source never mentions."""
    token = clause[word[0]]
    name = token.word
    if token.kind is not Kind.CHARACTER or token.tag[:1] in ("m", "t", "q"):
        return False
    if len(word) < LEAST_NOUN or (not token.tag.startswith(_PROPER) and in_dictionary(name)):
        return False
    if len(name) < LEAST_NOUN or name in laid.source.whole or _own_city(name, laid) or name in FREE:
        return False
    return bool(theirs) or token.tag.startswith(("ns", "nt"))


def _own_city(word: str, laid: Laid) -> bool:
    """Whether a word is the paper's own city, which 全市 and 我市 mean and which need not be said."""
    article = laid.source.cited.article
    city = folded(article.city or "") if article else ""
    return bool(city) and word.removesuffix("市") == city


def _person_between(name: str, laid: Laid) -> bool:
    """Whether another person is named between the last mention of `name` and the row."""
    for at in range(laid.at - 1, -1, -1):
        row = laid.source.rows[at]
        named = [token.text for token in row.tokens if token.kind is Kind.NAME]
        if named:
            return name not in named
    return False


def _support(laid: Sequence[Laid]) -> list[Support]:
    seen: dict[Support, float] = {}
    for one in laid:
        if not one.row.beside:
            key = (one.row.n, one.row.start, one.row.end)
            seen[key] = seen.get(key, 0.0) + one.alignment.covered * len(one.clause)
    return sorted(seen, key=lambda key: -seen[key])


