"""A page's lines → its articles, photo captions and notices.

    lines → blocks (what runs on) → classified blocks → items → articles

Each stage is a module of its own over plain data; every one of them hands on every character.
"""

from corpus.splitting.page import split_page

__all__ = ["split_page"]
