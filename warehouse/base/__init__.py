"""What everything else stands on: the root of all errors, the data folder, durable writes, the lock."""
