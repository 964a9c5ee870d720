-- The blocks of a text, as kind and text: each is a line, or several where the further ones are `continued`.
CREATE MACRO main.blocks_of(text, line_kinds) AS
list_zip(
    list_filter(line_kinds, lambda kind: kind <> 'continued'),
    CASE
        WHEN NOT list_contains(line_kinds, 'continued') THEN string_split(text, chr(10))
        -- A character that texts do not have begins each block: a lambda that looked up the next block's
        -- beginning in a list would copy that list for every line.
        ELSE string_split(
            array_to_string(
                list_transform(
                    list_zip(line_kinds, string_split(replace(text, chr(30), ' '), chr(10))),
                    lambda line: CASE WHEN line[1] = 'continued' THEN chr(10) ELSE chr(30) END || line[2]
                ),
                ''
            ),
            chr(30)
        )[2:]
    END,
    true
)::STRUCT(kind VARCHAR, "text" VARCHAR)[]
