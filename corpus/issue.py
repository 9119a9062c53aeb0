"""Which issue a page belongs to: what its path and its folio lines say.

A folio line is what the paper prints on every page apart from the news: name, date, weekday, page
number, editors, registration number. Nothing is guessed: a part that neither says stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from corpus.characters import HAN, words
from corpus.dateline import chinese_number, valid_date, written_date
from corpus.models import Issue

_PAPER_ENDINGS = "|".join(
    words(
        "日报 晚报 早报 晨报 午报 时报 都市报 商报 新报 快报 导报 周报 周刊 青年报 农民报 工人报 生活报 "
        "法制报 法治报 特区报 文汇报 教育报 财经报 消费报 经济报 广播电视报 晚刊 新闻报 "
        "日報 晚報 早報 晨報 時報 都市報 商報 新報 快報 週報 周報 青年報 新聞報"
    )
)
PAPER = re.compile(rf"(?<![{HAN}])[{HAN}]{{1,10}}?(?:{_PAPER_ENDINGS})(?![{HAN}])")
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|([-_./])(\d{1,2})\4(\d{1,2})"
    r"|(\d\d)[/_-]?(\d\d))(?!\d)"
)
_PAGE = re.compile(
    rf"(?:第\s*)?(?<![A-Za-z\d])([A-Za-z]?\d{{1,3}})\s*版(?![{HAN}])|第\s*([一二三四五六七八九十]{{1,3}})\s*版"
    r"|(?<![A-Za-z])(?:node|page|p)[_\- ]?0*(\d{1,3})(?!\d)",
    re.IGNORECASE,
)
_SHORT_PAPER = re.compile(rf"(?<![{HAN}])(?:{_PAPER_ENDINGS})(?![{HAN}])")
"""What readers call the paper of their city (晚报, 晨报): a name where a file or folder is called so, an
ordinary word on a page."""

_BARE_PAGE = re.compile(r"[-_. ]*([A-Za-z]?\d{1,3})(?![A-Za-z\d])")

_WEEKDAY = re.compile(r"(?:星\s*期|周)\s*[一二三四五六日天]")
_LUNAR = re.compile(
    r"(?:农历)?\s*[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?\s*"
    r"(?:闰?[正一二三四五六七八九十冬腊]{1,2}月)?(?:初?[一二三四五六七八九十廿]{1,3})?|农历\s*\S{1,12}"
)
_REGISTER = re.compile(
    r"(?:国内统一(?:连续出版物号|刊号)|邮发代号|国外代号|总第|零售|主管主办|主办|主管|出版)"
    r"\s*[：:]?\s*[A-Z\d\-－—/]*\s*\d*\s*期?|CN\s*\d\d\s*[-—－]\s*\d{4}|(?:总第|第|总)\s*\d{2,6}\s*期"
    r"|今日\s*[一二三四五六七八九十\d]{1,3}\s*版"
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
_EDITORS = re.compile(
    r"(?:责\s*任\s*编\s*辑|责\s*编|本\s*版\s*编\s*辑|值\s*班\s*(?:编\s*委|主\s*任|总\s*编|编\s*辑)|版\s*式|美\s*编|校\s*对|组\s*版|"
    r"编\s*辑|主\s*编|审\s*读|检\s*校|制\s*图|统\s*筹|视\s*觉|新\s*闻\s*热\s*线|[投来]\s*稿\s*[邮信]\s*箱|E-?mail)(?=[\s：:/／●]|$)"
)
_SECTIONS = words(
    "要闻 综合 综合新闻 社会 社会新闻 民生 经济 文化 教育 国内 国际 体育 副刊 广告 公益广告 时政 "
    "时政要闻 县区 县区新闻 新闻 本地 本地新闻 天下 财经 健康 专版 专题 评论 理论 法治 农业 "
    "文体 头版 焦点 聚焦 关注 生活 读者"
)

_BARE_FOLIO = re.compile(r"[A-Z]\d{1,2}|0\d")
_SECTION = re.compile(rf"[A-Z]\d{{2}}|[{HAN}]{{2,4}}(?:新闻|要闻|副刊|周刊|专刊|专版|评论|时评)")
"""A section's name by its last word: 民生新闻, 丹霞副刊."""
_NUMBERED_SECTION = re.compile(rf"([A-D]\d{{1,2}}) [{HAN}]{{2,4}}")
"""A page's number with its section's own name at the page's edge: A5 城事. A headline that begins with a
letter and a number (G20 峰会) does not begin with a sheet's letter."""

