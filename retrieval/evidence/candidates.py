"""What of a sentence has the form that is asked for: figures, times, persons, places, telephone numbers."""

from __future__ import annotations

import re

from retrieval.evidence.named import people_named
from retrieval.evidence.offices import holders, of_another_office, office_of
from retrieval.evidence.reader_inputs import SURNAMES
from retrieval.evidence.sites import site_asked, sited
from retrieval.evidence.telephone_lines import line_asked
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.text.free_of_charge import free
from retrieval.text.quantities import asks_how_often, durations, frequencies, quantities, times
from retrieval.text.telephones import asks_telephone, telephones
from retrieval.text.units import (
    AGE,
    AREA,
    LENGTH,
    MONEY,
    SHARE,
    TEMPERATURE,
    WEIGHT,
    carries,
    counts,
)
from retrieval.text.words import TITLES

_NAME = re.compile(
    r"[一-鿿A-Za-z]{1,8}(?:[·‧・][一-鿿A-Za-z]{1,8})+"
    r"|(?<![一-鿿])[一-鿿]某[某甲乙丙丁]?|(?<=[告人民主户])[一-鿿]某[某甲乙丙丁]?"
    r"|(?<=[长任记授理员者人席家生士])[一-鿿]{2,3}(?=[说表介指要，。、]|首先|来到|带队|$)"
)
_SITE = re.compile(r"(?:位于|坐落[于在]|地处|设在|地[点址](?:在|是|为|：|:))([^，。；：的]{2,24})")
_YEAR = re.compile(r"(?:1\d|20)\d\d年")
_SPAN_OF_YEARS = re.compile(r"[1-4]?\d年")
"""17年 is how long, where no century is left out (98年)."""

_MONTH = re.compile(r"\d{1,2}月")
_DAY = re.compile(r"\d{1,2}[日号]")
_ORDINAL_ASKED = re.compile(r"第几|哪一?届|名次|排名")
_RANK_ASKED = re.compile(r"第几名|名次|排名")
_NO_RANK = re.compile(r"第.*[届次期轮季]$")


def typed(question: Question, quote: str) -> list[Span]:
    """The runs of the kind of thing that is asked for."""
    if asks_telephone(question.text):
        return line_asked(question.text, quote, telephones(quote))
    if question.kind is Kind.PERSON:
        # An English question has no title in the archive's words to find the name behind.
        named = people_named(quote, question.text) if question.lang == "en" else []
        return named or [span for span in persons(question, quote) if _sayable(question, quote[slice(*span)])]
    if question.kind is Kind.PLACE and question.lang == "en":
        return [match.span(1) for match in _SITE.finditer(quote)]
    subject = site_asked(question)
    if subject:
        return sited(subject, quote)
    return _figures(question, quote)


def _figures(question: Question, quote: str) -> list[Span]:
    kind = question.kind
    if kind is Kind.WHETHER:
        return free(question.text, quote)
    if kind is Kind.NUMBER:
        found = [span for span in quantities(quote) if not _dated(quote, span)]
        if not _ORDINAL_ASKED.search(question.text):
            found = [span for span in found if quote[span[0]] != "第"] or found
        elif _RANK_ASKED.search(question.text):
            found = [span for span in found if not _NO_RANK.match(quote[slice(*span)])]
        found = [span for span in found if counts(quote[slice(*span)], question.text, question.units)]
        carrying = [span for span in found if carries(quote[slice(*span)], question.units)]
        return (
            carrying
            or free(question.text, quote)
            or [s for s in found if not _of_another(quote[slice(*s)], question)]
        )
    if kind is Kind.DATE:
        return [span for span in times(quote) if not _SPAN_OF_YEARS.fullmatch(quote[slice(*span)])]
    if kind is Kind.DURATION:
        often = frequencies(quote) if asks_how_often(question.text) else []
        return often or durations(quote) or times(quote)
    return []


