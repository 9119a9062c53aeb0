"""What can go wrong between the evidence and a model's sentence.

    GenerationError
    ├── ModelUnusable        the settings name a model that cannot be had: the user's mistake
    ├── NotForgotten         a takedown cannot drop what the model wrote
    ├── NotKept              a file of answers or spending cannot be used now; never leaves this package
    └── ModelFailed          this question got nothing from the model; never leaves this package
        ├── ModelDown        no connection, or the server failed (5xx)
        ├── ModelRefused     the server does not take the request: key, model name, too long
        ├── ModelBusy        the server asks for patience (429), or all of our own slots are taken
        ├── ModelSlow        the deadline passed
        ├── ModelEmpty       it said nothing
        ├── ModelCutOff      the stream ended inside a sentence
        ├── ModelEndless     it would not stop
        └── BudgetSpent      the tokens or the money of a question, a user or a day are spent

`ModelUnusable` is one line that names what to install or set. The others become a word beside the
extractive answer (`retrieval.generation.notices`).
"""

from __future__ import annotations

from retrieval.errors import RetrievalError


class GenerationError(RetrievalError):
    """Something between the evidence and a model's sentence went wrong."""


class ModelUnusable(GenerationError):
    """The settings name a model that cannot be had."""


class NotForgotten(GenerationError):
    """A takedown cannot drop what the model wrote."""


class NotKept(GenerationError):
    """A file of answers or spending cannot be used now."""


class ModelFailed(GenerationError):
    """This question got nothing from the model.

    Attributes:
        again: Whether the same request may succeed a moment later.
        wait: Seconds that the server asks to wait; 0 where it says nothing.
        free: Whether the model surely was not set to work: there is nothing to pay.
    """

    again = False

    def __init__(self, message: str, wait: float = 0.0, *, free: bool = False) -> None:
        super().__init__(message)
        self.wait, self.free = wait, free


class ModelDown(ModelFailed):
    """No connection, or the server failed."""

    again = True


class ModelRefused(ModelFailed):
    """The server does not take the request."""


class ModelBusy(ModelFailed):
    """The server asks for patience, or all of our own slots are taken."""

    again = True


class ModelSlow(ModelFailed):
    """The deadline passed."""


class ModelEmpty(ModelFailed):
    """It said nothing."""


class ModelCutOff(ModelFailed):
    """The stream ended inside a sentence."""


class ModelEndless(ModelFailed):
    """It would not stop."""


class BudgetSpent(ModelFailed):
    """The tokens or the money of a question, a user or a day are spent."""
