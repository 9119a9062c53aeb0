"""Names in an English sentence: which people, places and bodies of the Chinese quotes they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.characters import words as listed
from retrieval.claims.errors import Struck
from retrieval.claims.hardwords import beside
from retrieval.claims.models import Reason
from retrieval.claims.sources import Source
from retrieval.text.folding import folded
from retrieval.text.glosses import STOP, gloss, phrases, stem
from retrieval.text.pinyin import is_one_syllable, is_spelt, orders, spelt_in

_GENERIC = listed(
    "city county province district town township village municipal municipality bureau committee congress people's people standing party "
    "communist department government center centre hospital school primary middle high university college library park road street avenue "
    "river bridge bus route station company co ltd corporation group limited industrial industry technology bio biological biotech chemical "
    "chemicals materials new environmental protection energy grain oil food foods building base zone development national provincial "
    "office meeting session conference festival day daily news evening morning times mayor secretary director chairman governor president "
    "chief head general professor mr mrs ms dr no phase i ii iii yuan mu rmb chinese china first second third north south east west northern "
    "southern eastern western central international global agricultural agriculture rural affairs culture tourism radio television health "
    "education public transport transportation power supply electric water water-supply"
)
"""Words that are written with a capital letter in names and are none."""


HAN_RUN = re.compile(r"[㐀-鿿豈-﫿〇·]+")


_CAPITAL = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ÿ'’]*(?:-[A-Za-z]+)*")


_MONTH = re.compile(
    r"january|february|march|april|may|june|july|august|september|october|november|december|am|pm|a\.m|p\.m|celsius"
)


_TITLES: dict[str, str] = {
    "mayor": "市长", "party secretary": "书记", "party chief": "书记", "secretary-general": "秘书长", "secretary general": "秘书长",
    "governor": "省长", "county magistrate": "县长", "chairman": "主席|主任|董事长|会长", "chairwoman": "主席|主任|董事长|会长", "chair": "主席|主任",
    "director": "主任|局长|馆长|院长|所长|导演|负责人|处长|厅长|总监", "head": "负责人|主任|局长|馆长|院长|所长|校长|站长|长",
    "chief": "长|负责人|主任|书记|首席", "curator": "馆长", "librarian": "馆长|馆员", "principal": "校长", "headmaster": "校长",
    "forecaster": "预报员", "reporter": "记者|实习生", "journalist": "记者", "correspondent": "通讯员|记者", "farmer": "农民|大户|种植户|户|村民",
    "grower": "大户|种植户", "postman": "投递员", "courier": "投递员|快递员", "mailman": "投递员", "mail carrier": "投递员", "president": "主席|总统|院长|校长|总裁|会长",
    "professor": "教授", "minister": "部长|大臣", "prime minister": "总理|首相", "premier": "总理|首相", "manager": "经理", "photographer": "摄|摄影",
    "doctor": "医生|大夫|医师|博士", "spokesman": "发言人", "spokesperson": "发言人", "vice mayor": "副市长", "deputy mayor": "副市长", "coach": "教练",
}  # fmt: skip


_TITLE = "|".join(sorted(map(re.escape, _TITLES), key=len, reverse=True))


def named_people(
    sentence: str, read: Sequence[Source], places: Sequence[str] = ()
) -> Iterator[tuple[int, int, str]]:
    """The people that a sentence names, as the quotes write them, and the places, as atoms.

    Args:
        sentence: In English.
        read: The sources.
        places: Atoms of the places that the quotes name.

    Raises:
        Struck: A name that the quotes do not hold in any spelling.
    """
    whole = "\n".join(source.whole for source in read)
    named = frozenset().union(*(source.people for source in read))
    for han in HAN_RUN.finditer(sentence):
        if folded(han.group()) not in whole:
            raise Struck(Reason.NAME, han.group())
        if folded(han.group()) in named:
            yield han.start(), han.end(), folded(han.group())
    people = sorted({name for source in read for name in source.people}, key=len, reverse=True)
    for run in _capitals(sentence, whole):
        words = [word.group() for word in run]
        at = 0
        while at < len(run):
            found = next(
                (
                    (length, name)
                    for length in range(min(3, len(run) - at), 0, -1)
                    if all(is_spelt(word) for word in words[at : at + length])
                    for name in people
                    if len(name) > 1 and any(_spells(way, name) for way in orders(words[at : at + length]))
                ),
                None,
            )
            if found:
                yield run[at].start(), run[at + found[0] - 1].end(), found[1]
                at += found[0]
                continue
            if not _known_name(words, at, whole):
                raise Struck(Reason.NAME, words[at])
            place = next((name for name in places if _spells(_letters(words[at]), name[1:])), None)
            if place:
                yield run[at].start(), run[at].end(), place
            at += 1


def _letters(word: str) -> str:
    return re.sub(r"[^a-zü]", "", word.lower().removesuffix("'s").removesuffix("’s")).replace("ü", "v")


def _spells(letters: str, name: str) -> bool:
    return any(start == 0 and end == len(name) for start, end in spelt_in(letters, name))


def _capitals(sentence: str, whole: str) -> Iterator[list[re.Match[str]]]:
    """Runs of capitalised words; a sentence's first word only where it is spelt like a Chinese name."""
    run: list[re.Match[str]] = []
    for match in _CAPITAL.finditer(sentence):
        word = match.group().lower().removesuffix("'s").removesuffix("’s")
        first = (
            not sentence[: match.start()].strip(" \"'“‘(")
            or sentence[: match.start()].rstrip()[-1:] in ".!?:"
        )
        if run and sentence[run[-1].end() : match.start()] != " ":
            yield run
            run = []
        if word in STOP or (first and not _starts_a_name(sentence, match, word)):
            continue
        run.append(match)
    if run:
        yield run
    del whole