def _of_another(figure: str, question: Question) -> bool:
    """Whether a figure measures what is not asked for: 31厘米 is no price, and 14岁 counts nobody."""
    return bool(question.units) and any(carries(figure, measure) for measure in _MEASURES)


_MEASURES = (MONEY, AREA, LENGTH, WEIGHT, AGE, TEMPERATURE, SHARE)


def _dated(quote: str, span: Span) -> bool:
    """Whether a figure is a date's: 2016年, 5月 or the 6日 behind it."""
    figure = quote[slice(*span)]
    return bool(_YEAR.fullmatch(figure) or _MONTH.fullmatch(figure)) or (
        quote[: span[0]].endswith("月") and bool(_DAY.fullmatch(figure))
    )


def _sayable(question: Question, name: str) -> bool:
    """田某 is who the defendant is; to an English question, whose title tells nothing here, it is nobody."""
    return question.lang == "zh" or "某" not in name


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
    office = office_of(question)
    if office:
        held = [span for span in holders(office, quote) if quote[slice(*span)] not in question.text]
        named = [span for span in named if not of_another_office(office, quote, span[0])]
        return held or titled(question, quote) or roles(question, quote) or named
    return titled(question, quote) or roles(question, quote) or named


def roles(question: Question, quote: str) -> list[Span]:
    """Who bears or gets something: 被告 in 由被告承担 for 谁出, 县文化馆 in 捐给县文化馆 for 捐给了谁."""
    patterns = [told for asked, told in _ROLES if asked.search(question.text)]
    done = _DONE_BY.search(question.text)
    if done:
        verb = re.escape(done[1] or done[2])
        patterns.append(re.compile(rf"[由被](?:[^，。；由被]{{0,20}}的)?([^，。；、由被的]{{2,12}}?){verb}"))
    return [match.span(1) for told in patterns for match in told.finditer(quote)]


_DONE_BY = re.compile(
    r"[由被](?:谁|哪[一个家位]?)(?:公司|单位|企业|学校|机构|部门)?来?([一-鿿]{2})"
    r"|谁来?(承[包建办租接]|[主协]办|[运经]营|管理|设计|施工|赞助|投资|开发|建设|执导|主持|主编)"
)
"""Who does something: the doer stands between 由 and the verb (食堂由某公司承包)."""


_ROLES = (
    (
        re.compile(r"谁(?:来)?(?:出|承担|负担|负责|支付|付|掏|买单)"),
        re.compile(r"由([^，。；、由]{2,10}?)(?:承担|负担|负责|支付|出资|买单)"),
    ),
    (
        re.compile(r"[给予]了?谁"),
        re.compile(r"[捐送交卖赠献颁授借租传让](?:赠|献|送)?(?:给|予)了?([^，。；、]{2,12})(?=[，。；、]|$)"),
    ),
)
"""What asks for the bearer or the receiver of something, and how a report tells either."""


def titled(question: Question, quote: str) -> list[Span]:
    """The names right behind the office that a question asks for (校长孔令芳, for 校长是谁)."""
    if not question.focus:
        return []
    office = _OFFICE.search(question.focus)
    asked = office.group() if office else question.focus
    pattern = re.compile(
        rf"{re.escape(asked)}((?=[一-鿿]某)[一-鿿]某[某甲乙丙丁]?|[一-鿿]{{2,3}}(?=[说表介指要称认强，。、；]|首先|来到|带队|率|$))"
    )
    return [match.span(1) for match in pattern.finditer(quote) if match.group(1) not in question.text]


_OFFICE = re.compile(rf"(?:{TITLES})$")
"""The office alone of 濮阳市长: a report of its own city says 市长."""


def _new(question: Question, quote: str, pattern: re.Pattern[str]) -> list[Span]:
    """Matches that the question does not name itself."""
    return [m.span() for m in pattern.finditer(quote) if m.group() not in question.text]
