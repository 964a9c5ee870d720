"""Which articles are worth comparing: those whose signatures share a band, or that share a sentence."""