def _starts_a_name(sentence: str, match: re.Match[str], word: str) -> bool:
    following = re.match(r" (?:[A-Z])", sentence[match.end() :])
    return is_spelt(word) and (bool(following) or not is_one_syllable(word)) and word not in _GENERIC


def _known_name(words: Sequence[str], at: int, whole: str) -> bool:
    word = words[at].lower().removesuffix("'s").removesuffix("’s")
    if (
        word in _GENERIC
        or word in whole
        or _MONTH.fullmatch(word)
        or re.fullmatch(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?", word)
    ):
        return True
    parts = [part for part in word.split("-") if part]
    if all(part in _GENERIC or stem(part) in _stems(whole) for part in parts):
        return True
    if not is_spelt(word):
        return False
    places = spelt_in(_letters(word), whole)
    if not is_one_syllable(word):
        return bool(places)
    # 范县: one syllable is a name only together with the word behind it
    behind = stem(words[at + 1].lower()) if at + 1 < len(words) else ""
    return any(
        behind in gloss(whole[end : end + 1]) or behind in gloss(whole[end : end + 2])
        for _, end in places
        if behind
    )


def _stems(whole: str) -> frozenset[str]:
    return frozenset().union(
        *(gloss(word) for run in re.findall(r"[一-鿿]+", whole) for word, _, _ in phrases(run))
    )


def titles_agree(text: str, names: Sequence[tuple[int, int, str]], read: Sequence[Source]) -> None:
    """A title beside a name in the sentence must stand beside it in the article."""
    for start, end, name in names:
        before = re.search(rf"(?:\b({_TITLE})\s+)$", text[:start])
        behind = re.match(
            rf",?\s+(?:who is |is |was )?(?:the )?(?:[a-z'’-]+ ){{0,4}}?({_TITLE})\b", text[end:]
        )
        title = before[1] if before else behind[1] if behind and text[end : end + 1] == "," else None
        if title is None:
            continue
        meant = _TITLES[title]
        if not any(re.search(meant, piece) for source in read for piece in beside(name, source)):
            raise Struck(Reason.PAIR, f"{title} {name}")
