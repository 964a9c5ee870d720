"""Whether two texts are copies, and which copies form a cluster."""
