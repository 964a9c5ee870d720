"""One fetch: its request, its outcome, its row in the ledger."""
