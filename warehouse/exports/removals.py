"""What an incremental export takes back: articles that an earlier one held and that no longer belong to it.

An article goes when it is erased, when it turns out to be a copy (`cluster_id` then names the article that
stands for it), or when its newest text or its rights no longer fit the condition. A consumer deletes these
keys and then takes in the rows. A key that an earlier export did not hold may be among them: to delete what
is not there costs nothing, to keep what was taken down may.
"""

from __future__ import annotations

import pyarrow as pa

CHANGED = """
    SELECT article_id FROM landed.articles WHERE landed_at > $since
    UNION
    SELECT article_id FROM landed.duplicates WHERE landed_at > $since
"""
"""Articles with a new text, or another place among the copies, since the watermark."""

FIRST_CHANGED = f"SELECT min(landed_date) FROM landed.articles WHERE article_id IN ({CHANGED})"
"""The day on which the first of them landed, in its first text."""

_REMOVED = """
    WITH changed AS MATERIALIZED ({changed})
    SELECT article_id, if(is_canonical, 'unmatched', 'duplicate') AS reason, cluster_id
    FROM articles_all
    WHERE article_id IN (FROM changed)
        AND article_id IN (
            SELECT article_id FROM landed.articles WHERE landed_at <= $since AND article_id IN (FROM changed)
        )
        AND article_id NOT IN (
            SELECT article_id FROM articles WHERE article_id IN (FROM changed) AND {condition}
        )
    UNION ALL
    SELECT DISTINCT left(url_hash, 16), 'erased', NULL
    FROM landed.erasures
    WHERE erased_at > $since
    ORDER BY ALL
"""

COMMENTS = {
    "article_id": "Key of an article that is no longer part of the export",
    "reason": "erased, duplicate, or unmatched: its newest text no longer fits the condition of the export",
    "cluster_id": "Canonical of a duplicate; null for erased content",
}
"""What the columns mean."""

REMOVED = pa.schema([(name, pa.string()) for name in COMMENTS])


def removed_since(condition: str) -> str:
    """The query for the articles to take back; `condition` is the export's, without its watermark.

    An article's key is the beginning of the hash of its URL, which is what is kept of an erased one.
    """
    return _REMOVED.format(changed=CHANGED, condition=condition)
