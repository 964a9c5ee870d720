-- One row is one article that copies another: which, how, and how similar they are.
-- @article_id: The duplicate
-- @revision: Revision that was matched
-- @source: Name of the duplicate's source
-- @run_id: Run that found it
-- @cluster_id: Cluster: the article_id of its canonical
-- @kind: How it resembles the most similar article: exact, near or excerpt; moved: it is the same article, at a former URL
-- @similarity: Resemblance or, for excerpts, containment; 0 to 1
-- @canonical_url: URL of the copy
-- @matched_url: URL of the article that it is most like
SELECT
    d.*,
    copy.canonical_url,
    matched.canonical_url AS matched_url
FROM memberships AS d
LEFT JOIN articles_all AS copy ON copy.article_id = d.article_id
LEFT JOIN articles_all AS matched ON matched.article_id = d.matched_article_id
