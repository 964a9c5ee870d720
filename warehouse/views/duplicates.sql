-- One row is one article that copies another: which, how, and how similar they are.
-- @canonical_url: Address of the copy
-- @matched_url: Address of the article that it is most like
SELECT
    d.*,
    copy.canonical_url,
    matched.canonical_url AS matched_url
FROM memberships AS d
LEFT JOIN articles_all AS copy ON copy.article_id = d.article_id
LEFT JOIN articles_all AS matched ON matched.article_id = d.matched_article_id
