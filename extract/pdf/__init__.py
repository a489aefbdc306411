"""PDF: characters, lines, columns, notes and tables of pages."""
