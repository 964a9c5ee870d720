"""From verified pairs to rows of `duplicates`: who belongs to which cluster, and what changed by it.

Clusters are worked out anew for everything that hangs together with the new pairs, from the pairs alone, so
the batches that articles came in leave no trace in who is with whom. What has been published stays:
a cluster that already has a canonical keeps it, even when an older article arrives late; the late one says
so in its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from dedupe.articles.cluster import Membership, Pair, cluster, stories
from flows.context import RunContext
from flows.matching.history import History, Link, Side
from warehouse.tables import Duplicate, SimilarPair


def memberships(run: RunContext, history: History, found: Sequence[SimilarPair]) -> list[Duplicate]:
    """New rows of `duplicates`: for members that were not said to be where they are."""
    ids = {end for pair in found for end in (pair.article_id, pair.other_id)}
    links = [*history.links_around(ids), *(_link(pair) for pair in found)]
    ids.update(end for link in links for end in (link.one, link.two))
    sides = sorted(history.sides(ids).values(), key=Side.order)
    return _rows(run, history, sides, links)


def _link(pair: SimilarPair) -> Link:
    return Link(pair.article_id, pair.other_id, pair.kind, pair.similarity, pair.resemblance, pair.reason)


def _rows(run: RunContext, history: History, sides: Sequence[Side], links: Iterable[Link]) -> list[Duplicate]:
    best = _best_links({side.article_id: index for index, side in enumerate(sides)}, links)
    pairs = [Pair(first, second, link.resemblance) for (first, second), link in best.items()]
    landed = history.landed(side.article_id for side in sides)
    found = cluster(len(sides), pairs)
    head = _heads(found, sides, landed)
    story = _firsts(stories(len(sides), pairs), sides, landed)
    said = history.said(side.article_id for side in sides)
    rows = []
    for index, side in enumerate(sides):
        place = (sides[head[index]].article_id, sides[story[index]].article_id)
        if place != said.get(side.article_id, (side.article_id, side.article_id)):
            matched = _matched(index, head[index], found)
            link = best.get((min(index, matched), max(index, matched)))
            rows.append(_row(run, side, place, sides[matched], link))
    return rows


def _best_links(number: Mapping[str, int], links: Iterable[Link]) -> dict[tuple[int, int], Link]:
    """The strongest link of each two articles, by their numbers; links to articles long gone are left out."""
    best: dict[tuple[int, int], Link] = {}
    for link in sorted(links, key=lambda link: (link.resemblance, link)):
        if link.one in number and link.two in number:
            one, two = sorted((number[link.one], number[link.two]))
            best[one, two] = link
    return best


def _heads(found: Sequence[Membership], sides: Sequence[Side], landed: Mapping[str, datetime]) -> list[int]:
    """The canonical of each article's cluster."""
    return _firsts([membership.leader for membership in found], sides, landed)


def _firsts(group: Sequence[int], sides: Sequence[Side], landed: Mapping[str, datetime]) -> list[int]:
    """For each article, the one of its group that landed first, or else comes first in canonical order."""
    first: dict[int, int] = {}
    for index, of_group in enumerate(group):
        best = first.setdefault(of_group, index)
        if _seen(sides[index], landed) < _seen(sides[best], landed):
            first[of_group] = index
    return [first[of_group] for of_group in group]


def _seen(side: Side, landed: Mapping[str, datetime]) -> datetime:
    return landed.get(side.article_id, datetime.max.replace(tzinfo=UTC))


def _matched(index: int, head: int, found: Sequence[Membership]) -> int:
    """The article of the cluster that this one is most like; for the oldest of it, the canonical."""
    return found[index].matched if found[index].matched != index else head


def _row(run: RunContext, side: Side, place: tuple[str, str], matched: Side, link: Link | None) -> Duplicate:
    cluster_id, story_id = place
    leads = cluster_id == side.article_id
    late = " (arrived late: older than the canonical)" if not leads and side.order() < matched.order() else ""
    return Duplicate(
        article_id=side.article_id,
        revision=side.revision,
        cluster_id=cluster_id,
        story_id=story_id,
        matched_article_id=matched.article_id,
        matched_revision=matched.revision,
        kind=link.kind if link and not leads else "own",
        similarity=link.similarity if link and not leads else 1.0,
        reason=f"{link.reason}{late}" if link and not leads else "leads its own cluster",
        source=side.source,
        landed_at=run.started_at,
        run_id=run.run_id,
    )
