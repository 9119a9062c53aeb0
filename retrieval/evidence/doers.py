"""Who designed, judged or gave something is told by a story that speaks of designing, judging or giving.

A story on a bridge names the engineer who shows it round and the mayor who opens it; where it never says who
designed it, none of them did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Kind, Question

_DEEDS = tuple(
    (re.compile(asked), re.compile(told))
    for asked, told in (
        ("设计", "设计"),
        ("主持(?!人)", "主持"),
        ("捐(?!款[多几])", "捐"),
        ("投资|出资", "投资|出资|筹资|注资"),
        ("承建|施工|修建|建造", "承建|施工|修建|建造|承包|建设|[兴所捐创]建|建[于成]|[修构]筑"),
        ("执导|导演", "导演|执导"),
        ("主演|扮演|出演", "主演|饰|扮|出演"),
        ("执教", "执教|教练"),
        ("发明|研发|研制", "发明|研发|研制|开发"),
        ("剪彩|揭牌", "剪彩|揭牌|揭幕"),
        ("报警|报案", "报警|报案|拨打|报料|110"),
        ("赞助", "赞助|冠名|资助"),
        ("翻译", "译"),
        ("作曲|作词|谱曲", "曲|词"),
    )
)
"""What of a deed stands behind 谁, and one of which words a story uses that tells of it. Set by hand: deeds
that a paper names when it tells who did them; of xquad-zh's, cmrc-trial's and local-news' answerable
questions none is left without its story."""

_WHO = re.compile(
    r"(?:谁|哪一?[位个名](?:人|领导|专家|干部)?)(?:来|负责|给|在|去|亲自|带头|是)*(?P<deed>[^，。？]{2,6})"
)


def of_deed(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Leave out the stories that never tell of the deed whose doer is asked for.

    Args:
        question: Analysed.
        evidence: Best first.
    """
    who = _WHO.search(question.text) if question.kind is Kind.PERSON and question.lang == "zh" else None
    if who is None:
        return list(evidence)
    told = next((told for asked, told in _DEEDS if asked.match(who["deed"])), None)
    if told is None:
        return list(evidence)
    texts = {e.article.id: f"{e.article.headline or ''}\n{e.reading}" for e in evidence}
    return [e for e in evidence if told.search(texts[e.article.id])]
