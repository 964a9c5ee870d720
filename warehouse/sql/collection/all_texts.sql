-- Every text, cut after $most characters; microseconds since 1970.
SELECT row, left(text, $most), coalesce(epoch_us(time), 0) FROM input ORDER BY row
