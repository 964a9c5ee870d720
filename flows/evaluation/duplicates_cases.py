"""Labelled sets of stories, copies and look-alikes, made from true texts of news pages; seeded."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from flows.evaluation.duplicates_edits import EDITS
from flows.evaluation.duplicates_lookalikes import column, follow_up, with_statement
from flows.evaluation.duplicates_negatives import promo_tail, shared_quote, templated, with_quote
from flows.evaluation.duplicates_phrases import PHRASE_TEMPLATES, from_phrases
from flows.evaluation.duplicates_templates import TEMPLATES, from_template
from flows.evaluation.duplicates_wording import sentences

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FEWEST_TEXTS = 32
"""True texts that edited stories are made of, at least: an eighth of them gives the paragraphs of others."""
_BRIEFS = ("follow_up", "with_statement")
LONG_SENTENCE = 60
_REPORTS = ("weather", "market", "match")


@dataclass(frozen=True)
class Labelled:
    """One text of a labelled set. Copies have the same `story`; `edit` names what was done to it."""

    id: str
    text: str
    time: datetime | None
    story: str
    edit: str


def true_texts(files: Iterable[Path]) -> list[str]:
    """Texts of gold files (JSON lines with `text`), without those too short or long to be edited.

    Of texts that share a sentence of LONG_SENTENCE characters only the first is taken: pages of one event
    would be labelled as two stories.
    """
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    texts = [row["text"] for row in rows if "text" in row]
    seen: set[str] = set()
    return [text for text in texts if 600 <= len(text) <= 15_000 and _is_unlike(text, seen)]


def _is_unlike(text: str, seen: set[str]) -> bool:
    """Whether a text shares no long sentence with those `seen`, to which its own are added."""
    own = {unit for unit in sentences(_paragraphs(text)) if len(unit) >= LONG_SENTENCE}
    unlike = seen.isdisjoint(own)
    seen |= own
    return unlike


def edited_stories(texts: Sequence[str], seed: int, copies: int = 6) -> list[Labelled]:
    """Half of `texts` as stories with up to `copies` edited copies each, amid look-alikes.

    A quarter stands on its own, two and two quoting the same statement. An eighth is not in the set: it gives
    the foreign paragraphs of edits. The last eighth becomes follow-ups of the stories, parts of series and
    reports that print a statement of a story in full.
    """
    rng = Random(seed)
    shuffled = rng.sample(list(texts), len(texts))
    half, rest, last = len(shuffled) // 2, 3 * len(shuffled) // 4, 7 * len(shuffled) // 8
    stories, others, foreign, own = (
        shuffled[:half],
        shuffled[half:rest],
        shuffled[rest:last],
        shuffled[last:],
    )
    found = [
        row
        for number, text in enumerate(stories)
        for row in copies_of(f"story-{number}", text, foreign, copies, rng)
    ]
    found += _quoting(others, rng)
    found += _reports(len(texts) // 6, rng)
    found += _lookalikes(stories, own, rng)
    return numbered(found, rng)


def with_tails(rows: Sequence[Labelled], seed: int, outlets: int = 8) -> list[Labelled]:
    """The same texts, each under one of a few outlets that end all of theirs in the same promos."""
    rng = Random(seed)
    tails = ["\n".join(promo_tail(f"The {name} Courier", rng)) for name in range(outlets)]
    return [replace(row, text=f"{row.text}\n{rng.choice(tails)}") for row in rows]


def with_mixed_tails(rows: Sequence[Labelled], foreign: Sequence[str], seed: int) -> list[Labelled]:
    """The same texts under outlets of several tails each, of 3 to 13 teasers of other stories.

    Follow-ups and reports with a statement are cut to briefs, of which most is the tail; some tails have a
    line more at times.
    """
    rng = Random(seed)
    teasers = [line for text in foreign for line in _paragraphs(text) if 15 < len(line.split()) < 90]
    tails = [rng.sample(teasers, rng.randint(3, min(13, len(teasers)))) for _ in range(12)]
    return [_under(row, row.edit in _BRIEFS, rng.choice(tails), rng) for row in rows]


def _under(row: Labelled, is_brief: bool, tail: Sequence[str], rng: Random) -> Labelled:
    text = " ".join(row.text.split(" ")[: 60 if is_brief else None])
    more = ["Follow the desk for the stories of the day"] if rng.random() < 0.2 else []
    return replace(row, text="\n".join([text, *(f"Keep reading {line}" for line in tail), *more]))


def template_reports(seed: int, count: int = 30) -> list[Labelled]:
    """`count` reports of each template; a fifth of them have a copy under another title."""
    return _made_reports(TEMPLATES, from_template, count, Random(seed))


def phrase_reports(seed: int, count: int = 30) -> list[Labelled]:
    """The same of templates without figures, filled with phrases."""
    return _made_reports(PHRASE_TEMPLATES, from_phrases, count, Random(seed))


def _made_reports(
    kinds: Iterable[str], make: Callable[[str, Random], str], count: int, rng: Random
) -> list[Labelled]:
    rows = [
        Labelled("", make(kind, rng), BEGIN, f"{kind}-{number}", kind)
        for kind in kinds
        for number in range(count)
    ]
    copies = [replace(row, text=f"From our correspondent\n{row.text}") for row in rows[::5]]
    return numbered([*rows, *copies], rng)


def quoting_reports(texts: Sequence[str], seed: int) -> list[Labelled]:
    """Own reports, each three of which print one statement of about as many words as they have themselves; a
    fifth of them have a copy under another title."""
    rng = Random(seed)
    own = [sentences(_paragraphs(text)) for text in rng.sample(list(texts), len(texts)) if '"' not in text]
    rows: list[Labelled] = []
    for number in range(0, len(own) - 3, 4):
        statement = " ".join(own[number][:5]).replace("“", "").replace("”", "")
        for report in own[number + 1 : number + 4]:
            body = [" ".join(report[:3]), f"“{statement}”", " ".join(report[3:7])]
            rows.append(Labelled("", "\n".join(body), BEGIN, f"report-{len(rows)}", "quoting"))
    copies = [replace(row, text=f"From our correspondent\n{row.text}") for row in rows[::5]]
    return numbered([*rows, *copies], rng)


def copies_of(story: str, text: str, foreign: Sequence[str], copies: int, rng: Random) -> list[Labelled]:
    """A story and up to `copies` edited copies of it; `foreign` are other texts of its language."""
    paragraphs = _paragraphs(text)
    others = [paragraph for other in rng.sample(foreign, 4) for paragraph in _paragraphs(other)]
    edits = rng.sample(sorted(EDITS), rng.randint(1, copies))
    bodies = {"none": paragraphs} | {edit: EDITS[edit](list(paragraphs), rng, others) for edit in edits}
    return [Labelled("", "\n".join(body), BEGIN, story, edit) for edit, body in bodies.items()]


def _quoting(others: Sequence[str], rng: Random) -> list[Labelled]:
    """Unrelated stories; each two neighbours quote the same statement."""
    quotes: dict[int, str] = defaultdict(lambda: shared_quote(rng))
    bodies = [with_quote(_paragraphs(text), quotes[number // 2], rng) for number, text in enumerate(others)]
    return [
        Labelled("", "\n".join(body), BEGIN, f"other-{number}", "same_topic")
        for number, body in enumerate(bodies)
    ]


def _lookalikes(stories: Sequence[str], own: Sequence[str], rng: Random) -> list[Labelled]:
    """News of its own in turn of three kinds, each made of one of the texts `own`."""
    makers = (follow_up, column, with_statement)
    found = []
    for number, (story, text) in enumerate(zip(stories, own, strict=False)):
        maker = makers[number % len(makers)]
        lines = maker(_paragraphs(story), _paragraphs(text), rng)
        found.append(Labelled("", "\n".join(lines), BEGIN, f"own-{number}", maker.__name__))
    return found


def _reports(count: int, rng: Random) -> list[Labelled]:
    return [
        Labelled("", templated(kind, rng), BEGIN, f"{kind}-{number}", "templated")
        for kind in _REPORTS
        for number in range(count)
    ]


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def numbered(rows: list[Labelled], rng: Random) -> list[Labelled]:
    """The rows in another order, a minute apart."""
    rng.shuffle(rows)
    return [
        replace(row, id=f"{number:05}", time=BEGIN + timedelta(minutes=number))
        for number, row in enumerate(rows)
    ]
