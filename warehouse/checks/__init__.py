"""What every batch must be before it is committed, and where it goes when it is not."""
