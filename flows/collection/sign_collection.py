"""Signing a whole collection once, although its boilerplate is known only at its end.

Texts are signed in groups, each without the boilerplate that those before it have shown, which is looked for
again whenever their number has grown fourfold; the first group is read for it before it is signed. In the
end, those that the boilerplate of the whole collection cuts elsewhere are signed twice: of a collection in no
order these are few. So the outcome is that of the whole, whatever order the texts come in, and hardly any
text is signed twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from dedupe.articles.boilerplate.cut_boilerplate import NO_BOILERPLATE, SharedBoilerplate, cut_differently
from dedupe.articles.boilerplate.find_boilerplate import find_shared_boilerplate
from dedupe.articles.candidates.band import TEXT_BAND
from dedupe.articles.text.sentences import Sentences, concatenate
from dedupe.articles.text.words import MAX_CHARS
from flows.matching.signing import Signed, Subject, sentences_of, sign_subjects
from warehouse.sql import execute

FETCHED_AT_ONCE = 64

SIGNED_AT_ONCE = 2_048
"""Texts whose bands are held in memory before they are written."""

CHARACTERS_AT_ONCE = 30_000_000
"""Characters of such texts: a few long ones are a group, too."""

READ_FIRST = 512
"""Texts of the first group, which is read twice."""

_LEARNED_AT = [4**power for power in range(1, 16)]


def sign_collection(database: duckdb.DuckDBPyConnection) -> SharedBoilerplate:
    """Fills the tables `new_signatures` and `new_bands` from `input` (row, text, time); gives the
    boilerplate.

    Rows are numbered from 0; an article_id is its row's `key`.
    """
    execute(database, "collection/new_signatures")
    execute(database, "collection/new_bands")
    groups: list[tuple[SharedBoilerplate, Sentences]] = []
    boilerplate = NO_BOILERPLATE
    for some in _groups(execute(database.cursor(), "collection/all_texts", most=MAX_CHARS)):
        if not groups:
            boilerplate = find_shared_boilerplate(sentences_of(some))
        signed = sign_subjects(some, boilerplate)
        _insert(database, signed)
        groups.append((boilerplate, signed.sentences))
        if len(groups) in _LEARNED_AT:
            boilerplate = _learned(groups)
    boilerplate = _learned(groups)
    _sign_again(database, _stale(groups, boilerplate), boilerplate)
    return boilerplate


def key(row: int) -> str:
    """The row as an article_id, all of which the bands keep."""
    return f"{row:08x}"


def _learned(groups: Sequence[tuple[SharedBoilerplate, Sentences]]) -> SharedBoilerplate:
    return find_shared_boilerplate(concatenate([sentences for _, sentences in groups]))


def _stale(
    groups: Sequence[tuple[SharedBoilerplate, Sentences]], boilerplate: SharedBoilerplate
) -> list[int]:
    """The rows that were signed without knowing where they are cut."""
    first, found = 0, []
    for known, sentences in groups:
        found += (cut_differently(sentences, known, boilerplate) + first).tolist()
        first += len(sentences)
    return found


def _sign_again(
    database: duckdb.DuckDBPyConnection, rows: Sequence[int], boilerplate: SharedBoilerplate
) -> None:
    if not rows:
        return
    execute(database, "collection/drop_signatures", rows=rows)
    execute(database, "collection/drop_bands", rows=rows)
    for some in _groups(execute(database.cursor(), "collection/some_texts", rows=rows, most=MAX_CHARS)):
        _insert(database, sign_subjects(some, boilerplate))


def _groups(found: duckdb.DuckDBPyConnection) -> Iterator[list[Subject]]:
    group: list[Subject] = []
    characters, most = 0, READ_FIRST
    while rows := found.fetchmany(FETCHED_AT_ONCE):
        group += (Subject(key(row), 1, "", text, time) for row, text, time in rows)
        characters += sum(len(text) for _, text, _ in rows)
        if len(group) >= most or characters >= CHARACTERS_AT_ONCE:
            yield group
            group, characters, most = [], 0, SIGNED_AT_ONCE
    if group:
        yield group


def _insert(database: duckdb.DuckDBPyConnection, signed: Signed) -> None:
    database.register("signed", signed.signatures.drop_columns("minhash"))
    execute(database, "collection/insert_signatures")
    database.register("signed", signed.bands)
    execute(database, "collection/insert_bands", text_band=TEXT_BAND)
