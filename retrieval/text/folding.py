"""One spelling for what is compared: widths, scripts, case, quotation marks, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vectorstore.catalogue.script import simplified

_KEPT = frozenset("，；：！？（）。、《》")
_QUOTES = dict.fromkeys(map(ord, '“”‘’"「」『』〝〞＂'), None)
_CITATION = re.compile(r"\s*[\[［【(（]\s*\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*\s*[\]］】]")
_BULLET = re.compile(r"^\s*(?:[-*•·●]|\d{1,2}[.)、]\s)\s*")
_HAN_GAP = re.compile(r"(?<=[㐀-鿿\d，。、；：])\s+(?=[㐀-鿿\d，。、；：])")
_DIGIT_GAP = re.compile(r"(?<=\d)\s+(?=\d{3})")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text as it is compared; offsets are not those of the original."""
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"})
    text = "".join(c if c in _KEPT else unicodedata.normalize("NFKC", c) for c in text)
    text = simplified(text).lower().translate(_QUOTES)
    text = _DIGIT_GAP.sub(" ", text.replace("\u2044", "/"))
    return _HAN_GAP.sub("", text).strip()


def bare(sentence: str) -> str:
    """A generated sentence without its citations and without the mark of a list."""
    return _BULLET.sub("", _CITATION.sub("", sentence)).strip().strip("*_ ")
