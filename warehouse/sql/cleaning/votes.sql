-- The votes for the wanted blocks of sites, where no index has them.
CREATE OR REPLACE TEMP TABLE votes AS
SELECT site, fingerprint, article_id, stories, last_seen_at FROM landed.blocks
SEMI JOIN wanted USING (site, fingerprint)
