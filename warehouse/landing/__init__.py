"""Landing: raw pages that no snapshot holds yet."""