EDGE_LINES = 4
"""Lines from a page's first or last within which a bare date, page number or paper's name is a folio:
further in it is a line of a table or a signature. Folio blocks of real papers have up to four lines."""

LONGEST_SECTION = 8
"""Characters of a section's own name (图片·乡村) in a line that is a folio by `SURE_PARTS` other signs."""

SURE_PARTS = 3
"""Of date, weekday, page and paper: two may stand in a sentence's line, three do not."""

LONGEST_FOLIO = 80
"""Characters of a folio line: name, two dates, registration and editors together stay below."""


def issue_of_path(path: PurePath, folders: int = 4) -> Issue:
    """Read a file's name, and where that is silent its folders' names.

    Args:
        path: Relative to somewhere above the issue, such as 濮阳日报/2023-05-19/01.txt.
        folders: How many folders above the file are looked at.

    Returns:
        What they say.
    """
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    above = [part for part in path.parts[:-1] if part not in ("/", "..", ".")][-folders:]
    name = _names_of(stem)
    return name.or_else(_page_by_number(stem, above, name)).or_else(_names_of_folders(above, stem))


def issue_of_title(title: str) -> Issue:
    """Read the title of a page or section (晨报 第3版, 2023-05-19 A02版 要闻), known to be no headline."""
    return (read_folio(title, edge=True) or Issue()).or_else(_names_of(title))


def is_folio_title(title: str) -> bool:
    """Whether a title is nothing but a paper's, page's or section's: 晨报 第3版, 民生新闻, 2023年5月19日."""
    rest = _SHORT_PAPER.sub(" ", title)
    return not rest.strip() or any(read_folio(each, edge=True) is not None for each in (title, rest))


def _names_of(name: str) -> Issue:
    page = _PAGE.search(_DATE.sub(" ", name))
    rest = _PAGE.sub(" ", _DATE.sub(" ", name)).replace("_", " ")
    paper = PAPER.search(rest) or _SHORT_PAPER.search(rest)
    return Issue(
        paper=paper[0] if paper else None, date=date_in(name), page=_page_number(page) if page else None
    )


def _names_of_folders(above: list[str], stem: str) -> Issue:
    found = Issue()
    for part in reversed(above):
        said = _names_of(part)
        found = found.or_else(replace(said, page=None) if _may_be_anything(part) else said)
    # 2023/05/19 and 2023-05/19_01.txt: the date's parts are folders
    parts = "/".join([*above, stem]).replace("-", "/").replace("_", "/")
    return found.or_else(Issue(date=date_in("/".join([*above, ""])) or date_in(parts)))


def _may_be_anything(name: str) -> bool:
    """Whether a folder says p6 among other words (scan-p6): 第6版, and p6 alone, are pages."""
    page = _PAGE.search(_DATE.sub(" ", name))
    if page is None or page[3] is None:
        return False
    for pattern in (_DATE, _PAGE, PAPER, _SHORT_PAPER):
        name = pattern.sub(" ", name.replace("_", " "))
    return bool(re.search(r"\w", name))


def _page_by_number(stem: str, above: list[str], name: Issue) -> Issue:
    """A bare number is a page only behind a date or a paper's name: 20230519_01, 濮阳日报/2023-05-19/01."""
    marks = [
        match.end()
        for pattern in (_DATE, PAPER, _SHORT_PAPER)
        for match in pattern.finditer(stem.replace("_", " "))
    ]
    day = re.match(r"\d{1,2}[-_ ]", stem)
    if day and not marks and not _names_of_folders(above, "").date and _names_of_folders(above, stem).date:
        marks = [day.end()]  # 2023-05/19_02: the folder has year and month, the name day and page
    if not marks and not _names_of_folders(above, "").date and not name.paper:
        return Issue()
    bare = _BARE_PAGE.match(stem, max(marks, default=0))
    return Issue(page=plain_page(bare[1])) if bare and (marks or bare.end() == len(stem)) else Issue()


def date_in(text: str) -> date | None:
    """Find the first full date in `text`, in digits or Chinese numerals."""
    for match in _DATE.finditer(text):
        year, *rest = match.groups()
        month, day = [int(part) for part in rest if part and part.isdigit()]
        found = valid_date(int(year), month, day)
        if found:
            return found
    return written_date(text)


