"""An evaluation kept in a file, to be shown again or compared with another.

{"questions": "questions.jsonl", "sha256": "…", "made": "2026-11-23T…Z", "generation": "000003",
"model": "…", "measures": {…}, "groups": {"list": {…}, …}, "outcomes": [{"id": "…", …}]}
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import EvaluationUnreadable
from retrieval.evaluation.evaluate import Outcome, Report, breakdown, summarise


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Outcomes of one run over one file of questions.

    Attributes:
        questions: The file's name.
        sha256: Digest of its bytes.
        made: When it was run, ISO 8601, UTC.
        generation: The generation that was asked.
        model: The embedding model's name.
        outcomes: One a question, in the file's order.
        gold_missing: Answerable questions whose gold article the archive does not have.
    """

    questions: str
    sha256: str
    made: str
    generation: str
    model: str
    outcomes: tuple[Outcome, ...]
    gold_missing: int = 0

    @classmethod
    def of(
        cls, questions: Path, outcomes: Sequence[Outcome], *, generation: str, model: str, gold_missing: int
    ) -> Evaluation:
        """Put outcomes together with what they were measured on."""
        made = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        digest = hashlib.sha256(questions.read_bytes()).hexdigest()
        return cls(questions.name, digest, made, generation, model, tuple(outcomes), gold_missing)

    @property
    def report(self) -> Report:
        """The measures over all questions."""
        return summarise(self.outcomes, gold_missing=self.gold_missing)

    @property
    def groups(self) -> dict[str, Report]:
        """The measures for each group of questions."""
        return breakdown(self.outcomes)

    def to_json(self) -> dict[str, Any]:
        """Everything, as one JSON object."""
        return {
            "questions": self.questions,
            "sha256": self.sha256,
            "made": self.made,
            "generation": self.generation,
            "model": self.model,
            "gold_missing": self.gold_missing,
            "measures": self.report.to_json(),
            "groups": {name: report.to_json() for name, report in self.groups.items()},
            "outcomes": [asdict(outcome) for outcome in self.outcomes],
        }

    def save(self, path: Path) -> None:
        """Write it to a file.

        Raises:
            EvaluationUnreadable: The file cannot be written.
        """
        try:
            path.write_text(json.dumps(self.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as exc:
            raise EvaluationUnreadable(f"{path} cannot be written ({exc.strerror or exc})") from exc


def outcome_of(row: Mapping[str, Any]) -> Outcome:
    """An outcome as `asdict` and JSON have it.

    Raises:
        KeyError: It has no groups.
        TypeError: It has other fields.
    """
    return Outcome(**{**row, "groups": tuple(row["groups"])})


def load(path: Path) -> Evaluation:
    """Read what `Evaluation.save` wrote; measures are counted anew from the outcomes.

    Raises:
        EvaluationUnreadable: It cannot be read, or is no saved evaluation.
    """
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        outcomes = tuple(outcome_of(outcome) for outcome in row["outcomes"])
        head = {key: str(row[key]) for key in ("questions", "sha256", "made", "generation", "model")}
        return Evaluation(outcomes=outcomes, gold_missing=int(row["gold_missing"]), **head)
    except OSError as exc:
        raise EvaluationUnreadable(f"{path} cannot be read ({exc.strerror or exc})") from exc
    except (ValueError, KeyError, TypeError) as exc:
        raise EvaluationUnreadable(
            f"{path} is no saved evaluation: `wenbao eval --save FILE` writes one"
        ) from exc
