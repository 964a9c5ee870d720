"""An object store: its address, and the few things that are asked of it."""
