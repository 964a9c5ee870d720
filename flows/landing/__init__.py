"""From fetched pages to a committed snapshot: one batch, whole or not at all."""
