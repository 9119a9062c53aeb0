"""What can go wrong between a question and its answer.

    RetrievalError
    ├── QuestionEmpty         there is nothing to answer: the caller's mistake
    ├── ProofFailed           a quote does not stand where its citation says; never leaves `proof`
    └── EvaluationError       an evaluation cannot be run
        ├── QuestionsUnreadable   the file of questions cannot be read, or a line is no question
        ├── FloorsUnusable        the file of floors cannot be read, or does not fit what was measured
        ├── EvaluationUnreadable  a saved evaluation cannot be read or written
        └── EvaluationsDiffer     two evaluations are not of the same questions

Each message is one line for a person and names what to do.
"""

from __future__ import annotations


class RetrievalError(Exception):
    """Something between a question and its answer went wrong."""


class QuestionEmpty(RetrievalError):
    """There is nothing to answer."""


class ProofFailed(RetrievalError):
    """A quote does not stand where its citation says."""


class EvaluationError(RetrievalError):
    """An evaluation cannot be run."""


class QuestionsUnreadable(EvaluationError):
    """The file of questions cannot be read, a line of it is no question, or two lines have one id."""


class FloorsUnusable(EvaluationError):
    """The file of floors cannot be read, names an unknown measure, or pins other questions."""


class EvaluationUnreadable(EvaluationError):
    """A saved evaluation cannot be read or written."""


class EvaluationsDiffer(EvaluationError):
    """Two evaluations are not of the same questions."""
