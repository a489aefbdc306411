"""HTML: the article of a page, its tables and notes."""
