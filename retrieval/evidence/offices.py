"""Who holds an office: 县长 is no 副县长, and who bears another title is not the one asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.evidence.sentences import Evidence
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.text.people import is_person
from retrieval.text.words import SAYING, TITLES

_HAN = "一-鿿"
_OFFICE = re.compile(
    rf"副?(?:{TITLES}|裁判|门将|守门员|领队|教头|总编辑?|秘书|会计|班主任|村主任)$"
    r"|副?[一-鿿](?<![特专家增成生延身全班周多学])长$"
)
_BEHIND = (
    rf"(?=(?:{SAYING})|[，。、；：！？（）()\s]|首先|来到|带队|带领|率|主持|在|赛[后前]|会[后前上]|等|及|和|与|一行"
    r"|是|的|也|还|就|对|向|从|以|为|参加|出席|审理|同志|女士|先生|$)"
)
_TAKES = r"(?:担任|出任|兼任|接任|任(?!教|务|何)|当选为?|被任命为|被聘为)"


def office_of(question: Question) -> str:
    """The office whose holder a Chinese question asks for (校长 in 滨河小学校长是谁); "" for others."""
    if question.kind is not Kind.PERSON or question.lang != "zh":
        return ""
    behind = _WHO_IS.match(question.text)
    # 处处|长: the segmenter may cut an office in two, and then the question has no focus.
    front = "" if question.focus else _IS_WHO.split(question.text)[0]
    match = _OFFICE.search(behind["post"] if behind else question.focus or front)
    return match.group() if match else ""


_IS_WHO = re.compile(r"(?:现在|目前)?(?:是|叫|名叫)(?:谁|什么)")
_WHO_IS = re.compile(r"谁是(?P<post>[一-鿿]{2,14})[？?]?$")


_SAME = (
    ("主教练", "教练", "主帅", "教头"),
    ("负责人", "经理", "老板", "店主", "法定代表人"),
    ("老师", "教师"),
    ("守门员", "门将"),
    ("医生", "医师", "大夫"),
    ("司机", "驾驶员"),
    ("民警", "警官"),
)
"""Offices that a reader and a paper call by other names."""


def printed(office: str) -> str:
    """How a paper prints an office, as a regular expression; 县长 is not the end of 副县长."""
    names = next((same for same in _SAME if office in same), (office,))
    return rf"(?<!副)(?:{'|'.join(map(re.escape, names))})"


def holders(office: str, quote: str) -> list[Span]:
    """The people whom a sentence calls holders of an office: 校长甲, 校长由原校长乙担任, 丙任校长, 校长是丁.

    Args:
        office: As `office_of` gives it.
        quote: In simplified characters.
    """
    found = [match for pattern in _patterns(office) for match in pattern.finditer(quote)]
    return sorted({m.span("name") for m in found if "某" in m["name"] or is_person(m["name"])})


@lru_cache(maxsize=128)
def _patterns(office: str) -> tuple[re.Pattern[str], ...]:
    own = printed(office)
    name = rf"(?P<name>(?=[{_HAN}]某)[{_HAN}]某[某甲乙丙丁]?|[{_HAN}]{{2,4}}?)"
    patterns = (
        rf"{own}(?:是|为|：|:|叫)?{name}{_BEHIND}",
        rf"{own}、[^，。；、]{{0,14}}(?:{TITLES}){name}{_BEHIND}",
        rf"{own}(?:一职)?(?:将)?由(?:[^，。；]*(?:{TITLES}|的))?{name}{_TAKES}",
        rf"(?:^|[，。；、：“]|{TITLES}){name}(?:已|现|开始|正式|，)?{_TAKES}[^，。；、]{{0,12}}?{own}",
    )
    return tuple(map(re.compile, patterns))


def of_another_office(office: str, quote: str, start: int) -> bool:
    """Whether the name that begins at `start` follows a title that is not the office asked for."""
    title = _OFFICE.search(quote[:start])
    if title is None or re.search(rf"{printed(office)}、[^，。；]*$", quote[:start]):
        return False
    held = title.group()
    return not re.fullmatch(f".*{printed(office)}", held)


def holds_no_office(question: Question, quote: str, span: Span) -> bool:
    """Whether words chosen for a question of who holds an office name nobody, or the holder of another."""
    office = office_of(question)
    nobody = not is_person(quote[slice(*span)]) and not _right_behind(office, quote, span[0])
    return bool(office) and (nobody or of_another_office(office, quote, span[0]))


def _right_behind(office: str, quote: str, start: int) -> bool:
    """Whether the word that begins at `start` stands right behind the office asked for."""
    return quote[:start].endswith(office)


def of_office(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Leave out the stories that never name the office whose holder is asked for, or nobody who holds it.

    Args:
        question: Analysed.
        evidence: Best first.
    """
    office = office_of(question)
    if not office:
        return list(evidence)
    own = re.compile(printed(office))
    titles = {e.article.id: f"{e.article.headline or ''}\n{e.reading}" for e in evidence}
    named = {id_ for id_, text in titles.items() if own.search(text)}
    told = {e.article.id for e in evidence if holders(office, e.text) or _may_name(question, e)}
    return [e for e in evidence if e.article.id in named & told]


def _may_name(question: Question, item: Evidence) -> bool:
    """Whether the reader chose words in a sentence that can be a holder of the office."""
    read = item.read
    return read is None or not holds_no_office(question, item.text, (read.start, read.end))
