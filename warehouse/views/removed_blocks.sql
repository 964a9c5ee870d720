-- One row is one block that was cut from one text, with the reason.
SELECT * FROM landed.removed_blocks
