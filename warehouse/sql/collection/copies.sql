-- What rows are copies of, and how.
CREATE TEMP TABLE copies AS
SELECT unnest($rows::BIGINT[]) AS row, unnest($matched::BIGINT[]) AS matched, unnest($kinds::VARCHAR[]) AS kind,
       unnest($similarities::VARCHAR[])::DOUBLE AS similarity
