"""What kind of page stands at a URL: an article, or one of the pages that a site has beside its articles."""
