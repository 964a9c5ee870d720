-- Every text, cut after $most characters; microseconds since 1970. In no order: to sort it takes memory.
SELECT row, if(strlen(text) > $most, left(text, $most), text), coalesce(epoch_us(time), 0) FROM input
