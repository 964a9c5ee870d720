"""From verified pairs to rows of `duplicates`: who belongs to which cluster, and what changed by it.

Clusters are recomputed for everything that hangs together with the new pairs, from the pairs alone, so
the batches that articles came in leave no trace in who is with whom. What has been published stays:
a cluster that already has a canonical keeps it, even when an older article arrives late; the late one says
so in its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from dedupe.articles.candidates.shared_bands import rank
from dedupe.articles.decision.cluster import Membership, Pair, cluster, stories
from flows.matching.copy_history import Cause, CopyHistory, MatchedArticle, VerifiedPair
from flows.matching.originals import originals
from flows.matching.signing import article_keys
from warehouse.tables import Duplicate, SimilarPair
from warehouse.values import DuplicateKind, PairKind


def memberships(
    cause: Cause,
    history: CopyHistory,
    found: Sequence[SimilarPair],
    forced: Collection[str] = (),
    touched: Collection[str] = (),
) -> list[Duplicate]:
    """New rows of `duplicates`: for members not said to be where they are, and for all that are `forced`.

    What hangs together with the pairs `found`, or with articles that are `touched` otherwise, is clustered.
    """
    ids = {end for pair in found for end in (pair.article_id, pair.other_id)} | {*forced, *touched}
    best = {link.ends: link for link in history.connected_pairs(ids)}
    best |= {link.ends: link for link in map(_link, found) if link.kind != PairKind.PARTED}
    ids.update(end for ends in best for end in ends)
    articles = sorted(history.articles(ids).values(), key=MatchedArticle.order)
    return _rows(cause, history, articles, best, forced)


def _link(pair: SimilarPair) -> VerifiedPair:
    return VerifiedPair(
        pair.article_id, pair.other_id, pair.kind, pair.similarity, pair.resemblance, pair.reason
    )


def _rows(
    cause: Cause,
    history: CopyHistory,
    articles: Sequence[MatchedArticle],
    links: Mapping[tuple[str, str], VerifiedPair],
    forced: Collection[str],
) -> list[Duplicate]:
    best = _by_number({article.article_id: index for index, article in enumerate(articles)}, links)
    pairs = [
        Pair(first, second, link.resemblance, link.similarity)
        for (first, second), link in sorted(best.items())
    ]
    landed = history.first_landed((article.article_id for article in articles), cause.run_id)
    keys = article_keys(article.article_id for article in articles)
    found = cluster(rank(keys), [article.word_count for article in articles], pairs)
    head = _heads(found, articles, landed)
    story = _firsts(stories(len(articles), pairs), articles, landed)
    original = originals(articles, head, history.texts_with_credits)
    said = history.cluster_ids(article.article_id for article in articles)
    rows = []
    for index, article in enumerate(articles):
        place = (
            articles[head[index]].article_id,
            articles[story[index]].article_id,
            articles[original[index]].article_id,
        )
        if article.article_id in forced or place != said.get(article.article_id, (article.article_id,) * 3):
            matched = _matched(index, head[index], found)
            link = best.get((min(index, matched), max(index, matched)))
            rows.append(_row(cause, article, place, articles[matched], link))
    return rows


def _by_number(
    number: Mapping[str, int], links: Mapping[tuple[str, str], VerifiedPair]
) -> dict[tuple[int, int], VerifiedPair]:
    """The link of each two articles, by their numbers; links to articles long gone are left out."""
    return {
        (min(number[one], number[two]), max(number[one], number[two])): link
        for (one, two), link in links.items()
        if one in number and two in number
    }


def _heads(
    found: Sequence[Membership], articles: Sequence[MatchedArticle], landed: Mapping[str, datetime]
) -> list[int]:
    """The canonical of each article's cluster."""
    return _firsts([membership.canonical for membership in found], articles, landed)


def _firsts(
    group: Sequence[int], articles: Sequence[MatchedArticle], landed: Mapping[str, datetime]
) -> list[int]:
    """For each article, the one of its group that landed first, or else comes first in canonical order."""
    first: dict[int, int] = {}
    for index, of_group in enumerate(group):
        best = first.setdefault(of_group, index)
        if _seen(articles[index], landed) < _seen(articles[best], landed):
            first[of_group] = index
    return [first[of_group] for of_group in group]


def _seen(article: MatchedArticle, landed: Mapping[str, datetime]) -> datetime:
    return landed.get(article.article_id, datetime.max.replace(tzinfo=UTC))


def _matched(index: int, head: int, found: Sequence[Membership]) -> int:
    """The article of the cluster that this one is most like; for the oldest of it, the canonical."""
    return found[index].matched if found[index].matched != index else head


def _row(
    cause: Cause,
    article: MatchedArticle,
    place: tuple[str, str, str],
    matched: MatchedArticle,
    link: VerifiedPair | None,
) -> Duplicate:
    cluster_id, story_id, original_id = place
    is_canonical = cluster_id == article.article_id
    is_late = not is_canonical and article.order() < matched.order()
    late = " (arrived late: older than the canonical)" if is_late else ""
    return Duplicate(
        article_id=article.article_id,
        revision=article.revision,
        cluster_id=cluster_id,
        story_id=story_id,
        matched_article_id=matched.article_id,
        matched_revision=matched.revision,
        kind=link.kind if link and not is_canonical else DuplicateKind.OWN,
        similarity=link.similarity if link and not is_canonical else 1.0,
        reason=f"{link.reason}{late}" if link and not is_canonical else "canonical of its own cluster",
        source=article.source,
        landed_at=cause.started_at,
        run_id=cause.run_id,
        original_id=original_id,
    )
