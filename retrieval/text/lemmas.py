"""The forms under which a dictionary may have an English word: bought under buy, cities under city.

Endings are taken off in every way that English allows, and what is no word is simply not found; unlike a
stem, a form never joins care with car or city with cite.
"""

from __future__ import annotations

from functools import lru_cache

SHORTEST = 2
"""Letters that are left at least."""

_VERBS = (
    "be is are was were been am|begin began begun|become became|blow blew blown|break broke broken|"
    "bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|come came|"
    "deal dealt|die dying|dig dug|do did done|draw drew drawn|drink drank drunk|drive drove driven|"
    "eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|"
    "fly flew flown|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|"
    "get got gotten|give gave given|go went gone|grow grew grown|hang hung|have has had|hear heard|"
    "hide hid hidden|hold held|keep kept|know knew known|lay laid|lead led|learn learnt|leave left|"
    "lend lent|lie lay lain lying|light lit|lose lost|make made|mean meant|meet met|"
    "mistake mistook mistaken|overtake overtook overtaken|pay paid|prove proven|ride rode ridden|"
    "ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|"
    "shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|"
    "sink sank sunk|sit sat|sleep slept|slide slid|speak spoke spoken|spend spent|spin spun|"
    "stand stood|steal stole stolen|stick stuck|sting stung|strike struck|swear swore sworn|"
    "sweep swept|swell swollen|swim swam swum|take took taken|teach taught|tear tore torn|tell told|"
    "think thought|throw threw thrown|tie tying|undergo underwent undergone|understand understood|"
    "undertake undertook undertaken|wake woke woken|wear wore worn|weave wove woven|win won|"
    "withdraw withdrew withdrawn|write wrote written"
)
_NOUNS = (
    "man men|woman women|child children|foot feet|tooth teeth|mouse mice|goose geese|ox oxen|"
    "person people|wife wives|life lives|knife knives|leaf leaves|half halves|wolf wolves|"
    "shelf shelves|thief thieves|calf calves|criterion criteria|analysis analyses|crisis crises|"
    "datum data|medium media"
)
_SPELLINGS = (
    "theater theatre|center centre|meter metre|kilometer kilometre|liter litre|fiber fibre|"
    "program programme|labor labour|harbor harbour|color colour|neighbor neighbour|honor honour|"
    "favor favour|rumor rumour|humor humour|defense defence|license licence|offense offence|"
    "traveler traveller|jewelry jewellery|plow plough|tire tyre|catalog catalogue|gray grey|"
    "aluminum aluminium|check cheque"
)


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in f"{_VERBS}|{_NOUNS}|{_SPELLINGS}".split("|"):
        base, *forms = row.split()
        for form in forms:
            found[form] = (*found.get(form, ()), base)
    return found


_IRREGULAR = _table()


@lru_cache(maxsize=4096)
def lemmas(word: str) -> tuple[str, ...]:
    """The forms under which a word in lower case may be found, itself first."""
    found = [word, *_IRREGULAR.get(word, ())]
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss"):
            found.append(word.removesuffix(ending) + instead)
    for ending in ("ed", "ing", "er", "est"):
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            found += [rest, f"{rest}e"]
            if rest.endswith("i"):
                found.append(f"{rest[:-1]}y")
            elif rest[-2:-1] == rest[-1:] and rest[-1:] not in "aeiou":
                found.append(rest[:-1])
    found += [form.replace("isation", "ization") for form in found if form.endswith("isation")]
    return tuple(dict.fromkeys(form for form in found if len(form) >= SHORTEST))
