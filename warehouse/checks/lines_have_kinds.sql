-- Every line of a text has its kind, and the first one begins a block.
SELECT 'articles ' || article_id || ': ' || len(line_kinds) || ' kinds of lines' AS found
FROM batch_texts
WHERE len(line_kinds) <> len(string_split(text, chr(10))) OR line_kinds[1] = 'continued'
