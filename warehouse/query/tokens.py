"""SQL as DuckDB splits it into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import duckdb

_WORD = re.compile(r'"(?:[^"]|"")*"|[\w$]+|.')
"""A token's text up to what follows, a comment for one: DuckDB tells where tokens begin only."""


def tokens(sql: str) -> Iterator[tuple[int, str]]:
    """Place and first word of each token; comments are none."""
    plain = plain_text(sql)
    for place, kind in duckdb.tokenize(plain):
        if kind != duckdb.token_type.comment and (word := _WORD.match(plain, place)):
            yield place, word[0]


def plain_text(sql: str) -> str:
    """The text with one ASCII character for every other, since DuckDB counts bytes.

    What is no letter becomes a space: DuckDB takes the spaces of Unicode for spaces.
    """
    return "".join(char if char.isascii() else "x" if char.isalnum() else " " for char in sql)


def called(sql: str) -> set[str]:
    """The names that stand before a bracket, as functions do."""
    texts = [text for _, text in tokens(sql)]
    return {name.strip('"').lower() for name, after in pairwise(texts) if after == "("}
