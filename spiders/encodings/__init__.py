"""Bytes to text: content encodings and charsets, of pages and of discovery documents."""
