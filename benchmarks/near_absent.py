"""Questions that are near something in the archive and have no answer in it, made of questions that have one.

Two kinds. *Taken out*: the sentences that hold the answer are cut out of the article, the article stays, and
with it everything else that the question speaks of. *Another one*: what tells the thing apart (a number, a
name, a title, 东 or 西, 国家级 or 省级) is replaced by another of its kind that the article never names.

    python -m benchmarks.near_absent FOLDER

writes `near-NAME/articles.jsonl` and `questions.jsonl` of each set into the folder, in the form of
docs/contract.md; `benchmarks.quality` and `benchmarks.calibrate` read them from there. An article may answer
all the same, in other words: of near-xquad-zh such questions were looked for by a reader and are left out
(`data/near_absent/still_answered.txt`), of near-cmrc-trial they were not.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.sentences import sentence_spans
from retrieval.evaluation.metrics import normalised
from vectorstore.catalogue.script import simplified

Row = dict[str, Any]

LEAST_LEFT = 60
"""Characters that an article must keep."""

STILL_ANSWERED = Path(__file__).parent / "data" / "near_absent" / "still_answered.txt"

_IGNORED = re.compile(r"[\s,，]")


@dataclass(frozen=True, slots=True)
class NearSet:
    """A set of both kinds of question."""

    articles: list[Row]
    questions: list[Row]


def taken_out(articles: Sequence[Row], questions: Sequence[Row], turn: int) -> NearSet:
    """Cut one question's answer out of each article.

    Args:
        articles: Rows with `id` and `text`.
        questions: Rows with `article` and `answers_any`.
        turn: Which of an article's questions, counting round.

    Returns:
        The articles, and of each the question that has lost its answer (`unanswerable`) and one that has not.
    """
    asked: dict[str, list[Row]] = {}
    for question in questions:
        if question["question"].strip() and question.get("answers_any"):
            asked.setdefault(question["article"], []).append(question)
    left: list[Row] = []
    made: list[Row] = []
    for article in articles:
        own = asked.get(article["id"], [])
        text = article["text"]
        for step in range(len(own)):
            question = own[(turn + step) % len(own)]
            cut = _without(text, question["answers_any"])
            if cut is not None:
                text = cut
                made.append(
                    {"id": f"{question['id']}-out", "question": question["question"], "unanswerable": True}
                )
                made.extend(_still_answered(own, question, article["text"], text))
                break
        left.append({**article, "text": text})
    return NearSet(left, made)


def truly_absent(near: NearSet, answered: frozenset[str]) -> NearSet:
    """A set without the questions that have lost their sentence and are `answered` all the same."""
    dropped = {f"{key}-out" for key in answered}
    return NearSet(near.articles, [row for row in near.questions if row["id"] not in dropped])


def still_answered() -> frozenset[str]:
    """The ids of such questions, as far as a reader has looked for them."""
    lines = STILL_ANSWERED.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def another_one(articles: Sequence[Row], questions: Sequence[Row]) -> list[Row]:
    """Questions about another number, name, title or side than the article speaks of, and as they were."""
    texts = {article["id"]: simplified(article["text"]) for article in articles}
    names = _names(texts)
    made = []
    for question in questions:
        if question.get("article") in texts:
            changed = _changed(simplified(question["question"]), texts[question["article"]], names)
            if changed:
                made.append({"id": f"{question['id']}-other", "question": changed, "unanswerable": True})
                made.append(question)
    return made


def occurrences(text: str, answer: str) -> list[tuple[int, int]]:
    """Where an answer stands in a text, white space and commas ignored, as offsets."""
    kept = [at for at, character in enumerate(text) if not _IGNORED.match(character)]
    bare, wanted = "".join(text[at] for at in kept), normalised(answer)
    found = []
    start = bare.find(wanted) if wanted else -1
    while start >= 0:
        found.append((kept[start], kept[start + len(wanted) - 1] + 1))
        start = bare.find(wanted, start + 1)
    return found


def left_over(text: str, answers: Sequence[str]) -> list[tuple[int, int]]:
    """The sentences of a text that no answer touches; none where nothing is cut, or too little is left."""
    touched = [span for answer in answers for span in occurrences(text, answer)]
    spans = sentence_spans(text)
    rest = [s for s in spans if not any(a < s[1] and s[0] < b for a, b in touched)]
    enough = sum(end - start for start, end in rest) >= LEAST_LEFT
    return rest if touched and len(rest) < len(spans) and enough else []


def _without(text: str, answers: Sequence[str]) -> str | None:
    """The text without the sentences that any of the answers touches; None where too little is left."""
    return "".join(text[start:end] for start, end in left_over(text, answers)) or None


def _still_answered(own: Sequence[Row], gone: Row, before: str, text: str) -> list[Row]:
    """One question that has lost nothing: no sentence that holds its answer was cut.

    An answer that stands in the article a second time (a year, a number) is no answer where its own sentence
    is gone.
    """

    def lost(question: Row) -> bool:
        kept = [(len(occurrences(before, a)), len(occurrences(text, a))) for a in question["answers_any"]]
        return any(now < then for then, now in kept) or not any(now for _, now in kept)

    rest = [question for question in own if question is not gone and not lost(question)]
    if not rest:
        return []
    return [rest[zlib.crc32(gone["id"].encode()) % len(rest)]]


_NAMED = re.compile(r"(?<![一-鿿])[一-鿿]{1,6}(?:·[一-鿿]{1,6})+(?![一-鿿])")
_TITLED = re.compile(r"《[^《》]{1,20}》")
_FIGURE = re.compile(r"\d+(?=[年月路号届岁世名个分次层节])")
_PAIRS = (
    ("国家级", "省级"),
    ("省级", "市级"),
    ("市级", "省级"),
    *(
        (f"{one}{place}", f"{other}{place}")
        for one, other in (("东", "西"), ("西", "东"), ("南", "北"), ("北", "南"))
        for place in "部区城门站路桥岸侧院"
    ),
    ("最大", "最小"),
    ("最高", "最低"),
    ("最早", "最晚"),
    ("首次", "末次"),
    ("第一", "第四"),
    ("第二", "第五"),
    ("第三", "第六"),
    ("男", "女"),
    ("父亲", "祖母"),
    ("母亲", "祖父"),
)


def _names(texts: Mapping[str, str]) -> list[list[str]]:
    """Everything of a kind that the texts name: transliterated names, titles."""
    whole = "\n".join(texts.values())
    return [sorted(set(pattern.findall(whole))) for pattern in (_NAMED, _TITLED)]


def _changed(question: str, text: str, names: Sequence[Sequence[str]]) -> str | None:
    number = zlib.crc32(question.encode())
    for kind in names:
        own = max((name for name in kind if name in question), key=len, default="")
        turned = [*kind[number % len(kind) :], *kind[: number % len(kind)]] if own else []
        other = next((name for name in turned if name not in text and name not in question), "")
        if other:
            return question.replace(own, other)
    figure = _FIGURE.search(question)
    if figure:
        other = str(int(figure.group()) + 1 + number % 9)
        if other not in text:
            return question[: figure.start()] + other + question[figure.end() :]
    for one, other in _PAIRS:
        if one in question and other not in text and other not in question:
            return question.replace(one, other, 1)
    return None


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def sets_of(folder: Path) -> Iterator[tuple[str, NearSet]]:
    """The near-absent sets of the development sets in `folder`, by name."""
    for name, english in (("cmrc-trial", None), ("xquad-zh", "xquad-en")):
        if not (folder / name).exists():
            continue
        articles = _rows(folder / name / "articles.jsonl")
        questions = _rows(folder / name / "questions.jsonl")
        near = truly_absent(taken_out(articles, questions, turn=0), still_answered())
        yield f"near-{name}", near
        yield f"other-{name}", NearSet(articles, another_one(articles, questions))
        if english and (folder / english).exists():
            asked = {f"{q['id'].removesuffix('-out')}": q for q in near.questions}
            translated = []
            for row in _rows(folder / english / "questions.jsonl"):
                made = asked.get(row["id"].removesuffix("-en"))
                if made:
                    gone = made.get("unanswerable", False)
                    translated.append(
                        {"id": f"{row['id']}-out", "question": row["question"], "unanswerable": True}
                        if gone
                        else row
                    )
            yield f"near-{english}", NearSet(near.articles, translated)


def write(near: NearSet, folder: Path) -> None:
    """Write a set's two files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("articles", near.articles), ("questions", near.questions)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(lines + "\n", encoding="utf-8")


def main() -> int:
    """Write every set that can be made."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    shared = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
    for name, near in sets_of(shared):
        write(near, options.folder / name)
        absent = sum(row.get("unanswerable", False) for row in near.questions)
        print(name, len(near.articles), "articles,", len(near.questions), "questions,", absent, "absent")
    return 0


if __name__ == "__main__":
    sys.exit(main())
