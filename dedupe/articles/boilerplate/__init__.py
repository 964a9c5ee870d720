"""Shared boilerplate: sentences that end or begin the texts of several sites."""
