-- Where rows belong that copy others or are copied.
CREATE TEMP TABLE places AS
SELECT unnest($rows::BIGINT[]) AS row, unnest($canonicals::BIGINT[]) AS canonical,
       unnest($stories::BIGINT[]) AS story
