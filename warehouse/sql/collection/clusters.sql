-- By the arrays `places` and `copies`: a row for each row of the input: its cluster, its canonical, its story and what it matched. As Parquet.
COPY (
    SELECT i.id, c.id AS cluster_id, c.id AS canonical_id, s.id AS story_id, m.id AS matched_id,
           k.kind, k.similarity
    FROM input i LEFT JOIN places p USING (row) LEFT JOIN copies k USING (row)
    JOIN input c ON c.row = coalesce(p.canonical, i.row)
    JOIN input s ON s.row = coalesce(p.story, i.row)
    LEFT JOIN input m ON m.row = k.matched
    ORDER BY i.row
) TO $path (FORMAT parquet, COMPRESSION zstd)
