-- The texts of the rows that are wanted, cut after $most characters; microseconds since 1970.
SELECT row, if(strlen(text) > $most, left(text, $most), text), coalesce(epoch_us(time), 0) FROM input
WHERE row IN (SELECT row FROM wanted)
