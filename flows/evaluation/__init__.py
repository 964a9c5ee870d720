"""How good extraction and matching are, measured against gold files."""
