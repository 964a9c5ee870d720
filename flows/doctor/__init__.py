"""What may keep copydesk from working, and its figures for monitoring."""
