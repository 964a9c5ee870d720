"""Pure text algorithms of copydesk: what a site repeats, what other sites repeat, how letters compare."""