def read_folio(line: str, *, edge: bool) -> Issue | None:
    """Read one line as a folio.

    Args:
        line: As printed, without its line break.
        edge: Whether it stands within `EDGE_LINES` of the page's top or bottom, where less is asked.

    Returns:
        What it says of the issue, perhaps nothing; None where it is no folio line.
    """
    if len(line) > LONGEST_FOLIO or re.search("[。，！？；]", line):
        return None
    editors = _EDITORS.search(line)
    rest = line[: editors.start()] if editors else line
    issue = Issue(date=date_in(rest))
    strong = bool(editors)
    for pattern in (_WEEKDAY, _LUNAR, _REGISTER):
        stripped = pattern.sub(" ", rest)
        strong |= stripped != rest
        rest = stripped
    rest = _ADDRESS.sub(" ", _DATE.sub(" ", rest))
    rest = re.sub(
        r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日", " ", rest
    )
    page = _PAGE.search(rest)
    if page:
        issue = issue.or_else(Issue(page=_page_number(page)))
        rest = rest[: page.start()] + " " + rest[page.end() :]
    unspaced = re.sub(rf"(?<=[{HAN}])\s+(?=[{HAN}])", "", rest.strip())
    # 东 岭 日 报 is one name, and of 乡镇巡礼 云溪周报 the second word
    paper = next(filter(None, map(PAPER.fullmatch, rest.split())), None)
    paper = paper or PAPER.fullmatch(unspaced) or PAPER.search(rest)
    if paper:
        issue = issue.or_else(Issue(paper=paper[0]))
        rest = "" if paper[0] == unspaced else rest.replace(paper[0], " ", 1)
    parts_left = [word for word in re.split(r"[\W_]+", rest) if word]
    # A08 图片新闻 …, 07 要闻 …: a bare number is the page where a date or editors stand beside it
    bare = next((word for word in (*parts_left[:1], *parts_left[-1:]) if _BARE_FOLIO.fullmatch(word)), None)
    if bare and not page and (strong or issue.date):
        issue = issue.or_else(Issue(page=plain_page(bare)))
        parts_left.remove(bare)
    sections = [word for word in parts_left if word in _SECTIONS or _SECTION.fullmatch(word)]
    numbered = edge and _NUMBERED_SECTION.fullmatch(" ".join(parts_left))
    if numbered and not page:
        issue = issue.or_else(Issue(page=plain_page(numbered[1])))
        sections = parts_left
    parts = bool(issue.date) + bool(issue.page) + bool(issue.paper) + bool(sections)
    strange = sum(len(part) for part in parts_left if part not in sections)
    if strange > (LONGEST_SECTION if parts + strong >= SURE_PARTS and "：" not in rest else 0):
        return None
    if strong or parts > 1 or (edge and (parts or editors)):
        return issue
    return None


def folio_lines(lines: list[str]) -> Iterator[tuple[int, Issue]]:
    """Find the folio lines of a page.

    Short ones (第1版, 要闻) count in the unbroken row of folio lines at the page's very top or bottom only.
    A bare date at the bottom is a notice's signature unless another folio line touches it.

    Args:
        lines: The page's lines, none of them blank.

    Yields:
        Index and what the line says.
    """
    found = {
        at: issue for at, line in enumerate(lines) if (issue := read_folio(line, edge=False)) is not None
    }
    sure = set(found)
    for row in (range(min(EDGE_LINES, len(lines))), range(len(lines) - 1, len(lines) - 1 - EDGE_LINES, -1)):
        for at in row:
            issue = (
                found[at]
                if at in found
                else read_folio(lines[at], edge=True)
                if at in range(len(lines))
                else None
            )
            bare = issue == Issue(date=issue.date) if issue and issue.date else False
            if issue is None or (at not in sure and bare and row.step < 0 and not {at - 1, at + 1} & sure):
                break
            found[at] = issue
    yield from sorted(found.items())


def _page_number(match: re.Match[str]) -> str | None:
    digits, numeral, node = match.groups()
    if numeral:
        return str(chinese_number(numeral))
    return plain_page(digits or node)


def page_said(text: str) -> str:
    """A page's number as an export or a person writes it (第3版, A03版, 第四版, 03): 3, A3, 4, 3.

    What is no number (要闻版) stays as it is.
    """
    match = _PAGE.fullmatch(text.strip())
    return (_page_number(match) if match else plain_page(text.strip())) or text


def plain_page(text: str) -> str | None:
    """A page's number without zero padding: 2 for 02, A2 for a02; None for what is no page's number."""
    match = re.fullmatch(r"([A-Za-z]?)0*(\d*)", text)
    return match[1].upper() + match[2] if match and match[2] else None
