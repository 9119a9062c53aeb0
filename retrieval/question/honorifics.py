"""祝老师 is the one person of that surname whom the story names: papers print names, readers say titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.names import SURNAMES

_CALLED = re.compile(
    r"(?<![一-鿿])(?P<surname>[一-鿿])(?:老师|先生|女士|师傅|医生|大夫|校长|院长|局长|老板|主任|教练|书记|警官|法官|大爷|大妈|大叔|大姐|奶奶|爷爷|阿姨|叔叔?|某)"
)


def named_in_full(question: str, stories: Sequence[str]) -> dict[str, str]:
    """What a question calls somebody by, and the name that the stories print for them.

    Args:
        question: In Chinese.
        stories: The texts that the search found for it, best first, in simplified characters.

    Returns:
        One name a call; a call that a story prints itself, or that several of one surname answer to, is left
        out.
    """
    from retrieval.text.people import people_in  # loads the segmenter

    found: dict[str, str] = {}
    for match in _CALLED.finditer(question):
        call, surname = match.group(), match["surname"]
        if surname not in SURNAMES or any(call in story for story in stories):
            continue
        names = {name for story in stories for name in people_in(story) if name[0] == surname}
        if len(names) == 1:
            found[call] = names.pop()
    return found
