"""DOCX: paragraphs, tables, notes and numbering of Word's XML."""
