"""Pure text algorithms of copydesk: what a site repeats, what other sites repeat, what letters are compared as."""
