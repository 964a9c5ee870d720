"""The desk: a read-only web page over the current snapshot."""
