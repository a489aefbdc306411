"""Reading reports: a file in, a :class:`~extract.document.Document` out. Knows files, knows no rules."""
