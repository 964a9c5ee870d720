"""Copies within one file of texts, without a lake (`copydesk dedupe`)."""
